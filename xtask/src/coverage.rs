//! Counts, for each tag of Okta's description, what there is of it: typed in the SDK, served by the local org,
//! reached by the command line, backed by recorded traffic. The counts come from the code itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use oktars_local::Serving;

use crate::recording;
use crate::typed::Methods;
use crate::{Outcome, reference, root};

const DOCUMENT: &str = "docs/coverage.md";

/// Writes `docs/coverage.md`, or says that it is stale.
pub fn run(check: bool) -> Outcome {
    let path = root().join(DOCUMENT);
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    let recorded = match reference("recordings.ndjson") {
        Some(file) => recorded_operations(&file)?,
        None => {
            println!("coverage: no recordings at hand, so their column is left as it stands");
            column_of(&present)
        }
    };
    let wanted = document(&Facts::gather()?, &recorded);
    if check && wanted != present {
        return Err(format!("{DOCUMENT} is stale: run `cargo xtask coverage`"));
    }
    if !check {
        std::fs::write(&path, &wanted).map_err(|error| format!("{DOCUMENT} cannot be written: {error}"))?;
    }
    println!("{}", wanted.lines().find(|line| line.starts_with("| **all**")).unwrap_or_default());
    Ok(())
}

/// Which operations are there, by id.
struct Facts {
    typed: BTreeSet<&'static str>,
    commands: BTreeSet<&'static str>,
    served: BTreeMap<&'static str, Serving>,
}

impl Facts {
    fn gather() -> Result<Facts, String> {
        let names = constants()?;
        let sdk = root().join("crates/oktars/src/resource");
        // `call` reaches every operation, and so shows nothing.
        let folder = root().join("crates/cli/src/command");
        let mut commands = named(&folder, &["call.rs", "api.rs", "operation.rs"], &names)?;
        commands.extend(plain(&read(&folder.join("resource/plain.rs"))?));
        let methods = Methods::read(&sdk)?;
        for path in files(&folder)? {
            let called = methods.called(&read(&path)?);
            commands.extend(called.iter().filter_map(|name| names.get(name)).copied());
        }
        Ok(Facts { typed: named(&sdk, &[], &names)?, commands, served: oktars_local::operations() })
    }
}

/// Operations by the names of their constants in the catalogue.
fn constants() -> Result<BTreeMap<String, &'static str>, String> {
    let mut names = BTreeMap::new();
    for file in ["generated/operations.rs", "newer.rs", "unlisted.rs"] {
        let path = root().join("crates/catalog/src").join(file);
        for line in read(&path)?.split("pub const ").skip(1) {
            let name = line.split(':').next().unwrap_or_default();
            let id = line.split('"').nth(1).and_then(oktars_catalog::operation);
            if let Some(operation) = id {
                names.insert(name.to_owned(), operation.id);
            }
        }
    }
    Ok(names)
}

/// The operations that the code of a folder names, without its tests and its documentation.
fn named(
    folder: &Path,
    except: &[&str],
    names: &BTreeMap<String, &'static str>,
) -> Result<BTreeSet<&'static str>, String> {
    let mut found = BTreeSet::new();
    for path in files(folder)? {
        let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if except.contains(&file) || file == "tests.rs" {
            continue;
        }
        let text = read(&path)?;
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            let words = line.split("op::").skip(1);
            let constants = words.map(|rest| {
                rest.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').next()
            });
            found.extend(constants.flatten().filter_map(|name| names.get(name)).copied());
        }
    }
    Ok(found)
}

/// The operations of plain resources, which the catalogue's table names.
fn plain(text: &str) -> impl Iterator<Item = &'static str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let names = code.split("resource: \"").skip(1).filter_map(|rest| rest.split('"').next());
    let resources: Vec<_> = names.filter_map(oktars_catalog::resource).collect();
    resources.into_iter().flat_map(|resource| resource.verbs()).map(|(_, operation)| operation.id)
}

pub fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

pub fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// How many operations of each tag real orgs were recorded at, by tag.
type Recorded = BTreeMap<String, usize>;

