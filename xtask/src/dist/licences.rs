//! The licences of all that is in the binary, as their crates bring them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::bill::Crate;

/// How deep below a crate's folder licences stand: those of C libraries stand with their sources.
const DEPTH: usize = 4;

/// The beginnings of the names of files with a licence.
const NAMES: [&str; 6] = ["license", "licence", "copying", "notice", "copyright", "unlicense"];

/// Endings of programs, which may have such a name too.
const CODE: [&str; 5] = ["rs", "c", "h", "py", "sh"];

/// One text with all licences. A text that several crates share stands once.
pub fn text(crates: &[Crate]) -> Result<String, String> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut stated = String::new();
    for one in crates.iter().filter(|one| !one.is_ours) {
        let named = format!("{} {}", one.name, one.version);
        let licence = one.licence.as_deref().unwrap_or("none stated");
        stated.push_str(&format!("{named}: {licence}\n"));
        let mut found = Vec::new();
        collect(&one.folder, DEPTH, &mut found)?;
        for text in found {
            let crates = texts.entry(text).or_default();
            if crates.last() != Some(&named) {
                crates.push(named.clone());
            }
        }
    }
    let mut all =
        format!("oktars contains these crates. Behind each stands the licence that it states.\n\n{stated}");
    for (text, crates) in texts {
        let line = "-".repeat(80);
        all.push_str(&format!("\n{line}\n{}\n{line}\n\n{text}\n", crates.join(", ")));
    }
    Ok(all)
}

fn collect(folder: &Path, depth: usize, found: &mut Vec<String>) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut entries = fs::read_dir(folder).map_err(told)?.collect::<Result<Vec<_>, _>>().map_err(told)?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(told)?;
        if kind.is_dir() && depth > 0 {
            collect(&path, depth - 1, found)?;
        } else if kind.is_file() && is_licence(&path) {
            let content = fs::read(&path).map_err(told)?;
            found.push(String::from_utf8_lossy(&content).replace("\r\n", "\n").trim().to_owned());
        }
    }
    Ok(())
}

fn is_licence(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let is_code = path.extension().is_some_and(|ending| CODE.iter().any(|code| ending == *code));
    !is_code && NAMES.iter().any(|beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_known_by_their_names() {
        let cases = [
            ("LICENSE-MIT", true),
            ("COPYING", true),
            ("licence.txt", true),
            ("NOTICE", true),
            ("license.rs", false),
            ("src/lib.rs", false),
        ];
        for (name, is) in cases {
            assert_eq!(is_licence(Path::new(name)), is, "{name}");
        }
    }
}
