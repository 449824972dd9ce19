//! The expressions of group rules: attributes of a user, functions over texts and arrays, group membership.

mod evaluate;
mod function;
mod parse;

pub use evaluate::Subject;
pub use parse::parse;

use serde_json::Value;

use function::Function;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    Literal(Value),
    /// `{1, 2}`
    Array(Vec<Expression>),
    /// `user.department`
    Attribute(String),
    /// `user.tags[0]`
    Element(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// `condition ? then : otherwise`
    Choice(Box<Expression>, Box<Expression>, Box<Expression>),
    /// `value ?: otherwise`
    Default(Box<Expression>, Box<Expression>),
    Call(&'static Function, Vec<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Matches,
    Plus,
}

impl Expression {
    /// Whether it can say yes or no. An attribute can: its type is not looked at.
    pub fn is_boolean(&self) -> bool {
        match self {
            Expression::Literal(value) => value.is_boolean(),
            Expression::Array(_) => false,
            Expression::Attribute(_) | Expression::Element(..) | Expression::Not(_) => true,
            Expression::Binary(operator, ..) => *operator != Operator::Plus,
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
            Expression::Array(parts) | Expression::Call(_, parts) => {
                parts.iter().for_each(|part| part.visit(visit));
            }
            Expression::Element(a, b) | Expression::Binary(_, a, b) | Expression::Default(a, b) => {
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
