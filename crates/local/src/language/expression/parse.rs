//! The grammar. From weak to strong: choice and default, or, and, comparison, plus, not, element.

use std::fmt;

use serde_json::{Number, Value};

use crate::kernel::bounds::expression::{DEPTH, LENGTH, TERMS};
use crate::language::expression::function;
use crate::language::expression::{Expression, Operator};
use crate::language::pattern::Pattern;

/// Why an expression is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxError {
    Malformed,
    /// It goes beyond a bound: which.
    Excess(String),
}

use SyntaxError::Malformed;

type Result<T> = std::result::Result<T, SyntaxError>;

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Malformed => f.write_str("it follows no grammar"),
            SyntaxError::Excess(why) => f.write_str(why),
        }
    }
}

impl SyntaxError {
    /// For the error that answers a group rule. A text that is too long is not repeated.
    pub fn told(&self, text: &str) -> String {
        match self {
            Malformed => format!("Invalid expression syntax {text}"),
            SyntaxError::Excess(why) => format!("Invalid expression: {why}"),
        }
    }
}

fn excess<T>(why: String) -> Result<T> {
    Err(SyntaxError::Excess(why))
}

pub fn parse(text: &str) -> Result<Expression> {
    parse_about(text, &["user."])
}

/// An expression in which attributes begin with one of these words. An attribute of the user is named without the
/// word, any other with it.
pub fn parse_about(text: &str, roots: &[&str]) -> Result<Expression> {
    if text.len() > LENGTH {
        return excess(format!("it is longer than {LENGTH} bytes"));
    }
    let mut parser = Parser { tokens: tokens(text)?, position: 0, depth: 0, roots };
    let expression = parser.choice()?;
    if parser.position < parser.tokens.len() { Err(Malformed) } else { Ok(expression) }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Text(String),
    Number(Number),
    /// A name, with its dots.
    Word(String),
    Mark(&'static str),
}

/// Longer marks first: `==` is not two `=`.
const MARKS: [&str; 21] = [
    "==", "!=", "<=", ">=", "&&", "||", "?:", "<", ">", "!", "?", ":", "(", ")", "[", "]", "{", "}", ",",
    "+", "-",
];

fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '"' | '\'' => quoted(rest, first)?,
            '0'..='9' => number(rest)?,
            c if c.is_ascii_alphabetic() || c == '_' => word(rest),
            _ => {
                let mark = MARKS.into_iter().find(|mark| rest.starts_with(mark)).ok_or(Malformed)?;
                (Token::Mark(mark), mark.len())
            }
        };
        tokens.push(token);
        if tokens.len() > TERMS {
            return excess(format!("it has more than {TERMS} words, marks and literals"));
        }
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// A text in quotes. A quote within is doubled, or stands behind a backslash.
fn quoted(rest: &str, quote: char) -> Result<(Token, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if c == '\\' && next.is_some_and(|next| next == quote || next == '\\') {
            text.extend(chars.next().map(|(_, escaped)| escaped));
        } else if c == quote && next == Some(quote) {
            text.push(quote);
            chars.next();
        } else if c == quote {
            return Ok((Token::Text(text), at + 1));
        } else {
            text.push(c);
        }
    }
    Err(Malformed)
}

fn number(rest: &str) -> Result<(Token, usize)> {
    let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let number: Number = rest[..length].parse().map_err(|_| Malformed)?;
    Ok((Token::Number(number), length))
}

fn word(rest: &str) -> (Token, usize) {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let length = rest.find(|c: char| !part(c)).unwrap_or(rest.len());
    (Token::Word(rest[..length].to_owned()), length)
}

