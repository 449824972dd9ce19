//! Files of local orgs that were changed by something else: what is damaged is told, and never served.

use std::path::Path;

use bytes::Bytes;
use oktars_local::{OpenError, Org, check};
use serde_json::{Value, json};

const LOGIN: &str = "somebody.with.a.long.login@acme.example";

fn post(org: &Org, path: &str, body: &Value) -> u16 {
    let request = http::Request::post(format!("http://localhost{path}"));
    let request = request.header("authorization", format!("SSWS {}", org.token()));
    org.handle(request.body(Bytes::from(body.to_string())).unwrap()).status().as_u16()
}

fn filled(path: &Path) {
    let org = Org::builder().file(path).build().unwrap();
    let profile = json!({ "firstName": "A", "lastName": "B", "email": LOGIN, "login": LOGIN });
    assert_eq!(post(&org, "/api/v1/users", &json!({ "profile": profile })), 200);
    for number in 0..50 {
        let group = json!({ "profile": { "name": format!("Group {number}") } });
        assert_eq!(post(&org, "/api/v1/groups", &group), 200);
    }
}

/// Where a text stands in a file.
fn places(bytes: &[u8], text: &str) -> Vec<usize> {
    let text = text.as_bytes();
    (0..bytes.len() - text.len()).filter(|at| &bytes[*at..*at + text.len()] == text).collect()
}

fn is_told(result: Result<impl Sized, OpenError>) -> bool {
    match result {
        Ok(_) => false,
        Err(error) => {
            let told = error.to_string();
            assert!(told.contains("org.redb"), "{told}");
            matches!(error, OpenError::Damaged { .. } | OpenError::Unreadable { .. })
        }
    }
}

/// Pages that a commit left behind still hold the text, and nobody reads them. Of those that are read, no
/// changed bit stays unseen.
#[test]
fn a_changed_bit_in_a_document_is_found() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("org.redb");
    filled(&path);
    let found = check(&path).unwrap();
    assert!(found.documents > 50 && found.damaged == 0 && found.damage.is_empty(), "{found:?}");
    let whole = std::fs::read(&path).unwrap();
    let places = places(&whole, LOGIN);
    assert!(places.len() > 1, "the login stands in the document");
    let mut in_use = 0;
    for place in places {
        let mut told = Vec::new();
        for at in [place, place + LOGIN.len() / 2, place + LOGIN.len() - 1] {
            for bit in [0, 1, 7] {
                let mut bytes = whole.clone();
                bytes[at] ^= 1 << bit;
                std::fs::write(&path, &bytes).unwrap();
                told.push(is_told(check(&path)));
                std::fs::write(&path, &bytes).unwrap();
                told.push(is_told(Org::builder().file(&path).build()));
            }
        }
        assert!(told.iter().all(|one| *one == told[0]), "at {place}: {told:?}");
        in_use += usize::from(told[0]);
    }
    assert!(in_use > 0, "the document that is served is among them");
}

fn opened(path: &Path) -> Result<(), OpenError> {
    Org::builder().file(path).build().map(drop)
}

fn checked(path: &Path) -> Result<(), OpenError> {
    check(path).map(drop)
}

/// A store that was cut off is never taken for a new one.
#[test]
fn what_was_cut_off_is_no_new_org() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("org.redb");
    filled(&path);
    let whole = std::fs::read(&path).unwrap();
    for length in [0, 1, 100, 4096, whole.len() / 2, whole.len() - 1] {
        for open in [opened, checked] {
            std::fs::write(&path, &whole[..length]).unwrap();
            let error = open(&path).expect_err(&format!("{length} bytes are taken for a store"));
            assert_eq!(matches!(error, OpenError::Empty(_)), length == 0, "{length}: {error}");
            assert!(error.to_string().contains("org.redb"), "{error}");
        }
    }
    std::fs::write(&path, "").unwrap();
    let error = Org::builder().file(&path).build().unwrap_err().to_string();
    assert!(error.contains("remove the file first"), "what to do: {error}");
    std::fs::remove_file(&path).unwrap();
    filled(&path);
}

#[test]
fn files_of_others_are_refused_and_left_as_they_are() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("org.redb");
    for text in ["\0".repeat(10_000), "{}".to_owned(), "SQLite format 3\0".to_owned(), "x".repeat(5_000)] {
        std::fs::write(&path, &text).unwrap();
        assert!(is_told(Org::builder().file(&path).build()));
        assert!(is_told(check(&path)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    assert!(Org::builder().file(directory.path()).build().is_err());
    assert!(check(&directory.path().join("none")).is_err());
    assert!(!directory.path().join("none").exists(), "a check makes no store");
}

#[test]
fn a_new_store_is_private_and_alone_in_its_directory() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("org.redb");
    let org = Org::builder().file(&path).build().unwrap();
    let names: Vec<_> =
        std::fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["org.redb"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(matches!(check(&path), Err(OpenError::InUse(_))), "a store in use is not checked");
    drop(org);
    assert_eq!(check(&path).unwrap().damaged, 0);
}
