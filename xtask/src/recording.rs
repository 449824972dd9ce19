//! Recorded exchanges with real orgs: one JSON object a line.
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use oktars_catalog::Operation;
use serde::Deserialize;
use serde_json::Value;

/// A request and what a real org answered.
#[derive(Debug, Clone, Deserialize)]
pub struct Exchange {
    pub source: String,
    pub cassette: String,
    pub n: u32,
    pub method: String,
    pub path: String,
    #[serde(default)]
    pub query: Vec<(String, String)>,
    #[serde(default)]
    pub auth: Option<String>,
    #[serde(default)]
    pub request_headers: BTreeMap<String, String>,
    #[serde(default)]
    pub request_body: Value,
    pub status: u16,
    #[serde(default)]
    pub response_headers: BTreeMap<String, Value>,
    #[serde(default)]
    pub response_body: Value,
    /// Someone edited it, or it cannot have come from a real org.
    #[serde(default)]
    pub suspect: bool,
    /// Taken out of a longer story: what came before it is not there.
    #[serde(default)]
    pub standalone: bool,
}

impl Exchange {
    pub fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn error_code(&self) -> Option<&str> {
        self.response_body.get("errorCode").and_then(Value::as_str)
    }

    /// The operation that it is one of.
    pub fn operation(&self) -> Option<&'static Operation> {
        operation_at(&self.method, &self.path)
    }

    /// Where it comes from, for the reader of a report.
    pub fn origin(&self) -> String {
        format!("{}/{}#{}", self.source, self.cassette, self.n)
    }

    pub fn request_line(&self) -> String {
        let query: Vec<String> = self.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{} {}{mark}{}", self.method, self.path, query.join("&"))
    }
}

pub fn read(path: &Path) -> Result<Vec<Exchange>, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let parse = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| format!("{}:{}: {error}", path.display(), number + 1))
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse).collect()
}

/// Exchanges that belong together, in the order in which they happened.
pub fn stories(exchanges: Vec<Exchange>) -> Vec<Vec<Exchange>> {
    let mut stories: BTreeMap<(String, String, Option<u32>), Vec<Exchange>> = BTreeMap::new();
    for exchange in exchanges {
        let alone = exchange.standalone.then_some(exchange.n);
        stories
            .entry((exchange.source.clone(), exchange.cassette.clone(), alone))
            .or_default()
            .push(exchange);
    }
    let mut stories: Vec<_> = stories.into_values().collect();
    stories.iter_mut().for_each(|story| story.sort_by_key(|exchange| exchange.n));
    stories
}

/// The parts of a path; repeated and closing slashes mean nothing to an org.
pub fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// Finds an operation by method and path. A literal part fits better than a parameter.
fn operation_at(method: &str, path: &str) -> Option<&'static Operation> {
    let path = segments(path);
    let all = oktars_catalog::all_operations();
    let fits = |operation: &&'static Operation| {
        let template = segments(operation.path);
        let fit = |(template, part): (&&str, &&str)| template.starts_with('{') || template == part;
        operation.method.as_str() == method
            && template.len() == path.len()
            && template.iter().zip(&path).all(fit)
    };
    all.filter(fits).min_by_key(|operation| operation.path_parameters().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_found_by_their_path() {
        let cases = [
            ("GET", "/api/v1/users/00u1", Some("getUser")),
            ("GET", "/api/v1/users/", Some("listUsers")),
            ("GET", "/api/v1//users//00u1", Some("getUser")),
            ("GET", "/api/v1/groups/rules", Some("listGroupRules")),
            ("GET", "/api/v1/sessions/me", Some("getCurrentSession")),
            ("GET", "/api/v1/sessions/102", Some("getSession")),
            ("PATCH", "/api/v1/users", None),
            ("GET", "/api/v1/nothing", None),
        ];
        for (method, path, expected) in cases {
            assert_eq!(operation_at(method, path).map(|operation| operation.id), expected, "{method} {path}");
        }
    }

    #[test]
    fn a_story_is_a_cassette_and_a_standalone_exchange_is_its_own() {
        let exchange = |cassette: &str, n: u32, standalone: bool| Exchange {
            source: "s".to_owned(),
            cassette: cassette.to_owned(),
            n,
            standalone,
            ..example()
        };
        let told = stories(vec![
            exchange("b", 2, false),
            exchange("b", 1, false),
            exchange("a", 1, true),
            exchange("a", 2, true),
        ]);
        let numbers: Vec<Vec<u32>> =
            told.iter().map(|story| story.iter().map(|one| one.n).collect()).collect();
        assert_eq!(numbers, [vec![1], vec![2], vec![1, 2]]);
    }

    fn example() -> Exchange {
        let line = r#"{"source":"s","cassette":"c","n":0,"method":"GET","path":"/","status":200}"#;
        serde_json::from_str(line).expect("what is left out has a default")
    }
}
