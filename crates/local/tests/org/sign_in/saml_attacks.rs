//! SAML messages of somebody who means harm, and requests that must be signed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::sign_in::saml::{ACS, App, Provider, logout_request, packed, request};
use crate::sign_in::scene::encoded;

/// What no service provider sends. The first word tells how it is packed.
fn hostile(xml: &str) -> Vec<(&'static str, String)> {
    let with_type = |declared: &str, used: &str| {
        format!("<?xml version=\"1.0\"?>{declared}{}", xml.replacen("urn:sp", used, 1))
    };
    let nested = "<a>".repeat(10_000) + &"</a>".repeat(10_000);
    let bomb = "<!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let file = "<!DOCTYPE b [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    vec![
        ("a document type", with_type("<!DOCTYPE a>", "urn:sp")),
        ("entities that grow", with_type(bomb, "&c;")),
        ("an entity of a file", with_type(file, "&a;")),
        ("an unknown entity", xml.replacen("urn:sp", "&a;", 1)),
        ("ten thousand deep", xml.replacen("urn:sp", &nested, 1)),
        ("many elements", xml.replacen("urn:sp", &"<a/>".repeat(20_000), 1)),
        ("much text", xml.replacen("urn:sp", &"x".repeat(1 << 20), 1)),
        ("no XML", "hello".to_owned()),
        ("cut off", xml[..xml.len() / 2].to_owned()),
        ("nothing", String::new()),
        ("another message", xml.replace("Request", "Response")),
        ("another namespace", xml.replace("SAML:2.0:protocol", "SAML:1.1:protocol")),
        ("another version", xml.replace("Version=\"2.0\"", "Version=\"1.1\"")),
        ("no id", xml.replace(" ID=", " Id=")),
        ("an id with a quote", xml.replace("ID=\"_", "ID='\"&gt;_").replacen("1\" Version", "1' Version", 1)),
        ("an endless id", xml.replace("ID=\"_", &format!("ID=\"_{}", "a".repeat(600)))),
    ]
}

/// Forty megabytes that fit into a parameter.
fn bomb() -> String {
    use std::io::Write;
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b' '; 1 << 20];
    for _ in 0..40 {
        packer.write_all(&block).expect("memory");
    }
    STANDARD.encode(packer.finish().expect("memory"))
}

#[test]
fn a_request_that_means_harm_is_refused_with_a_page() {
    let app = App::new(&json!({}));
    let mut browser = app.scene.browser();
    app.sign_in(&mut browser, &app.sso());
    let base = request("");
    for (what, xml) in hostile(&base) {
        for sent in [packed(&xml), STANDARD.encode(&xml)] {
            if sent.len() > 60_000 {
                continue;
            }
            let by_address = browser.get(&format!("{}?{}", app.sso(), encoded(&[("SAMLRequest", &sent)])));
            let by_form = browser.send("POST", &app.sso(), &[("SAMLRequest", &sent)]);
            for page in [by_address, by_form] {
                assert_eq!(page.status, 400, "{what}: {}", page.text());
                assert!(page.text().contains("Bad SAML request"), "{what}: {}", page.text());
            }
        }
    }
    let sent = bomb();
    assert!(sent.len() < 64 << 10, "it fits into a parameter: {}", sent.len());
    for sent in [sent.as_str(), "%%%", "AAAA", "", "PGE+"] {
        let page = browser.send("POST", &app.sso(), &[("SAMLRequest", sent)]);
        assert_eq!(page.status, 400, "{}", &sent[..sent.len().min(20)]);
    }
    let sent = packed(&base);
    let twice = encoded(&[("SAMLRequest", &sent), ("SAMLRequest", &sent)]);
    assert_eq!(browser.get(&format!("{}?{twice}", app.sso())).status, 400);
}

#[test]
fn a_response_never_goes_to_a_foreign_place() {
    let app = App::new(&json!({}));
    let mut browser = app.scene.browser();
    app.sign_in(&mut browser, &app.sso());
    let cases = [
        (ACS, 200),
        ("https://evil.example.com/acs", 400),
        ("https://sp.example.com/acs?x=1", 400),
        ("https://sp.example.com/acs/../evil", 400),
        ("https://sp.example.com@evil.example.com/acs", 400),
        ("javascript:alert(1)", 400),
        ("", 400),
    ];
    for (acs, status) in cases {
        let xml = request(&format!("AssertionConsumerServiceURL=\"{acs}\""));
        assert_eq!(browser.get(&app.started(&xml, "")).status, status, "{acs}");
    }
    for index in ["0", "-1", "x", "99999999999999999999"] {
        let xml = request(&format!("AssertionConsumerServiceIndex=\"{index}\""));
        assert_eq!(browser.get(&app.started(&xml, "")).status, 400, "{index}");
    }
}

