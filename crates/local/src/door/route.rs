//! From method and path to an operation and, where the local org serves it, to its handler.

use std::collections::HashMap;
use std::sync::LazyLock;

use http::Method;
use matchit::Router;
use oktars_catalog::Operation;
use percent_encoding::percent_decode_str;

use crate::kernel::context::Handler;
use crate::resource::{self, registry};
use crate::sign_in;

/// The operations of one path shape.
type Methods = Vec<&'static Operation>;

static ROUTER: LazyLock<Router<Methods>> = LazyLock::new(build);
static HANDLERS: LazyLock<HashMap<&'static str, Handler>> =
    // What has code of its own goes before what is only described.
    LazyLock::new(|| {
        registry::documents().chain(resource::handlers()).chain(sign_in::handlers()).collect()
    });

/// What a method and a path mean.
pub enum Route {
    Operation { operation: &'static Operation, params: Vec<(&'static str, String)> },
    WrongMethod,
    Unknown,
}

pub fn handler(operation: &str) -> Option<Handler> {
    HANDLERS.get(operation).copied()
}

/// Repeated slashes count as one, and so does one at the end: real orgs are asked both ways.
pub fn normalize(path: &str) -> String {
    let mut normal = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        normal.push('/');
        normal.push_str(segment);
    }
    normal
}

pub fn find(method: &Method, path: &str) -> Route {
    // The start page stands at `/`, of which nothing is left where slashes count as one.
    let path = if path.is_empty() { "/" } else { path };
    let Ok(found) = ROUTER.at(path) else { return Route::Unknown };
    let Some(operation) = found.value.iter().find(|operation| operation.method.as_str() == method.as_str())
    else {
        return Route::WrongMethod;
    };
    let values = found.params.iter().map(|(_, value)| decode_segment(value));
    Route::Operation { operation, params: operation.path_parameters().zip(values).collect() }
}

/// A stray blank around an id is taken off: `oktajs` sends one.
fn decode_segment(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().trim().to_owned()
}

fn build() -> Router<Methods> {
    let mut shapes: HashMap<String, Methods> = HashMap::new();
    for operation in oktars_catalog::all_operations().chain(oktars_catalog::sign_in().iter().copied()) {
        shapes.entry(shape(operation.path)).or_default().push(operation);
    }
    let mut router = Router::new();
    for (shape, operations) in shapes {
        if let Err(error) = router.insert(shape.as_str(), operations) {
            unreachable!("{shape} cannot be routed: {error}");
        }
    }
    router
}

/// Parameters at one place have different names in different operations: here they are numbered.
fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut rest = path;
    let mut number = 0;
    while let Some((before, after)) = rest.split_once('{') {
        shape.push_str(&format!("{before}{{p{number}}}"));
        number += 1;
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    shape.push_str(rest);
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_the_catalogue_is_found_by_its_own_path() {
        for operation in oktars_catalog::all_operations() {
            let path = operation.path.replace(['{', '}'], "x");
            let method = operation.method.as_str().parse().expect("a method");
            match find(&method, &path) {
                Route::Operation { operation: found, params } => {
                    assert_eq!(found.id, operation.id, "{path}");
                    assert_eq!(params.len(), operation.path_parameters().count(), "{path}");
                }
                _ => panic!("{} is not found at {path}", operation.id),
            }
        }
    }

    #[test]
    fn slashes_collapse_and_blanks_are_trimmed() {
        assert_eq!(normalize("/api/v1//users//x/"), "/api/v1/users/x");
        assert_eq!(decode_segment("%20abc"), "abc");
        assert_eq!(decode_segment("a%2Fb"), "a/b");
    }
}
