//! What an expression says of a user. A missing attribute is null, and null is never an error: comparisons by
//! order, functions over texts and conditions take it for "no".

use std::cmp::Ordering;

use serde_json::Value;

use crate::language::expression::function::plain;
use crate::language::expression::subject::Subject;
use crate::language::expression::work::{TooMuch, Work, size};
use crate::language::expression::{Expression, Operator};

impl Expression {
    /// Whether the expression is true of the user.
    pub fn holds(&self, subject: &Subject<'_>) -> Result<bool, TooMuch> {
        Ok(self.evaluate(subject)? == true)
    }

    /// What the expression makes of the user's profile.
    pub fn evaluate(&self, subject: &Subject<'_>) -> Result<Value, TooMuch> {
        Evaluation { subject, work: Work::new() }.value(self)
    }
}

struct Evaluation<'a> {
    subject: &'a Subject<'a>,
    work: Work,
}

impl Evaluation<'_> {
    fn value(&self, expression: &Expression) -> Result<Value, TooMuch> {
        Ok(match expression {
            Expression::Literal(value) => self.copy(value)?,
            Expression::Array(parts) => Value::Array(self.values(parts)?),
            Expression::Attribute(name) => self.copy(&self.subject.profile[name])?,
            Expression::Element(value, places) => self.element(value, places)?,
            Expression::Not(part) => (!self.holds(part)?).into(),
            Expression::Any(parts) => self.any(parts, true)?.into(),
            Expression::All(parts) => (!self.any(parts, false)?).into(),
            Expression::Sum(parts) => self.sum(parts)?,
            Expression::Compare(operator, left, right) => {
                self.compare(*operator, &self.value(left)?, &self.value(right)?)?.into()
            }
            Expression::Choice(condition, then, otherwise) => {
                self.value(if self.holds(condition)? { then } else { otherwise })?
            }
            Expression::Default(value, otherwise) => match self.value(value)? {
                Value::Null => self.value(otherwise)?,
                value => value,
            },
            Expression::Call(function, parts) => {
                function.call(self.subject, &self.values(parts)?, &self.work)?
            }
        })
    }

    fn holds(&self, expression: &Expression) -> Result<bool, TooMuch> {
        Ok(self.value(expression)? == true)
    }

    fn values(&self, parts: &[Expression]) -> Result<Vec<Value>, TooMuch> {
        parts.iter().map(|part| self.value(part)).collect()
    }

    fn copy(&self, value: &Value) -> Result<Value, TooMuch> {
        self.work.spend(size(value))?;
        Ok(value.clone())
    }

    fn element(&self, value: &Expression, places: &[Expression]) -> Result<Value, TooMuch> {
        let mut found = self.value(value)?;
        for place in places {
            let at = self.value(place)?.as_u64().and_then(|at| usize::try_from(at).ok());
            found = at.and_then(|at| found.get_mut(at)).map(Value::take).unwrap_or_default();
        }
        Ok(found)
    }

    /// Whether one of the parts says this.
    fn any(&self, parts: &[Expression], wanted: bool) -> Result<bool, TooMuch> {
        for part in parts {
            if self.holds(part)? == wanted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn sum(&self, parts: &[Expression]) -> Result<Value, TooMuch> {
        let mut sum = self.value(&parts[0])?;
        for part in &parts[1..] {
            sum = plus(sum, self.value(part)?);
        }
        Ok(sum)
    }

    fn compare(&self, operator: Operator, left: &Value, right: &Value) -> Result<bool, TooMuch> {
        Ok(match operator {
            Operator::Equal => same(left, right),
            Operator::Unequal => !same(left, right),
            Operator::Matches => match (left.as_str(), right.as_str()) {
                (Some(text), Some(pattern)) => self.work.matches(pattern, std::iter::once(text))?,
                _ => false,
            },
            _ => ordering(left, right).is_some_and(|ordering| satisfies(ordering, operator)),
        })
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
fn plus(left: Value, right: Value) -> Value {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => a.saturating_add(b).into(),
            _ => (a.as_f64().unwrap_or_default() + b.as_f64().unwrap_or_default()).into(),
        },
        (Value::String(left), right) => (left + &plain(&right)).into(),
        (left, right) => (plain(&left) + &plain(&right)).into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::language::expression::parse;

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
        parse(text).ok().map(|expression| expression.holds(&subject).expect(text))
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

    /// However long a chain is, the tree is not deeper for it, and neither is what is dropped.
    #[test]
    fn chains_are_long_and_not_deep() {
        let sum = |terms: usize| format!("{} == \"{}\"", vec!["\"a\""; terms].join(" + "), "a".repeat(terms));
        let cases = [
            (sum(900), Some(true)),
            (vec!["user.missing"; 900].join(" or ") + " or true", Some(true)),
            (vec!["true"; 900].join(" and ") + " and false", Some(false)),
            (format!("user.tags{} == null", "[0]".repeat(600)), Some(true)),
            (format!("{}true", "!".repeat(1_901)), Some(false)),
            (format!("{}true", "not ".repeat(1_900)), Some(true)),
            (sum(1_100), None),
            (vec!["true"; 1_100].join(" or "), None),
            (format!("{}true{}", "(".repeat(50), ")".repeat(50)), None),
            (format!("{}true{}", "(".repeat(49), ")".repeat(49)), Some(true)),
            (format!("user.a == \"{}\"", "a".repeat(20_000)), None),
        ];
        for (text, expected) in cases {
            assert_eq!(holds(&text), expected, "{}", &text[..40]);
        }
    }

    /// Values that grow with each call are never made.
    #[test]
    fn an_evaluation_makes_no_more_than_it_may() {
        let long = format!("\"{}\"", "a".repeat(200));
        let replace = |inner: &str| format!("String.replace({inner},\"a\",{long})");
        let (once, twice) = (replace(&long), replace(&replace(&long)));
        assert_eq!(holds(&format!("String.len({once}) == 40000")), Some(true));
        let joined = format!("String.join({long},{})", vec!["1"; 400].join(","));
        let cases = [
            twice,
            format!("String.join({once},{})", vec!["1"; 40].join(",")),
            format!("String.append({joined},String.join({joined},1,2,3,4,5,6,7))"),
            format!("String.replace({once},\"\",{long})"),
            vec![once.as_str(); 30].join(" + "),
            format!("Arrays.toCsvString({{{}}})", vec![once.as_str(); 30].join(",")),
        ];
        for text in cases {
            let excess = parse(&text).map(|expression| expression.evaluate(&Subject::NOBODY));
            assert_eq!(excess, Ok(Err(TooMuch)), "{}", &text[..60]);
            assert!(crate::language::expression::excess(&text).is_some());
        }
    }

    /// A pattern costs what it is held against.
    #[test]
    fn patterns_are_held_against_a_bounded_number_of_bytes() {
        let profile = json!({ "text": "a".repeat(4_000) });
        let subject = Subject { profile: &profile, ..Subject::NOBODY };
        let matches = |times: usize| vec!["user.text matches \"b*\""; times].join(" or ");
        assert_eq!(parse(&matches(3)).unwrap().holds(&subject), Ok(false));
        assert_eq!(parse(&matches(10)).unwrap().holds(&subject), Err(TooMuch));
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
