//! What an expression says of a user. A missing attribute is null, and null is never an error: comparisons by
//! order, functions over texts and conditions take it for "no".

use std::cmp::Ordering;

use serde_json::Value;

use super::function::{plain, whole};
use super::{Expression, Operator};

/// The user of whom an expression speaks.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    pub id: &'a str,
    pub status: &'a str,
    pub profile: &'a Value,
    /// Ids and names of his groups; only filled where the expression asks for them.
    pub groups: Vec<(String, String)>,
}

impl Expression {
    /// Whether the expression is true of the user.
    pub fn holds(&self, subject: &Subject<'_>) -> bool {
        self.evaluate(subject) == true
    }

    /// What the expression makes of the user's profile.
    pub fn evaluate(&self, subject: &Subject<'_>) -> Value {
        match self {
            Expression::Literal(value) => value.clone(),
            Expression::Array(parts) => parts.iter().map(|part| part.evaluate(subject)).collect(),
            Expression::Attribute(name) => subject.profile[name].clone(),
            Expression::Element(value, at) => {
                let at = at.evaluate(subject).as_u64().and_then(|at| usize::try_from(at).ok());
                at.map(|at| value.evaluate(subject)[at].clone()).unwrap_or_default()
            }
            Expression::Not(part) => (!part.holds(subject)).into(),
            Expression::Binary(operator, left, right) => binary(*operator, left, right, subject),
            Expression::Choice(condition, then, otherwise) => {
                if condition.holds(subject) {
                    then.evaluate(subject)
                } else {
                    otherwise.evaluate(subject)
                }
            }
            Expression::Default(value, otherwise) => match value.evaluate(subject) {
                Value::Null => otherwise.evaluate(subject),
                value => value,
            },
            Expression::Call(function, arguments) => {
                let values: Vec<Value> = arguments.iter().map(|part| part.evaluate(subject)).collect();
                function.call(subject, &values)
            }
        }
    }
}

fn binary(operator: Operator, left: &Expression, right: &Expression, subject: &Subject<'_>) -> Value {
    match operator {
        Operator::Or => return (left.holds(subject) || right.holds(subject)).into(),
        Operator::And => return (left.holds(subject) && right.holds(subject)).into(),
        _ => {}
    }
    let (left, right) = (left.evaluate(subject), right.evaluate(subject));
    match operator {
        Operator::Equal => same(&left, &right).into(),
        Operator::Unequal => (!same(&left, &right)).into(),
        Operator::Matches => match (left.as_str(), right.as_str()) {
            (Some(text), Some(pattern)) => whole(pattern).is_some_and(|regex| regex.is_match(text)).into(),
            _ => false.into(),
        },
        Operator::Plus => plus(&left, &right),
        _ => ordering(&left, &right).is_some_and(|ordering| satisfies(ordering, operator)).into(),
    }
}

fn satisfies(ordering: Ordering, operator: Operator) -> bool {
    match operator {
        Operator::Less => ordering.is_lt(),
        Operator::LessOrEqual => ordering.is_le(),
        Operator::Greater => ordering.is_gt(),
        Operator::GreaterOrEqual => ordering.is_ge(),
        _ => false,
    }
}

/// `1` and `1.0` are the same number.
fn same(left: &Value, right: &Value) -> bool {
    left == right || (left.is_number() && left.as_f64() == right.as_f64())
}

fn ordering(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        _ => None,
    }
}