fn recorded_operations(file: &Path) -> Result<Recorded, String> {
    let mut operations = BTreeSet::new();
    for exchange in recording::read(file)?.iter().filter(|exchange| !exchange.suspect) {
        operations.extend(exchange.operation().map(|operation| (operation.tag, operation.id)));
    }
    let mut recorded = Recorded::new();
    for (tag, _) in operations {
        *recorded.entry(tag.to_owned()).or_default() += 1;
    }
    Ok(recorded)
}

/// The last column of the document as it stands.
fn column_of(document: &str) -> Recorded {
    let rows = document.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| **"));
    rows.filter_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        Some((cells.first()?.to_string(), cells.last()?.parse().ok()?))
    })
    .collect()
}

#[derive(Default)]
struct Row {
    operations: usize,
    typed: usize,
    behaviour: usize,
    documents: usize,
    commands: usize,
    recorded: usize,
}

impl Row {
    fn add(&mut self, other: &Row) {
        self.operations += other.operations;
        self.typed += other.typed;
        self.behaviour += other.behaviour;
        self.documents += other.documents;
        self.commands += other.commands;
        self.recorded += other.recorded;
    }

    fn line(&self, name: &str) -> String {
        let Row { operations, typed, behaviour, documents, commands, recorded } = self;
        let served = behaviour + documents;
        format!(
            "| {name} | {operations} | {typed} | {served} | {behaviour} | {documents} | {commands} | {recorded} |"
        )
    }
}

fn document(facts: &Facts, recorded: &Recorded) -> String {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    let mut missing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for operation in oktars_catalog::all_operations() {
        let row = rows.entry(operation.tag).or_default();
        row.operations += 1;
        row.typed += usize::from(facts.typed.contains(operation.id));
        row.commands += usize::from(facts.commands.contains(operation.id));
        match facts.served.get(operation.id) {
            Some(Serving::Behaviour) => row.behaviour += 1,
            Some(Serving::Documents) => row.documents += 1,
            None => missing.entry(operation.tag).or_default().push(operation.id),
        }
    }
    let mut all = Row::default();
    for (tag, row) in &mut rows {
        row.recorded = recorded.get(*tag).copied().unwrap_or_default();
        all.add(row);
    }
    let mut text = HEAD.to_owned();
    for (tag, row) in &rows {
        let _ = writeln!(text, "{}", row.line(tag));
    }
    let _ = writeln!(text, "{}", all.line("**all**"));
    text.push_str(TAIL);
    for (tag, operations) in missing {
        let reason = reason(tag).map(|reason| format!(" {reason}")).unwrap_or_default();
        let _ = writeln!(text, "- {tag}: {}.{reason}", operations.join(", "));
    }
    text
}

/// Why the local org does not serve operations of a tag.
fn reason(tag: &str) -> Option<&'static str> {
    REASONS.iter().find(|(known, _)| *known == tag).map(|(_, reason)| *reason)
}

const REASONS: &[(&str, &str)] = &[
    ("AgentConnections", UNDESCRIBED),
    ("AgentPotentialConnections", UNDESCRIBED),
    ("AgentPublicKey", UNDESCRIBED),
    ("AgentRegistration", UNDESCRIBED),
    ("Application", UNDESCRIBED),
    ("ApplicationConnections", "They need a sign-in at the other service, and its keys."),
    ("Authenticator", "They need an app on a device, and the DNS of a domain."),
    ("DeviceAccess", UNDESCRIBED),
    ("DevicePostureCheck", "Nobody has recorded which checks Okta brings along."),
    ("DirectoriesIntegration", "They need an agent in a directory, which answers later."),
    ("DisasterRecovery", "There is no other region to which the org could move."),
    ("OperationsIntegration", UNDESCRIBED),
    ("OrgCreator", "A child org would need an address of its own."),
    ("PrivilegedResource", UNDESCRIBED),
    ("RiskEvent", UNDESCRIBED),
    ("RiskProvider", UNDESCRIBED),
    ("SSFSecurityEventToken", "The token is checked with keys that the provider publishes elsewhere."),
    ("SSFTransmitter", "Nothing is transmitted, so there is nothing to verify."),
    ("ServiceAccount", UNDESCRIBED),
    ("UISchema", UNDESCRIBED),
    ("UnconfirmedUsers", UNDESCRIBED),
    ("WebAuthnPreregistration", "They need a maker of security keys, which answers with encrypted texts."),
    ("YourOinIntegrations", UNDESCRIBED),
];

