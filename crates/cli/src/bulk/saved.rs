//! A file that says what the columns of another one mean, for a file that comes again and again.

use std::collections::BTreeMap;
use std::path::Path;

use encoding_rs::Encoding;
use serde::Deserialize;

use super::columns::Mapping;
use super::source;
use crate::file::read_small;

/// What a file given with `--mapping` says.
#[derive(Debug, Clone, Default)]
pub struct Saved {
    pub columns: Vec<Mapping>,
    pub key: Option<String>,
    pub sheet: Option<String>,
    pub encoding: Option<&'static Encoding>,
    pub header_row: Option<u64>,
    pub ignore_unknown: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    columns: BTreeMap<String, Names>,
    key: Option<String>,
    sheet: Option<String>,
    encoding: Option<String>,
    header_row: Option<u64>,
    #[serde(default)]
    ignore_unknown: bool,
}

/// What one column means: an attribute, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

/// Reads the file, as an option is read.
pub fn read(path: &str) -> Result<Saved, String> {
    let text = read_small(Path::new(path)).map_err(|error| error.to_string())?;
    let file: File = toml_edit::de::from_str(&text).map_err(|error: toml_edit::de::Error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("line {line}: {}", error.message())
    })?;
    if file.header_row == Some(0) {
        return Err("header-row: rows are counted from 1".to_owned());
    }
    let encoding = file.encoding.as_deref().map(source::encoding).transpose()?;
    let columns = file.columns.into_iter().flat_map(|(column, names)| {
        let names = match names {
            Names::One(name) => vec![name],
            Names::Several(names) => names,
        };
        names.into_iter().map(move |name| Mapping::new(&column, &name))
    });
    Ok(Saved {
        columns: columns.collect(),
        key: file.key,
        sheet: file.sheet,
        encoding,
        header_row: file.header_row,
        ignore_unknown: file.ignore_unknown,
    })
}
