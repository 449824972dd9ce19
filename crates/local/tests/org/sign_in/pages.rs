//! The pages: each small, with labels, working without a script; enrolment, recovery, links of mails, push, classic.

use oktars_local::{Features, Org};
use serde_json::{Value, json};

use super::scene::{Browser, CALLBACK, PASSWORD, Scene, location, member};
use crate::client::{Answer, Client};

/// What every page keeps: its size, one heading, a label for each field, no script, a language.
fn decent(page: &Answer) {
    let html = page.text();
    assert!(html.len() < 20_000, "{} bytes", html.len());
    assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{html}");
    assert!(!html.contains("<script"), "{html}");
    assert_eq!(html.matches("<h1").count(), 1, "{html}");
    assert_eq!(page.headers["content-type"], "text/html;charset=utf-8");
    for field in html.split("<input ").skip(1).chain(html.split("<select ").skip(1)) {
        let tag = field.split('>').next().expect("a tag");
        if tag.contains("type=\"hidden\"") || tag.contains("type=\"submit\"") {
            continue;
        }
        let id = tag.split("id=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
        assert!(html.contains(&format!("<label for=\"{id}\">")), "no label for {id}: {html}");
    }
    assert!(html.matches("autofocus").count() <= 1, "{html}");
}

fn begin(scene: &Scene) -> (Browser, Answer) {
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("", &[])).expect(200);
    decent(&page);
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    decent(&page);
    (browser, page)
}

fn ends(browser: &mut Browser, answer: &Answer) {
    assert_eq!(answer.status, 302, "{}", answer.text());
    let back = location(&browser.get(&location(answer)).expect(302));
    assert!(back.starts_with(CALLBACK) && member(&back, "code").is_some(), "{back}");
}

