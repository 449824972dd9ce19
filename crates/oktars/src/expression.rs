//! Okta's expression language, for `filter` and `search`.

use std::fmt;
use std::ops::Not;

use crate::error::{Error, Result};
use crate::model::Timestamp;

/// A filter or search expression.
///
/// Built from [`attr`], it is well formed whatever the values are: they are quoted and escaped. Plain
/// text is taken as it stands, for those who have an expression already.
///
/// ```
/// use oktars::{Expression, attr};
///
/// let research = attr("profile.department").eq("R&D \"lab\"");
/// let staff = attr("status").eq("ACTIVE").or(attr("status").eq("SUSPENDED"));
/// assert_eq!(
///     research.and(staff).text()?,
///     r#"profile.department eq "R&D \"lab\"" and (status eq "ACTIVE" or status eq "SUSPENDED")"#
/// );
///
/// let plain: Expression = "id eq \"00u1\"".into();
/// assert_eq!(plain.and(attr("profile.nickName").present()).text()?, "(id eq \"00u1\") and profile.nickName pr");
/// # Ok::<(), oktars::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    text: std::result::Result<String, String>,
    shape: Shape,
}

/// How tightly an expression holds together, which decides where it needs parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Term,
    And,
    Or,
    /// Text that somebody else wrote.
    Plain,
}

/// The name of an attribute, to be compared with a value; made by [`attr`].
#[derive(Debug, Clone)]
pub struct Attribute {
    name: String,
}

/// Names an attribute, for example `status`, `profile.department` or `target.id`.
pub fn attr(name: impl Into<String>) -> Attribute {
    Attribute { name: name.into() }
}

impl Attribute {
    /// Equals.
    pub fn eq(self, value: impl Into<Operand>) -> Expression {
        self.compare("eq", value.into())
    }

    /// Differs. The System Log knows it; `search` does not.
    pub fn ne(self, value: impl Into<Operand>) -> Expression {
        self.compare("ne", value.into())
    }

    /// Contains.
    pub fn co(self, value: impl Into<Operand>) -> Expression {
        self.compare("co", value.into())
    }

    /// Starts with.
    pub fn sw(self, value: impl Into<Operand>) -> Expression {
        self.compare("sw", value.into())
    }

    /// Ends with.
    pub fn ew(self, value: impl Into<Operand>) -> Expression {
        self.compare("ew", value.into())
    }

    /// Greater than, or later than.
    pub fn gt(self, value: impl Into<Operand>) -> Expression {
        self.compare("gt", value.into())
    }

    /// Greater or equal.
    pub fn ge(self, value: impl Into<Operand>) -> Expression {
        self.compare("ge", value.into())
    }

    /// Less than, or earlier than.
    pub fn lt(self, value: impl Into<Operand>) -> Expression {
        self.compare("lt", value.into())
    }

    /// Less or equal.
    pub fn le(self, value: impl Into<Operand>) -> Expression {
        self.compare("le", value.into())
    }

    /// Has a value.
    pub fn present(self) -> Expression {
        self.term(|name| Ok(format!("{name} pr")))
    }

    /// Equals one of the values. With no value there is nothing to ask, and the call fails.
    pub fn one_of<V: Into<Operand>>(self, values: impl IntoIterator<Item = V>) -> Expression {
        let each = values.into_iter().map(|value| self.clone().eq(value));
        let none = || Expression::wrong(format!("{} is compared with nothing", self.name));
        each.reduce(Expression::or).unwrap_or_else(none)
    }

    fn compare(self, operator: &str, value: Operand) -> Expression {
        self.term(|name| Ok(format!("{name} {operator} {}", value.0?)))
    }

    fn term(self, write: impl FnOnce(&str) -> std::result::Result<String, String>) -> Expression {
        if !is_name(&self.name) {
            return Expression::wrong(format!("{:?} is not an attribute name", self.name));
        }
        Expression { text: write(&self.name), shape: Shape::Term }
    }
}

/// Whether it is names joined by dots, each a letter with letters, digits, `_` and `-` behind it.
fn is_name(path: &str) -> bool {
    path.split('.').all(|name| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    })
}

impl Expression {
    fn wrong(why: String) -> Self {
        Expression { text: Err(why), shape: Shape::Term }
    }

    /// Both must be true.
    #[must_use]
    pub fn and(self, other: impl Into<Expression>) -> Self {
        join(self, other.into(), "and", Shape::And)
    }

    /// One of them must be true.
    #[must_use]
    pub fn or(self, other: impl Into<Expression>) -> Self {
        join(self, other.into(), "or", Shape::Or)
    }

    /// The text that is sent. It fails when a name was no attribute name or a value no value.
    pub fn text(&self) -> Result<&str> {
        self.text.as_deref().map_err(|why| Error::input(format!("the expression is malformed: {why}")))
    }

    fn is_empty(&self) -> bool {
        self.text.as_ref().is_ok_and(|text| text.trim().is_empty())
    }

    /// The text as part of a greater expression.
    fn part_of(self, outer: Shape) -> std::result::Result<String, String> {
        let text = self.text?;
        match self.shape {
            Shape::Term => Ok(text),
            inner if inner == outer => Ok(text),
            _ => Ok(format!("({text})")),
        }
    }
}

