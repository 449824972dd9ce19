//! The guides `docs/cli.md`, `docs/mirror.md`, `docs/checks.md`, `docs/review.md`, `docs/rehearsal.md`,
//! `docs/provisioning.md` and `docs/assistants.md`: every command in them is run, in its order, and what they say is
//! printed is printed.

use std::path::Path;
use std::process::Command;

const GUIDE: &str = include_str!("../../../../docs/cli.md");
const REVIEW: &str = include_str!("../../../../docs/review.md");
const MIRROR: &str = include_str!("../../../../docs/mirror.md");
const REHEARSAL: &str = include_str!("../../../../docs/rehearsal.md");
const PROVISIONING: &str = include_str!("../../../../docs/provisioning.md");
const CHECKS: &str = include_str!("../../../../docs/checks.md");
const ASSISTANTS: &str = include_str!("../../../../docs/assistants.md");

/// What stands between two fences.
#[derive(Debug)]
struct Block<'a> {
    /// What stands behind the fence: `sh`, `text`, `yaml`, or `csv` and the name of a file.
    kind: &'a str,
    text: String,
}

fn blocks(guide: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else { continue };
        let text = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
        blocks.push(Block { kind, text });
    }
    blocks
}

/// Runs a block as a shell would, and gives what it printed on stdout.
fn run(script: &str, directory: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_oktars")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::env::join_paths([binary.to_owned()].into_iter().chain(std::env::split_paths(&path)));
    let output = Command::new("sh")
        .args(["-e", "-c", script])
        .current_dir(directory)
        .env_clear()
        .env("PATH", paths.unwrap())
        .env("HOME", directory)
        .env("XDG_DATA_HOME", directory)
        .env("OKTARS_CONFIG_DIR", directory.join("config"))
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    // An invalid file is a part of the story.
    let ends_well = output.status.success() || printed.starts_with("! invalid");
    assert!(ends_well, "{script}\n{printed}{errors}");
    printed
}

#[cfg(unix)]
#[test]
fn every_command_of_the_guide_works() {
    every_command_works(GUIDE, 30);
}

/// The page of the mirror; where there is no sqlite3, the command itself asks.
#[cfg(unix)]
#[test]
fn every_command_of_the_page_of_the_mirror_works() {
    let has_sqlite = Command::new("sqlite3").arg("--version").output().is_ok();
    let page =
        if has_sqlite { MIRROR.to_owned() } else { MIRROR.replace("sqlite3 acme", "oktars mirror sql acme") };
    every_command_works(&page, 20);
}

#[cfg(unix)]
#[test]
fn every_command_of_the_page_of_the_checks_works() {
    every_command_works(CHECKS, 10);
}

/// What the rehearsal shows is what the org does afterwards: the page compares the two at its end.
#[cfg(unix)]
#[test]
fn every_command_of_the_page_of_the_rehearsal_works() {
    every_command_works(REHEARSAL, 18);
}

#[cfg(unix)]
#[test]
fn every_command_of_the_page_of_reviews_works() {
    every_command_works(REVIEW, 12);
}

/// The page of provisioning has a server of its own, in Python; where there is none, nobody can run it.
#[cfg(unix)]
#[test]
fn every_command_of_the_page_of_provisioning_works() {
    if Command::new("python3").arg("--version").output().is_ok() {
        every_command_works(PROVISIONING, 15);
    }
}

/// Ends the servers that a page started, whatever becomes of the page.
#[cfg(unix)]
struct Servers<'a>(&'a Path);

#[cfg(unix)]
impl Drop for Servers<'_> {
    fn drop(&mut self) {
        for name in ["org.pid", "server.pid"] {
            if let Ok(pid) = std::fs::read_to_string(self.0.join(name)) {
                let _ = Command::new("kill").arg(pid.trim()).output();
            }
        }
    }
}

/// The page of assistants, with the command line in the settings of one.
#[cfg(unix)]
#[test]
fn every_command_of_the_page_of_assistants_works() {
    every_command_works(ASSISTANTS, 3);
}

/// Fills in a workbook what the lines say: part of a row, a decision, a comment.
fn decide(path: &Path, lines: &str) {
    let decisions: Vec<Vec<&str>> = lines.lines().map(|line| line.splitn(3, ',').collect()).collect();
    let decisions: Vec<_> = decisions.iter().map(|parts| (parts[0], parts[1], parts[2])).collect();
    crate::review::decide(path, &decisions);
}

#[cfg(unix)]
fn every_command_works(guide: &str, least: usize) {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let _servers = Servers(directory);
    let (mut exports, mut printed, mut commands) = (String::new(), String::new(), 0);
    for Block { kind, text } in blocks(guide) {
        match kind.split_once(' ').unwrap_or((kind, "")) {
            ("sh", "") => {
                commands += text.matches("oktars ").count();
                printed = run(&format!("{exports}{text}"), directory);
                exports.extend(
                    text.lines().filter(|line| line.starts_with("export ")).map(|l| format!("{l}\n")),
                );
            }
            ("text", "") => assert_eq!(printed, text, "what the guide says is printed"),
            // The steps of a job, whose last command may find what fails.
            ("yaml", "") => {
                for step in text.lines().filter_map(|line| line.trim().strip_prefix("- run: ")) {
                    commands += 1;
                    run(&format!("{exports}{step} || [ $? = 10 ]"), directory);
                }
            }
            // The settings of an assistant, which name a command and its arguments.
            ("json", "") => {
                let settings: serde_json::Value = serde_json::from_str(&text).unwrap();
                let server = &settings["mcpServers"]["okta"];
                let words = server["args"].as_array().unwrap().iter().map(|word| word.as_str().unwrap());
                let words: Vec<&str> = words.collect();
                assert_eq!(server["command"], "oktars");
                commands += 1;
                assert!(run(&format!("oktars {} --help", words.join(" ")), directory).contains("assistant"));
            }
            ("decisions", name) => decide(&directory.join(name), &text),
            ("csv" | "toml", name) => std::fs::write(directory.join(name), text).unwrap(),
            _ => panic!("nobody runs a block of {kind:?}"),
        }
    }
    assert!(commands >= least, "the guide has its commands: {commands}");
}
