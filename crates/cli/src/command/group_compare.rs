//! `oktars groups compare`: who is in both groups, and who in one of them alone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use oktars::group::ListGroupUsers;
use serde_json::{Value, json};

use super::mirror::{self, Mirrored, literal};
use super::name::group_id;
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

const COLUMNS: Columns = Columns { table: "in,login,status", csv: "id" };

#[derive(Debug, clap::Args)]
pub struct Compare {
    /// The first group, by id or name
    #[arg(value_name = "GROUP", add = crate::completion::groups())]
    one: String,
    /// The second group, by id or name
    #[arg(value_name = "OTHER", add = crate::completion::groups())]
    other: String,
    /// The mirror to ask [default: what OKTARS_MIRROR or the profile names, else the org]
    #[arg(long, value_name = "FILE")]
    mirror: Option<PathBuf>,
}

/// Login and status by id.
type Members = BTreeMap<String, (String, String)>;

impl Compare {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let (one, other) = match mirror::of_org(run, self.mirror.clone())? {
            Some(path) => {
                let mut mirror = Mirrored::open(run, &path)?;
                let both = (of_mirror(&mut mirror, &self.one)?, of_mirror(&mut mirror, &self.other)?);
                mirror.tell_gaps(run)?;
                both
            }
            None => (of_org(run, &self.one).await?, of_org(run, &self.other).await?),
        };
        let of = |members: &Members, others: Option<&Members>, place: &str, is_in: bool| {
            let wanted =
                members.iter().filter(|(id, _)| others.is_none_or(|all| all.contains_key(*id) == is_in));
            wanted.map(|(id, (login, status))| json!({ "in": place, "login": login, "status": status, "id": id })).collect::<Vec<_>>()
        };
        let both = of(&one, Some(&other), "both", true);
        let first = of(&one, Some(&other), &self.one, false);
        let second = of(&other, Some(&one), &self.other, false);
        let told = format!(
            "{} in both, {} only in {}, {} only in {}",
            both.len(),
            first.len(),
            self.one,
            second.len(),
            self.other
        );
        let mut rows = [first, second, both].concat();
        // Those who differ come first, and people in the order of their logins.
        rows.sort_by_key(|row| (row["in"] == "both", text(&row["in"]), text(&row["login"])));
        mirror::print(run, rows, &COLUMNS)?;
        run.note(&told);
        Ok(())
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn of_mirror(mirror: &mut Mirrored, group: &str) -> Result<Members, Stop> {
    let id = literal(&mirror.id_of("groups", "name", group)?);
    let rows = mirror.rows(&format!(
        "select u.id, u.login, u.status from memberships m join users u on u.id = m.user_id where m.group_id = {id}"
    ))?;
    let member = |row: &Value| (text(&row["id"]), (text(&row["login"]), text(&row["status"])));
    Ok(rows.iter().map(member).collect())
}

async fn of_org(run: &mut Run, group: &str) -> Result<Members, Stop> {
    let id = group_id(run, group).await?;
    let users = run.okta()?.groups().users(&id, &ListGroupUsers::new()).raw();
    let users = users.all().await?;
    let member = |user: &Value| (text(&user["id"]), (text(&user["profile"]["login"]), text(&user["status"])));
    let parsed = users.iter().filter_map(|user| serde_json::from_str::<Value>(user.get()).ok());
    Ok(parsed.map(|user| member(&user)).collect())
}
