//! Workbooks: the cells of one sheet as texts, as a CSV file would have them.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets, open_workbook_auto_from_rs};

/// The rows of a sheet, the first unless it is named, with their numbers. Rows without any text are left out.
pub fn rows(bytes: Vec<u8>, sheet: Option<&str>) -> Result<Vec<(u64, Vec<String>)>, String> {
    let mut workbook: Sheets<_> = open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|error| format!("it is no workbook: {error}"))?;
    let names = workbook.sheet_names();
    let name = match sheet {
        Some(name) if names.iter().any(|known| known == name) => name.to_owned(),
        Some(name) => return Err(format!("it has no sheet {name:?}; its sheets are {}", names.join(", "))),
        None => names.first().cloned().ok_or("it has no sheet")?,
    };
    let range = workbook.worksheet_range(&name).map_err(|error| format!("sheet {name:?}: {error}"))?;
    let first = range.start().map_or(0, |(row, _)| row);
    let numbers = (u64::from(first) + 1)..;
    let rows =
        numbers.zip(range.rows()).map(|(number, row)| (number, row.iter().map(text).collect::<Vec<_>>()));
    Ok(rows.filter(|(_, row)| row.iter().any(|cell| !cell.is_empty())).collect())
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        // An employee number is no fraction, even if the spreadsheet has only those.
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
        }
        Data::Error(error) => format!("#{error:?}"),
    }
}
