//! Errors in Okta's shape.

use http::StatusCode;
use serde_json::{Value, json};

use crate::kernel::id;
use crate::kernel::store::StoreError;

/// An error answer: Okta's code, which gives the status, the summary and the causes.
#[derive(Debug, Clone)]
pub struct Problem {
    pub status: StatusCode,
    pub code: &'static str,
    pub summary: String,
    /// The members of each cause; most have nothing but a summary.
    pub causes: Vec<Value>,
    pub headers: Vec<(&'static str, String)>,
}

impl Problem {
    pub fn new(code: &'static str, summary: impl Into<String>) -> Self {
        let status = oktars_catalog::error_code(code).map_or(400, |fact| fact.status);
        Problem {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST),
            code,
            summary: summary.into(),
            causes: Vec::new(),
            headers: Vec::new(),
        }
    }

    pub fn cause(self, cause: impl Into<String>) -> Self {
        self.cause_with(json!({ "errorSummary": cause.into() }))
    }

    /// A cause that says more than a summary.
    pub fn cause_with(mut self, cause: Value) -> Self {
        self.causes.push(cause);
        self
    }

    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    pub fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// 404: no object of this type has this id.
    pub fn not_found(id: &str, kind: &str) -> Self {
        Problem::new("E0000007", format!("Not found: Resource not found: {id} ({kind})"))
    }

    /// 400: the request does not pass validation.
    pub fn validation(field: &str, cause: impl Into<String>) -> Self {
        Problem::new("E0000001", format!("Api validation failed: {field}")).cause(cause)
    }

    pub fn blank(field: &str) -> Self {
        Problem::validation(field, format!("{field}: The field cannot be left blank"))
    }

    pub fn duplicate(field: &str) -> Self {
        let cause = format!("{field}: An object with this field already exists in the current organization");
        Problem::validation(field, cause)
    }

    pub fn malformed_body() -> Self {
        Problem::new("E0000003", "The request body was not well-formed.")
    }

    pub fn authentication_failed() -> Self {
        Problem::new("E0000004", "Authentication failed")
    }

    pub fn invalid_token() -> Self {
        Problem::new("E0000011", "Invalid token provided")
    }

    pub fn forbidden() -> Self {
        Problem::new("E0000006", "You do not have permission to perform the requested action")
    }

    pub fn wrong_status() -> Self {
        Problem::new("E0000038", "This operation is not allowed in the user's current status.")
    }

    pub fn invalid_search() -> Self {
        Problem::new("E0000031", "Invalid search criteria.")
    }

    pub fn invalid_cursor() -> Self {
        Problem::new("E0000029", "Invalid paging request.").cause("Invalid cursor.")
    }

    pub fn path_not_found() -> Self {
        Problem::new("E0000008", "The requested path was not found")
    }

    pub fn wrong_method() -> Self {
        Problem::new("E0000022", "The endpoint does not support the provided HTTP method")
    }

    pub fn too_many_requests() -> Self {
        Problem::new("E0000047", "API call exceeded rate limit due to too many requests.")
    }

    pub fn internal() -> Self {
        Problem::new("E0000009", "Internal Server Error")
    }

    /// 501: the catalogue knows the operation, the local org does not serve it.
    pub fn not_served(operation: &str) -> Self {
        Problem::new("E0000060", format!("Unsupported operation: {operation}"))
            .cause(format!("The local org does not serve {operation}."))
            .with_status(StatusCode::NOT_IMPLEMENTED)
    }

    pub fn body(&self) -> Value {
        json!({
            "errorCode": self.code,
            "errorSummary": self.summary,
            "errorLink": self.code,
            "errorId": format!("oae{}", id::random(22)),
            "errorCauses": self.causes,
        })
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::warn!(%error, "the store failed");
        Problem::internal().cause(format!("The org's store failed: {}.", error.reason()))
    }
}
