//! The forms of the files that are written, told by their names: what a name promises is what the file holds.

use std::path::Path;

use clap::ValueEnum;

use crate::failure::Failure;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Comma-separated values that are safe to open in a spreadsheet
    Csv,
    /// One JSON object a line
    Ndjson,
    /// An array of JSON objects
    Json,
    /// A workbook for Excel and other spreadsheet programs
    Xlsx,
}

/// Endings of names that promise what is not written here.
const OTHERS: [&str; 12] =
    ["xls", "xlsm", "xlsb", "ods", "numbers", "tsv", "yaml", "yml", "xml", "parquet", "zip", "gz"];

impl Form {
    pub fn name(self) -> &'static str {
        match self {
            Form::Csv => "csv",
            Form::Ndjson => "ndjson",
            Form::Json => "json",
            Form::Xlsx => "xlsx",
        }
    }
}

/// The form that a name promises, if it promises any.
pub fn of_name(path: &Path) -> Result<Option<Form>, Failure> {
    let Some(ending) = path.extension().and_then(|ending| ending.to_str()) else { return Ok(None) };
    match ending.to_ascii_lowercase().as_str() {
        "csv" => Ok(Some(Form::Csv)),
        "ndjson" | "jsonl" => Ok(Some(Form::Ndjson)),
        "json" => Ok(Some(Form::Json)),
        "xlsx" => Ok(Some(Form::Xlsx)),
        other if OTHERS.contains(&other) => Err(Failure::usage(format!(
            "{} would hold no {}: the forms are csv, ndjson, json and xlsx",
            path.display(),
            other.to_uppercase()
        ))
        .hint("give the file a name that ends in one of them")),
        _ => Ok(None),
    }
}

/// Refuses a name that promises another form than these.
pub fn only(path: &Path, forms: &[Form]) -> Result<(), Failure> {
    match of_name(path)? {
        Some(form) if !forms.contains(&form) => {
            let names: Vec<&str> = forms.iter().map(|form| form.name()).collect();
            Err(Failure::usage(format!(
                "{} is written as {} alone",
                path.display(),
                names.join(", ").to_uppercase()
            ))
            .hint(format!("give it a name that ends in .{}", names.join(" or ."))))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_is_in_the_file() {
        let cases = [
            ("a.csv", Some(Form::Csv)),
            ("a.CSV", Some(Form::Csv)),
            ("a.ndjson", Some(Form::Ndjson)),
            ("a.jsonl", Some(Form::Ndjson)),
            ("a.json", Some(Form::Json)),
            ("a.b.xlsx", Some(Form::Xlsx)),
            ("a", None),
            ("a.txt", None),
            ("csv", None),
        ];
        for (name, form) in cases {
            assert_eq!(of_name(Path::new(name)).unwrap(), form, "{name}");
        }
        for name in ["a.xls", "a.ods", "a.yaml", "a.csv.gz"] {
            assert!(of_name(Path::new(name)).unwrap_err().text(None).contains("the forms are"), "{name}");
        }
        assert!(only(Path::new("a.csv"), &[Form::Ndjson]).is_err());
        assert!(only(Path::new("plan"), &[Form::Ndjson]).is_ok());
    }
}