fn value_of(page: &Answer, start: &str) -> String {
    let html = page.text();
    let found = html.split("name=\"factor\" value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found
        .map(str::to_owned)
        .find(|value| value.contains(start))
        .unwrap_or_else(|| panic!("no {start}: {html}"))
}

/// Where a policy demands a factor, people set one up on the way in: each kind that every org has.
#[test]
fn people_set_up_a_factor_where_a_policy_demands_one() {
    for kind in
        ["question|OKTA", "email|OKTA", "sms|OKTA", "call|OKTA", "token:software:totp|GOOGLE", "push|OKTA"]
    {
        let scene = Scene::new("browser");
        scene.require_factor();
        let (mut browser, page) = begin(&scene);
        let page = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(200);
        decent(&page);
        let page = browser.fill(&page, &[("factor", &value_of(&page, kind))]).expect(200);
        decent(&page);
        match kind.split('|').next().expect("a kind") {
            "question" => {
                let typed = [("question", "first_award"), ("credentials.answer", "x")];
                let page = browser.fill(&page, &typed).expect(200);
                assert!(page.text().contains("at least 4 characters"), "{}", page.text());
                let typed = [("question", "first_award"), ("credentials.answer", "swimming")];
                let answer = browser.fill(&page, &typed);
                ends(&mut browser, &answer);
            }
            "sms" | "call" => {
                let wrong = browser.fill(&page, &[("phoneNumber", "1")]).expect(200);
                assert!(wrong.text().contains("infobox-error"), "{}", wrong.text());
                let page = browser.fill(&wrong, &[("phoneNumber", "+1-555-415-1337")]).expect(200);
                decent(&page);
                let page = browser.fill(&page, &[("credentials.passcode", "wrong")]).expect(200);
                let answer = browser.fill(&page, &[("credentials.passcode", &scene.last_mail().token)]);
                ends(&mut browser, &answer);
            }
            "email" => {
                let answer = browser.fill(&page, &[("credentials.passcode", &scene.last_mail().token)]);
                ends(&mut browser, &answer);
            }
            "push" => {
                let page = browser.fill(&page, &[]).expect(200);
                let factors =
                    scene.client.get(&format!("/api/v1/users/{}/factors", scene.user)).expect(200).json();
                play_push(&scene, factors[0]["id"].as_str().expect("an id"), true);
                let answer = browser.fill(&page, &[]);
                ends(&mut browser, &answer);
            }
            _ => {
                let html = page.text();
                let secret = html
                    .split("shared-secret\">")
                    .nth(1)
                    .and_then(|rest| rest.split('<').next())
                    .expect("a secret");
                let answer = browser.fill(&page, &[("credentials.passcode", &totp(&scene, secret))]);
                ends(&mut browser, &answer);
            }
        }
    }
}

fn totp(scene: &Scene, secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("a secret");
    let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
    totp.generate(scene.client.org.now().as_second().unsigned_abs()).to_string()
}

fn play_push(scene: &Scene, factor: &str, approve: bool) {
    let body = json!({ "factorId": factor, "approve": approve });
    super::scene::send(&scene.client.org, "POST", "http://localhost/_local/push", &[], &body.to_string())
        .expect(200);
}

/// Factors that somebody has: a choice, a code that is sent again, another way, and a push that a test answers.
#[test]
fn people_prove_a_factor_that_they_have() {
    let scene = Scene::new("browser");
    scene.require_factor();
    scene.enroll_email();
    let push = json!({ "factorType": "push", "provider": "OKTA" });
    let path = format!("/api/v1/users/{}/factors", scene.user);
    let push = scene.client.post(&path, &push).expect(200).json()["id"].as_str().expect("an id").to_owned();
    play_push(&scene, &push, true);
    let (mut browser, page) = begin(&scene);
    let choice = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(200);
    decent(&choice);
    for mark in ["data-se=\"okta_email\"", "data-se=\"okta_verify\"", "select-factor"] {
        assert!(choice.text().contains(mark), "{mark}: {}", choice.text());
    }
    let email = browser.fill(&choice, &[("factor", &value_of(&choice, "|email"))]).expect(200);
    decent(&email);
    let first = scene.last_mail().token;
    scene.client.org.advance(31);
    let email = browser.fill(&email, &[("again", "true")]).expect(200);
    assert_ne!(scene.last_mail().token, first);
    let choice = browser.fill(&email, &[("back", "true")]).expect(200);
    let waiting = browser.fill(&choice, &[("factor", &value_of(&choice, "|push"))]).expect(200);
    decent(&waiting);
    let waiting = browser.fill(&waiting, &[]).expect(200);
    assert!(waiting.text().contains("Get a push notification"));
    play_push(&scene, &push, false);
    let refused = browser.fill(&waiting, &[]).expect(200);
    assert!(refused.text().contains("You have chosen to reject this login."), "{}", refused.text());
    let waiting = browser.fill(&refused, &[("again", "true")]).expect(200);
    play_push(&scene, &push, true);
    let answer = browser.fill(&waiting, &[]);
    ends(&mut browser, &answer);
}

/// An expired password is changed on the way in.
#[test]
fn an_expired_password_is_changed() {
    let scene = Scene::new("browser");
    scene
        .client
        .post(&format!("/api/v1/users/{}/lifecycle/expire_password", scene.user), &Value::Null)
        .expect(200);
    let (mut browser, page) = begin(&scene);
    let page = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(200);
    decent(&page);
    let wrong = browser.fill(&page, &[("oldPassword", PASSWORD), ("newPassword", "short")]).expect(200);
    assert!(wrong.text().contains("infobox-error"), "{}", wrong.text());
    let answer = browser.fill(&wrong, &[("oldPassword", PASSWORD), ("newPassword", "Another-Horse-8")]);
    ends(&mut browser, &answer);
}

/// The path of a link in a mail.
fn link(scene: &Scene) -> String {
    scene.last_mail().url.replace("http://localhost", "")
}

/// A forgotten password: the page is the same for everybody, and the link of the mail opens the next one.
#[test]
fn a_forgotten_password_is_recovered_by_mail() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    let page = browser.get("/signin/forgot-password").expect(200);
    decent(&page);
    let unknown = browser.fill(&page, &[("identifier", "nobody@acme.example")]).expect(200).text();
    assert!(scene.client.org.outbox().is_empty());
    let known = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    decent(&known);
    assert_eq!(known.text(), unknown, "nothing tells whether there is such a user");
    let link = link(&scene);
    assert!(link.starts_with("/signin/reset-password/"), "{link}");
    let mut other = scene.browser();
    let page = other.get(&link).expect(200);
    decent(&page);
    let wrong =
        other.fill(&page, &[("newPassword", "Another-Horse-8"), ("confirmPassword", "x")]).expect(200);
    assert!(wrong.text().contains("New passwords must match"));
    let answer = other
        .fill(&wrong, &[("newPassword", "Another-Horse-8"), ("confirmPassword", "Another-Horse-8")])
        .expect(302);
    let home = location(&other.get(&location(&answer)).expect(302));
    assert_eq!(home, "http://localhost/app/UserHome");
    let home = other.get(&home).expect(200);
    decent(&home);
    assert!(home.text().contains("Shop") && home.text().contains("topbar--sign-out"), "{}", home.text());
    assert_eq!(scene.browser().get(&link).status, 400, "the link works once");
    let (mut browser, page) = begin(&scene);
    assert_eq!(
        browser.fill(&page, &[("credentials.passcode", PASSWORD)]).status,
        200,
        "the old one is no good"
    );
    let answer = browser.fill(&page, &[("credentials.passcode", "Another-Horse-8")]);
    ends(&mut browser, &answer);
}

