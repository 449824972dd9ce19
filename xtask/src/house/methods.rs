//! The shape of the SDK's methods; CONTRIBUTING.md has the rule.

/// Methods that send more than one request, each with its reason. The list may only become shorter.
const MANY_REQUESTS: &[(&str, &str)] = &[
    ("delete_for_good", "deactivates first where that is needed"),
    ("next", "waits for what is new in the log"),
    ("sign_in", "makes a session of a sign-in"),
];

/// What is wrong with the methods of a file of the SDK.
pub fn check(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("crates/oktars/src/resource/") {
        return Vec::new();
    }
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let functions = code.split("\n    pub ").skip(1).filter_map(|rest| rest.split(" {\n").next());
    let broken = functions.filter_map(wrong).map(|what| format!("{path}: {what}"));
    broken.chain(exhaustive(code).map(|name| format!("{path}: {name} lacks #[non_exhaustive]"))).collect()
}

/// What is wrong with a method, given from its name to its return type.
fn wrong(function: &str) -> Option<String> {
    let (is_async, rest) = match function.strip_prefix("async fn ") {
        Some(rest) => (true, rest),
        None => (false, function.strip_prefix("fn ")?),
    };
    let name = rest.split(['(', '<']).next().unwrap_or_default();
    if is_async && !MANY_REQUESTS.iter().any(|(known, _)| *known == name) {
        return Some(format!("{name} is async: a method returns a Call, or a Listing"));
    }
    let is_call = rest.contains("-> Call<") || rest.contains("-> Listing<");
    (is_call && rest.contains(": bool"))
        .then(|| format!("{name} takes a bare bool: make it an option in a struct"))
}

/// The structs with public fields that could not get one more field. What borrows, such as the fields of a form, is
/// made by naming each.
fn exhaustive(code: &str) -> impl Iterator<Item = &str> {
    code.split("\n\n").filter_map(|item| {
        let (head, rest) = item.split_once("pub struct ")?;
        let (name, fields) = rest.split_once(" {\n")?;
        let is_owned = !name.contains('<');
        let is_plain = head.lines().all(|line| line.starts_with("///") || line.starts_with("#["));
        (is_owned
            && is_plain
            && fields.contains("\n    pub ") | fields.starts_with("    pub ")
            && !head.contains("non_exhaustive"))
        .then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_of_another_shape_is_found() {
        let cases = [
            ("impl Users {\n    pub fn get(self, id: impl AsRef<str>) -> Call<User> {\n", 0),
            ("impl Users {\n    pub async fn get(self, id: impl AsRef<str>) -> Result<User> {\n", 1),
            ("impl Users {\n    pub async fn delete_for_good(self) -> Result<()> {\n", 0),
            (
                "impl Users {\n    pub fn create(\n        self,\n        activate: bool,\n    ) -> Call<User> {\n",
                1,
            ),
            ("impl CreateUser {\n    pub fn activate(mut self, activate: bool) -> Self {\n", 0),
            (
                "use a;\n\n/// A query.\n#[derive(Debug)]\npub struct ListUsers {\n    pub q: Option<String>,\n}\n",
                1,
            ),
            (
                "use a;\n\n/// A query.\n#[non_exhaustive]\npub struct ListUsers {\n    pub q: Option<String>,\n}\n",
                0,
            ),
            ("use a;\n\n/// A handle.\npub struct Users<'a> {\n    okta: &'a Okta,\n}\n", 0),
        ];
        for (code, broken) in cases {
            assert_eq!(check("crates/oktars/src/resource/user/mod.rs", code).len(), broken, "{code}");
        }
        assert!(check("crates/oktars/src/client.rs", cases[1].0).is_empty());
    }
}
