//! The grammar: `or` binds weaker than `and`, `and` weaker than `not`, comparisons bind strongest.

use crate::kernel::bounds::filter::{DEPTH, LENGTH, TERMS};
use crate::language::filter::{Filter, FilterError, Literal, Operator};

pub fn parse(text: &str) -> Result<Filter, FilterError> {
    if text.len() > LENGTH {
        return Err(FilterError::Excess(format!("it is longer than {LENGTH} bytes")));
    }
    let mut parser = Parser { text, position: 0, depth: 0, terms: 0 };
    parser.blanks();
    let filter = parser.expression()?;
    parser.blanks();
    if !parser.rest().is_empty() {
        let unexpected = match parser.word() {
            "" => &parser.rest()[..1],
            word => word,
        };
        return Err(parser.error(format!("Unexpected '{unexpected}'")));
    }
    Ok(filter)
}

struct Parser<'a> {
    text: &'a str,
    position: usize,
    depth: usize,
    terms: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    fn error(&self, message: impl Into<String>) -> FilterError {
        let position = self.text[..self.position].chars().count();
        FilterError::Syntax { message: message.into(), position }
    }

    fn blanks(&mut self) {
        self.position += self.rest().len() - self.rest().trim_start().len();
    }

    /// The word at this place, without taking it.
    fn word(&self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '"'));
        &rest[..end.unwrap_or(rest.len())]
    }

    fn take_keyword(&mut self, keyword: &str) -> bool {
        let found = self.word().eq_ignore_ascii_case(keyword);
        if found {
            self.position += keyword.len();
        }
        found
    }

    fn take(&mut self, mark: char) -> bool {
        let found = self.rest().starts_with(mark);
        if found {
            self.position += mark.len_utf8();
        }
        found
    }

    fn expression(&mut self) -> Result<Filter, FilterError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.error("Expression is nested too deeply"));
        }
        let terms = self.separated("or", Self::conjunction)?;
        self.depth -= 1;
        Ok(one_or(terms, Filter::Or))
    }

    fn conjunction(&mut self) -> Result<Filter, FilterError> {
        let terms = self.separated("and", Self::term)?;
        Ok(one_or(terms, Filter::And))
    }

    fn separated(
        &mut self,
        keyword: &str,
        part: fn(&mut Self) -> Result<Filter, FilterError>,
    ) -> Result<Vec<Filter>, FilterError> {
        let mut terms = vec![part(self)?];
        loop {
            let before = self.position;
            self.blanks();
            if !self.take_keyword(keyword) {
                self.position = before;
                return Ok(terms);
            }
            self.blanks();
            terms.push(part(self)?);
        }
    }

    fn term(&mut self) -> Result<Filter, FilterError> {
        let before = self.position;
        if self.take_keyword("not") {
            self.blanks();
            if self.rest().starts_with('(') {
                return Ok(Filter::Not(Box::new(self.group()?)));
            }
            self.position = before;
        }
        if self.rest().starts_with('(') { self.group() } else { self.comparison() }
    }

    fn group(&mut self) -> Result<Filter, FilterError> {
        self.take('(');
        self.blanks();
        let filter = self.expression()?;
        self.blanks();
        if self.take(')') { Ok(filter) } else { Err(self.error("Expected ')'")) }
    }

    fn comparison(&mut self) -> Result<Filter, FilterError> {
        self.terms += 1;
        if self.terms > TERMS {
            return Err(FilterError::Excess(format!("it has more than {TERMS} conditions")));
        }
        let attribute = self.attribute()?;
        if self.take('[') {
            self.blanks();
            let filter = Box::new(self.expression()?);
            self.blanks();
            if !self.take(']') {
                return Err(self.error("Expected ']'"));
            }
            return Ok(Filter::Element { attribute, filter });
        }
        self.blanks();
        if self.take_keyword("pr") {
            return Ok(Filter::Present(attribute));
        }
        let operator = self.operator()?;
        self.blanks();
        let value = self.value()?;
        Ok(Filter::Compare { attribute, operator, value })
    }

    fn attribute(&mut self) -> Result<String, FilterError> {
        let word = self.word();
        let proper = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$'))
        };
        if word.is_empty() || !word.split('.').all(proper) {
            return Err(self.error(format!("Expected an attribute, found '{word}'")));
        }
        self.position += word.len();
        Ok(word.to_owned())
    }

    fn operator(&mut self) -> Result<Operator, FilterError> {
        let word = self.word();
        let Some(operator) = Operator::named(word) else {
            return Err(self.error(format!("Unrecognized attribute operator '{word}'")));
        };
        self.position += word.len();
        Ok(operator)
    }

    fn value(&mut self) -> Result<Literal, FilterError> {
        if self.rest().starts_with('"') {
            return self.string();
        }
        let word = self.word();
        let value = match word {
            "true" => Literal::Boolean(true),
            "false" => Literal::Boolean(false),
            "null" => Literal::Null,
            number => match number.parse::<f64>() {
                Ok(number) if number.is_finite() => Literal::Number(number),
                _ => return Err(self.error(format!("Expected a value, found '{word}'"))),
            },
        };
        self.position += word.len();
        Ok(value)
    }

    fn string(&mut self) -> Result<Literal, FilterError> {
        let rest = self.rest();
        let mut escaped = false;
        for (offset, c) in rest.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    let text =
                        serde_json::from_str(&rest[..=offset]).map_err(|_| self.error("Malformed string"))?;
                    self.position += offset + 1;
                    return Ok(Literal::Text(text));
                }
                _ => {}
            }
        }
        Err(self.error("Unterminated string"))
    }
}

