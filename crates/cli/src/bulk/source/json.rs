//! Rows of JSON: one object a line, or an array of them.

use std::fmt;
use std::io::{BufRead, BufReader, Read};

use serde::Deserializer;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::bytes::{Bytes, NO_UTF8, refuse_larger, skip_mark, too_long};
use super::{Content, Place, Record, Source, hash_of};
use crate::bulk::bounds::file::{KEPT, ROW, ROWS};

impl Source {
    pub(super) fn fill_ndjson(&mut self, mut bytes: Box<dyn Bytes>) -> Result<(), String> {
        let mut start = skip_mark(&mut bytes).map_err(|error| error.to_string())?;
        let mut reader = BufReader::with_capacity(1 << 16, bytes);
        let mut number = 0;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read =
                read_line(&mut reader, &mut line).map_err(|error| format!("line {}: {error}", number + 1))?;
            if read == 0 {
                break;
            }
            number += 1;
            if std::str::from_utf8(&line).is_err() {
                return Err(format!("line {number}: {NO_UTF8}"));
            }
            if !line.trim_ascii().is_empty() {
                self.add(Place { start, number, hash: hash_of(&line) })?;
            }
            start += read as u64;
        }
        self.content = Content::Ndjson(reader);
        Ok(())
    }

    pub(super) fn fill_json(&mut self, mut bytes: Box<dyn Bytes>) -> Result<(), String> {
        refuse_larger(&mut bytes, KEPT, "write one object a line (NDJSON)")
            .map_err(|error| error.to_string())?;
        skip_mark(&mut bytes).map_err(|error| error.to_string())?;
        let items = items(BufReader::new(bytes)).map_err(|error| no_array(&error))?;
        self.places = (1..).take(items.len()).map(Place::numbered).collect();
        self.content = Content::Json(items);
        Ok(())
    }
}

pub fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<usize> {
    let read = reader.take(ROW + 1).read_until(b'\n', line)?;
    if read as u64 > ROW { Err(too_long()) } else { Ok(read) }
}

/// The items of an array.
fn items(json: impl Read) -> serde_json::Result<Vec<Box<RawValue>>> {
    struct Items;
    impl<'de> Visitor<'de> for Items {
        type Value = Vec<Box<RawValue>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
            let mut items: Self::Value = Vec::new();
            while let Some(item) = array.next_element()? {
                if items.len() == ROWS {
                    return Err(A::Error::custom(format!("it has more than {ROWS} items; split it")));
                }
                items.push(item);
            }
            Ok(items)
        }
    }
    let mut json = serde_json::Deserializer::from_reader(json);
    let items = json.deserialize_seq(Items)?;
    json.end()?;
    Ok(items)
}

fn no_array(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.contains("unicode") || text.contains("UTF-8") {
        true => NO_UTF8.to_owned(),
        false => format!("it is not an array of JSON objects: {text}"),
    }
}

pub fn object(json: &[u8]) -> Record {
    match serde_json::from_slice::<Value>(json) {
        Ok(Value::Object(members)) => Record::Object(members),
        Ok(_) => Record::Broken("it is not a JSON object".to_owned()),
        Err(error) => Record::Broken(format!("it is not JSON: {error}")),
    }
}
