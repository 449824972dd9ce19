//! How the client reaches the org: proxy, certificates, connections, and how much it takes back.

use std::time::Duration;

use crate::error::{Error, Result};
use crate::model::Secret;

/// The settings of the network.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    pub proxy: Proxy,
    /// Certificates that are trusted in addition to those of the system, as PEM.
    pub certificates: Vec<String>,
    pub connect_timeout: Duration,
    pub idle_connections: usize,
    /// The greatest body of an answer, in bytes, once unpacked.
    pub max_body: usize,
}

/// The way out.
#[derive(Clone, Debug)]
pub(crate) enum Proxy {
    /// What `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    Environment,
    None,
    Address(Secret),
}

impl Default for Wire {
    fn default() -> Self {
        Wire {
            proxy: Proxy::Environment,
            certificates: Vec::new(),
            connect_timeout: Duration::from_secs(30),
            idle_connections: 32,
            max_body: 100 * 1024 * 1024,
        }
    }
}

impl Wire {
    /// Puts the settings on a client in the making. Plain HTTP is for loopback alone and takes no proxy: the
    /// token would leave the machine in the clear.
    pub(crate) fn put_on(
        &self,
        client: reqwest::ClientBuilder,
        https: bool,
    ) -> Result<reqwest::ClientBuilder> {
        let mut client =
            client.connect_timeout(self.connect_timeout).pool_max_idle_per_host(self.idle_connections);
        client = if https { client.https_only(true) } else { client.no_proxy() };
        match &self.proxy {
            Proxy::Address(address) if https => client = client.proxy(proxy(address)?),
            Proxy::None => client = client.no_proxy(),
            Proxy::Address(_) | Proxy::Environment => {}
        }
        if !self.certificates.is_empty() {
            client = client.tls_certs_merge(self.certificates()?);
        }
        Ok(client)
    }

    pub(crate) fn certificates(&self) -> Result<Vec<reqwest::Certificate>> {
        let mut all = Vec::new();
        for pem in &self.certificates {
            let read =
                reqwest::Certificate::from_pem_bundle(pem.as_bytes()).ok().filter(|read| !read.is_empty());
            all.extend(read.ok_or_else(|| {
                Error::config(
                    "the CA certificates hold none: they must be PEM, with -----BEGIN CERTIFICATE-----",
                )
            })?);
        }
        Ok(all)
    }
}

fn proxy(address: &Secret) -> Result<reqwest::Proxy> {
    // The address may hold a password, so no error shows it.
    let wrong =
        || Error::config("the address of the proxy cannot be used: write it as http://proxy.example:3128");
    let url = url::Url::parse(address.expose().trim()).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(wrong());
    }
    reqwest::Proxy::all(url).map_err(|_| wrong())
}