fn join(left: Expression, right: Expression, word: &str, shape: Shape) -> Expression {
    if left.is_empty() {
        return right;
    }
    if right.is_empty() {
        return left;
    }
    let text = match (left.part_of(shape), right.part_of(shape)) {
        (Ok(left), Ok(right)) => Ok(format!("{left} {word} {right}")),
        (Err(why), _) | (_, Err(why)) => Err(why),
    };
    Expression { text, shape }
}

impl Not for Expression {
    type Output = Expression;

    fn not(self) -> Expression {
        let text = self.text.map(|text| format!("not ({text})"));
        Expression { text, shape: Shape::Term }
    }
}

impl From<&str> for Expression {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Expression {
    fn from(text: String) -> Self {
        Expression { text: Ok(text), shape: Shape::Plain }
    }
}

impl From<&Expression> for Expression {
    fn from(expression: &Expression) -> Self {
        expression.clone()
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Ok(text) => f.write_str(text),
            Err(why) => write!(f, "<malformed: {why}>"),
        }
    }
}

/// A value in an expression: text, a number, a truth value or a time.
#[derive(Debug, Clone)]
pub struct Operand(std::result::Result<String, String>);

fn quoted(text: &str) -> Operand {
    Operand(serde_json::to_string(text).map_err(|error| error.to_string()))
}

impl From<&str> for Operand {
    fn from(text: &str) -> Self {
        quoted(text)
    }
}

impl From<String> for Operand {
    fn from(text: String) -> Self {
        quoted(&text)
    }
}

impl From<&String> for Operand {
    fn from(text: &String) -> Self {
        quoted(text)
    }
}

impl From<&Timestamp> for Operand {
    fn from(time: &Timestamp) -> Self {
        quoted(time.as_str())
    }
}

impl From<Timestamp> for Operand {
    fn from(time: Timestamp) -> Self {
        quoted(time.as_str())
    }
}

impl From<jiff::Timestamp> for Operand {
    fn from(time: jiff::Timestamp) -> Self {
        Timestamp::from(time).into()
    }
}

impl From<f64> for Operand {
    fn from(number: f64) -> Self {
        Operand(match number.is_finite() {
            true => Ok(number.to_string()),
            false => Err(format!("{number} is not a number of the expression language")),
        })
    }
}

macro_rules! plain_operands {
    ($($type:ty),*) => {
        $(impl From<$type> for Operand {
            fn from(value: $type) -> Self {
                Operand(Ok(value.to_string()))
            }
        })*
    };
}

plain_operands!(bool, i32, u32, i64, u64);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parentheses_keep_the_meaning() {
        let (a, b, c) = (|| attr("a").eq(1), || attr("b").eq(true), || attr("c").present());
        let cases = [
            (a().and(b()).and(c()), "a eq 1 and b eq true and c pr"),
            (a().or(b()).or(c()), "a eq 1 or b eq true or c pr"),
            (a().or(b()).and(c()), "(a eq 1 or b eq true) and c pr"),
            (a().and(b()).or(c()), "(a eq 1 and b eq true) or c pr"),
            (a().and(b().or(c())), "a eq 1 and (b eq true or c pr)"),
            (!a().or(b()), "not (a eq 1 or b eq true)"),
            ((!a()).and(b()), "not (a eq 1) and b eq true"),
            (a().and("x eq 1 or y eq 2"), "a eq 1 and (x eq 1 or y eq 2)"),
            (Expression::from("").and(a()).or(" "), "a eq 1"),
            (attr("id").one_of(["1", "2"]).and(a()), r#"(id eq "1" or id eq "2") and a eq 1"#),
            (attr("n").gt(1.5).and(attr("m").le(-3)), "n gt 1.5 and m le -3"),
        ];
        for (expression, text) in cases {
            assert_eq!(expression.text().unwrap(), text);
        }
    }

    #[test]
    fn what_cannot_be_written_is_an_error_not_a_query() {
        let wrong = [
            attr("").eq("x"),
            attr("a b").eq("x"),
            attr("a eq \"1\" or b").eq("x"),
            attr("a..b").present(),
            attr("1a").present(),
            attr("a").eq(f64::NAN),
            attr("a").one_of(Vec::<&str>::new()),
        ];
        for expression in wrong {
            assert!(expression.text().unwrap_err().is_input());
            assert!(attr("a").eq(1).and(expression.clone()).text().is_err());
            assert!((!expression).text().is_err());
        }
    }

    #[test]
    fn times_are_written_as_okta_writes_them() {
        let time: jiff::Timestamp = "2026-02-02T11:15:32Z".parse().unwrap();
        assert_eq!(
            attr("lastUpdated").gt(time).text().unwrap(),
            r#"lastUpdated gt "2026-02-02T11:15:32.000Z""#
        );
    }

    proptest! {
        /// Whatever a value is, it stays one quoted value, and reading it gives it back.
        #[test]
        fn a_value_never_leaves_its_quotes(value in any::<String>()) {
            let text = attr("a").eq(value.as_str()).text().unwrap().to_owned();
            let quoted = text.strip_prefix("a eq ").unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(quoted).unwrap(), value);
        }
    }
}
