//! The shape of the SDK's methods; CONTRIBUTING.md has the rule.

/// Methods that send more than one request, each with its reason. The list may only become shorter.
const MANY_REQUESTS: &[(&str, &str)] = &[
    ("delete_for_good", "deactivates first where that is needed"),
    ("next", "waits for what is new in the log"),
    ("sign_in", "makes a session of a sign-in"),
];

/// Methods whose answer has no type of its own, as FILE and name. The list may only become shorter.
const UNTYPED: &[(&str, &str)] = &[];

/// Types that say nothing of what is in an answer.
const SHAPELESS: [&str; 5] =
    ["Value", "serde_json::Value", "Map", "Map<String, Value>", "BTreeMap<String, Value>"];

/// What is wrong with the methods of a file of the SDK.
pub fn check(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("crates/oktars/src/resource/") {
        return Vec::new();
    }
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let functions = code.split("\n    pub ").skip(1).filter_map(|rest| rest.split(" {\n").next());
    let functions: Vec<&str> = functions.collect();
    let broken = functions.iter().copied().filter_map(wrong).map(|what| format!("{path}: {what}"));
    let untyped: Vec<&str> = functions.iter().copied().filter_map(untyped).collect();
    broken
        .chain(untyped_beyond(path, &untyped, UNTYPED))
        .chain(exhaustive(code).map(|name| format!("{path}: {name} lacks #[non_exhaustive]")))
        .collect()
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

/// The name of a method whose answer, or each item of it, has no type of its own.
fn untyped<'a>(function: &'a str) -> Option<&'a str> {
    let (head, answer) = function.split_once("-> ")?;
    let inside = |answer: &'a str, wrapper: &str| answer.strip_prefix(wrapper)?.strip_suffix('>');
    let made = ["Call<", "Listing<", "Result<"].iter().find_map(|wrapper| inside(answer.trim(), wrapper))?;
    let answer = ["Vec<", "Option<"].iter().find_map(|wrapper| inside(made, wrapper)).unwrap_or(made);
    let name = head.trim_start_matches("async ").strip_prefix("fn ")?.split(['(', '<']).next()?;
    SHAPELESS.contains(&answer).then_some(name)
}

/// Where the methods of a file without a type are not those that the list excuses.
fn untyped_beyond(path: &str, found: &[&str], excused: &[(&str, &str)]) -> Vec<String> {
    let is_excused = |name: &str| excused.contains(&(path, name));
    let new = found.iter().filter(|name| !is_excused(name));
    let new = new.map(|name| {
        format!("{path}: {name} answers with a bare JSON value: give the answer a type, with the members as fields")
    });
    let stale = excused.iter().filter(|(file, name)| *file == path && !found.contains(name));
    let stale = stale.map(|(_, name)| {
        format!("{path}: {name} has a type by now; remove it from UNTYPED of xtask/src/house/methods.rs")
    });
    new.chain(stale).collect()
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
    fn an_answer_without_a_type_is_found() {
        let cases = [
            ("fn execute(self, payload: &Value) -> Call<Value>", Some("execute")),
            (
                "fn list<I: AsRef<str>>(\n        self,\n        ids: &[I],\n    ) -> Listing<Value>",
                Some("list"),
            ),
            ("fn public(self) -> Call<Map>", Some("public")),
            ("fn all(self) -> Call<Vec<serde_json::Value>>", Some("all")),
            ("fn some(self) -> Call<Option<Map<String, Value>>>", Some("some")),
            ("fn execute(self, payload: &Value) -> Call<InlineHookAnswer>", None),
            ("fn delete(self) -> Call<()>", None),
            ("fn extra(&self) -> &Map", None),
            ("struct Users<'a>", None),
        ];
        for (function, name) in cases {
            assert_eq!(untyped(function), name, "{function}");
        }
        let code = "impl Users {\n    pub fn get(self) -> Call<Value> {\n";
        assert_eq!(check("crates/oktars/src/resource/user/mod.rs", code).len(), 1);
    }

    #[test]
    fn the_list_of_answers_without_a_type_only_becomes_shorter() {
        let excused = [("a.rs", "get"), ("b.rs", "get")];
        assert!(untyped_beyond("a.rs", &["get"], &excused).is_empty());
        assert_eq!(untyped_beyond("a.rs", &["get", "list"], &excused).len(), 1, "a new one");
        assert_eq!(untyped_beyond("a.rs", &[], &excused).len(), 1, "one that is not needed");
    }

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
