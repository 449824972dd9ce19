//! Commands that send a file as it is: what the file is decides the media type, and a wrong file is refused before
//! anything is sent.

use crate::shell::{Shell, line};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

struct World {
    shell: Shell,
    /// The arguments of each upload before the file, and the path that it is sent to.
    uploads: Vec<(Vec<String>, String)>,
}

impl World {
    fn new() -> World {
        let shell = Shell::new();
        for (name, content) in [
            ("logo.png", PNG),
            ("page.html", b"<html>"),
            ("wrong.pem", CERTIFICATE.as_bytes()),
            ("event.jwt", b"a.b.c\n"),
        ] {
            std::fs::write(shell.directory.path().join(name), content).unwrap();
        }
        let app =
            shell.json(&["apps", "create", "bookmark", "--label", "Wiki", "--url", "https://wiki.example"]);
        let app = app["id"].as_str().unwrap().to_owned();
        let brand = shell.ok(&["brands", "list", "--jq", ".id"]).trim().to_owned();
        let theme = shell.ok(&["brand-themes", "list", &brand, "--jq", ".id"]).trim().to_owned();
        let at_theme = |verb: &str, path: &str| {
            let words = ["brand-themes", verb, &brand, &theme].map(str::to_owned).to_vec();
            (words, format!("POST /api/v1/brands/{brand}/themes/{theme}/{path}"))
        };
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let uploads = vec![
            (words(&["apps", "upload-logo", "Wiki"]), format!("POST /api/v1/apps/{app}/logo")),
            (words(&["org-settings", "upload-logo"]), "POST /api/v1/org/logo".to_owned()),
            at_theme("upload-logo", "logo"),
            at_theme("upload-favicon", "favicon"),
            at_theme("upload-background", "background-image"),
        ];
        World { shell, uploads }
    }

    fn send(&self, words: &[String], file: &str) -> (i32, String, Vec<String>) {
        let arguments: Vec<&str> = words.iter().map(String::as_str).chain([file]).collect();
        let (ran, seen) = self.shell.seen(|| self.shell.run(&arguments));
        (ran.code, ran.err, seen.iter().map(line).collect())
    }
}

#[test]
fn pictures_reach_the_thing_that_they_are_of() {
    let world = World::new();
    for (words, wanted) in &world.uploads {
        let (code, told, seen) = world.send(words, "logo.png");
        assert!(code == 0 && seen.iter().any(|line| line == wanted), "{words:?}: {told} {seen:?}");
        let (code, told, seen) = world.send(words, "page.html");
        assert!(code == 2 && told.contains("page.html is not a picture"), "{words:?}: {told}");
        assert!(!seen.iter().any(|line| line.starts_with("POST")), "{words:?}: {seen:?}");
    }
    let theme = world.shell.ok(&["brand-themes", "list", &world.uploads[2].0[2], "--jq", ".logo"]);
    assert!(theme.contains("fileStoreRecord"), "{theme}");
}

#[test]
fn a_certificate_is_sent_as_one_and_one_of_another_key_is_refused_by_the_org() {
    let world = World::new();
    let request =
        world.shell.json(&["app-csrs", "create", "Wiki", "--set", "subject.commonName=wiki.example"]);
    let words = ["app-csrs", "publish", "Wiki", request["id"].as_str().unwrap()].map(str::to_owned);
    let (code, told, seen) = world.send(&words, "wrong.pem");
    assert!(code == 1 && told.contains("E0000001"), "{code}: {told}");
    assert!(seen.iter().any(|line| line.ends_with("/lifecycle/publish")), "{seen:?}");
    let (code, told, seen) = world.send(&words, "logo.png");
    assert!(code == 2 && told.contains("not a certificate in PEM"), "{told}");
    assert!(!seen.iter().any(|line| line.starts_with("POST")), "{seen:?}");
}

#[test]
fn a_security_event_is_a_signed_token() {
    let world = World::new();
    let words = ["security-event-tokens", "publish"].map(str::to_owned);
    let (code, told, _) = world.send(&words, "event.jwt");
    // The local org does not serve it, and says so.
    assert!(code != 0 && told.contains("501"), "{code}: {told}");
    let (code, told, seen) = world.send(&words, "page.html");
    assert!(code == 2 && told.contains("not a signed token") && seen.is_empty(), "{told} {seen:?}");
}

#[test]
fn a_user_is_replaced_as_a_whole() {
    let shell = Shell::new();
    shell.ok(&[
        "users",
        "create",
        "--login",
        "ann@acme.example",
        "--first-name",
        "Ann",
        "--last-name",
        "Lee",
        "--set",
        "title=Boss",
    ]);
    let body = r#"{"profile": {"login": "ann@acme.example", "email": "ann@acme.example", "firstName": "Ann", "lastName": "Ray"}}"#;
    let ran = shell.run_with(body, &["users", "replace", "ann@acme.example", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let profile = shell.json(&["users", "get", "ann@acme.example"])["profile"].take();
    assert_eq!((profile["lastName"].as_str(), profile["title"].as_str()), (Some("Ray"), None), "{profile}");
}

/// Neither the answer nor the password may stand in the arguments or the output.
#[test]
fn a_forgotten_password_is_replaced_by_who_knows_the_answer() {
    let shell = Shell::new();
    let body = r#"{"profile": {"login": "ann@acme.example", "email": "ann@acme.example", "firstName": "Ann", "lastName": "Lee"},
        "credentials": {"password": {"value": "Old-Secret-Pass-1"}, "recovery_question": {"question": "Who taught you?", "answer": "Miss Teacher"}}}"#;
    assert_eq!(shell.run_with(body, &["users", "create", "--input", "-"]).code, 0);
    for (answer, code) in [("nobody", 1), ("Miss Teacher", 0)] {
        let input = format!("{answer}\nNew-Secret-Pass-2\n");
        let ran = shell.run_with(&input, &["users", "recover-password", "ann@acme.example"]);
        assert_eq!(ran.code, code, "{answer}: {}", ran.err);
        assert!(!ran.out.contains("New-Secret") && !ran.err.contains("New-Secret"), "{}{}", ran.out, ran.err);
    }
    assert_eq!(shell.run_with("only one line\n", &["users", "recover-password", "ann@acme.example"]).code, 2);
}