/// With a recovery question, the link alone is not enough.
#[test]
fn a_recovery_question_is_asked() {
    let scene = Scene::new("browser");
    let body =
        json!({ "credentials": { "recovery_question": { "question": "Where?", "answer": "Right here" } } });
    scene.client.post(&format!("/api/v1/users/{}", scene.user), &body).expect(200);
    let mut browser = scene.browser();
    let page = browser.get("/signin/forgot-password").expect(200);
    browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let page = browser.get(&link(&scene)).expect(200);
    decent(&page);
    assert!(page.text().contains("Where?"), "{}", page.text());
    let wrong = browser.fill(&page, &[("credentials.answer", "elsewhere")]).expect(200);
    assert!(wrong.text().contains("did not match our records"), "{}", wrong.text());
    let page = browser.fill(&wrong, &[("credentials.answer", "right HERE")]).expect(200);
    assert!(page.text().contains("Set your password"), "{}", page.text());
}

/// A locked account is unlocked by mail, where the policy lets people do it, and not by opening the link alone.
#[test]
fn a_locked_account_is_unlocked_by_mail() {
    let scene = Scene::new("browser");
    let policies = scene.client.get("/api/v1/policies?type=PASSWORD").expect(200).json();
    let rules = format!("/api/v1/policies/{}/rules", policies[0]["id"].as_str().expect("an id"));
    let mut rule = scene.client.get(&rules).expect(200).json()[0].clone();
    rule["actions"]["selfServiceUnlock"]["access"] = json!("ALLOW");
    scene.client.send("PUT", &format!("{rules}/{}", rule["id"].as_str().expect("an id")), &rule).expect(200);
    let (mut browser, page) = begin(&scene);
    for _ in 0..10 {
        browser.fill(&page, &[("credentials.passcode", "wrong")]);
    }
    assert_eq!(browser.fill(&page, &[("credentials.passcode", PASSWORD)]).status, 200, "locked out");
    let page = browser.get("/signin/unlock").expect(200);
    decent(&page);
    browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let link = link(&scene);
    assert!(link.starts_with("/signin/unlock/"), "{link}");
    let status =
        || scene.client.get(&format!("/api/v1/users/{}", scene.user)).expect(200).json()["status"].clone();
    let page = browser.get(&link).expect(200);
    decent(&page);
    assert_eq!(status(), "LOCKED_OUT", "programs that look into mails open links too");
    browser.fill(&page, &[]).expect(302);
    assert_eq!(status(), "ACTIVE");
}

/// The link of an activation mail opens the page on which the first password is chosen.
#[test]
fn an_activation_link_opens_its_page() {
    for classic in [false, true] {
        let features = Features { identity_engine: !classic, ..Features::default() };
        let scene = Scene::of(
            Client::of(Org::builder().features(features).build().expect("an org")),
            "browser",
            &json!({}),
        );
        let profile = json!({ "firstName": "Bob", "lastName": "Ray", "email": "bob@acme.example", "login": "bob@acme.example" });
        scene.client.post("/api/v1/users", &json!({ "profile": profile })).expect(200);
        let link = link(&scene);
        assert!(link.starts_with(if classic { "/welcome/" } else { "/tokens/" }), "{link}");
        let mut browser = scene.browser();
        let page = browser.get(&link).expect(200);
        decent(&page);
        let answer = browser
            .fill(&page, &[("newPassword", "Another-Horse-8"), ("confirmPassword", "Another-Horse-8")])
            .expect(302);
        let home = browser.get(&location(&answer)).expect(302);
        assert!(location(&home).ends_with("/app/UserHome"));
        let bob = scene.client.get("/api/v1/users/bob@acme.example").expect(200).json();
        assert_eq!(bob["status"], "ACTIVE");
        assert_eq!(scene.browser().get("/tokens/unknownunknownunknow/verify").status, 400);
    }
}

