//! How many functions a reader has to follow from a typed method to the transport.

use std::backtrace::Backtrace;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use oktars::Okta;

/// The method itself returned before anything was sent, so no backtrace has it.
const METHOD: usize = 1;
const MOST: usize = 6;

/// Where in the files of the SDK the functions of a backtrace stand, innermost first. Names do not tell: with
/// the debug information of tests, they lack the module.
fn places(backtrace: &str) -> Vec<&str> {
    let places = backtrace.lines().filter_map(|line| line.trim().strip_prefix("at "));
    places.filter(|place| place.starts_with("./src/") || place.contains("crates/oktars/src/")).collect()
}

#[tokio::test]
async fn the_way_from_a_method_to_the_transport_is_short() {
    let seen = Arc::new(Mutex::new(String::new()));
    let place = seen.clone();
    let okta = Okta::over(tower::service_fn(move |_: Request<Bytes>| {
        *place.lock().unwrap() = Backtrace::force_capture().to_string();
        async { Ok::<_, std::io::Error>(Response::new("{}")) }
    }));
    okta.users().get("me").await.unwrap();
    let backtrace = seen.lock().unwrap().clone();
    let places = places(&backtrace);
    assert!(places.len() > 1, "no function of the SDK in {backtrace}");
    assert!(METHOD + places.len() <= MOST, "{places:#?}");
}
