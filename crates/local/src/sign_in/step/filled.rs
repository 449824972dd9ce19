//! The form of a page.

use crate::sign_in::client::field;

/// A form that somebody has filled in, in the browser that asked for its page.
pub struct Filled {
    pub key: String,
    form: Vec<(String, String)>,
}

impl Filled {
    pub fn new(key: String, form: Vec<(String, String)>) -> Self {
        Filled { key, form }
    }

    pub fn text(&self, name: &str) -> String {
        field(&self.form, name).unwrap_or_default().to_owned()
    }

    pub fn has(&self, name: &str) -> bool {
        field(&self.form, name).is_some()
    }
}