/// An org of Classic Engine asks for both on one page.
#[test]
fn a_classic_org_asks_for_both_on_one_page() {
    let features = Features { identity_engine: false, ..Features::default() };
    let scene = Scene::of(
        Client::of(Org::builder().features(features).build().expect("an org")),
        "browser",
        &json!({}),
    );
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("", &[])).expect(200);
    decent(&page);
    for name in ["name=\"username\"", "name=\"password\"", "okta-signin-submit", "name=\"remember\""] {
        assert!(page.text().contains(name), "{name}");
    }
    let wrong = browser.fill(&page, &[("username", "ann@acme.example"), ("password", "wrong")]).expect(200);
    assert!(wrong.text().contains("Unable to sign in"));
    let answer = browser.fill(&wrong, &[("username", "ann@acme.example"), ("password", PASSWORD)]);
    ends(&mut browser, &answer);
}

/// The names that test guides use.
#[test]
fn the_fields_have_the_names_of_the_guides() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("", &[("login_hint", "ann@acme.example")])).expect(200);
    for name in [
        "name=\"identifier\"",
        "autocomplete=\"username\"",
        "type=\"submit\"",
        "data-type=\"save\"",
        "value=\"ann@acme.example\"",
        "name=\"rememberMe\"",
        "okta-form-title",
        "data-se=\"o-form\"",
    ] {
        assert!(page.text().contains(name), "{name}: {}", page.text());
    }
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    assert!(page.text().contains("name=\"credentials.passcode\""));
    let wrong = browser.fill(&page, &[("credentials.passcode", "wrong")]).expect(200);
    for name in ["okta-form-infobox-error", "data-se=\"callout\"", "role=\"alert\""] {
        assert!(wrong.text().contains(name), "{name}");
    }
    let error = scene.browser().get(&scene.authorize("", &[("client_id", "unknown")])).expect(400);
    decent(&error);
    for text in [
        "400",
        "Bad Request",
        "Your request resulted in an error.",
        "Go to Homepage",
        "Identity Provider: Unknown",
    ] {
        assert!(error.text().contains(text), "{text}");
    }
}

/// The sign-in page of the org, home, and sign-out.
#[test]
fn the_org_has_a_page_of_its_own() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    assert_eq!(location(&browser.get("/").expect(302)), "http://localhost/login/login.htm");
    let page = browser.get("/login/login.htm?fromURI=%2Fapp%2FUserHome").expect(200);
    decent(&page);
    let page = browser.fill(&page, &[("identifier", "ann@acme.example"), ("rememberMe", "true")]).expect(200);
    let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    let home = location(&browser.get(&location(&answer)).expect(302));
    assert_eq!(home, "http://localhost/app/UserHome");
    browser.get(&home).expect(200);
    assert_eq!(browser.cookies.get("ln").map(String::as_str), Some("ann%40acme%2Eexample"));
    let out = browser.get("/login/signout").expect(302);
    let page = browser.get(&location(&out)).expect(200);
    decent(&page);
    assert!(page.text().contains("You have signed out."));
    assert!(!browser.cookies.contains_key("sid"));
    let page = browser.get("/login/login.htm").expect(200);
    assert!(page.text().contains("value=\"ann@acme.example\""), "the name is remembered");
    let text_only = super::scene::send(
        &scene.client.org,
        "GET",
        "http://localhost/login/login.htm",
        &[("accept", "text/html")],
        "",
    );
    assert_eq!(text_only.status, 200, "a browser asks for nothing but pages");
}

