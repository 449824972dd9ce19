//! The expressions of group rules: attributes of a user, functions over texts and arrays, group membership.

mod evaluate;
mod function;
mod parse;
mod subject;
mod work;

pub use crate::language::expression::parse::{SyntaxError, parse, parse_about};
pub use crate::language::expression::subject::Subject;
pub use crate::language::expression::work::TooMuch;

use serde_json::Value;

use crate::language::expression::function::Function;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    Literal(Value),
    /// `{1, 2}`
    Array(Vec<Expression>),
    /// `user.department`
    Attribute(String),
    /// `user.tags[0]`, with each index that follows
    Element(Box<Expression>, Vec<Expression>),
    Not(Box<Expression>),
    Compare(Operator, Box<Expression>, Box<Expression>),
    /// `a or b or c`: the parts of a chain stand beside each other, so that the tree does not grow deep
    Any(Vec<Expression>),
    /// `a and b and c`
    All(Vec<Expression>),
    /// `a + b + c`
    Sum(Vec<Expression>),
    /// `condition ? then : otherwise`
    Choice(Box<Expression>, Box<Expression>, Box<Expression>),
    /// `value ?: otherwise`
    Default(Box<Expression>, Box<Expression>),
    Call(&'static Function, Vec<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Matches,
}

/// Why an expression goes beyond what an org evaluates, for any user; none if it does not. What is no
/// expression of group rules is not looked into: elsewhere it may be one.
pub fn excess(text: &str) -> Option<String> {
    match parse(text) {
        Err(SyntaxError::Excess(why)) => Some(why),
        Err(SyntaxError::Malformed) => None,
        Ok(expression) => expression.evaluate(&Subject::NOBODY).err().map(|excess| excess.to_string()),
    }
}

impl Expression {
    /// Whether it can say yes or no. An attribute can: its type is not looked at.
    pub fn is_boolean(&self) -> bool {
        match self {
            Expression::Literal(value) => value.is_boolean(),
            Expression::Array(_) | Expression::Sum(_) => false,
            Expression::Attribute(_) | Expression::Element(..) | Expression::Not(_) => true,
            Expression::Compare(..) | Expression::Any(_) | Expression::All(_) => true,
            Expression::Choice(_, then, otherwise) => then.is_boolean() && otherwise.is_boolean(),
            Expression::Default(value, otherwise) => value.is_boolean() && otherwise.is_boolean(),
            Expression::Call(function, _) => function.is_boolean,
        }
    }

    /// Visits it and all its parts.
    pub fn visit(&self, visit: &mut dyn FnMut(&Expression)) {
        visit(self);
        match self {
            Expression::Literal(_) | Expression::Attribute(_) => {}
            Expression::Not(part) => part.visit(visit),
            Expression::Array(parts)
            | Expression::Any(parts)
            | Expression::All(parts)
            | Expression::Sum(parts)
            | Expression::Call(_, parts) => parts.iter().for_each(|part| part.visit(visit)),
            Expression::Element(value, places) => {
                value.visit(visit);
                places.iter().for_each(|place| place.visit(visit));
            }
            Expression::Compare(_, a, b) | Expression::Default(a, b) => {
                a.visit(visit);
                b.visit(visit);
            }
            Expression::Choice(a, b, c) => [a, b, c].into_iter().for_each(|part| part.visit(visit)),
        }
    }

    /// The attributes that it reads.
    pub fn attributes(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.visit(&mut |part| {
            if let Expression::Attribute(name) = part {
                found.push(name.clone());
            }
        });
        found
    }

    /// Whether it asks which groups the user is in.
    pub fn asks_for_groups(&self) -> bool {
        let mut asks = false;
        self.visit(&mut |part| {
            asks |= matches!(part, Expression::Call(function, _) if function.is_membership());
        });
        asks
    }
}
