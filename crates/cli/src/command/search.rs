//! Expressions of `--search` and `--filter`: times that are written as `90d`, and what is wrong with an expression
//! that Okta refuses.

use super::time::{instant, text as okta_time};

/// A part of an expression.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Token<'a> {
    start: usize,
    text: &'a str,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Word,
    /// A text in double quotes.
    Text,
    /// A text in other quotes, or one that does not end.
    Misquoted,
    /// `(`, `)`, `[` or `]`.
    Bracket,
    /// What programming languages compare with: `==`, `&&`.
    Sign,
}

const OPERATORS: [&str; 9] = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

/// What stands for an operator elsewhere, and what Okta has for it.
const FOREIGN: [(&str, &str); 23] = [
    ("=", "eq"),
    ("==", "eq"),
    ("===", "eq"),
    ("is", "eq"),
    ("equals", "eq"),
    (":", "eq"),
    ("!=", "ne"),
    ("<>", "ne"),
    ("!==", "ne"),
    (">", "gt"),
    ("gte", "ge"),
    (">=", "ge"),
    ("<", "lt"),
    ("lte", "le"),
    ("<=", "le"),
    ("contains", "co"),
    ("like", "co"),
    ("has", "co"),
    ("matches", "co"),
    ("startswith", "sw"),
    ("starts", "sw"),
    ("endswith", "ew"),
    ("exists", "pr"),
];

/// What an endpoint takes in an expression.
pub struct Rules<'a> {
    /// What errors call the parameter: `--search`.
    pub option: &'static str,
    /// Attributes of the object itself.
    pub own: &'a [&'a str],
    /// Whether those are objects, whose members are not listed here.
    pub nested: bool,
    /// Attributes of its profile; empty where they are not known.
    pub profile: &'a [String],
    pub operators: &'static [&'static str],
    /// The attributes that `co` may be used with; empty where that is any.
    pub with_co: &'static [&'static str],
    pub not: bool,
}

/// The expression with times that are written without quotes, `90d` or `2026-01-31`, as Okta takes them.
///
/// Okta refuses such a word behind an operator, so no expression that works changes its meaning.
pub fn with_times(expression: &str) -> String {
    let tokens = tokens(expression);
    let mut written = String::new();
    let mut end = 0;
    for pair in tokens.windows(2) {
        let (operator, value) = (pair[0], pair[1]);
        let compares = operator.kind == Kind::Word && is_operator(operator.text);
        if let Some(time) = (compares && value.kind == Kind::Word).then(|| time(value.text)).flatten() {
            written.push_str(&expression[end..value.start]);
            written.push_str(&format!("\"{time}\""));
            end = value.start + value.text.len();
        }
    }
    written.push_str(&expression[end..]);
    written
}

/// The same as what clap calls.
#[expect(clippy::unnecessary_wraps, reason = "clap asks for a result")]
pub fn expression(text: &str) -> Result<String, String> {
    Ok(with_times(text))
}

/// A time as Okta writes it. A number is not a time, although it could be read as a date.
fn time(word: &str) -> Option<String> {
    let begins = word.starts_with(|c: char| c.is_ascii_digit());
    if !begins || word.parse::<f64>().is_ok() {
        return None;
    }
    instant(word).ok().map(okta_time)
}

fn is_operator(word: &str) -> bool {
    OPERATORS.iter().any(|operator| operator.eq_ignore_ascii_case(word))
}

fn is_connective(word: &str) -> bool {
    ["and", "or"].iter().any(|connective| connective.eq_ignore_ascii_case(word))
}

/// What is wrong with an expression that Okta refused, as far as can be told.
pub fn fault(expression: &str, rules: &Rules<'_>) -> Option<String> {
    let tokens = tokens(expression);
    misquoted(&tokens)
        .or_else(|| foreign_sign(&tokens, rules))
        .or_else(|| unsupported_not(&tokens, rules))
        .or_else(|| unbalanced(&tokens))
        .or_else(|| comparisons(&tokens, rules))
}

