//! The head of a check: comments before the SQL, each of them a key and a text.

use super::{Check, Question, Severity, Stig};
use crate::kinds::kind;

/// The keys, and whether a check needs them.
const KEYS: [(&str, bool); 10] = [
    ("title", true),
    ("severity", true),
    ("why", true),
    ("fix", true),
    ("stig", false),
    ("reads", false),
    ("applies", false),
    ("known", false),
    ("unknown", false),
    ("manual", false),
];
/// The log, which is read in another way than the kinds are.
const LOG: &str = "log";

pub(super) fn parse(name: &str, text: &str) -> Result<Check, String> {
    let (entries, sql) = entries(text)?;
    let of = |key: &str| entries.iter().find(|(known, _)| known == key).map(|(_, text)| text.clone());
    if let Some((key, _)) = KEYS.iter().find(|(key, is_needed)| *is_needed && of(key).is_none()) {
        return Err(format!("its head lacks `-- {key}: ...`"));
    }
    let needed = |key: &str| of(key).unwrap_or_default();
    let severity = needed("severity");
    let severity = Severity::named(&severity).ok_or("its severity is not one of low, medium and high")?;
    let is_manual = of("manual").is_some_and(|text| text == "yes");
    let question = match (is_manual, sql.is_empty()) {
        (true, true) => Question::Manual,
        (false, false) => Question::Sql(sql),
        (true, false) => return Err("it is manual, but it has SQL".to_owned()),
        (false, true) => return Err("there is no SQL behind its head".to_owned()),
    };
    let known = match (of("known"), of("unknown")) {
        (Some(sql), Some(why)) => Some((sql, why)),
        (None, None) => None,
        _ => return Err("`known` is SQL, and `unknown` says what it means if that gives no row".to_owned()),
    };
    Ok(Check {
        name: name.to_owned(),
        title: needed("title"),
        severity,
        stig: of("stig").map(|text| stig(&text)).transpose()?,
        why: needed("why"),
        fix: needed("fix"),
        reads: reads(&of("reads").unwrap_or_default())?,
        applies: of("applies"),
        known,
        question,
    })
}

/// The keys with their texts, and what stands behind them.
fn entries(text: &str) -> Result<(Vec<(String, String)>, String), String> {
    let mut entries: Vec<(String, String)> = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((number, line)) = lines.next_if(|(_, line)| line.starts_with("--")) {
        let line = line.trim_start_matches('-');
        if line.starts_with("   ") {
            let (_, text) = entries.last_mut().ok_or("its first line is the rest of another one")?;
            text.push(' ');
            text.push_str(line.trim());
            continue;
        }
        let (key, text) =
            line.split_once(':').ok_or(format!("line {} is not of the form `-- key: text`", number + 1))?;
        let key = key.trim().to_owned();
        if !KEYS.iter().any(|(known, _)| *known == key) {
            let all = KEYS.map(|(key, _)| key).join(", ");
            return Err(format!("line {}: there is no key {key:?}; there are {all}", number + 1));
        }
        if entries.iter().any(|(known, _)| *known == key) {
            return Err(format!("line {}: {key} is there twice", number + 1));
        }
        entries.push((key, text.trim().to_owned()));
    }
    let sql: Vec<&str> = lines.map(|(_, line)| line).collect();
    Ok((entries, sql.join("\n").trim().to_owned()))
}

/// `OKTA-APP-000020 V-273186 SV-273186r1098825_rule CCI-000057 CCI-001133`.
fn stig(text: &str) -> Result<Stig, String> {
    let mut words = text.split_whitespace().map(str::to_owned);
    let (version, group, rule) = (words.next(), words.next(), words.next());
    let (Some(version), Some(group), Some(rule)) = (version, group, rule) else {
        return Err("`stig` names a rule as OKTA-APP-000020 V-273186 SV-273186r1098825_rule".to_owned());
    };
    Ok(Stig { version, group, rule, controls: words.collect() })
}

fn reads(text: &str) -> Result<Vec<&'static str>, String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| match kind(name) {
            Some(kind) => Ok(kind.name),
            None if name == LOG => Ok(LOG),
            None => Err(format!("it reads {name}, and there is no such table")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "-- title: A\n-- severity: low\n-- why: B\n--   and C\n-- fix: D\n";

    #[test]
    fn a_head_is_read_and_its_texts_go_on_over_lines() {
        let text = format!("{HEAD}-- reads: users, log\n\nselect 1 -- why: not\nfrom users;\n");
        let check = parse("mine", &text).unwrap();
        assert_eq!((check.name.as_str(), check.title.as_str(), check.why.as_str()), ("mine", "A", "B and C"));
        assert_eq!(check.reads, ["users", "log"]);
        assert_eq!(check.sql(), Some("select 1 -- why: not\nfrom users;"));
    }

    #[test]
    fn what_is_wrong_with_a_head_is_told() {
        let cases = [
            ("select 1".to_owned(), "lacks `-- title"),
            (HEAD.to_owned(), "no SQL"),
            (format!("{HEAD}-- manual: yes\nselect 1"), "but it has SQL"),
            (format!("{HEAD}-- colour: red\nselect 1"), "line 6: there is no key \"colour\""),
            (format!("{HEAD}-- why: again\nselect 1"), "why is there twice"),
            (format!("{HEAD}-- reads: user\nselect 1"), "reads user"),
            (format!("{HEAD}-- stig: V-1\nselect 1"), "`stig` names a rule"),
            (format!("{HEAD}-- known: select 1\nselect 1"), "`unknown` says"),
            (HEAD.replace("low", "lowish") + "select 1", "low, medium and high"),
            ("--   and more\n".to_owned(), "the rest of another"),
            ("-- words\n".to_owned(), "line 1 is no"),
        ];
        for (text, told) in cases {
            let error = parse("mine", &text).unwrap_err();
            assert!(error.contains(told), "{text}: {error}");
        }
    }
}
