//! `oktars auth status`: the org that commands work on, and where each value comes from.

use std::path::Path;

use oktars::config::{Config, ConfigSetting};
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use super::auth::{caller, shown};
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::profile::{self, Keep, LOCAL, Profile, Profiles};
use crate::run::Run;
use crate::target::Choice;

const VALUES: Columns = Columns { table: "setting,value,source", csv: "" };

/// A setting, its value, and the place that it came from.
type Told = (String, String, String);

pub async fn status(run: &mut Run, offline: bool) -> Result<(), Stop> {
    let choice = Choice::named(run.global().org.as_deref())?;
    let org = if run.global().org.is_some() { "--org or OKTARS_ORG" } else { "the current profile" };
    let (told, client_id) = match &choice {
        Choice::Local => (vec![of("org", LOCAL, org)], None),
        Choice::Profile { name, profile, why } => {
            let file = Profiles::load()?.path().display().to_string();
            (of_profile(name, profile, why, &file), profile.client_id.clone())
        }
        Choice::Config => {
            let settings = Config::load().map_err(|error| Failure::usage(error.to_string()))?.settings();
            let client_id =
                settings.iter().find(|set| set.name == "clientId").and_then(|set| set.value.clone());
            warn_of_open_files(run, &settings);
            let hidden = || "***".to_owned();
            let told = settings.into_iter();
            let told = told.map(|set| (set.name.to_owned(), set.value.unwrap_or_else(hidden), set.source));
            (told.collect(), client_id)
        }
    };
    let mut told: Vec<Told> = told;
    if told.is_empty() {
        return Err(Failure::usage("no org is known")
            .hint("`oktars auth login` adds one; to try things out without one, add `--org local`")
            .into());
    }
    let refused = if offline {
        None
    } else {
        let okta = run.open(choice);
        match okta {
            Ok(target) => match caller(&target.okta, client_id.as_deref()).await {
                Ok(caller) => {
                    told.push(of("lets in", &caller, "the org"));
                    None
                }
                Err(error) => Some(Stop::from(error)),
            },
            Err(failure) => Some(failure.into()),
        }
    };
    let rows = told
        .iter()
        .map(|(setting, value, source)| json!({"setting": setting, "value": value, "source": source}));
    let items: Vec<Box<RawValue>> = rows.filter_map(|row| to_raw_value(&row).ok()).collect();
    run.print_items(&items, &VALUES)?;
    refused.map_or(Ok(()), Err)
}

/// Okta's own SDKs read such files, so they are no reason to refuse.
fn warn_of_open_files(run: &mut Run, settings: &[ConfigSetting]) {
    let secrets = settings.iter().filter(|setting| setting.value.is_none());
    let files = secrets.filter_map(|secret| Some((secret.name, secret.source.rsplit_once(", line ")?.0)));
    for (name, file) in files.filter(|(_, file)| profile::others_may_read(Path::new(file))) {
        run.note(&format!(
            "note: other people may be able to read {file}, which has your {name}: `chmod 600 {file}`"
        ));
    }
}

fn of(setting: &str, value: &str, source: &str) -> Told {
    (setting.to_owned(), value.to_owned(), source.to_owned())
}

fn of_profile(name: &str, profile: &Profile, why: &str, file: &str) -> Vec<Told> {
    let mut told = vec![
        of("org", name, why),
        of("orgUrl", &shown("orgUrl", &profile.org_url), file),
        of("credential", &profile.credential.to_string(), file),
    ];
    if let Some(id) = &profile.client_id {
        told.push(of("clientId", &shown("clientId", id), file));
        told.push(of("scopes", &shown("scopes", &profile.scopes.join(" ")), file));
    }
    let place = match profile.secret {
        Keep::Command => "what the token_command prints",
        Keep::File => "a file that only you can read",
        Keep::Keyring => "the keyring",
    };
    told.push(of("secret", "***", place));
    told.push(of("read-only", &profile.read_only.to_string(), file));
    told.push(of("protected", &profile.protected.join(", "), file));
    told
}
