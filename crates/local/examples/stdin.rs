#![allow(clippy::all, clippy::print_stdout)]
use oktars_local::*;
use std::io::{BufRead, Write};
fn main() {
    let mut org = Org::in_memory();
    let out = std::io::stdout();
    let mut out = out.lock();
    for line in std::io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        if let Some(f) = v.get("new") {
            let b = |n: &str| f[n].as_bool();
            let d = Features::default();
            let features = Features {
                identity_engine: b("idx").unwrap_or(d.identity_engine),
                universal_logout: match f["ul"].as_str() {
                    Some("absent") => UniversalLogout::Absent,
                    Some("null") => UniversalLogout::Unlicensed,
                    _ => UniversalLogout::Licensed,
                },
                opt_in_status: b("em").unwrap_or(true), self_service: true,
                single_logout: b("slo").unwrap_or(true),
                keeps_blank_relay_state: b("blank").unwrap_or(false),
            };
            org = Org::builder().features(features).build().unwrap();
            writeln!(out, "{{}}").unwrap();
            out.flush().unwrap();
            continue;
        }
        let mut r = http::Request::builder()
            .method(v["method"].as_str().unwrap())
            .uri(format!("https://org.okta.test{}", v["path"].as_str().unwrap()));
        r = r.header("authorization", format!("SSWS {}", org.token()));
        for (k, x) in v["headers"].as_object().unwrap() {
            r = r.header(k.as_str(), x.as_str().unwrap());
        }
        let body = bytes::Bytes::from(v["body"].as_str().unwrap_or("").to_owned());
        let a = org.handle(r.body(body).unwrap());
        let h: Vec<_> = a
            .headers()
            .iter()
            .map(|(k, v)| (k.as_str().to_owned(), v.to_str().unwrap().to_owned()))
            .collect();
        let o = serde_json::json!({"status": a.status().as_u16(), "headers": h, "body": String::from_utf8_lossy(a.body())});
        writeln!(out, "{o}").unwrap();
        out.flush().unwrap();
    }
}
