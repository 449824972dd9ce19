//! Where the documents of a request are kept: below the path of their collection, with the ids of all that
//! stands before them.

use crate::kernel::context::{Context, Step};
use crate::kernel::problem::Problem;

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
            let id = params.next().unwrap_or_default();
            let id = (context.parent)(context, &Step { before, shape: &shape, path: &path }, id)?;
            path = format!("{path}/{id}");
        } else {
            path = format!("{path}/{segment}");
        }
        shape = format!("{shape}/{segment}");
        before = segment;
    }
    Ok(Place { path, id: params.next().unwrap_or_default() })
}

/// A path without the names of its parameters.
pub fn nameless(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}
