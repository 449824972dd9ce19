//! Writes the catalogue's tables of operations and of bodies.
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::paging::{self, Paging};
use crate::spec::{self, Body, Described};
use crate::{Outcome, bodies, reference, repeatable, root};

const TABLE: &str = "crates/catalog/src/generated/operations.rs";
const BODIES: &str = "crates/catalog/src/generated/bodies.rs";
const FIX: &str = "run `cargo xtask gen` and commit the result";

pub fn run(spec: Option<PathBuf>, check: bool) -> Outcome {
    let Some(path) = spec.or_else(|| reference("management.yaml")) else {
        let message =
            "gen: skipped, no description at ../shared/okta/management.yaml; name one with --spec FILE";
        println!("{message}");
        return if check { Ok(()) } else { Err("nothing was written".to_owned()) };
    };
    let yaml =
        fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let operations = spec::read(&yaml).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let orphans = paging::corrections_without_operation(&operations);
    if !orphans.is_empty() {
        return Err(format!("corrections of paging for operations that are gone: {}", orphans.join(", ")));
    }
    let orphans = repeatable::without_operation(&operations);
    if !orphans.is_empty() {
        return Err(format!("marked as safe to repeat, and no POST or PATCH: {}", orphans.join(", ")));
    }
    let bodies = bodies::table(&spec::parse(&yaml)?)?;
    finish(TABLE, &table(&operations), check)?;
    finish(BODIES, &bodies, check)
}

fn finish(name: &str, table: &str, check: bool) -> Outcome {
    let path = root().join(name);
    let current = fs::read_to_string(&path).unwrap_or_default();
    if current == table {
        println!("gen: {name} is up to date");
        return Ok(());
    }
    if check {
        return Err(format!("{name} is stale: {FIX}"));
    }
    fs::write(&path, table).map_err(|error| format!("cannot write {name}: {error}"))?;
    println!("gen: wrote {} lines to {name}", table.lines().count());
    Ok(())
}

/// The whole file.
fn table(operations: &[Described]) -> String {
    let mut out = String::from("// Written by `cargo xtask gen`; edit the generator, not this file.\n");
    out.push_str("use crate::Operation;\nuse crate::line::{delete, flag, get, integer, many, patch, post, put, text};\n\n");
    for operation in operations {
        writeln!(out, "{}", line(operation)).expect("writing to a String does not fail");
    }
    out.push_str("\npub(crate) const ALL: &[&Operation] = &[\n");
    for operation in operations {
        writeln!(out, "    &{},", constant(&operation.id)).expect("writing to a String does not fail");
    }
    out.push_str("];\n");
    out
}

fn line(operation: &Described) -> String {
    let mut line = format!(
        "pub const {}: Operation = {}({:?}, {:?}, {:?})",
        constant(&operation.id),
        operation.method,
        operation.id,
        operation.path,
        operation.tag
    );
    if !operation.query.is_empty() {
        let query: Vec<String> = operation.query.iter().map(query_parameter).collect();
        line.push_str(&format!(".query(&[{}])", query.join(", ")));
    }
    if !operation.choices.is_empty() {
        let choice = |(name, values): &(String, Vec<String>)| format!("({name:?}, &{values:?})");
        let choices: Vec<String> = operation.choices.iter().map(choice).collect();
        line.push_str(&format!(".choices(&[{}])", choices.join(", ")));
    }
    line.push_str(match operation.body {
        Body::None => "",
        Body::Optional => ".json_optional()",
        Body::Json => ".json()",
        Body::Other => ".other_body()",
    });
    line.push_str(&match paging::paging(operation) {
        Paging::None => String::new(),
        Paging::Whole => ".whole()".to_owned(),
        Paging::Link { default, max } => format!(".pages({default:?}, {max:?})"),
        Paging::Object(member) => format!(".pages_in({member:?})"),
    });
    if !operation.scopes.is_empty() {
        line.push_str(&format!(".scopes(&{:?})", operation.scopes));
    }
    if operation.deprecated {
        line.push_str(".deprecated()");
    }
    if repeatable::is_repeatable(&operation.id) {
        line.push_str(".repeatable()");
    }
    line.push(';');
    line
}