#[test]
fn a_relay_state_runs_nothing_and_is_no_book() {
    let app = App::new(&json!({}));
    let mut browser = app.scene.browser();
    app.sign_in(&mut browser, &app.sso());
    let long = "x".repeat(9_000);
    let cases = [
        ("https://sp.example.com/deep?a=b#c", 200),
        ("any text of the app: \u{e9} 1", 200),
        ("\"><script>alert(1)</script>", 200),
        ("javascript:alert(1)", 400),
        (" JavaScript:alert(1)", 400),
        ("java\tscript:alert(1)", 400),
        ("data:text/html,x", 400),
        ("a\nb", 400),
        ("a\u{0}b", 400),
        (long.as_str(), 400),
    ];
    for (state, status) in cases {
        for url in
            [app.started(&request(""), state), format!("{}?{}", app.sso(), encoded(&[("RelayState", state)]))]
        {
            let page = browser.get(&url);
            assert_eq!(page.status, status, "{state}");
            assert!(!page.text().contains("<script>alert"), "{state}");
        }
    }
}

#[test]
fn a_request_that_must_be_signed_is_signed_by_the_app_and_whole() {
    let (own, other) = (Provider::new(), Provider::new());
    let app = App::new(&json!({ "samlSignedRequestEnabled": true, "spCertificate": own.x5c() }));
    let mut browser = app.scene.browser();
    app.sign_in(&mut browser, &app.sso());
    let whole = request(&format!("AssertionConsumerServiceURL=\"{ACS}\""));
    let without_policy = whole.replace("NameIDPolicy", "Other");
    let other_format = whole.replace("emailAddress", "unspecified");
    let good = own.signed(&whole, "s");
    let flipped = good.replace("RelayState=s", "RelayState=t");
    let stripped = good.split("&SigAlg").next().expect("a start").to_owned();
    let exchanged = format!(
        "{}&SigAlg{}",
        own.signed(&request(""), "s").split("&SigAlg").next().expect("a start"),
        good.split("&SigAlg").nth(1).expect("an end")
    );
    let weak = good.replace("rsa-sha256", "rsa-md5");
    let cases = [
        ("its own", good, 200),
        ("another key", other.signed(&whole, "s"), 400),
        ("no signature", stripped, 400),
        ("another relay state", flipped, 400),
        ("another message", exchanged, 400),
        ("an unknown algorithm", weak, 400),
        ("no place", own.signed(&request(""), "s"), 400),
        ("no policy for names", own.signed(&without_policy, "s"), 400),
        ("another format", own.signed(&other_format, "s"), 400),
    ];
    for (what, query, status) in cases {
        let page = browser.get(&format!("{}?{query}", app.sso()));
        assert_eq!(page.status, status, "{what}: {}", page.text());
    }
}

#[test]
fn a_request_to_sign_out_that_means_harm_is_refused() {
    let provider = Provider::new();
    let app = App::new(&json!({
        "slo": { "enabled": true, "issuer": "urn:sp", "logoutUrl": "https://sp.example.com/slo" },
        "spCertificate": provider.x5c(),
    }));
    let mut browser = app.scene.browser();
    app.sign_in(&mut browser, &app.sso());
    let base = logout_request("urn:sp", "ann@acme.example");
    let mut cases = hostile(&base);
    let name = "<saml:NameID>ann@acme.example</saml:NameID>";
    cases.push(("two names", base.replace(name, &format!("{name}{name}"))));
    cases.push(("no name", base.replace(name, "")));
    cases.push(("a name cut in two", base.replace("ann@acme", "ann@<!-- -->acme")));
    for (what, xml) in cases {
        let query = provider.signed(&xml, "s");
        if query.len() > 60_000 {
            continue;
        }
        let page = browser.get(&format!("{}/slo/saml?{query}", app.path));
        assert_eq!(page.status, 400, "{what}: {}", page.text());
    }
    let page = browser.get(&app.sso()).expect(200);
    assert!(page.text().contains("SAMLResponse"), "the session is still there");
}
