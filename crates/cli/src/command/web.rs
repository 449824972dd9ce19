//! `--web`: the page of an object in the Admin Console.

use std::io::Write;
use std::process::{Command, Stdio};

use oktars::{Call, op};
use serde_json::Value;

use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;

/// Okta's own domains, where the Admin Console has a host of its own.
const DOMAINS: [&str; 7] = [
    ".okta.com",
    ".oktapreview.com",
    ".okta-emea.com",
    ".okta-gov.com",
    ".okta.mil",
    ".okta-miltest.com",
    ".trex-govcloud.com",
];

#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Web {
    /// Open its page of the Admin Console in the browser; print the address if there is none
    #[arg(long)]
    pub web: bool,
}

/// Which page an object has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    User,
    Group,
    App,
}

impl Page {
    fn path(self, object: &Value) -> Option<String> {
        // What the org tells goes into an address, so it is looked at first.
        let word = |name: &str| {
            let word = object[name].as_str()?;
            let is_plain = word.chars().all(|char| char.is_ascii_alphanumeric() || "_-.".contains(char));
            (is_plain && !word.is_empty()).then_some(word)
        };
        let id = word("id")?;
        Some(match self {
            Page::User => format!("admin/user/profile/view/{id}"),
            Page::Group => format!("admin/group/{id}"),
            Page::App => format!("admin/app/{}/instance/{id}/", word("name")?),
        })
    }
}

/// Opens the page of what a call reads, or prints its address.
pub async fn open(run: &mut Run, call: Call, page: Page) -> Result<(), Stop> {
    let object: Value = run.send(call).await?.json()?;
    let path = page.path(&object);
    let path =
        path.ok_or_else(|| Failure::new(Exit::Failed, "the org does not say what its page is called"))?;
    let address = format!("{}/{path}", console(run).await?);
    if !browse(&address) {
        writeln!(run.out(), "{address}")?;
    }
    Ok(())
}

/// The address of the Admin Console.
async fn console(run: &mut Run) -> Result<String, Stop> {
    let okta = run.okta()?;
    let org = okta.org_url().to_string();
    if let Some(console) = of_org(&org) {
        return Ok(console);
    }
    // Behind a domain of its own, an org tells the one that Okta gave it.
    let told = okta.call(op::GET_WELLKNOWN_ORG_METADATA).json::<Value>().await.unwrap_or_default();
    let own = ["original", "organization"].iter().find_map(|link| told["_links"][*link]["href"].as_str());
    Ok(own.and_then(of_org).unwrap_or_else(|| org.trim_end_matches('/').to_owned()))
}

/// The Admin Console of an org at one of Okta's domains.
fn of_org(address: &str) -> Option<String> {
    let host = address.strip_prefix("https://")?.trim_end_matches('/');
    let domain = DOMAINS.iter().find(|domain| host.ends_with(**domain))?;
    let name = host.strip_suffix(domain)?;
    (!name.contains(['/', '.', ':'])).then(|| format!("https://{name}-admin{domain}"))
}

/// Opens an address in the browser. Says whether there is one.
fn browse(address: &str) -> bool {
    let named = std::env::var("BROWSER").ok().filter(|name| !name.is_empty());
    let has_screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let mut command = match named {
        Some(name) => Command::new(name),
        None if cfg!(target_os = "macos") => Command::new("open"),
        None if cfg!(windows) => {
            let mut command = Command::new("rundll32");
            command.arg("url.dll,FileProtocolHandler");
            command
        }
        None if has_screen => Command::new("xdg-open"),
        None => return false,
    };
    let quiet = command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_console_has_a_host_of_its_own_at_oktas_domains() {
        let cases = [
            ("https://acme.okta.com", Some("https://acme-admin.okta.com")),
            ("https://acme.oktapreview.com/", Some("https://acme-admin.oktapreview.com")),
            ("https://id.acme.example", None),
            ("https://okta.com.acme.example", None),
            ("http://127.0.0.1:4711", None),
        ];
        for (org, console) in cases {
            assert_eq!(of_org(org).as_deref(), console, "{org}");
        }
    }

    /// A name that an org made up must not lead a browser elsewhere.
    #[test]
    fn only_plain_words_go_into_an_address() {
        let app = json!({ "id": "0oa1", "name": "oidc_client" });
        assert_eq!(Page::App.path(&app).as_deref(), Some("admin/app/oidc_client/instance/0oa1/"));
        assert_eq!(Page::App.path(&json!({ "id": "0oa1", "name": "../x?y" })), None);
        assert_eq!(
            Page::User.path(&json!({ "id": "00u1" })).as_deref(),
            Some("admin/user/profile/view/00u1")
        );
        assert_eq!(Page::Group.path(&json!({})), None);
    }
}
