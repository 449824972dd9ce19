//! What the org holds of groups and apps: which there are, and who is in each.

use std::collections::HashMap;

use oktars::Okta;
use oktars::user::ListUserGroups;
use serde_json::Value;
use serde_json::value::RawValue;

use super::relation::Relation;
use crate::command::call;
use crate::failure::Stop;

/// How much alike two names are of which one may be a misspelling of the other, and how many are suggested.
const SIMILAR: f64 = 0.85;
const SUGGESTED: usize = 3;

/// Groups or apps by id and by name.
#[derive(Default)]
pub struct Named {
    pub by_id: HashMap<String, Value>,
    by_name: HashMap<String, Vec<String>>,
}

/// The children that a parent has.
#[derive(Default)]
pub struct Children {
    pub ids: HashMap<String, Value>,
    by_login: HashMap<String, String>,
    /// Whether these are all, and not the first page alone.
    pub whole: bool,
}

impl Named {
    pub async fn read(okta: &Okta, operation: oktars_catalog::Operation) -> Result<Self, Stop> {
        let mut named = Named::default();
        let mut listing = okta.call(operation).list::<Value>();
        while let Some(item) = listing.try_next().await? {
            let id = item["id"].as_str().unwrap_or_default().to_owned();
            let name = item["profile"]["name"].as_str().or(item["label"].as_str()).unwrap_or_default();
            named.by_name.entry(name.trim().to_lowercase()).or_default().push(id.clone());
            // Nothing else of the listed objects is needed.
            let kept = serde_json::json!({ "type": item["type"], "name": name, "status": item["status"] });
            named.by_id.insert(id, kept);
        }
        Ok(named)
    }

    /// The id of what a text names: an id, or a name that only one has.
    pub fn id(&self, text: &str) -> Option<String> {
        if self.by_id.contains_key(text) {
            return Some(text.to_owned());
        }
        match self.by_name.get(&text.trim().to_lowercase()).map(Vec::as_slice) {
            Some([id]) => Some(id.clone()),
            _ => None,
        }
    }

    /// Forgets one that has disappeared since it was listed.
    pub fn forget(&mut self, id: &str) {
        self.by_id.remove(id);
        self.by_name.values_mut().for_each(|ids| ids.retain(|other| other != id));
    }

    /// What one with an id is called.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.by_id.get(id)?["name"].as_str()
    }

    pub fn missing(&self, what: &str, text: &str) -> String {
        match self.by_name.get(&text.trim().to_lowercase()) {
            Some(ids) if ids.len() > 1 => {
                format!("{} are called {text:?}; name one by its id: {}", ids.len(), ids.join(", "))
            }
            _ => match self.similar(text)[..] {
                [] => format!("there is no {what} {text:?}"),
                ref names => format!("there is no {what} {text:?}; did you mean {}?", names.join(" or ")),
            },
        }
    }

    /// What is written much like a name, the most alike first.
    fn similar(&self, text: &str) -> Vec<&str> {
        let text = text.to_lowercase();
        let alike = |name: &str| strsim::jaro_winkler(&name.to_lowercase(), &text);
        let names = self.by_id.values().filter_map(|item| item["name"].as_str());
        let mut similar: Vec<(f64, &str)> =
            names.map(|name| (alike(name), name)).filter(|(alike, _)| *alike > SIMILAR).collect();
        similar.sort_by(|(one, name), (other, other_name)| other.total_cmp(one).then(name.cmp(other_name)));
        similar.into_iter().take(SUGGESTED).map(|(_, name)| name).collect()
    }
}

impl Children {
    /// Reads them, or the first page where `few` of them matter.
    pub async fn read(okta: &Okta, relation: Relation, parent: &str, few: bool) -> Result<Self, Stop> {
        let mut children = Children::default();
        let mut pages = call(okta, relation.children(), &[parent]).list::<Box<RawValue>>().pages();
        while let Some(page) = pages.try_next().await? {
            for item in page.items {
                children.take(relation, &serde_json::from_str(item.get()).unwrap_or_default());
            }
            if few && page.next.is_some() {
                return Ok(children);
            }
        }
        children.whole = true;
        Ok(children)
    }

    /// The names of those that are known by one.
    pub fn logins(&self) -> HashMap<&str, &str> {
        self.by_login.iter().map(|(login, id)| (id.as_str(), login.as_str())).collect()
    }

    pub fn take(&mut self, relation: Relation, item: &Value) {
        let Some(id) = item["id"].as_str() else { return };
        // Only the ids of the members of a group are needed.
        let kept = if relation == Relation::GroupMembers { Value::Null } else { item.clone() };
        self.ids.insert(id.to_owned(), kept);
        if let (Relation::GroupMembers, Some(login)) = (relation, item["profile"]["login"].as_str()) {
            self.by_login.insert(login.to_lowercase(), id.to_owned());
        }
    }

    pub fn find(&self, text: &str) -> Option<String> {
        if self.ids.contains_key(text) {
            return Some(text.to_owned());
        }
        self.by_login.get(&text.to_lowercase()).cloned()
    }
}

/// A child of a parent as it is at this moment, if it is one.
pub async fn child(
    okta: &Okta,
    relation: Relation,
    parent: &str,
    child: &str,
) -> Result<Option<Value>, Stop> {
    let call = match relation {
        Relation::GroupMembers => return Ok(member(okta, parent, child).await?),
        Relation::AppUsers => okta.app_users(parent).get(child).raw(),
        Relation::AppGroups => okta.app_groups(parent).get(child).raw(),
    };
    match call.json().await {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether a user is in a group is seen among the groups of the user.
async fn member(okta: &Okta, group: &str, user: &str) -> oktars::Result<Option<Value>> {
    let mut groups = okta.users().groups(user, &ListUserGroups::new());
    while let Some(found) = groups.try_next().await? {
        if found.id == group {
            return Ok(Some(serde_json::json!({ "id": user })));
        }
    }
    Ok(None)
}