/// The reason for operations that only Okta's newest clients know.
const UNDESCRIBED: &str = "The description from which oktars is made does not have them.";

const HEAD: &str = "\
# Coverage

`cargo xtask coverage` writes this page from the code. The operations are those of Okta's description, those that orgs
serve beyond it, and those of newer descriptions. For each tag of Okta's API, the page counts these operations:

- *Typed*: a method of the SDK names the operation.
- *Served*: the local org answers it.
- *Behaviour*: the local org serves it with code that does what Okta does.
- *Documents*: the local org serves it with documents, which it stores, lists and moves through states.
- *Command*: a command other than `call` and `api` names it.
- *Recorded*: recorded traffic of real orgs contains it. The replay compares that traffic with the local org.

You can call every operation by its id, from the SDK (`okta.call`) and from the command line (`oktars call`).

| Tag | Operations | Typed | Served | Behaviour | Documents | Command | Recorded |
|---|--:|--:|--:|--:|--:|--:|--:|
";

const TAIL: &str = "
## Not served

The local org answers 501 with the operation's name:

";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_of_recordings_outlives_a_machine_that_has_none() {
        let facts = Facts { typed: BTreeSet::new(), commands: BTreeSet::new(), served: BTreeMap::new() };
        let recorded = Recorded::from([("User".to_owned(), 7), ("Group".to_owned(), 3)]);
        let text = document(&facts, &recorded);
        let column = column_of(&text);
        assert_eq!((column["User"], column["Group"], column["Brands"]), (7, 3, 0));
        assert_eq!(document(&facts, &column), text);
    }

    /// A 501 without a reason looks like something that was forgotten, and a reason that nothing needs misleads.
    #[test]
    fn what_is_not_served_has_a_reason_and_nothing_else_has() {
        let served = oktars_local::operations();
        let not_served = oktars_catalog::all_operations().filter(|one| !served.contains_key(one.id));
        let tags: BTreeSet<&str> = not_served.map(|one| one.tag).collect();
        let reasons: BTreeSet<&str> = REASONS.iter().map(|(tag, _)| *tag).collect();
        assert_eq!(tags, reasons);
    }

    /// The description is typed as a whole, and stays so when Okta adds to it.
    #[test]
    fn every_operation_of_the_description_has_a_typed_method() {
        let typed = Facts::gather().expect("the sources are there").typed;
        let left: Vec<&str> =
            oktars_catalog::operations().iter().map(|one| one.id).filter(|id| !typed.contains(id)).collect();
        assert!(left.is_empty(), "no method names {left:?}");
    }

    /// Nobody has to look up an operation's id, or its path, to use what Okta describes.
    #[test]
    fn every_operation_of_the_description_has_a_command() {
        let commands = Facts::gather().expect("the sources are there").commands;
        let ids = oktars_catalog::operations().iter().map(|one| one.id);
        let left: Vec<&str> = ids.filter(|id| !commands.contains(id)).collect();
        assert!(left.is_empty(), "no command names {left:?}");
    }

    #[test]
    fn operations_are_counted_where_code_names_them() {
        let facts = Facts::gather().expect("the sources are there");
        assert!(facts.typed.contains("listUsers"));
        assert!(facts.commands.contains("listUsers"));
        assert!(!facts.typed.contains("createAuthorizationServerToken"));
        assert_eq!(facts.served.get("listUsers"), Some(&Serving::Behaviour));
        assert_eq!(facts.served.get("listBrands"), Some(&Serving::Documents));
    }
}