/// Numbers are added, everything else is put together as texts.
fn plus(left: &Value, right: &Value) -> Value {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => a.saturating_add(b).into(),
            _ => (a.as_f64().unwrap_or_default() + b.as_f64().unwrap_or_default()).into(),
        },
        _ => (plain(left) + &plain(right)).into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::parse;
    use super::*;

    fn holds(text: &str) -> Option<bool> {
        let profile = json!({
            "firstName": "Andy",
            "department": "engineering",
            "level": 5,
            "boss": true,
            "tags": ["red", "green"],
            "empty": "",
        });
        let groups =
            vec![("00g1".to_owned(), "Sales East".to_owned()), ("00g2".to_owned(), "Ops".to_owned())];
        let subject = Subject { id: "00u1", status: "ACTIVE", profile: &profile, groups };
        parse(text).ok().map(|expression| expression.holds(&subject))
    }

    #[test]
    fn a_table_of_expressions() {
        let cases = [
            (r#"user.department == "engineering""#, true),
            (r#"user.department=='engineering'"#, true),
            (r#"user.department eq "Engineering""#, false),
            (r#"user.department != "sales""#, true),
            (r#"user.missing == null"#, true),
            (r#"user.empty == null"#, false),
            (r#"user.empty == """#, true),
            (r#"user.missing != "x""#, true),
            ("user.level > 4 AND user.level < 6", true),
            ("user.level >= 5 && user.level <= 5.0", true),
            ("user.level == 5.0", true),
            ("user.level gt 5 || user.level lt -1", false),
            ("user.missing > 1", false),
            (r#"user.department < "f""#, true),
            ("user.boss", true),
            ("!user.boss", false),
            ("!!user.boss", true),
            ("not user.missing", true),
            (r#"user.boss or user.boss and user.missing == "x""#, true),
            (r#"(user.boss or user.boss) and user.missing == "x""#, false),
            (r#"user.boss ? user.level == 5 : false"#, true),
            (r#"(user.missing ?: "x") == "x""#, true),
            (r#"user.tags[1] == "green""#, true),
            (r#"user.tags[7] == null"#, true),
            (r#"user.firstName matches '(?i)andy'"#, true),
            (r#"user.firstName matches 'And'"#, false),
            (r#"user.firstName + " " + user.level == "Andy 5""#, true),
            ("user.level + 1 == 6", true),
            (r#"String.startsWith(user.firstName,"An")"#, true),
            (r#"String.startsWith(user.firstName,"an")"#, false),
            (r#"String.startsWith(user.missing,"an")"#, false),
            (r#"String.startsWith(user.firstName,String.toUpperCase("a"))"#, true),
            (r#"String.stringContains(user.department,"gin")"#, true),
            (r#"String.len(user.firstName) == 4"#, true),
            (r#"String.append("a","b") == "ab""#, true),
            (r#"String.join("-","a","b","c") == "a-b-c""#, true),
            (r#"String.removeSpaces(" a b ") == "ab""#, true),
            (r#"String.replace("aXbX","X","-") == "a-b-""#, true),
            (r#"String.replaceFirst("aXbX","X","-") == "a-bX""#, true),
            (r#"String.substring("abcdef",1,3) == "bc""#, true),
            (r#"String.substring("abc",2,9) == "c""#, true),
            (r#"String.substringAfter("a@b","@") == "b""#, true),
            (r#"String.substringBefore("a@b","@") == "a""#, true),
            (r#"String.stringSwitch("xyz","d","q","1","y","2") == "2""#, true),
            (r#"String.stringSwitch("abc","d","q","1") == "d""#, true),
            (r#"Arrays.contains(user.tags,"red")"#, true),
            (r#"Arrays.contains(user.missing,"red")"#, false),
            ("Arrays.size(user.missing) == 0", true),
            ("Arrays.isEmpty(user.missing)", true),
            ("Arrays.size(Arrays.add(user.tags,1)) == 3", true),
            (r#"Arrays.size(Arrays.remove(user.tags,"red")) == 1"#, true),
            ("Arrays.isEmpty(Arrays.clear(user.tags))", true),
            (r#"Arrays.get(user.tags,0) == "red""#, true),
            ("Arrays.size(Arrays.flatten(1,{2,{3}})) == 3", true),
            (r#"Arrays.toCsvString({1,"a"}) == "1,a""#, true),
            (r#"isMemberOfGroup("00g1")"#, true),
            (r#"isMemberOfGroup("00g3")"#, false),
            (r#"isMemberOfAnyGroup("00g3","00g2")"#, true),
            (r#"isMemberOfGroupName("Ops")"#, true),
            (r#"isMemberOfGroupNameStartsWith("Sales")"#, true),
            (r#"isMemberOfGroupNameContains("East")"#, true),
            (r#"isMemberOfGroupNameRegex("Sales.*")"#, true),
            (r#"user.getInternalProperty("status") == "ACTIVE""#, true),
            (r#"user.department == "it's \"quoted\"""#, false),
            ("'it''s' == \"it's\"", true),
        ];
        for (text, expected) in cases {
            assert_eq!(holds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_expression() {
        let cases = [
            "",
            "user",
            "user.",
            "user.a.b",
            "department == 'x'",
            r#"(user.firstName == "TestAcc""#,
            "user.firstName == AND user.lastName",
            r#"user.firstName == "TestAcc" AND"#,
            "user.a = 'x'",
            "user.a == 'x",
            "user.a == 'x')",
            "user.a matches '('",
            "String.len()",
            "String.len('a','b')",
            "String.nope('a')",
            "Convert.toInt('1') == 1",
            "Time.now() == 1",
            "user.a == 1.2.3",
            "user.a ? 1",
            "user.a # 1",
        ];
        for text in cases {
            assert_eq!(holds(text), None, "{text}");
        }
        assert_eq!(holds(&"(".repeat(100_000)), None);
        assert_eq!(holds(&"!".repeat(100_000)), None);
    }

    #[test]
    fn which_expressions_can_say_yes_or_no() {
        let cases = [
            ("user.boss", true),
            ("user.a == 1", true),
            ("true", true),
            ("'text'", false),
            ("user.a + 'x'", false),
            ("String.len('a')", false),
            ("String.startsWith('a','a')", true),
            ("user.a ? true : false", true),
            ("user.a ? 1 : 2", false),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).expect(text).is_boolean(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused_and_never_a_crash(text in "[ a-z.()\\[\\]{}'\"!?:<>=&|+,0-9-]{0,60}") {
            let _ = holds(&text);
            let _ = holds(&format!("user.{text}"));
        }

        #[test]
        fn a_quoted_text_is_itself(text in "[^\"\\\\]{0,30}") {
            prop_assert_eq!(parse(&format!("\"{text}\"")), Ok(Expression::Literal(text.into())));
        }
    }
}