/// A session token of primary authentication becomes the session of a browser.
#[test]
fn a_session_token_becomes_a_session() {
    let scene = Scene::new("browser");
    let token = || {
        let body = json!({ "username": "ann@acme.example", "password": PASSWORD });
        scene.client.post("/api/v1/authn", &body).expect(200).json()["sessionToken"]
            .as_str()
            .expect("a token")
            .to_owned()
    };
    let mut browser = scene.browser();
    let answer = browser
        .get(&format!("/login/sessionCookieRedirect?token={}&redirectUrl=%2Fapp%2FUserHome", token()))
        .expect(302);
    assert_eq!(location(&answer), "http://localhost/app/UserHome");
    assert!(browser.cookies.contains_key("DT"), "the device is known again");
    browser.get("/app/UserHome").expect(200);
    let unknown = "/login/sessionCookieRedirect?token=unknown&redirectUrl=%2Fapp%2FUserHome";
    let sign_in = "/login/login.htm?fromURI=%2Fapp%2FUserHome";
    let answer = scene.browser().get(unknown).expect(302);
    assert_eq!(location(&answer), format!("http://localhost{sign_in}"));
    browser.get(unknown).expect(302);
    let onward = browser.get(sign_in).expect(302);
    assert_eq!(location(&onward), "http://localhost/app/UserHome", "who is signed in goes on");
    let mut browser = scene.browser();
    let token = token();
    let answer =
        browser.get(&scene.authorize("", &[("sessionToken", &token), ("prompt", "none")])).expect(302);
    assert!(member(&location(&answer), "code").is_some());
    let again = scene
        .browser()
        .get(&scene.authorize("", &[("sessionToken", &token), ("prompt", "none")]))
        .expect(302);
    assert_eq!(member(&location(&again), "error").as_deref(), Some("login_required"), "once");
}

/// How light a colour is, as the guidelines for accessible pages reckon it.
fn luminance(colour: &str) -> f64 {
    let digits = colour.trim_start_matches('#');
    let wide: String = if digits.len() == 3 {
        digits.chars().flat_map(|one| [one, one]).collect()
    } else {
        digits.to_owned()
    };
    let part = |at: usize| f64::from(u8::from_str_radix(&wide[at..at + 2], 16).expect("a colour")) / 255.0;
    let linear =
        |value: f64| if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(part(0)) + 0.7152 * linear(part(2)) + 0.0722 * linear(part(4))
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What a style says of a selector: the last rule of it that names the property.
fn styled(style: &str, selector: &str, property: &str) -> String {
    let mut found = None;
    for rule in style.split('}') {
        let Some((selectors, body)) = rule.rsplit_once('{') else { continue };
        let selectors = selectors.rsplit('{').next().unwrap_or_default();
        if !selectors.split(',').any(|one| one.trim() == selector) {
            continue;
        }
        for (name, value) in body.split(';').filter_map(|one| one.split_once(':')) {
            if name.trim() == property {
                let colour = value.split_whitespace().find(|word| word.starts_with('#'));
                found = colour.map(str::to_owned).or(found);
            }
        }
    }
    found.unwrap_or_else(|| panic!("{selector} has no {property}: {style}"))
}

/// All texts stand out from what is behind them, by light and in the dark.
#[test]
fn texts_can_be_read_on_what_is_behind_them() {
    assert!((contrast("#000", "#ffffff") - 21.0).abs() < 0.01);
    let scene = Scene::new("browser");
    let page = scene.browser().get(&scene.authorize("", &[])).expect(200).text();
    let style = page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).expect("a style");
    let (light, dark) =
        style.split_once("@media (prefers-color-scheme:dark){").expect("a style for the dark");
    // What the dark does not change is as by light.
    let dark = format!("{light}{dark}");
    for (mode, style) in [("light", light), ("dark", dark.as_str())] {
        let of = |selector: &str, property: &str| styled(style, selector, property);
        let text = of("body", "color");
        let field =
            if mode == "light" { of("main", "background") } else { of("input[type=text]", "background") };
        for (what, front, back, least) in [
            ("text", text.clone(), of("main", "background"), 4.5),
            ("text beside", text.clone(), of("body", "background"), 4.5),
            ("what is typed", text, field.clone(), 4.5),
            ("a link", of("a", "color"), of("main", "background"), 4.5),
            ("a button like a link", of("button.link", "color"), of("main", "background"), 4.5),
            ("a button", of("button", "color"), of("button", "background"), 4.5),
            ("what went wrong", of(".infobox-error", "color"), of("main", "background"), 4.5),
            ("the frame of a field", of("input[type=text]", "border"), of("main", "background"), 3.0),
            ("the focus", of(":focus-visible", "outline"), of("main", "background"), 3.0),
        ] {
            let found = contrast(&front, &back);
            assert!(found >= least, "{what}, {mode}: {front} on {back} is {found:.2}");
        }
    }
}