struct Parser<'r> {
    tokens: Vec<Token>,
    position: usize,
    depth: usize,
    /// The words with which attributes begin.
    roots: &'r [&'r str],
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.position)
    }

    fn take(&mut self, mark: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Mark(found)) if *found == mark);
        self.position += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word));
        self.position += usize::from(found);
        found
    }

    fn expect(&mut self, mark: &str) -> Result<()> {
        if self.take(mark) { Ok(()) } else { Err(Malformed) }
    }

    fn choice(&mut self) -> Result<Expression> {
        self.depth += 1;
        if self.depth > DEPTH {
            return excess(format!("it is nested more than {DEPTH} deep"));
        }
        let condition = self.either()?;
        let expression = if self.take("?:") {
            Expression::Default(Box::new(condition), Box::new(self.choice()?))
        } else if self.take("?") {
            let then = self.choice()?;
            self.expect(":")?;
            Expression::Choice(Box::new(condition), Box::new(then), Box::new(self.choice()?))
        } else {
            condition
        };
        self.depth -= 1;
        Ok(expression)
    }

    fn either(&mut self) -> Result<Expression> {
        let is_next = |parser: &mut Self| parser.take("||") || parser.take_word("or");
        self.chain(is_next, Self::both, Expression::Any)
    }

    fn both(&mut self) -> Result<Expression> {
        let is_next = |parser: &mut Self| parser.take("&&") || parser.take_word("and");
        self.chain(is_next, Self::comparison, Expression::All)
    }

    fn sum(&mut self) -> Result<Expression> {
        self.chain(|parser| parser.take("+"), Self::unary, Expression::Sum)
    }

    /// Parts with an operator between them; one part alone is itself.
    fn chain(
        &mut self,
        is_next: fn(&mut Self) -> bool,
        part: fn(&mut Self) -> Result<Expression>,
        many: fn(Vec<Expression>) -> Expression,
    ) -> Result<Expression> {
        let first = part(self)?;
        if !is_next(self) {
            return Ok(first);
        }
        let mut parts = vec![first, part(self)?];
        while is_next(self) {
            parts.push(part(self)?);
        }
        Ok(many(parts))
    }

    fn comparison(&mut self) -> Result<Expression> {
        let left = self.sum()?;
        let Some(operator) = self.comparison_operator() else { return Ok(left) };
        let right = self.sum()?;
        if operator == Operator::Matches
            && let Expression::Literal(Value::String(pattern)) = &right
            && Pattern::new(pattern).is_err()
        {
            return Err(Malformed);
        }
        Ok(Expression::Compare(operator, Box::new(left), Box::new(right)))
    }

    fn comparison_operator(&mut self) -> Option<Operator> {
        const FORMS: [(&str, &str, Operator); 6] = [
            ("==", "eq", Operator::Equal),
            ("!=", "ne", Operator::Unequal),
            ("<=", "le", Operator::LessOrEqual),
            (">=", "ge", Operator::GreaterOrEqual),
            ("<", "lt", Operator::Less),
            (">", "gt", Operator::Greater),
        ];
        if self.take_word("matches") {
            return Some(Operator::Matches);
        }
        let found = FORMS.into_iter().find(|(mark, word, _)| self.take(mark) || self.take_word(word));
        found.map(|(_, _, operator)| operator)
    }

    fn unary(&mut self) -> Result<Expression> {
        let mut negations = 0;
        while self.take("!") || self.take_word("not") {
            negations += 1;
        }
        if self.take("-") {
            return match self.tokens.get(self.position) {
                Some(Token::Number(number)) if negations == 0 => {
                    let negative = format!("-{number}").parse::<Number>().map_err(|_| Malformed)?;
                    self.position += 1;
                    Ok(Expression::Literal(Value::Number(negative)))
                }
                _ => Err(Malformed),
            };
        }
        let expression = self.element()?;
        // All but the last two undo each other, whatever the value is.
        let negations = if negations == 0 { 0 } else { 2 - negations % 2 };
        Ok((0..negations).fold(expression, |inner, _| Expression::Not(Box::new(inner))))
    }

    fn element(&mut self) -> Result<Expression> {
        let value = self.primary()?;
        let mut places = Vec::new();
        while self.take("[") {
            places.push(self.choice()?);
            self.expect("]")?;
        }
        if places.is_empty() { Ok(value) } else { Ok(Expression::Element(Box::new(value), places)) }
    }

    fn primary(&mut self) -> Result<Expression> {
        if self.take("(") {
            let expression = self.choice()?;
            self.expect(")")?;
            return Ok(expression);
        }
        if self.take("{") {
            return Ok(Expression::Array(self.list("}")?));
        }
        let token = self.peek().cloned().ok_or(Malformed)?;
        self.position += 1;
        match token {
            Token::Text(text) => Ok(Expression::Literal(Value::String(text))),
            Token::Number(number) => Ok(Expression::Literal(Value::Number(number))),
            Token::Word(word) if self.take("(") => {
                let arguments = self.list(")")?;
                let function = function::named(&word).ok_or(Malformed)?;
                if function.takes(arguments.len()) {
                    Ok(Expression::Call(function, arguments))
                } else {
                    Err(Malformed)
                }
            }
            Token::Word(word) => match word.as_str() {
                "true" => Ok(Expression::Literal(Value::Bool(true))),
                "false" => Ok(Expression::Literal(Value::Bool(false))),
                "null" => Ok(Expression::Literal(Value::Null)),
                word => self.attribute(word),
            },
            Token::Mark(_) => Err(Malformed),
        }
    }

    fn attribute(&self, word: &str) -> Result<Expression> {
        let found = self.roots.iter().find_map(|root| Some((*root, word.strip_prefix(root)?)));
        match found {
            Some((root, name)) if !name.is_empty() && !name.contains('.') => {
                let of_app = root == "appuser.";
                Ok(Expression::Attribute(if of_app { word.to_owned() } else { name.to_owned() }))
            }
            _ => Err(Malformed),
        }
    }

    fn list(&mut self, end: &str) -> Result<Vec<Expression>> {
        let mut list = Vec::new();
        if self.take(end) {
            return Ok(list);
        }
        loop {
            list.push(self.choice()?);
            if self.take(end) {
                return Ok(list);
            }
            self.expect(",")?;
        }
    }
}