fn misquoted(tokens: &[Token<'_>]) -> Option<String> {
    let wrong = tokens.iter().find(|token| token.kind == Kind::Misquoted)?;
    let inner = wrong.text.trim_matches(QUOTES);
    Some(match wrong.text.starts_with('"') {
        true => format!("the text {} is not closed: put a double quote behind it", wrong.text),
        false => format!("{} must stand in double quotes: \"{inner}\"", wrong.text),
    })
}

/// An operator of another language.
fn foreign_sign(tokens: &[Token<'_>], rules: &Rules<'_>) -> Option<String> {
    let sign = tokens.iter().find(|token| token.kind == Kind::Sign)?.text;
    Some(match sign {
        "&&" | "&" => format!("Okta has no {sign}: write `and`"),
        "||" | "|" => format!("Okta has no {sign}: write `or`"),
        "!" => negation(rules),
        _ => no_operator(sign, rules),
    })
}

fn no_operator(found: &str, rules: &Rules<'_>) -> String {
    let plain = found.to_lowercase();
    let meant = FOREIGN.iter().find(|(foreign, _)| *foreign == plain).map(|(_, operator)| *operator);
    match meant.or_else(|| closest(&plain, rules.operators.iter().copied())) {
        Some("ne") if !rules.operators.contains(&"ne") => unequal(found, rules),
        Some(operator) if operator == "pr" || rules.operators.contains(&operator) => {
            format!("Okta has no operator {found}: write `{operator}`")
        }
        _ => format!(
            "Okta has no operator {found} here: {} takes {}",
            rules.option,
            rules.operators.join(", ")
        ),
    }
}

fn unequal(found: &str, rules: &Rules<'_>) -> String {
    format!(
        "{} has no operator {found}; two comparisons say the same: (status lt \"STAGED\" or status gt \"STAGED\")",
        rules.option
    )
}

fn negation(rules: &Rules<'_>) -> String {
    if rules.not {
        return "write `not` with the expression in parentheses: not (status eq \"ACTIVE\")".to_owned();
    }
    format!("{} has no `not`: write what you want to find, or filter the results with --jq", rules.option)
}

fn unsupported_not(tokens: &[Token<'_>], rules: &Rules<'_>) -> Option<String> {
    let at =
        tokens.iter().position(|token| token.kind == Kind::Word && token.text.eq_ignore_ascii_case("not"))?;
    if rules.not && tokens.get(at + 1).is_some_and(|next| next.text == "(") {
        return None;
    }
    let about_sign_in = tokens.iter().any(|token| token.text == "lastLogin");
    let more = if about_sign_in {
        "; `oktars users list --inactive-for 90d` finds people who never signed in"
    } else {
        ""
    };
    Some(format!("{}{more}", negation(rules)))
}

fn unbalanced(tokens: &[Token<'_>]) -> Option<String> {
    let count =
        |text: &str| tokens.iter().filter(|token| token.kind == Kind::Bracket && token.text == text).count();
    match (count("("), count(")")) {
        (open, closed) if open > closed => Some("a closing parenthesis is missing".to_owned()),
        (open, closed) if open < closed => Some("an opening parenthesis is missing".to_owned()),
        _ => None,
    }
}

/// Goes through the comparisons from left to right.
fn comparisons(tokens: &[Token<'_>], rules: &Rules<'_>) -> Option<String> {
    let parts: Vec<Token<'_>> = tokens.iter().copied().filter(|token| token.kind != Kind::Bracket).collect();
    let mut rest = &parts[..];
    loop {
        let (attribute, after) = rest.split_first()?;
        if is_connective(attribute.text) {
            return Some(format!("a comparison is missing beside `{}`", attribute.text));
        }
        if rules.not && attribute.text.eq_ignore_ascii_case("not") {
            rest = after;
            continue;
        }
        if let Some(fault) = attribute_fault(attribute, rules) {
            return Some(fault);
        }
        let Some((operator, after)) = after.split_first() else {
            return Some(format!("an operator is missing behind {}, such as eq or pr", attribute.text));
        };
        let (fault, after) = match operator.text.eq_ignore_ascii_case("pr") {
            true => (None, after),
            false => {
                (value_fault(attribute, operator, after.first(), rules), after.get(1..).unwrap_or_default())
            }
        };
        if fault.is_some() {
            return fault;
        }
        match after.split_first() {
            None => return None,
            Some((next, [])) if is_connective(next.text) => {
                return Some(format!("a comparison is missing behind `{}`", next.text));
            }
            Some((next, after)) if is_connective(next.text) => rest = after,
            Some((next, _)) => {
                return Some(format!(
                    "`and` or `or` is missing before {}; a text of several words stands in double quotes",
                    next.text
                ));
            }
        }
    }
}

fn attribute_fault(attribute: &Token<'_>, rules: &Rules<'_>) -> Option<String> {
    let name = attribute.text;
    if attribute.kind != Kind::Word {
        return Some(format!("an attribute stands without quotes: {}", name.trim_matches('"')));
    }
    if is_operator(name) {
        return Some(format!("an attribute is missing before `{name}`"));
    }
    let first = name.split('.').next().unwrap_or(name);
    let is_own = rules.own.contains(if rules.nested { &first } else { &name });
    match name.strip_prefix("profile.") {
        _ if is_own || rules.own.is_empty() => None,
        Some(inner) if rules.profile.iter().any(|known| known == inner) => None,
        Some(_) if rules.profile.is_empty() && !rules.own.iter().any(|own| own.starts_with("profile.")) => {
            None
        }
        _ if rules.nested => Some(unknown_attribute(first, rules)),
        _ => Some(unknown_attribute(name, rules)),
    }
}

fn unknown_attribute(name: &str, rules: &Rules<'_>) -> String {
    let is_in_profile = |known: &&String| known.eq_ignore_ascii_case(name);
    if let Some(known) = rules.profile.iter().find(is_in_profile) {
        return format!("there is no attribute {name} outside of the profile: write profile.{known}");
    }
    let profile = rules.profile.iter().map(|known| format!("profile.{known}"));
    let all: Vec<String> = rules.own.iter().map(|own| (*own).to_owned()).chain(profile).collect();
    let with_profile = format!("profile.{name}");
    let similar = closest(name, all.iter().map(String::as_str))
        .or_else(|| closest(&with_profile, all.iter().map(String::as_str)));
    match similar {
        Some(similar) => format!("{} knows no attribute {name}: did you mean {similar}?", rules.option),
        None if rules.profile.is_empty() => {
            format!("{} knows no attribute {name}; it takes {}", rules.option, rules.own.join(", "))
        }
        None => format!("the org has no attribute {name}; `oktars schemas get` lists the attributes"),
    }
}

fn value_fault(
    attribute: &Token<'_>,
    operator: &Token<'_>,
    value: Option<&Token<'_>>,
    rules: &Rules<'_>,
) -> Option<String> {
    let plain = operator.text.to_lowercase();
    if operator.kind != Kind::Word || !is_operator(&plain) {
        return Some(no_operator(operator.text, rules));
    }
    if plain == "ne" && !rules.operators.contains(&"ne") {
        return Some(unequal("ne", rules));
    }
    if !rules.operators.contains(&plain.as_str()) {
        let takes = rules.operators.join(", ");
        return Some(format!("{} has no operator {plain}: it takes {takes}", rules.option));
    }
    if plain == "co" && !rules.with_co.is_empty() && !rules.with_co.contains(&attribute.text) {
        let takes = rules.with_co.join(", ");
        return Some(format!("co works with {takes} only; sw finds how {} begins", attribute.text));
    }
    let Some(value) = value else { return Some(format!("a value is missing behind `{}`", operator.text)) };
    if value.kind == Kind::Text {
        let inner = value.text.trim_matches('"');
        return time(inner)
            .filter(|_| is_date(attribute.text) && !inner.contains('T'))
            .map(|_| format!("a time stands without quotes: {} {} {inner}", attribute.text, operator.text));
    }
    let is_literal = matches!(value.text, "true" | "false" | "null");
    let is_number = value.text.parse::<f64>().is_ok();
    if is_date(attribute.text) && time(value.text).is_none() {
        return Some(format!("{} is not a time: write 90d for 90 days ago, or 2026-01-31", value.text));
    }
    let must_be_text = !is_literal && (!is_number || rules.own.contains(&attribute.text));
    (must_be_text || is_number && attribute.text.starts_with("profile.")).then(|| {
        format!("a text stands in double quotes: {} {} \"{}\"", attribute.text, operator.text, value.text)
    })
}

fn is_date(attribute: &str) -> bool {
    const DATES: [&str; 9] = [
        "created",
        "activated",
        "statusChanged",
        "lastLogin",
        "lastUpdated",
        "lastMembershipUpdated",
        "passwordChanged",
        "published",
        "lastVerified",
    ];
    DATES.contains(&attribute)
}

/// The name that is written most like another, if it is much alike.
pub fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = name.to_lowercase();
    let alike = |other: &&str| strsim::normalized_damerau_levenshtein(&other.to_lowercase(), &plain);
    known.max_by(|a, b| alike(a).total_cmp(&alike(b))).filter(|best| alike(best) > 0.7)
}

/// The texts that attributes are compared with by `eq`.
pub fn equal_to<'a>(expression: &'a str, attribute: &str) -> Vec<&'a str> {
    let tokens = tokens(expression);
    let found = tokens.windows(3).filter(|three| {
        three[0].text == attribute && three[1].text.eq_ignore_ascii_case("eq") && three[2].kind == Kind::Text
    });
    found.map(|three| three[2].text.trim_matches('"')).collect()
}

/// Quotes of other languages and of word processors.
const QUOTES: [char; 9] = ['"', '\'', '`', '“', '”', '„', '‘', '’', '«'];

fn tokens(expression: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = expression[start..].chars().next() {
        let rest = &expression[start..];
        if first.is_whitespace() {
            start += first.len_utf8();
            continue;
        }
        let (length, kind) = match first {
            '(' | ')' | '[' | ']' => (1, Kind::Bracket),
            '"' => match end_of_text(rest) {
                Some(end) => (end, Kind::Text),
                None => (rest.len(), Kind::Misquoted),
            },
            _ if QUOTES.contains(&first) => (end_of_misquoted(rest), Kind::Misquoted),
            _ if is_sign(first) => (rest.find(|c| !is_sign(c)).unwrap_or(rest.len()), Kind::Sign),
            _ => (rest.find(ends_word).unwrap_or(rest.len()), Kind::Word),
        };
        tokens.push(Token { start, text: &rest[..length], kind });
        start += length;
    }
    tokens
}

fn is_sign(c: char) -> bool {
    "=!<>&|".contains(c)
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || is_sign(c) || "()[]".contains(c) || QUOTES.contains(&c)
}

/// Behind the closing quote.
fn end_of_text(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn end_of_misquoted(rest: &str) -> usize {
    let end = rest.char_indices().skip(1).find(|(_, c)| QUOTES.contains(c));
    end.map_or(rest.len(), |(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 9] = [
        "id",
        "status",
        "created",
        "activated",
        "statusChanged",
        "lastLogin",
        "lastUpdated",
        "passwordChanged",
        "type.id",
    ];

    fn fault_of(expression: &str) -> String {
        let profile: Vec<String> =
            ["department", "firstName", "login", "employeeNumber", "costCenter"].map(str::to_owned).to_vec();
        let rules = Rules {
            option: "--search",
            own: &OWN,
            nested: false,
            profile: &profile,
            operators: &["eq", "sw", "co", "gt", "ge", "lt", "le"],
            with_co: &["profile.firstName", "profile.login"],
            not: false,
        };
        fault(expression, &rules).unwrap_or_default()
    }

    /// Each mistake that people make, and the word that the error must have.
    #[test]
    fn what_is_wrong_is_said() {
        let cases = [
            (r#"profile.departmnt eq "Legal""#, "did you mean profile.department?"),
            (r#"department eq "Legal""#, "write profile.department"),
            (r#"profile.Department eq "Legal""#, "did you mean profile.department?"),
            (r#"Status eq "ACTIVE""#, "did you mean status?"),
            (r#"departmnt eq "Legal""#, "did you mean profile.department?"),
            ("profile.department eq Legal", r#"profile.department eq "Legal""#),
            ("status eq ACTIVE", r#"status eq "ACTIVE""#),
            ("profile.employeeNumber eq 10004", r#"eq "10004""#),
            ("profile.department eq 'Legal'", r#"double quotes: "Legal""#),
            ("profile.department eq “Legal”", r#"double quotes: "Legal""#),
            (r#"profile.department eq "Legal"#, "not closed"),
            ("not (lastLogin pr)", "--inactive-for"),
            (r#"not (status eq "ACTIVE")"#, "has no `not`"),
            (r#"profile.department = "Legal""#, "write `eq`"),
            (r#"profile.department=="Legal""#, "write `eq`"),
            (r#"status != "ACTIVE""#, "two comparisons"),
            (r#"status ne "ACTIVE""#, "two comparisons"),
            (r#"profile.login contains "ada""#, "write `co`"),
            (r#"profile.login endsWith "example""#, "takes eq, sw"),
            (r#"profile.login ew "example""#, "has no operator ew"),
            (r#"profile.department co "Leg""#, "sw finds"),
            (r#"status eq "ACTIVE" && lastLogin pr"#, "write `and`"),
            (r#"status eq "ACTIVE" and"#, "missing behind `and`"),
            (r#"and status eq "ACTIVE""#, "missing beside `and`"),
            (r#"(status eq "ACTIVE""#, "closing parenthesis"),
            ("status eq", "value is missing"),
            ("status", "operator is missing"),
            (r#"status eq "ACTIVE" lastLogin pr"#, "`and` or `or` is missing"),
            (r#"lastLogin lt "90d""#, "lastLogin lt 90d"),
            ("lastLogin lt yesterday", "90d"),
            (r#"profile.shoeSize eq "44""#, "oktars schemas get"),
        ];
        for (expression, said) in cases {
            let fault = fault_of(expression);
            assert!(fault.contains(said), "{expression}: {fault:?}");
        }
        let right = [
            r#"profile.department eq "Legal" and (status eq "ACTIVE" or lastLogin pr)"#,
            r#"profile.firstName co "a" AND created gt "2026-01-31T00:00:00.000Z""#,
            r#"profile.costCenter eq "say \"x\"""#,
        ];
        for expression in right {
            assert_eq!(fault_of(expression), "", "{expression}");
        }
    }

    /// What Okta would take is left as it is, to the byte.
    #[test]
    fn times_without_quotes_become_those_of_okta_and_nothing_else_changes() {
        let changed = with_times("lastLogin lt 90d and created ge 2026-01-31T08:00:00Z or (x gt 2h)");
        assert!(changed.contains("created ge \"2026-01-31T08:00:00.000Z\" or (x gt \"20"), "{changed}");
        assert!(!changed.contains("90d") && !changed.contains("2h"), "{changed}");
        for same in [
            r#"profile.note eq "90d""#,
            "profile.age gt 90",
            "profile.number eq 20260131",
            "profile.badge eq 90x",
            "profile.x eq true  and lastLogin  pr",
            "90d",
            "é “ü” 90d",
            "",
        ] {
            assert_eq!(with_times(same), same);
        }
    }

    #[test]
    fn texts_that_an_attribute_is_compared_with_are_found() {
        let expression = r#"(eventType eq "a.b" or eventType EQ "c") and eventType sw "d" and x eq "e""#;
        assert_eq!(equal_to(expression, "eventType"), ["a.b", "c"]);
    }
}