fn one_or(mut terms: Vec<Filter>, many: fn(Vec<Filter>) -> Filter) -> Filter {
    if terms.len() == 1 { terms.remove(0) } else { many(terms) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn compare(attribute: &str, operator: Operator, value: Literal) -> Filter {
        Filter::Compare { attribute: attribute.into(), operator, value }
    }

    #[test]
    fn precedence_and_forms() {
        let a = || compare("a", Operator::Eq, Literal::Text("1".into()));
        let b = || compare("b.c", Operator::Sw, Literal::Text("x\"y".into()));
        let cases = [
            (r#"a eq "1""#, a()),
            (r#"  a EQ "1"  "#, a()),
            (r#"b.c sw "x\"y""#, b()),
            (r#"a eq "1" and b.c sw "x\"y""#, Filter::And(vec![a(), b()])),
            (r#"a eq "1" or a eq "1" AND b.c sw "x\"y""#, Filter::Or(vec![a(), Filter::And(vec![a(), b()])])),
            (
                r#"(a eq "1" or b.c sw "x\"y") and a eq "1""#,
                Filter::And(vec![Filter::Or(vec![a(), b()]), a()]),
            ),
            (r#"not (a eq "1")"#, Filter::Not(Box::new(a()))),
            ("a pr", Filter::Present("a".into())),
            ("order pr", Filter::Present("order".into())),
            ("a gt 5", compare("a", Operator::Gt, Literal::Number(5.0))),
            ("a eq true", compare("a", Operator::Eq, Literal::Boolean(true))),
            (
                r#"a[b eq "1"]"#,
                Filter::Element {
                    attribute: "a".into(),
                    filter: Box::new(compare("b", Operator::Eq, Literal::Text("1".into()))),
                },
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_malformed_is_refused_with_its_place() {
        let cases = [
            ("", 0),
            ("a", 1),
            ("a eq", 4),
            (r#"a eqq "1""#, 2),
            (r#"a eq "1"#, 5),
            (r#"a eq "1" and"#, 12),
            (r#"(a eq "1""#, 9),
            (r#"a eq "1")"#, 8),
            ("a eq b", 5),
            ("1a pr", 0),
            ("a..b pr", 0),
        ];
        for (text, expected) in cases {
            match parse(text) {
                Err(FilterError::Syntax { position, .. }) => assert_eq!(position, expected, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_a_crash() {
        let text = "(".repeat(100_000);
        assert!(parse(&text).is_err());
    }

    #[test]
    fn a_filter_has_a_bounded_length_and_number_of_conditions() {
        let conditions = |count: usize| vec!["a pr"; count].join(" or ");
        assert!(parse(&conditions(TERMS)).is_ok());
        for text in [conditions(TERMS + 1), format!("a eq \"{}\"", "a".repeat(LENGTH))] {
            assert!(matches!(parse(&text), Err(FilterError::Excess(_))), "{}", text.len());
        }
        let nested = format!("{}a pr{}", "not (".repeat(DEPTH - 1), ")".repeat(DEPTH - 1));
        assert!(parse(&nested).is_ok());
        assert!(parse(&format!("({nested})")).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused(text in ".{0,80}") {
            let _ = parse(&text);
        }

        #[test]
        fn a_quoted_value_comes_back_as_it_was(value in "\\PC{0,40}") {
            let text = format!("a eq {}", serde_json::to_string(&value).unwrap());
            prop_assert_eq!(parse(&text), Ok(compare("a", Operator::Eq, Literal::Text(value))));
        }
    }
}
