//! Rules of groups over people who are others now: the texts in them become what the people's texts became.

use std::collections::BTreeSet;

use crate::anonymise::words::{Words, parts};

/// The expression with its texts changed, unless all attributes that it names are kept.
pub fn change(expression: &str, keep: &BTreeSet<String>, words: &mut Words) -> String {
    if attributes(expression).iter().all(|name| keep.contains(name)) {
        return expression.to_owned();
    }
    let mut made = String::with_capacity(expression.len());
    for (part, is_text) in texts(expression) {
        if !is_text {
            made.push_str(part);
            continue;
        }
        for (part, is_word) in parts(part) {
            made.push_str(&if is_word && words.knows(part) { words.word(part) } else { part.to_owned() });
        }
    }
    made
}

/// The attributes that an expression names: `user.department`.
fn attributes(expression: &str) -> Vec<String> {
    let outside = texts(expression).into_iter().filter(|(_, is_text)| !is_text);
    let mut found = Vec::new();
    for (part, _) in outside {
        for after in part.split("user.").skip(1) {
            let end = after
                .find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
                .unwrap_or(after.len());
            found.push(after[..end].to_owned());
        }
    }
    found
}

/// What stands between quotes, and what does not. The quotes belong to neither, and go with the code.
fn texts(expression: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let (mut start, mut quote, mut is_escaped) = (0, None, false);
    for (at, letter) in expression.char_indices() {
        match quote {
            None if letter == '"' || letter == '\'' => {
                found.push((&expression[start..=at], false));
                (start, quote) = (at + 1, Some(letter));
            }
            Some(open) if letter == open && !is_escaped => {
                found.push((&expression[start..at], true));
                (start, quote) = (at, None);
            }
            _ => {}
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    found.push((&expression[start..], quote.is_some()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_means_the_same_of_people_who_are_others() {
        let mut words = Words::default();
        ["Sales", "Berlin", "ann@acme.example"].iter().for_each(|text| words.learn(text));
        let keep = BTreeSet::from(["department".to_owned()]);
        let kept = r#"user.department=="Sales" and user.department != 'Berlin'"#;
        assert_eq!(change(kept, &keep, &mut words), kept);
        let sales = words.word("Sales");
        let changed = change(r#"user.title == "Sales" or String.len(user.login) > 3"#, &keep, &mut words);
        assert_eq!(changed, format!(r#"user.title == "{sales}" or String.len(user.login) > 3"#));
        let domain = words.replace("@acme.example");
        let contains = change(r#"String.stringContains(user.login, "@acme.example")"#, &keep, &mut words);
        assert_eq!(contains, format!(r#"String.stringContains(user.login, "{domain}")"#));
        let unknown = r#"user.city == "Nowhere""#;
        assert_eq!(change(unknown, &keep, &mut words), unknown);
        for odd in ["", "\"", "user.", "'\\''", "user.a == \"\\\"Berlin\""] {
            change(odd, &keep, &mut words);
        }
    }
}
