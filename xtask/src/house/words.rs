//! Plain words: phrases that must not come back, and sentences that are too long.

/// Where the phrases stand: the left column of its first table.
const STYLE: &str = "docs/style.md";

/// A sentence in help, a guide, a comment or an error has at most so many words.
const WORDS: usize = 30;

/// Files with longer sentences. This list may only shrink.
const LONG: &[&str] = &[];

/// What is wrong with the words of the committed files.
pub fn check(files: &[(String, String)]) -> Vec<String> {
    let style = files.iter().find(|(path, _)| path == STYLE);
    let Some((_, style)) = style else { return vec![format!("{STYLE} is gone, and so are its phrases")] };
    let phrases = phrases(style);
    if phrases.is_empty() {
        return vec![format!("{STYLE} has no table of phrases")];
    }
    let mut found = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| is_ours(path)) {
        found.extend(refused(path, text, &phrases));
        let long = match path {
            _ if is_prose(path) => too_long(path, text),
            _ if is_code(path) => too_long(path, &comments(text)),
            _ => Vec::new(),
        };
        match LONG.contains(&path.as_str()) {
            false => found.extend(long),
            true if long.is_empty() => {
                found.push(format!("{path}: remove it from LONG of xtask/src/house/words.rs"))
            }
            true => {}
        }
    }
    found
}

fn is_ours(path: &str) -> bool {
    path != STYLE
        && !path.starts_with("xtask/src/house")
        && [".rs", ".md", ".txt"].iter().any(|end| path.ends_with(end))
}

fn is_prose(path: &str) -> bool {
    let guide = path.ends_with(".md") && (path.starts_with("docs/") || !path.contains('/'));
    guide && path != "CHANGELOG.md" || path.starts_with("crates/cli/src/command/help/")
}

fn is_code(path: &str) -> bool {
    path.ends_with(".rs") && path.contains("/src/") && !path.contains("/generated/")
}

/// The comments of a source file, and the texts of its errors, each as a paragraph of its own.
fn comments(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.trim();
        let comment = ["///", "//!", "//"].iter().find_map(|mark| line.strip_prefix(mark));
        comment.or_else(|| line.strip_prefix("#[error(\"")).unwrap_or_default()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The left column of the table of what not to write.
fn phrases(style: &str) -> Vec<String> {
    let rows = style.lines().skip_while(|line| !line.starts_with("| Do not write"));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    rows.filter_map(|row| Some(row.split('|').nth(1)?.trim().to_owned())).collect()
}

/// Phrases are found across line ends too.
fn refused(path: &str, text: &str, phrases: &[String]) -> Vec<String> {
    let flat = flat(text);
    let found = phrases.iter().filter(|phrase| flat.contains(phrase.as_str()));
    found.map(|phrase| format!("{path}: \"{phrase}\"; {STYLE} says what to write")).collect()
}

/// Comment marks and line ends become blanks.
fn flat(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !matches!(*word, "//" | "///" | "//!" | "\\"));
    words.collect::<Vec<_>>().join(" ")
}

fn too_long(path: &str, text: &str) -> Vec<String> {
    let long = sentences(path, text);
    let long = long.into_iter().filter(|sentence| sentence.split_whitespace().count() > WORDS);
    long.map(|sentence| {
        let begin: Vec<&str> = sentence.split_whitespace().take(8).collect();
        format!("{path}: more than {WORDS} words in the sentence \"{} ...\"", begin.join(" "))
    })
    .collect()
}

/// The sentences of a text, without code, tables and headings. A list item is a paragraph of its own.
/// In a help text, code and tables are the lines that are indented.
fn sentences(path: &str, text: &str) -> Vec<String> {
    let is_help = path.ends_with(".txt");
    let mut paragraphs = vec![String::new()];
    let mut in_code = false;
    for line in text.lines() {
        let trimmed = line.trim();
        in_code ^= trimmed.starts_with("```");
        let is_item = ["- ", "* "].iter().any(|mark| trimmed.starts_with(mark))
            || trimmed.split_once(". ").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
        let is_table = trimmed.starts_with(['|', '#', '<', '!']) || is_help && line.starts_with("  ");
        let is_prose = !in_code && !trimmed.starts_with("```") && !is_table;
        if trimmed.is_empty() || is_item || !is_prose {
            paragraphs.push(String::new());
        }
        if let (true, Some(paragraph)) = (is_prose, paragraphs.last_mut()) {
            paragraph.push_str(trimmed);
            paragraph.push(' ');
        }
    }
    paragraphs.iter().flat_map(|paragraph| split(paragraph)).collect()
}

fn split(paragraph: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for word in paragraph.split_whitespace() {
        if let Some(sentence) = found.last_mut() {
            sentence.push_str(word);
            sentence.push(' ');
        }
        if word.trim_end_matches(['"', '`', ')', '*', '_']).ends_with(['.', '?', '!']) {
            found.push(String::new());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_across_line_ends() {
        let phrases = phrases(
            "text\n| Do not write | Write |\n|---|---|\n| say whom | name the users |\n\n| other | x |",
        );
        assert_eq!(phrases, ["say whom"]);
        for text in ["/// columns say\n/// whom they", "\"say whom\"", "say \\\n    whom"] {
            assert_eq!(refused("a.rs", text, &phrases).len(), 1, "{text}");
        }
        assert!(refused("a.rs", "they say who", &phrases).is_empty());
    }

    #[test]
    fn a_long_sentence_is_found_and_what_is_no_sentence_is_not() {
        let words = |count: usize| vec!["word"; count].join(" ");
        let cases = [
            (format!("{}.", words(31)), 1),
            (format!("{}. {}.", words(30), words(30)), 0),
            (format!("{}\n{}.", words(20), words(20)), 1),
            (format!("- {}\n- {}", words(20), words(20)), 0),
            (format!("```\n{}\n```", words(40)), 0),
            (format!("| {} |", words(40)), 0),
            (format!("{}\n\n{}", words(20), words(20)), 0),
            (format!("`code` {}.", words(30)), 1),
            (format!("{}\n  {}.", words(20), words(20)), 1),
        ];
        for (text, count) in cases {
            assert_eq!(too_long("docs/a.md", &text).len(), count, "{text}");
        }
    }

    #[test]
    fn comments_are_read_as_prose_and_code_is_not() {
        let words = |count: usize| vec!["word"; count].join(" ");
        let cases = [
            (format!("/// {}\n/// {}\nlet x = 1;", words(20), words(20)), 1),
            (format!("/// {}\nlet x = 1;\n/// {}", words(20), words(20)), 0),
            (format!("#[error(\"{}\")]", words(31)), 1),
            (format!("// {}", words(31)), 1),
            (format!("let x = \"{}\";", words(31)), 0),
        ];
        for (text, count) in cases {
            assert_eq!(too_long("crates/a/src/b.rs", &comments(&text)).len(), count, "{text}");
        }
    }

    #[test]
    fn an_indented_line_of_a_help_text_is_no_sentence() {
        let line = "  OKTARS_ORG    the profile that the command takes, or `local` for the org here";
        let table = format!("The variables\n\n{line}\n{line}\n{line}\n");
        assert!(too_long("crates/cli/src/command/help/environment.txt", &table).is_empty());
        assert_eq!(too_long("docs/environment.md", &table).len(), 1, "only in help texts");
    }
}