fn query_parameter(parameter: &spec::QueryParameter) -> String {
    let constructor = match parameter.kind.as_str() {
        "integer" | "number" => "integer",
        "boolean" => "flag",
        "array" => "many",
        _ => "text",
    };
    let required = if parameter.required { ".required()" } else { "" };
    format!("{constructor}({:?}){required}", parameter.name)
}

/// `listUsers` becomes `LIST_USERS`, `getOAuth2Scope` becomes `GET_OAUTH2_SCOPE`.
pub fn constant(id: &str) -> String {
    let id: Vec<char> = id.replace("OAuth", "Oauth").chars().collect();
    let mut name = String::new();
    for (index, &letter) in id.iter().enumerate() {
        let after_small = index > 0 && !id[index - 1].is_uppercase();
        let starts_word = index > 0 && id.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && (after_small || starts_word) {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_named_after_ids() {
        let cases = [
            ("listUsers", "LIST_USERS"),
            ("getOAuth2Scope", "GET_OAUTH2_SCOPE"),
            ("updateCustomAAGUID", "UPDATE_CUSTOM_AAGUID"),
            ("listIdPs", "LIST_ID_PS"),
            ("createSSFStream", "CREATE_SSF_STREAM"),
        ];
        for (id, expected) in cases {
            assert_eq!(constant(id), expected, "{id}");
        }
    }

    /// A small description that has each thing which the generator must resolve.
    const SMALL: &str = r##"
paths:
  /api/v1/things/{id}:
    parameters:
      - $ref: '#/components/parameters/shared'
    get:
      operationId: getThing
      tags: [Thing]
      parameters:
        - {name: language, in: query, schema: {$ref: '#/components/schemas/Language'}}
        - {name: id, in: path, required: true, schema: {type: string}}
      responses: {'200': {description: ok}}
      security: [{apiToken: []}, {oauth2: [okta.things.read]}]
    post:
      operationId: changeThing
      tags: [Thing]
      deprecated: true
      requestBody: {$ref: '#/components/requestBodies/thing'}
      responses: {'204': {description: done}}
      security: []
  /api/v1/things:
    get:
      operationId: listThings
      tags: [Thing]
      parameters:
        - {name: after, in: query, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer, default: 20, maximum: 200}}
        - {name: type, in: query, required: true, schema: {type: string, enum: [LARGE, SMALL]}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: array, items: {}}}}}
  /api/v1/wrapped:
    get:
      operationId: listWrapped
      tags: [Thing]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Wrapped'}}}}
components:
  parameters:
    shared: {name: after, in: query, schema: {type: string}}
  requestBodies:
    thing: {required: true, content: {application/json: {schema: {type: object}}}}
  schemas:
    Language: {type: string}
    Links: {properties: {next: {type: object}}}
    Wrapped:
      allOf:
        - {properties: {_links: {$ref: '#/components/schemas/Links'}}}
      properties: {things: {type: array, items: {}}}
"##;

    #[test]
    fn lines_hold_every_fact() {
        let lines: Vec<String> = spec::read(SMALL).expect("it is valid").iter().map(line).collect();
        let expected = [
            r#"pub const CHANGE_THING: Operation = post("changeThing", "/api/v1/things/{id}", "Thing").query(&[text("after")]).json().deprecated();"#,
            r#"pub const GET_THING: Operation = get("getThing", "/api/v1/things/{id}", "Thing").query(&[text("language"), text("after")]).scopes(&["okta.things.read"]);"#,
            r#"pub const LIST_THINGS: Operation = get("listThings", "/api/v1/things", "Thing").query(&[text("after"), integer("limit"), text("type").required()]).choices(&[("type", &["LARGE", "SMALL"])]).pages(Some(20), Some(200));"#,
            r#"pub const LIST_WRAPPED: Operation = get("listWrapped", "/api/v1/wrapped", "Thing").pages_in("things");"#,
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_correction_for_an_operation_that_is_gone_is_reported() {
        let operations = spec::read(SMALL).expect("it is valid");
        assert!(paging::corrections_without_operation(&operations).contains(&"listUsers"));
    }

    #[test]
    fn what_is_no_description_is_refused() {
        assert!(spec::read("a: 1").is_err());
        assert!(spec::read("a: [").is_err());
    }
}
