//! Links that somebody else may have placed where a command writes.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::shell::{Ran, Shell, finish};

const PEOPLE: &str = "login,email,firstName,lastName\na@acme.example,a@acme.example,Ann,Lee\n";

fn shell() -> Shell {
    let shell = Shell::new();
    std::fs::write(shell.directory.path().join("u.csv"), PEOPLE).unwrap();
    shell
}

/// Where the journal of an import is, as a run shows that cannot go on.
fn journal(shell: &Shell) -> PathBuf {
    let fault = json!({"method": "POST", "path": "/api/v1/users", "status": 401});
    std::fs::write(shell.directory.path().join("fault.json"), fault.to_string()).unwrap();
    shell.ok(&["api", "POST", "/_local/faults", "--input", "fault.json"]);
    assert_ne!(shell.run(&["users", "import", "u.csv", "--yes"]).code, 0);
    shell.ok(&["api", "DELETE", "/_local/faults"]);
    let mut files = std::fs::read_dir(shell.directory.path()).unwrap().map(|entry| entry.unwrap().path());
    let journal = files.find(|path| path.to_string_lossy().ends_with(".oktars-journal")).unwrap();
    std::fs::remove_file(&journal).unwrap();
    journal
}

fn is_left_alone(ran: &Ran, target: &Path, content: Option<&str>) {
    assert_ne!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("symbolic link") || ran.err.contains("not a journal"), "{}", ran.err);
    assert!(ran.err.contains("hint:"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(target).ok().as_deref(), content, "{}", ran.err);
}

#[test]
fn a_journal_is_never_where_a_link_leads() {
    let shell = shell();
    let (journal, target) = (journal(&shell), shell.directory.path().join("important"));
    for content in [Some("\nimportant data\n"), Some("important data\n"), Some(""), None] {
        if let Some(content) = content {
            std::fs::write(&target, content).unwrap();
        }
        symlink(&target, &journal).unwrap();
        let (ran, seen) = shell.seen(|| shell.run(&["users", "import", "u.csv", "--yes"]));
        is_left_alone(&ran, &target, content);
        assert!(seen.iter().all(|request| request.method == "GET"), "nothing was changed");
        std::fs::remove_file(&journal).unwrap();
        if target.exists() {
            // Another name of the same file is not a link, but what it holds is not a journal.
            std::fs::hard_link(&target, &journal).unwrap();
            let ran = shell.run(&["users", "import", "u.csv", "--yes", "--dry-run"]);
            assert_eq!(ran.code, 0, "a dry run has no journal");
            if content != Some("") {
                is_left_alone(&shell.run(&["users", "import", "u.csv", "--yes"]), &target, content);
            }
            std::fs::remove_file(&journal).unwrap();
            std::fs::remove_file(&target).unwrap();
        }
    }
    assert_eq!(shell.run(&["users", "import", "u.csv", "--yes"]).code, 0);
}

/// Every option that names a file to write.
#[test]
fn files_that_are_named_are_not_written_through_links_either() {
    let shell = shell();
    let target = shell.directory.path().join("important");
    let commands: [&[&str]; 13] = [
        &["users", "import", "u.csv", "--yes", "--results", "link"],
        &["users", "import", "u.csv", "--yes", "--plan-out", "link"],
        &["users", "import", "u.csv", "--yes", "--journal", "link"],
        &["users", "export", "link"],
        &["groups", "export", "link"],
        &["groups", "export-members", "link"],
        &["apps", "export-users", "link"],
        &["apps", "export-groups", "link"],
        &["logs", "tail", "--to", "link", "--since", "1d"],
        &["logs", "tail", "--checkpoint", "link", "--since", "1d"],
        &["org", "serve", "--tls", "--ca", "link"],
        &["org", "serve", "--store", "link"],
        &["--org", "local", "--local-store", "link", "users", "list"],
    ];
    for content in [Some(""), None] {
        for command in commands {
            if let Some(content) = content {
                std::fs::write(&target, content).unwrap();
            }
            let link = shell.directory.path().join("link");
            symlink(&target, &link).unwrap();
            let ran = shell.run(command);
            assert!(ran.code == 2 || ran.code == 1, "{command:?}: {}", ran.err);
            is_left_alone(&ran, &target, content);
            std::fs::remove_file(link).unwrap();
            let _ = std::fs::remove_file(&target);
        }
    }
    assert_eq!(
        shell.json(&["users", "list", "--search", "profile.login sw \"a@\"", "-o", "json"]),
        json!([])
    );
    let left: Vec<_> =
        std::fs::read_dir(shell.directory.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["u.csv"], "no part of a file is left");
}

/// What is appended to is mended first, if it ended in the middle of an event.
#[test]
fn a_file_that_is_no_log_is_not_mended() {
    let shell = shell();
    let path = shell.directory.path().join("notes");
    for content in ["important", "first\nlast"] {
        std::fs::write(&path, content).unwrap();
        let ran = shell.run(&["logs", "tail", "--to", "notes", "--since", "1d"]);
        assert!(ran.code == 1 && ran.err.contains("not an event"), "{}", ran.err);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
    }
}

#[test]
fn profiles_and_secrets_are_not_written_through_links() {
    let shell = Shell::new();
    let config = shell.directory.path().join("config");
    let target = shell.directory.path().join("important");
    for name in ["config.toml", "secrets/acme"] {
        std::fs::create_dir_all(config.join("secrets")).unwrap();
        std::fs::write(&target, "# important\n").unwrap();
        symlink(&target, config.join(name)).unwrap();
        let login = ["auth", "login", "acme", "--org-url", &shell.url, "--insecure-storage"];
        let ran = shell.by_profile(shell.org.token(), &login);
        is_left_alone(&ran, &target, Some("# important\n"));
        std::fs::remove_dir_all(&config).unwrap();
    }
}

#[test]
fn devices_pipes_and_what_a_shell_opens_are_written_to() {
    let shell = shell();
    let exported = shell.run(&["users", "export", "/dev/stdout"]);
    assert!(exported.code == 0 && exported.out.contains("\"profile\""), "{}", exported.err);
    let ran = shell.run(&[
        "users",
        "import",
        "u.csv",
        "--yes",
        "--results",
        "/dev/stderr",
        "--plan-out",
        "/dev/null",
    ]);
    assert!(ran.code == 0 && ran.err.contains("\"outcome\":\"created\""), "{}", ran.err);
    assert!(!Path::new("/dev/null").metadata().unwrap().is_file());
    let line = format!(
        "{} users export >(cat > copy); mkfifo pipe; cat pipe > read & {0} users export pipe && wait",
        env!("CARGO_BIN_EXE_oktars")
    );
    let like = shell.command(&[]);
    let mut command = std::process::Command::new("bash");
    command.args(["-c", &line]).current_dir(&shell.directory);
    for (name, value) in like.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    let ran = finish(command, "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let read = std::fs::read_to_string(shell.directory.path().join("read")).unwrap();
    assert!(read.contains("a@acme.example"), "{read}");
    assert!(ran.err.contains("/dev/fd/") && !ran.err.contains("cannot"), "{}", ran.err);
}
