//! Okta's filter language: `filter` and `search` expressions, parsed, checked against what an endpoint
//! allows, and evaluated over stored documents.

use crate::kernel::problem::Problem;

mod evaluate;
mod parse;
mod probe;
mod select;

pub use crate::language::filter::evaluate::Matcher;
pub use crate::language::filter::parse::parse;
pub use crate::language::filter::select::{Keep, Query, Selected, Sort, select};

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    /// `attribute pr`
    Present(String),
    /// `attribute operator value`
    Compare {
        attribute: String,
        operator: Operator,
        value: Literal,
    },
    /// `attribute[expression]`: an element of the attribute matches the expression.
    Element {
        attribute: String,
        filter: Box<Filter>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Eq,
    Ne,
    Co,
    Sw,
    Ew,
    Gt,
    Ge,
    Lt,
    Le,
}

impl Operator {
    const ALL: [(&'static str, Operator); 9] = [
        ("eq", Operator::Eq),
        ("ne", Operator::Ne),
        ("co", Operator::Co),
        ("sw", Operator::Sw),
        ("ew", Operator::Ew),
        ("gt", Operator::Gt),
        ("ge", Operator::Ge),
        ("lt", Operator::Lt),
        ("le", Operator::Le),
    ];

    fn named(text: &str) -> Option<Self> {
        Operator::ALL.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, operator)| *operator)
    }

    pub fn is_ordering(self) -> bool {
        matches!(self, Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    Text(String),
    Number(f64),
    Boolean(bool),
    Null,
}

/// The type of an attribute, as far as comparing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Date,
    Number,
    Boolean,
}

/// What an endpoint allows.
pub struct Rules<'a> {
    /// The type of an attribute; none where the endpoint does not know it.
    pub attribute: &'a dyn Fn(&str) -> Option<Kind>,
    /// Whether the operator may be used on the attribute; `None` stands for `pr`.
    pub operator: &'a dyn Fn(&str, Kind, Option<Operator>) -> bool,
    pub not: bool,
    pub or: bool,
    pub and: bool,
    pub elements: bool,
}

/// Why an expression is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum FilterError {
    /// It does not follow the grammar. The message is Okta's, the position counts characters from 0.
    Syntax { message: String, position: usize },
    /// The endpoint does not know the attribute.
    Attribute(String),
    /// The operator cannot be used with this attribute or this value.
    Unsupported(String),
    /// It goes beyond a bound: which.
    Excess(String),
}

impl FilterError {
    /// The answer to a bad `filter` parameter.
    pub fn into_problem(self, text: &str) -> Problem {
        match self {
            FilterError::Syntax { message, position } => {
                let expected =
                    if message.contains("operator") { ". Expected: eq,co,sw,pr,gt,ge,lt,le" } else { "" };
                let summary = format!("Invalid filter '{text}': {message} at position {position}{expected}");
                Problem::new("E0000053", summary)
            }
            FilterError::Attribute(attribute) => {
                Problem::new("E0000053", format!("Invalid filter '{text}': field is not valid: {attribute}"))
            }
            FilterError::Unsupported(_) => Problem::invalid_search(),
            FilterError::Excess(why) => Problem::new("E0000053", format!("Invalid filter: {why}")),
        }
    }
}

impl Filter {
    /// Parses an expression and holds it against an endpoint's rules.
    pub fn checked(text: &str, rules: &Rules<'_>) -> Result<Filter, FilterError> {
        let filter = parse(text)?;
        rules.check(&filter)?;
        Ok(filter)
    }

    /// The same expression, in which some attributes have other names.
    pub fn renamed(self, names: &[(&str, &str)]) -> Filter {
        let all = |filters: Vec<Filter>| filters.into_iter().map(|filter| filter.renamed(names)).collect();
        let name = |attribute: String| match names.iter().find(|(known, _)| *known == attribute) {
            Some((_, name)) => (*name).to_owned(),
            None => attribute,
        };
        match self {
            Filter::And(filters) => Filter::And(all(filters)),
            Filter::Or(filters) => Filter::Or(all(filters)),
            Filter::Not(filter) => Filter::Not(Box::new(filter.renamed(names))),
            Filter::Present(attribute) => Filter::Present(name(attribute)),
            Filter::Compare { attribute, operator, value } => {
                Filter::Compare { attribute: name(attribute), operator, value }
            }
            Filter::Element { attribute, filter } => Filter::Element { attribute: name(attribute), filter },
        }
    }
}

impl Rules<'_> {
    fn check(&self, filter: &Filter) -> Result<(), FilterError> {
        match filter {
            Filter::And(terms) if self.and => terms.iter().try_for_each(|term| self.check(term)),
            Filter::Or(terms) if self.or => terms.iter().try_for_each(|term| self.check(term)),
            Filter::Not(term) if self.not => self.check(term),
            Filter::And(_) => Err(FilterError::Unsupported("and".into())),
            Filter::Or(_) => Err(FilterError::Unsupported("or".into())),
            Filter::Not(_) => Err(FilterError::Unsupported("not".into())),
            Filter::Element { attribute, .. } if !self.elements => {
                Err(FilterError::Unsupported(attribute.clone()))
            }
            Filter::Element { attribute, .. } => self.kind(attribute).map(drop),
            Filter::Present(attribute) => self.check_operator(attribute, None),
            Filter::Compare { attribute, operator, value } => {
                self.check_operator(attribute, Some(*operator))?;
                self.check_value(attribute, *operator, value)
            }
        }
    }

    fn kind(&self, attribute: &str) -> Result<Kind, FilterError> {
        (self.attribute)(attribute).ok_or_else(|| FilterError::Attribute(attribute.to_owned()))
    }

    fn check_operator(&self, attribute: &str, operator: Option<Operator>) -> Result<(), FilterError> {
        let kind = self.kind(attribute)?;
        if (self.operator)(attribute, kind, operator) {
            Ok(())
        } else {
            Err(FilterError::Unsupported(attribute.to_owned()))
        }
    }

    fn check_value(&self, attribute: &str, operator: Operator, value: &Literal) -> Result<(), FilterError> {
        let kind = self.kind(attribute)?;
        let fits = match (kind, value) {
            (Kind::Boolean, Literal::Boolean(_)) => !operator.is_ordering(),
            (Kind::Boolean, Literal::Text(text)) => {
                matches!(text.as_str(), "true" | "false") && !operator.is_ordering()
            }
            (Kind::Boolean, _) => false,
            (Kind::Date, Literal::Text(text)) => crate::kernel::clock::parse(text).is_some(),
            (Kind::Date, _) => false,
            (Kind::Text | Kind::Number, Literal::Null) => false,
            (Kind::Text | Kind::Number, _) => true,
        };
        if fits { Ok(()) } else { Err(FilterError::Unsupported(attribute.to_owned())) }
    }
}
