//! Whether a document matches. An attribute with several values matches when one of them does.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use crate::kernel::clock;
use crate::language::filter::probe::Probe;
use crate::language::filter::{Filter, Literal, Operator};

/// How texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Sensitive,
    Insensitive,
}

/// A filter that is ready for many documents.
#[derive(Debug)]
pub struct Matcher {
    probe: Probe,
    test: Test,
}

#[derive(Debug)]
enum Test {
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
    Present(usize),
    Compare { slot: usize, operator: Operator, value: Operand, case: Case },
    Element { slot: usize, matcher: Box<Matcher> },
}

/// A literal, prepared.
#[derive(Debug)]
enum Operand {
    Text { text: String, date: Option<Timestamp> },
    Number(f64),
    Boolean(bool),
    Null,
}

impl Matcher {
    /// `search` ignores the case of values.
    pub fn insensitive(filter: &Filter) -> Self {
        Matcher::new(filter, Case::Insensitive)
    }

    /// `filter` does not.
    pub fn sensitive(filter: &Filter) -> Self {
        Matcher::new(filter, Case::Sensitive)
    }

    fn new(filter: &Filter, case: Case) -> Self {
        let mut probe = Probe::default();
        let test = prepare(filter, case, &mut probe);
        Matcher { probe, test }
    }

    pub fn matches(&self, document: &[u8]) -> bool {
        self.test.holds(&self.probe.read(document))
    }
}

fn prepare(filter: &Filter, case: Case, probe: &mut Probe) -> Test {
    let mut all = |filters: &[Filter]| filters.iter().map(|filter| prepare(filter, case, probe)).collect();
    match filter {
        Filter::And(filters) => Test::And(all(filters)),
        Filter::Or(filters) => Test::Or(all(filters)),
        Filter::Not(filter) => Test::Not(Box::new(prepare(filter, case, probe))),
        Filter::Present(attribute) => Test::Present(probe.add(attribute)),
        Filter::Compare { attribute, operator, value } => {
            let value = operand(value, case);
            Test::Compare { slot: probe.add(attribute), operator: *operator, value, case }
        }
        Filter::Element { attribute, filter } => {
            Test::Element { slot: probe.add(attribute), matcher: Box::new(Matcher::new(filter, case)) }
        }
    }
}

fn operand(value: &Literal, case: Case) -> Operand {
    match value {
        Literal::Text(text) => Operand::Text {
            text: if case == Case::Insensitive { text.to_lowercase() } else { text.clone() },
            date: as_date(text),
        },
        Literal::Number(number) => Operand::Number(*number),
        Literal::Boolean(boolean) => Operand::Boolean(*boolean),
        Literal::Null => Operand::Null,
    }
}

/// A text that is a date is compared as one, but only with a text that is one too.
fn as_date(text: &str) -> Option<Timestamp> {
    let shape = text.as_bytes();
    let plausible = shape.len() >= 10 && shape[4] == b'-' && shape[7] == b'-' && shape[0].is_ascii_digit();
    if plausible { clock::parse(text) } else { None }
}

impl Test {
    fn holds(&self, slots: &[Vec<Value>]) -> bool {
        match self {
            Test::And(tests) => tests.iter().all(|test| test.holds(slots)),
            Test::Or(tests) => tests.iter().any(|test| test.holds(slots)),
            Test::Not(test) => !test.holds(slots),
            Test::Present(slot) => slots[*slot].iter().any(is_present),
            Test::Compare { slot, operator: Operator::Ne, value, case } => {
                !slots[*slot].iter().any(|found| compare(found, Operator::Eq, value, *case))
            }
            Test::Compare { slot, value: Operand::Null, .. } => slots[*slot].is_empty(),
            Test::Compare { slot, operator, value, case } => {
                slots[*slot].iter().any(|found| compare(found, *operator, value, *case))
            }
            Test::Element { slot, matcher } => {
                slots[*slot].iter().any(|found| matcher.matches(found.to_string().as_bytes()))
            }
        }
    }
}

fn is_present(value: &Value) -> bool {
    !matches!(value, Value::Null) && value.as_str() != Some("")
}

