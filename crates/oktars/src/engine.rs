//! What calls are sent through: the parts of a client, and how long and how often a call is tried.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::admission::{Admission, OnWait, Priority, Wait, WaitReason};
use crate::credential::Authority;
use crate::observe;
use crate::org_url::OrgUrl;
use crate::transport::Transport;

/// A client, with the policy of those who call through it.
#[derive(Clone)]
pub(crate) struct Engine {
    pub client: Arc<Client>,
    pub policy: Policy,
}

pub(crate) struct Client {
    pub org: OrgUrl,
    pub transport: Transport,
    pub authority: Authority,
    pub user_agent: HeaderValue,
    /// That of the client as it was built, which applies to token requests.
    pub policy: Policy,
    pub admission: Admission,
    pub on_wait: Option<OnWait>,
    /// The greatest body that is taken, in bytes.
    pub max_body: usize,
}

/// How long and how often a call is tried, and who goes first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Policy {
    pub deadline: Duration,
    pub attempts: u32,
    pub attempt_timeout: Duration,
    pub priority: Priority,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            deadline: Duration::from_secs(180),
            attempts: 6,
            attempt_timeout: Duration::from_secs(60),
            priority: Priority::Interactive,
        }
    }
}

impl Client {
    /// Tells of a wait that begins.
    pub(crate) fn tell(
        &self,
        operation: &str,
        bucket: &'static str,
        reason: WaitReason,
        time: Duration,
        cause: Option<String>,
    ) {
        let wait = Wait { operation: operation.to_owned(), bucket, reason, time, cause };
        observe::waits(&wait);
        if let Some(OnWait(told)) = &self.on_wait {
            told(&wait);
        }
    }
}
