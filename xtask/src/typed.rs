//! Which operations the typed methods make that a text calls: `okta.users().suspend(..)`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::coverage::{files, read};

/// The methods of the SDK: the constants of the operations, by handle and name.
pub struct Methods {
    /// The type of the handle that a method of the client gives: `users` gives `Users`.
    handles: BTreeMap<String, String>,
    operations: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Methods {
    /// Reads the sources of the SDK's resources.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut methods = Methods { handles: BTreeMap::new(), operations: BTreeMap::new() };
        for path in files(folder)? {
            let text = read(&path)?;
            methods.take(text.split("#[cfg(test)]").next().unwrap_or_default());
        }
        Ok(methods)
    }

    fn take(&mut self, code: &str) {
        for made in code.split("handle! {").skip(1) {
            let handle = made.split("pub struct ").nth(1).map(word);
            let accessor = made.split("\n    okta.").nth(1).map(word);
            self.handles.extend(accessor.zip(handle).map(|(a, h)| (a.to_owned(), h.to_owned())));
        }
        for block in code.split("\nimpl ").skip(1) {
            let block = block.split("\n}\n").next().unwrap_or_default();
            for function in block.split("    pub fn ").skip(1) {
                let name = word(function);
                let signature = function.split('{').next().unwrap_or_default();
                match block.starts_with("Okta ") {
                    true => {
                        let handle = signature.split("-> ").nth(1).map(word);
                        self.handles.extend(handle.map(|handle| (name.to_owned(), handle.to_owned())));
                    }
                    false => {
                        let key = (word(block).to_owned(), name.to_owned());
                        self.operations.entry(key).or_default().extend(named(function));
                    }
                }
            }
        }
    }

    /// The constants of the operations that a text calls by typed methods.
    pub fn called(&self, text: &str) -> BTreeSet<String> {
        // A call that is broken over lines reads as one that is not.
        let text: String = text.lines().map(str::trim).collect();
        let mut found = BTreeSet::new();
        for (accessor, handle) in &self.handles {
            for rest in text.split(&format!(".{accessor}(")).skip(1) {
                let method = rest.split_once(").").map(|(_, method)| word(method)).unwrap_or_default();
                found.extend(self.of(handle, method));
            }
        }
        found
    }

    /// What a method makes; one that leaves its options out makes what the one with options does.
    fn of(&self, handle: &str, method: &str) -> BTreeSet<String> {
        let operations = |name: &str| self.operations.get(&(handle.to_owned(), name.to_owned()));
        match operations(method) {
            Some(own) if !own.is_empty() => own.clone(),
            _ => operations(&format!("{method}_with")).cloned().unwrap_or_default(),
        }
    }
}

/// The name at the start of a text.
fn word(text: &str) -> &str {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').next().unwrap_or_default()
}

/// The constants of operations that a text names.
pub fn named(text: &str) -> impl Iterator<Item = String> {
    text.split("op::").skip(1).map(|rest| word(rest).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_typed_methods_are_known_by_their_operations() {
        let folder = crate::root().join("crates/oktars/src/resource");
        let methods = Methods::read(&folder).expect("the sources of the SDK are there");
        let cases = [
            ("run.okta()?.users().suspend(&id).raw()", vec!["SUSPEND_USER"]),
            ("okta.users().activate(&id)", vec!["ACTIVATE_USER"]),
            ("okta\n    .app_users(&id)\n    .assign(&new)", vec!["ASSIGN_USER_TO_APPLICATION"]),
            ("okta.logs().list(&query)", vec!["LIST_LOG_EVENTS"]),
            ("okta.group_rules().activate(&id)", vec!["ACTIVATE_GROUP_RULE"]),
            ("items.users().nothing()", vec![]),
        ];
        for (text, expected) in cases {
            let found: Vec<String> = methods.called(text).into_iter().collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
