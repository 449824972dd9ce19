//! Workbooks: a table comes of each, or a reason. What begins as a zip archive is read as it is; any other text
//! is a sheet and, behind a NUL, the texts that its cells share.
#![no_main]

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[allow(dead_code, reason = "the target reads no other files")]
#[path = "../../crates/cli/src/bulk/bounds.rs"]
mod bounds;
#[path = "../../crates/cli/src/bulk/sheet.rs"]
mod sheet;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| read(bytes));

fn read(bytes: &[u8]) {
    let file = if bytes.starts_with(b"PK") { bytes.to_vec() } else { workbook(bytes) };
    let Ok(rows) = sheet::rows(file, None) else { return };
    let cells = rows.iter().map(|row| row.cells.len()).sum::<usize>();
    assert!(cells <= bounds::workbook::CELLS);
    let follow = |two: &[sheet::Row]| two[0].number < two[1].number && two[0].cells.len() == two[1].cells.len();
    assert!(rows.windows(2).all(follow));
    assert!(rows.iter().all(|row| row.unstored.iter().all(|column| row.cells[*column].is_empty())));
}

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn workbook(bytes: &[u8]) -> Vec<u8> {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (sheet, texts) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let relations = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id=\"r1\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"{target}\"/></Relationships>")
    };
    let names = format!(
        "<workbook xmlns:r=\"{RELATIONSHIPS}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = [b"<worksheet>", sheet, b"</worksheet>"].concat();
    zipped(&[
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/workbook.xml", names.as_bytes()),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", texts),
    ])
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts.iter().filter(|(_, content)| !content.is_empty()) {
        file.start_file(*name, stored).expect("a part begins");
        file.write_all(content).expect("a part is written");
    }
    file.finish().expect("the archive ends").into_inner()
}
