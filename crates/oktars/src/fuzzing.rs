//! Ways in for the fuzz targets. They are no part of what the crate offers.

use std::path::Path;

use bytes::Bytes;
use http::header::LINK;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::config::Config;
use crate::error::Error;
use crate::link;

/// What is found in `Link` headers stands in one of them.
pub fn link(lines: &[&[u8]]) {
    let values = lines.iter().filter_map(|line| HeaderValue::from_bytes(line).ok());
    let headers: HeaderMap = values.map(|value| (LINK, value)).collect();
    if let Ok(Some(next)) = link::next(&headers) {
        let lines = headers.get_all(LINK).iter().filter_map(|line| std::str::from_utf8(line.as_bytes()).ok());
        assert!(!next.is_empty() && lines.into_iter().any(|line| line.contains(next)));
    }
}

/// An error answer can be shown and asked about, and `Debug` keeps its body to itself.
pub fn error(status: u16, body: &[u8]) {
    let Ok(status) = StatusCode::from_u16(status) else { return };
    let error = Error::refused(status, HeaderMap::new(), Bytes::copy_from_slice(body)).of("getUser", 2);
    assert!(error.to_string().contains(status.as_str()) && !format!("{error:?}").is_empty());
    assert_eq!(error.body().map(|body| &body[..]), Some(body));
    let parts = (error.code(), error.summary(), error.causes(), error.error_id(), error.hint());
    drop(format!("{parts:?}"));
}

/// What is wrong with a file is told with its line; what is right can be shown.
pub fn configuration(text: &str) {
    let mut config = Config::default();
    match config.read_text(0, Path::new("okta.yaml"), &text.into()) {
        Ok(()) => drop(format!("{config:?}")),
        Err(error) => assert!(error.is_config() && error.to_string().contains("okta.yaml, line "), "{error}"),
    }
}
