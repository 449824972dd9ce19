//! Where the documents of a request are kept: below the path of their collection, with the ids of all that
//! stands before them.

use crate::document::{Collection, Served, collection};
use crate::kernel::context::Context;
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::resource::role::custom as iam_role;
use crate::resource::user::id_of;
use crate::resource::{group, role};

/// A path of the request with ids as they are stored: a login became an id, and everything named is there.
pub struct Place {
    /// The kind under which the store keeps what is here.
    pub path: String,
    /// The id of the document, where the operation names one.
    pub id: String,
}

/// Finds the place that an operation is about. `template` is the path of its collection or setting.
pub fn of(context: &mut Context<'_>, template: &str) -> Result<Place, Problem> {
    let params: Vec<String> = context.request.params.iter().map(|(_, value)| value.clone()).collect();
    let mut params = params.into_iter();
    let (mut path, mut shape, mut before) = (String::new(), String::new(), "");
    for segment in template.split('/').skip(1) {
        if segment.starts_with('{') {
            let id = parent(context, before, &shape, &path, params.next().unwrap_or_default())?;
            path = format!("{path}/{id}");
        } else {
            path = format!("{path}/{segment}");
        }
        shape = format!("{shape}/{segment}");
        before = segment;
    }
    Ok(Place { path, id: params.next().unwrap_or_default() })
}

/// The id of something that the path goes through, which must be there.
fn parent(
    context: &mut Context<'_>,
    before: &str,
    shape: &str,
    path: &str,
    id: String,
) -> Result<String, Problem> {
    match before {
        "users" => Ok(id_of(&context.user_named(&id)?).to_owned()),
        "apps" => Ok(id_of(&context.app_with(&id)?).to_owned()),
        "groups" => Ok(id_of(&group::find(context, &id)?).to_owned()),
        "roles" if role::standard(&id).is_none() => Ok(id_of(&iam_role::find(context, &id)?).to_owned()),
        "first-party-app-settings" if id != "admin-console" => Err(Problem::not_found(&id, "AppInstance")),
        _ => {
            if let Some(described) = described(shape) {
                collection::find(context, described, path, &id)?;
            }
            Ok(id)
        }
    }
}

/// The collection at a path, whatever its parameters are called.
fn described(path: &str) -> Option<&'static Collection> {
    crate::document::all().find_map(|served| match served {
        Served::Collection(one) if nameless(one.path()) == nameless(path) => Some(one),
        _ => None,
    })
}

/// The collection whose documents are kept below this path, in which ids stand for parameters.
pub fn collection_at(path: &str) -> Option<&'static Collection> {
    crate::document::all().find_map(|served| match served {
        Served::Collection(one) if is_of(one.path(), path) => Some(one),
        _ => None,
    })
}

fn is_of(template: &str, path: &str) -> bool {
    let is_id = |segment: &str| !segment.is_empty() && !segment.contains(['{', '\0']);
    let same = |(wanted, found): (&str, &str)| match wanted.starts_with('{') {
        true => is_id(found),
        false => wanted == found,
    };
    template.split('/').count() == path.split('/').count()
        && template.split('/').zip(path.split('/')).all(same)
}

/// The id of something that a path of documents goes through and that is not there.
pub fn missing_parent(tx: &Tx, collection: &Collection, path: &str) -> Result<Option<String>, StoreError> {
    let segments: Vec<&str> = path.split('/').collect();
    for (at, _) in collection.path().split('/').enumerate().filter(|(_, segment)| segment.starts_with('{')) {
        let above = segments[..at].join("/");
        let kind = match segments[at - 1] {
            "users" => Some("user"),
            "apps" => Some("app"),
            "groups" => Some("group"),
            _ => collection_at(&above).map(|_| above.as_str()),
        };
        if let Some(kind) = kind
            && !tx.exists(kind, segments[at])?
        {
            return Ok(Some(segments[at].to_owned()));
        }
    }
    Ok(None)
}

/// A path without the names of its parameters.
pub fn nameless(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}
