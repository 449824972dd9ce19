//! Objects of a page are made ready to be kept: read, named, and without what is left out. This happens while the page
//! before is written.

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::left_out;
use crate::list::{Form, List};
use crate::settings::Settings;

/// A page whose objects can be kept.
pub(crate) struct Page {
    pub items: Vec<Item>,
    pub next: Option<String>,
}

/// An object as it is kept.
pub(crate) struct Item {
    /// What names it; `None` where it cannot be read, or nothing names it.
    pub key: Option<String>,
    /// The object; of kinds whose documents are not kept, what names it.
    pub object: Value,
    /// The document as it is kept.
    pub text: Box<str>,
    /// The paths of what is null in it.
    pub left_out: Vec<String>,
}

impl Item {
    /// Makes objects ready. A null in the place of an object is left out.
    pub fn all_of(list: &List, settings: &Settings, came: Vec<Box<RawValue>>) -> Vec<Self> {
        let hidden = settings.hidden(list.kind);
        came.into_iter().filter_map(|came| Item::of(list, &hidden, came)).collect()
    }

    fn of(list: &List, hidden: &[&str], came: Box<RawValue>) -> Option<Self> {
        let kind = list.kind;
        let read = if kind.keeps_documents { serde_json::from_str(came.get()) } else { kind.name_in(&came) };
        let Ok(mut object) = read else {
            return Some(Item { key: None, object: Value::Null, text: Box::default(), left_out: Vec::new() });
        };
        if object.is_null() {
            return None;
        }
        let key = match list.form {
            Form::One => Some(list.list.clone()),
            _ => kind.key(&list.list, &object),
        };
        let kept = left_out::keep(came.get(), &mut object, hidden);
        let left_out = kept.left_out;
        let text = match kept.text {
            Cow::Owned(text) => text.into_boxed_str(),
            Cow::Borrowed(_) if kind.keeps_documents => came.into(),
            Cow::Borrowed(_) => Box::default(),
        };
        Some(Item { key, object, text, left_out })
    }
}
