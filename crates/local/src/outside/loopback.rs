//! Connections to others on this machine, and to nobody else.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use http::Uri;
use tokio::net::TcpStream;

/// A connection to the host of an address, if that is this machine.
pub async fn connect(uri: &Uri) -> Result<TcpStream, String> {
    if uri.scheme_str() != Some("http") {
        return Err("the local org calls others over http only".to_owned());
    }
    let port = uri.port_u16().unwrap_or(80);
    let mut error = "the local org calls others on this machine only, under a loopback address".to_owned();
    for address in loopback(uri.host().unwrap_or_default()) {
        match TcpStream::connect(SocketAddr::new(address, port)).await {
            Ok(stream) => return Ok(stream),
            Err(refused) => error = refused.to_string(),
        }
    }
    Err(error)
}

/// The addresses of a name, as far as they are this machine's own.
fn loopback(host: &str) -> Vec<IpAddr> {
    if host.eq_ignore_ascii_case("localhost") {
        return vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse().into_iter().filter(IpAddr::is_loopback).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_called() {
        let cases = [
            ("localhost", true),
            ("LOCALHOST", true),
            ("127.0.0.1", true),
            ("127.8.9.10", true),
            ("[::1]", true),
            ("192.168.0.1", false),
            ("localhost.example.com", false),
            ("0.0.0.0", false),
            ("169.254.169.254", false),
            ("example.com", false),
            ("", false),
        ];
        for (host, called) in cases {
            assert_eq!(!loopback(host).is_empty(), called, "{host}");
        }
    }
}
