//! What apps and other sites read of an org's domain, and what an administrator may write there.

use crate::client::Client;
use crate::links;
use serde_json::{Value, json};

fn refused(client: &Client, path: &str, content: &Value, status: u16, code: &str, cause: &str) {
    let answer = client.send("PUT", path, &json!({ "representation": content })).expect(status).json();
    assert_eq!(
        (&answer["errorCode"], &answer["errorCauses"][0]["errorSummary"]),
        (&json!(code), &json!(cause))
    );
}

#[test]
fn the_files_of_a_brand_are_what_they_must_be() {
    let client = Client::new();
    let default = client.get("/api/v1/brands").expect(200).json()[0]["id"].as_str().unwrap().to_owned();
    let made = client.post("/api/v1/brands", &json!({ "name": "Acme" })).expect(201).json();
    let uris = format!("/api/v1/brands/{}/well-known-uris", made["id"].as_str().unwrap());
    let unknown = "The specified path is not supported. Valid values: [apple-app-site-association, \
                   assetlinks.json, webauthn].";
    let object = "Content must be a JSON object.";
    let cases = [
        ("other", json!({}), unknown),
        ("apple-app-site-association", json!([]), object),
        (
            "apple-app-site-association",
            json!({ "authsrv": {} }),
            "Content must not include any `authsrv` customization.",
        ),
        ("assetlinks.json", json!({}), "Content must be a JSON array of objects."),
        ("assetlinks.json", json!(["x"]), "Content must be a JSON array of objects."),
        ("webauthn", json!("x"), object),
        ("webauthn", json!({ "other": [] }), "Content must only contain `origins`."),
        ("webauthn", json!({ "origins": [1] }), "The `origins` must be an array of strings."),
    ];
    for (file, content, cause) in cases {
        refused(&client, &format!("{uris}/{file}/customized"), &content, 400, "E0000001", cause);
    }
    let of_default = format!("/api/v1/brands/{default}/well-known-uris/webauthn/customized");
    let cause = "Cannot update the content for the default brand.";
    refused(&client, &of_default, &json!({ "origins": [] }), 405, "E0000257", cause);

    let content = json!({ "origins": ["https://other.example"] });
    let own = format!("{uris}/webauthn/customized");
    let put = client.send("PUT", &own, &json!({ "representation": content })).expect(200).json();
    assert_eq!(put["representation"], content);
    assert_eq!(client.get(&own).expect(200).json(), put);
    assert_eq!(client.get(&uris).expect(200).json().get("_embedded"), None);
    let expanded = client.get(&format!("{uris}?expand=webauthn")).expect(200).json();
    assert_eq!(expanded["_embedded"], json!({ "webauthn": { "customized": put } }));
}

#[test]
fn a_domain_shows_the_files_of_its_brand_to_everybody() {
    let client = Client::new();
    let ask = |path: &str| {
        let request = http::Request::get(format!("http://login.acme.example{path}"));
        let answer = links::handle(&client.org, request.body(bytes::Bytes::new()).unwrap());
        (answer.status().as_u16(), serde_json::from_slice::<Value>(answer.body()).unwrap())
    };
    for path in ["/.well-known/webauthn", "/.well-known/assetlinks.json"] {
        assert_eq!((ask(path).0, &ask(path).1["errorCode"]), (404, &json!("E0000007")), "{path}");
    }
    let (status, apple) = ask("/.well-known/apple-app-site-association");
    assert_eq!((status, apple["authsrv"]["apps"].is_array()), (200, true));

    let brand = client.post("/api/v1/brands", &json!({ "name": "Acme" })).expect(201).json()["id"].clone();
    let uris = format!("/api/v1/brands/{}/well-known-uris", brand.as_str().unwrap());
    for (file, content) in [
        ("webauthn", json!({ "origins": ["https://other.example"] })),
        ("assetlinks.json", json!([{ "relation": [] }])),
        ("apple-app-site-association", json!({ "applinks": {} })),
    ] {
        let body = json!({ "representation": content });
        client.send("PUT", &format!("{uris}/{file}/customized"), &body).expect(200);
    }
    let domain = json!({
        "domain": "login.acme.example", "certificateSourceType": "OKTA_MANAGED", "brandId": brand,
    });
    client.post("/api/v1/domains", &domain).expect(201);
    assert_eq!(ask("/.well-known/webauthn").1, json!({ "origins": ["https://other.example"] }));
    assert_eq!(ask("/.well-known/assetlinks.json").1, json!([{ "relation": [] }]));
    let apple = ask("/.well-known/apple-app-site-association").1;
    assert_eq!((&apple["applinks"], apple["authsrv"].is_object()), (&json!({}), true));
}
