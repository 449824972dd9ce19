//! Brands: the pictures of their themes, and what their mails look like.

use crate::client::Client;
use serde_json::{Value, json};

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn brand(client: &Client) -> String {
    let made = client.post("/api/v1/brands", &json!({ "name": "Acme" })).expect(201).json();
    format!("/api/v1/brands/{}", text(&made["id"]))
}

#[test]
fn a_theme_shows_the_pictures_that_it_was_given() {
    let client = Client::new();
    let themes = format!("{}/themes", brand(&client));
    let before = client.get(&themes).expect(200).json()[0].clone();
    let theme = format!("{themes}/{}", text(&before["id"]));
    let form = [("content-type", "multipart/form-data; boundary=x")];
    for (path, member, status) in
        [("logo", "logo", 200), ("favicon", "favicon", 201), ("background-image", "backgroundImage", 201)]
    {
        let picture = format!("{theme}/{path}");
        let url = client.send_with("POST", &picture, &json!("a picture"), &form).expect(status).json()["url"]
            .clone();
        assert!(text(&url).starts_with("http://localhost/bc/image/fileStoreRecord?id=fs0"), "{url}");
        assert_eq!(client.get(&theme).json()[member], url);
        client.post(&picture, &json!({})).expect(400);
        let large = json!("x".repeat(3 << 20));
        client.send_with("POST", &picture, &large, &form).expect(400);
        client.send("DELETE", &picture, &Value::Null).expect(204);
        assert_eq!(client.get(&theme).json()[member], before[member], "{path} is the org's own again");
    }
    client.send_with("POST", &format!("{themes}/thenope/logo"), &json!("x"), &form).expect(404);
}

#[test]
fn domains_stand_in_one_member() {
    let client = Client::new();
    assert_eq!(
        client.get(&format!("{}/domains", brand(&client))).expect(200).json(),
        json!({ "domains": [] })
    );
}

#[test]
fn a_mail_is_shown_and_sent_as_it_would_be() {
    let client = Client::new();
    let template = format!("{}/templates/email/UserActivation", brand(&client));
    let words = json!({ "language": "fr", "isDefault": true, "subject": "Bienvenue, ${user.profile.firstName}", "body": "<p>${user.lastName}: ${activationLink}</p>" });
    let made = client.post(&format!("{template}/customizations"), &words).expect(201).json();
    let preview = format!("{template}/customizations/{}/preview", text(&made["id"]));
    let shown = client.get(&preview).expect(200).json();
    let me = client.get("/api/v1/users/me").json();
    assert_eq!(shown["subject"], format!("Bienvenue, {}", text(&me["profile"]["firstName"])));
    assert_eq!(
        shown["body"],
        format!("<p>{}: (activationLink Placeholder)</p>", text(&me["profile"]["lastName"]))
    );
    assert_eq!(shown["_links"]["contentSource"]["href"], made["_links"]["self"]["href"]);
    client.get(&format!("{template}/customizations/oelnope/preview")).expect(404);
    client.post(&format!("{template}/test"), &Value::Null).expect(204);
    let sent = client.org.outbox().pop().expect("a mail");
    assert_eq!((sent.kind.as_str(), sent.to), ("test", text(&me["profile"]["email"])));
    client.post(&format!("{}/templates/email/Moon/test", brand_of(&template)), &Value::Null).expect(404);
}

fn brand_of(template: &str) -> &str {
    template.split("/templates").next().unwrap()
}

