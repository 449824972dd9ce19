//! The bill of materials: every crate that is in the binary, as CycloneDX has it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::{Value, json};

/// A crate that is in the binary.
pub struct Crate {
    pub name: String,
    pub version: String,
    pub licence: Option<String>,
    pub description: Option<String>,
    pub source: Option<String>,
    pub folder: PathBuf,
    /// Whether it is of this repository.
    pub is_ours: bool,
    /// The places in the list of those that it uses.
    pub uses: Vec<usize>,
}

impl Crate {
    fn id(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version)
    }
}

/// The command and all that it uses when it runs; what only tests or builds need is not in the binary.
pub fn crates_of(metadata: &Value) -> Result<Vec<Crate>, String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let nodes: BTreeMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|node| (of(&node, "id"), node)).collect();
    let root = of(&metadata["resolve"], "root");
    if !nodes.contains_key(&root) {
        return Err("cargo metadata names no package that is built".to_owned());
    }
    let used = |id: &str| -> Vec<String> {
        let runs =
            |dependency: &Value| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        list(&nodes[id]["deps"]).iter().filter(|one| runs(one)).map(|one| of(one, "pkg")).collect()
    };
    let mut found = BTreeSet::new();
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        if found.insert(id.clone()) {
            waiting.extend(used(&id));
        }
    }
    let packages: Vec<Value> = list(&metadata["packages"])
        .into_iter()
        .filter(|package| found.contains(&of(package, "id")))
        .collect();
    let place = |id: &String| packages.iter().position(|package| package["id"] == id.as_str());
    let crates = packages.iter().map(|package| {
        let text = |name: &str| package[name].as_str().map(str::to_owned);
        let folder = PathBuf::from(of(package, "manifest_path"));
        Crate {
            name: of(package, "name"),
            version: of(package, "version"),
            licence: text("license"),
            description: text("description"),
            source: text("repository"),
            folder: folder.parent().map(PathBuf::from).unwrap_or_default(),
            is_ours: package["source"].is_null(),
            uses: used(&of(package, "id")).iter().filter_map(place).collect(),
        }
    });
    Ok(crates.collect())
}

fn of(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

/// The bill, as CycloneDX 1.5. It has no time and no random number, so the same sources make the same bill.
pub fn bill(version: &str, crates: &[Crate], checksums: &[(String, String)]) -> Value {
    let components = crates.iter().map(|one| {
        let named = format!("{} {}", one.name, one.version);
        let sum = checksums.iter().find(|(name, _)| *name == named).map(|(_, sum)| sum);
        let mut component = json!({
            "type": "library",
            "bom-ref": one.id(),
            "name": one.name,
            "version": one.version,
            "purl": one.id(),
            "scope": "required",
        });
        if let Some(description) = &one.description {
            component["description"] = json!(description.trim());
        }
        if let Some(licence) = &one.licence {
            // Some crates write a slash, which was the sign before `OR`.
            let words = licence.replace('/', " OR ");
            let words: Vec<&str> = words.split_whitespace().collect();
            component["licenses"] = json!([{ "expression": words.join(" ") }]);
        }
        if let Some(sum) = sum {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
        }
        if let Some(source) = &one.source {
            component["externalReferences"] = json!([{ "type": "vcs", "url": source }]);
        }
        component
    });
    let components: Vec<Value> = components.collect();
    let dependencies = crates.iter().map(|one| {
        let uses: BTreeSet<String> = one.uses.iter().map(|place| crates[*place].id()).collect();
        json!({ "ref": one.id(), "dependsOn": uses })
    });
    let command = crates.iter().find(|one| one.name == "oktars-cli").map(Crate::id);
    let whole = json!({ "ref": "oktars", "dependsOn": command.into_iter().collect::<Vec<_>>() });
    let dependencies: Vec<Value> = [whole].into_iter().chain(dependencies).collect();
    let application =
        json!({ "type": "application", "bom-ref": "oktars", "name": "oktars", "version": version });
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": application },
        "components": components,
        "dependencies": dependencies,
    })
}