fn compare(found: &Value, operator: Operator, value: &Operand, case: Case) -> bool {
    match value {
        Operand::Text { text, date } => match found {
            Value::String(found) => compare_text(found, operator, text, *date, case),
            Value::Bool(found) => operator == Operator::Eq && found.to_string() == *text,
            Value::Number(found) => match text.parse::<f64>() {
                Ok(number) => ordered(found.as_f64().unwrap_or_default().partial_cmp(&number), operator),
                Err(_) => false,
            },
            _ => false,
        },
        Operand::Number(number) => match found {
            Value::Number(found) => ordered(found.as_f64().unwrap_or_default().partial_cmp(number), operator),
            Value::String(found) => {
                found.parse::<f64>().is_ok_and(|found| ordered(found.partial_cmp(number), operator))
            }
            _ => false,
        },
        Operand::Boolean(boolean) => operator == Operator::Eq && found.as_bool() == Some(*boolean),
        Operand::Null => false,
    }
}

fn compare_text(found: &str, operator: Operator, text: &str, date: Option<Timestamp>, case: Case) -> bool {
    let by_part = matches!(operator, Operator::Co | Operator::Sw | Operator::Ew);
    if !by_part
        && let Some(date) = date
        && let Some(found) = as_date(found)
    {
        return ordered(Some(found.cmp(&date)), operator);
    }
    let lowered;
    let found = if case == Case::Insensitive {
        lowered = found.to_lowercase();
        &lowered
    } else {
        found
    };
    match operator {
        Operator::Co => found.contains(text),
        Operator::Sw => found.starts_with(text),
        Operator::Ew => found.ends_with(text),
        _ => ordered(Some(found.cmp(text)), operator),
    }
}

fn ordered(ordering: Option<Ordering>, operator: Operator) -> bool {
    let Some(ordering) = ordering else { return false };
    match operator {
        Operator::Eq => ordering.is_eq(),
        Operator::Ne => ordering.is_ne(),
        Operator::Gt => ordering.is_gt(),
        Operator::Ge => ordering.is_ge(),
        Operator::Lt => ordering.is_lt(),
        Operator::Le => ordering.is_le(),
        Operator::Co | Operator::Sw | Operator::Ew => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::filter::parse;
    use serde_json::json;

    #[test]
    fn a_table_of_expressions() {
        let document = json!({
            "status": "ACTIVE",
            "created": "2024-05-01T10:00:00.000Z",
            "profile": { "name": "Ünal", "level": 5, "boss": true, "tags": ["Red", "green"], "empty": "" },
            "target": [{ "id": "1", "type": "User" }, { "id": "2", "type": "Group" }],
        });
        let document = document.to_string();
        let cases = [
            (r#"status eq "active""#, true, false),
            (r#"status eq "ACTIVE""#, true, true),
            (r#"status sw "ACT""#, true, true),
            (r#"status lt "STAGED" or status gt "STAGED""#, true, true),
            (r#"profile.name eq "unal""#, false, false),
            (r#"profile.name sw "Ün""#, true, true),
            (r#"profile.tags eq "red""#, true, false),
            (r#"profile.tags eq "green" and profile.tags eq "Red""#, true, true),
            ("profile.level ge 5", true, true),
            ("profile.level gt 5", false, false),
            ("profile.boss eq true", true, true),
            ("profile.boss eq false", false, false),
            ("profile.empty pr", false, false),
            ("profile.tags pr", true, true),
            ("profile.missing pr", false, false),
            (r#"profile.missing ne "x""#, true, true),
            (r#"created gt "2024-05-01T09:59:59.000Z""#, true, true),
            (r#"created lt "2024-05-01T11:00:00.000+02:00""#, false, false),
            (r#"created eq "2024-05-01T12:00:00+02:00""#, true, true),
            (r#"target.id eq "2""#, true, true),
            (r#"target[id eq "1" and type eq "User"]"#, true, true),
            (r#"target[id eq "1" and type eq "Group"]"#, false, false),
            (r#"not (status eq "ACTIVE")"#, false, false),
        ];
        for (text, insensitive, sensitive) in cases {
            let filter = parse(text).expect(text);
            assert_eq!(
                Matcher::insensitive(&filter).matches(document.as_bytes()),
                insensitive,
                "search {text}"
            );
            assert_eq!(Matcher::sensitive(&filter).matches(document.as_bytes()), sensitive, "filter {text}");
        }
    }
}