#[test]
fn own_terms_are_agreed_to_and_a_brand_with_a_domain_stays() {
    let client = Client::new();
    let own = brand(&client);
    let terms = |agree: Value| json!({ "name": "Acme", "customPrivacyPolicyUrl": "https://acme.example/privacy", "agreeToCustomPrivacyPolicy": agree });
    for agree in [Value::Null, json!(false)] {
        assert_eq!(client.send("PUT", &own, &terms(agree)).expect(400).json()["errorCode"], "E0000001");
    }
    client.send("PUT", &own, &terms(json!(true))).expect(200);
    let domain = json!({ "domain": "id.acme.example", "certificateSourceType": "MANUAL" });
    let domain = client.post("/api/v1/domains", &domain).expect(201).json();
    let domain = format!("/api/v1/domains/{}", text(&domain["id"]));
    client.send("PUT", &domain, &json!({ "brandId": own.rsplit('/').next() })).expect(200);
    assert_eq!(client.send("DELETE", &own, &Value::Null).expect(409).json()["errorCode"], "E0000201");
    client.send("DELETE", &domain, &Value::Null).expect(204);
    client.send("DELETE", &own, &Value::Null).expect(204);
}

#[test]
fn one_wording_of_a_mail_is_the_default() {
    let client = Client::new();
    let path = format!("{}/templates/email/UserActivation/customizations", brand(&client));
    let words = |language: &str, default: bool| json!({ "language": language, "isDefault": default, "subject": "S", "body": "${activationLink}" });
    let first = client.post(&path, &words("fr", true)).expect(201).json();
    let own = format!("{path}/{}", text(&first["id"]));
    assert_eq!(client.send("PUT", &own, &words("fr", false)).expect(409).json()["errorCode"], "E0000185");
    let other = client.post(&path, &words("de", false)).expect(201).json();
    client.send("PUT", &format!("{path}/{}", text(&other["id"])), &words("de", false)).expect(200);
    client.send("PUT", &format!("{path}/{}", text(&other["id"])), &words("de", true)).expect(200);
    assert_eq!(client.get(&own).json()["isDefault"], false, "it passes on");
}

#[test]
fn a_brand_shows_its_themes_and_domains_when_asked() {
    let client = Client::new();
    let path = brand(&client);
    let id = path["/api/v1/brands/".len()..].to_owned();
    let request =
        json!({ "domain": "login.example.com", "certificateSourceType": "OKTA_MANAGED", "brandId": id });
    let domain = client.post("/api/v1/domains", &request).expect(201).json();
    let mail = json!({
        "brandId": id, "domain": "mail.example.com", "displayName": "Admin", "userName": "admin",
    });
    let mail = client.post("/api/v1/email-domains", &mail).expect(201).json();
    client.send("PUT", &path, &json!({ "name": "Acme", "emailDomainId": mail["id"] })).expect(200);
    let shown = client.get(&format!("{path}?expand=themes,domains,emailDomain,nothing")).expect(200).json();
    let themes = client.get(&format!("{path}/themes")).expect(200).json();
    let embedded = json!({ "themes": themes, "domains": [domain], "emailDomain": mail });
    assert_eq!(shown["_embedded"], embedded);
    let listed = client.get("/api/v1/brands?expand=domains").expect(200).json();
    let counts: Vec<_> = listed
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["_embedded"]["domains"].as_array().map(Vec::len))
        .collect();
    assert_eq!(counts, [Some(0), Some(1)], "the org's own brand has none");
    assert!(client.get(&path).expect(200).json().get("_embedded").is_none());
}

#[test]
fn a_mail_template_shows_its_settings_and_counts_its_customizations() {
    let client = Client::new();
    let template = format!("{}/templates/email/UserActivation", brand(&client));
    let expanded = || {
        let shown = client.get(&format!("{template}?expand=settings,customizationCount")).expect(200).json();
        let embedded = shown["_embedded"].clone();
        (embedded["settings"]["recipients"].clone(), embedded["customizationCount"].clone())
    };
    assert_eq!(expanded(), (json!("ALL_USERS"), json!(0)));
    let words =
        json!({ "language": "en", "subject": "Hi", "body": "<p>${activationLink}</p>", "isDefault": true });
    client.post(&format!("{template}/customizations"), &words).expect(201);
    client.send("PUT", &format!("{template}/settings"), &json!({ "recipients": "ADMINS_ONLY" })).expect(200);
    assert_eq!(expanded(), (json!("ADMINS_ONLY"), json!(1)));
}
