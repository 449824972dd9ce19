//! The shape of the SDK's methods; CONTRIBUTING.md has the rule.

use oktars_catalog::{Method, Operation, operations, unlisted};

use crate::generate::constant;

const RESOURCES: &str = "crates/oktars/src/resource/";

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

/// Lists whose queries lack parameters of the operation on purpose.
const OTHER_QUERY: &[(&str, &str)] =
    &[("ListEvents", "the retired call has parameters of its own, put into the log's")];

/// What is wrong with the methods of a file of the SDK.
pub fn check(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with(RESOURCES) {
        return Vec::new();
    }
    let code = code(text);
    let broken = functions(code).filter_map(|function| wrong(function.head));
    let broken = broken.chain(functions(code).filter_map(|function| function.listless()));
    let broken = broken.chain(exhaustive(code).map(|name| format!("{name} lacks #[non_exhaustive]")));
    let broken = broken.map(|what| format!("{path}: {what}"));
    let untyped: Vec<&str> = functions(code).filter_map(|function| untyped(function.head)).collect();
    broken.chain(untyped_beyond(path, &untyped, UNTYPED)).collect()
}

/// What the queries of lists cannot say, although Okta knows it. A query may stand in another file than its list.
pub fn check_queries(files: &[(String, String)]) -> Vec<String> {
    let codes: Vec<&str> =
        files.iter().filter(|(path, _)| path.starts_with(RESOURCES)).map(|(_, text)| code(text)).collect();
    let lists = codes.iter().flat_map(|text| functions(text)).filter(|function| function.query().is_some());
    let lacking = lists.flat_map(|list| {
        let query = list.query().unwrap_or_default();
        let said: String = codes.iter().flat_map(|text| about(text, query)).collect();
        list.operations().flat_map(|operation| lacks(operation, query, &said)).collect::<Vec<_>>()
    });
    lacking.collect()
}

fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

/// A public method: from its name to its return type, and its lines.
struct Function<'a> {
    head: &'a str,
    body: &'a str,
}

fn functions(code: &str) -> impl Iterator<Item = Function<'_>> {
    code.split("\n    pub ").skip(1).filter_map(|rest| {
        let (head, body) = rest.split_once(" {\n")?;
        Some(Function { head, body: body.split("\n    }\n").next().unwrap_or_default() })
    })
}

impl<'a> Function<'a> {
    fn is_list(&self) -> bool {
        self.head.contains("Listing<")
    }

    /// The type of the query that it takes.
    fn query(&self) -> Option<&'a str> {
        self.head.split("query: &").nth(1)?.split(|end: char| !end.is_alphanumeric()).next()
    }

    /// The operations that it names.
    fn operations(&self) -> impl Iterator<Item = &'static Operation> + use<'a> {
        let names: Vec<&str> = self.body.split("op::").skip(1).map(word).collect();
        operations().iter().chain(unlisted()).copied().filter(move |one| names.contains(&&*constant(one.id)))
    }

    /// A list without a query. What goes on from a position has its query there; what makes things is no question.
    fn listless(&self) -> Option<String> {
        let asks = self.operations().all(|operation| operation.method == Method::Get);
        let takes = self.query().is_some_and(|query| query.starts_with("List"));
        (self.is_list() && asks && !takes && !self.head.contains("&Position")).then(|| {
            let name = self.head.trim_start_matches("fn ");
            format!("{} lists without a query: take `query: &List..`", word(name))
        })
    }
}

fn word(text: &str) -> &str {
    text.split(|end: char| !end.is_alphanumeric() && end != '_').next().unwrap_or_default()
}

/// The definition of a query and of its methods.
fn about<'a>(code: &'a str, query: &str) -> Vec<&'a str> {
    let heads = [format!("pub struct {query} {{"), format!("\nimpl {query} {{")];
    let found = heads.iter().filter_map(|head| code.split_once(head.as_str()));
    found.filter_map(|(_, rest)| rest.split("\n}\n").next()).collect()
}

/// The parameters of an operation that a query has no field for.
fn lacks(operation: &Operation, query: &str, said: &str) -> Vec<String> {
    if OTHER_QUERY.iter().any(|(known, _)| *known == query) {
        return Vec::new();
    }
    let pages = |name: &str| said.contains("..pages") && ["limit", "after"].contains(&name);
    let lacking = operation.query.iter().map(|one| one.name);
    let lacking = lacking.filter(|name| !said.contains(&format!("\"{name}\"")) && !pages(name));
    lacking.map(|name| format!("{query} lacks `{name}`, which {} knows", operation.id)).collect()
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
    if !rest.contains("-> Call<") && !rest.contains("Listing<") {
        return None;
    }
    if rest.contains(": bool") || rest.contains(": Option<bool>") {
        return Some(format!("{name} takes a bare bool: make it an option in a struct"));
    }
    (name == "create" && !rest.contains(": &"))
        .then(|| "create takes no body by reference: `new: &New..`".to_owned())
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
            ("impl Users {\n    pub fn groups(self, id: impl AsRef<str>) -> Listing<Group> {\n", 1),
            ("impl Users {\n    pub fn list(self, query: &ListUsers) -> Listing<User> {\n", 0),
            ("impl Users {\n    pub fn resume(self, position: &Position) -> Listing<User> {\n", 0),
            (
                "impl Keys {\n    pub fn rotate(self) -> Listing<Key> {\n        self.call(op::ROTATE_AUTHORIZATION_SERVER_KEYS)\n",
                0,
            ),
            ("impl Brands {\n    pub fn create(self, name: impl AsRef<str>) -> Call<Brand> {\n", 1),
            ("impl Brands {\n    pub fn create(self, brand: &NewBrand) -> Call<Brand> {\n", 0),
            ("impl Users {\n    pub fn suspend(self, quiet: Option<bool>) -> Call<()> {\n", 1),
            ("use a;\n\n/// A handle.\npub struct Users<'a> {\n    okta: &'a Okta,\n}\n", 0),
        ];
        for (code, broken) in cases {
            assert_eq!(check("crates/oktars/src/resource/user/mod.rs", code).len(), broken, "{code}");
        }
        assert!(check("crates/oktars/src/client.rs", cases[1].0).is_empty());
    }

    /// A parameter that Okta adds is found by the next look at its description.
    #[test]
    fn a_query_says_all_that_okta_knows() {
        let list = "impl Users {\n    pub fn list(self, query: &ListUsers) -> Listing<User> {\n        op::LIST_USER_TYPES\n    }\n";
        let with = |operation: &str, query: &str| {
            let list = list.replace("LIST_USER_TYPES", operation);
            let file = |name: &str, text: &str| (format!("{RESOURCES}{name}.rs"), text.to_owned());
            check_queries(&[file("user", &list), file("query", query)]).len()
        };
        assert_eq!(with("LIST_USER_TYPES", ""), 0);
        assert_eq!(with("LIST_GROUP_USERS", ""), 2);
        assert_eq!(with("LIST_GROUP_USERS", "    pub struct ListUsers {\n        ..pages\n    }\n}\n"), 0);
        assert_eq!(with("LIST_GROUP_USERS", "\nimpl ListUsers {\n    call.query(\"limit\")\n}\n"), 1);
    }
}
