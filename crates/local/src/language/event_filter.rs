//! Filters of event hooks: conditions over an event of the System Log, as Okta's expression language has them:
//! `event.target.?[type eq 'UserGroup' && displayName eq 'Sales'].size() > 0`.

use serde_json::Value;

use crate::kernel::bounds::condition::{DEPTH, LENGTH, STEPS};

/// Whether a condition is true of an event; an error says what cannot be understood of it.
pub fn holds(condition: &str, event: &Value) -> Result<bool, String> {
    if condition.len() > LENGTH {
        return Err(too_long());
    }
    let tokens = tokens(condition)?;
    let mut reader = Reader { tokens: &tokens, at: 0, depth: 0, steps: 0, event };
    let value = reader.or(event)?;
    match reader.tokens.get(reader.at) {
        None => Ok(value == true),
        Some(rest) => Err(format!("unexpected {rest:?}")),
    }
}

/// Why a condition goes beyond what is read; none where it does not.
pub fn excess(condition: &str) -> Option<String> {
    if condition.len() > LENGTH {
        return Some(too_long());
    }
    let tokens = tokens(condition).ok()?;
    let deeper = |depth: &mut usize, token: &Token| {
        match token {
            Token::Sign("(" | ".?[") => *depth += 1,
            Token::Sign(")" | "]") => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    };
    let deepest = tokens.iter().scan(0, deeper).max();
    (deepest >= Some(DEPTH)).then(too_deep)
}

fn too_long() -> String {
    format!("it is longer than {LENGTH} bytes")
}

fn too_deep() -> String {
    format!("it is nested more than {DEPTH} deep")
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Literal(Value),
    Sign(&'static str),
}

/// Longer signs before those that they begin with.
const SIGNS: [&str; 18] =
    [".?[", "&&", "||", "==", "!=", ">=", "<=", ">", "<", "!", "(", ")", "[", "]", ".", ",", "{", "}"];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first == '\'' || first == '"' {
            let end = rest[1..].find(first).ok_or("a text that does not end")?;
            tokens.push(Token::Literal(rest[1..=end].into()));
            end + 2
        } else if first.is_alphanumeric() || first == '_' || first == '$' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && !"_$".contains(c)).unwrap_or(rest.len());
            tokens.push(word(&rest[..end]));
            end
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let sign = sign.ok_or_else(|| format!("unexpected {first:?}"))?;
            tokens.push(Token::Sign(sign));
            sign.len()
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

fn word(text: &str) -> Token {
    match text {
        "eq" => Token::Sign("=="),
        "ne" => Token::Sign("!="),
        "gt" => Token::Sign(">"),
        "lt" => Token::Sign("<"),
        "ge" => Token::Sign(">="),
        "le" => Token::Sign("<="),
        "and" | "AND" => Token::Sign("&&"),
        "or" | "OR" => Token::Sign("||"),
        "not" => Token::Sign("!"),
        "null" => Token::Literal(Value::Null),
        "true" | "false" => Token::Literal((text == "true").into()),
        _ => match text.parse::<i64>() {
            Ok(number) => Token::Literal(number.into()),
            Err(_) => Token::Name(text.to_owned()),
        },
    }
}

/// Reads and evaluates in one. `scope` is what bare names belong to: within a selection, one of its elements.
struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    steps: usize,
    event: &'a Value,
}

impl Reader<'_> {
    fn takes(&mut self, sign: &str) -> bool {
        let is_next = matches!(self.tokens.get(self.at), Some(Token::Sign(next)) if *next == sign);
        self.at += usize::from(is_next);
        is_next
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) { Ok(()) } else { Err(format!("{sign:?} is missing")) }
    }

    fn or(&mut self, scope: &Value) -> Result<Value, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(too_deep());
        }
        let mut value = self.and(scope)?;
        while self.takes("||") {
            let other = self.and(scope)?;
            value = (value == true || other == true).into();
        }
        self.depth -= 1;
        Ok(value)
    }

    fn and(&mut self, scope: &Value) -> Result<Value, String> {
        let mut value = self.not(scope)?;
        while self.takes("&&") {
            let other = self.not(scope)?;
            value = (value == true && other == true).into();
        }
        Ok(value)
    }

    fn not(&mut self, scope: &Value) -> Result<Value, String> {
        let mut negated = false;
        while self.takes("!") {
            negated = !negated;
        }
        let value = self.comparison(scope)?;
        Ok(if negated { (value != true).into() } else { value })
    }

    fn comparison(&mut self, scope: &Value) -> Result<Value, String> {
        let left = self.operand(scope)?;
        for sign in ["==", "!=", ">=", "<=", ">", "<"] {
            if self.takes(sign) {
                let right = self.operand(scope)?;
                return Ok(compare(sign, &left, &right).into());
            }
        }
        Ok(left)
    }

    fn operand(&mut self, scope: &Value) -> Result<Value, String> {
        if self.takes("(") {
            let value = self.or(scope)?;
            self.expect(")")?;
            return Ok(value);
        }
        self.steps += 1;
        if self.steps > STEPS {
            return Err(format!("it reads more than {STEPS} values of one event"));
        }
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        let value = match token {
            Some(Token::Literal(value)) => value,
            Some(Token::Name(name)) if name == "event" => self.event.clone(),
            Some(Token::Name(name)) => scope[name.as_str()].clone(),
            other => return Err(format!("a value is missing before {other:?}")),
        };
        self.steps(value, scope)
    }

    /// What follows a value: members, methods, selections.
    fn steps(&mut self, mut value: Value, scope: &Value) -> Result<Value, String> {
        loop {
            if self.takes(".?[") {
                value = self.selection(&value)?;
            } else if self.takes(".") {
                let Some(Token::Name(name)) = self.tokens.get(self.at).cloned() else {
                    return Err("a name is missing after the dot".to_owned());
                };
                self.at += 1;
                value = if self.takes("(") {
                    let argument = if self.takes(")") { Value::Null } else { self.argument(scope)? };
                    method(&value, &name, &argument)?
                } else {
                    value[name.as_str()].clone()
                };
            } else {
                return Ok(value);
            }
        }
    }

    fn argument(&mut self, scope: &Value) -> Result<Value, String> {
        let argument = self.or(scope)?;
        self.expect(")")?;
        Ok(argument)
    }

    /// The elements of which what stands in brackets is true.
    fn selection(&mut self, list: &Value) -> Result<Value, String> {
        let begin = self.at;
        // Read once even where there is no element, to know where it ends.
        self.or(&Value::Null)?;
        self.expect("]")?;
        let end = self.at;
        let mut selected = Vec::new();
        for element in list.as_array().into_iter().flatten() {
            self.at = begin;
            if self.or(element)? == true {
                selected.push(element.clone());
            }
        }
        self.at = end;
        Ok(selected.into())
    }
}

fn compare(sign: &str, left: &Value, right: &Value) -> bool {
    match sign {
        "==" => left == right,
        "!=" => left != right,
        _ => match (left.as_i64(), right.as_i64()) {
            (Some(left), Some(right)) => match sign {
                ">" => left > right,
                "<" => left < right,
                ">=" => left >= right,
                _ => left <= right,
            },
            _ => false,
        },
    }
}

fn method(value: &Value, name: &str, argument: &Value) -> Result<Value, String> {
    let text = value.as_str().unwrap_or_default();
    let other = argument.as_str().unwrap_or_default();
    let length = value.as_array().map_or(text.chars().count(), Vec::len);
    Ok(match name {
        "size" | "length" => length.into(),
        "isEmpty" | "empty" => (length == 0).into(),
        "contains" => match value {
            Value::Array(list) => list.contains(argument).into(),
            _ => text.contains(other).into(),
        },
        "startsWith" => text.starts_with(other).into(),
        "endsWith" => text.ends_with(other).into(),
        "toLowerCase" => text.to_lowercase().into(),
        "toUpperCase" => text.to_uppercase().into(),
        _ => return Err(format!("there is no method {name}")),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event() -> Value {
        json!({
            "eventType": "group.user_membership.add",
            "outcome": { "result": "SUCCESS", "reason": null },
            "actor": { "id": "00u1", "type": "User", "alternateId": "admin@example.com" },
            "target": [
                { "id": "00u2", "type": "User", "displayName": "Ann" },
                { "id": "00g1", "type": "UserGroup", "displayName": "Sales" },
            ],
        })
    }

    #[test]
    fn conditions_are_told_true_from_false() {
        let cases = [
            ("event.target.?[type eq 'UserGroup'].size()>0", true),
            ("event.target.?[type eq 'UserGroup' && displayName eq 'Sales'].size()> 0", true),
            ("event.target.?[type eq 'UserGroup' && displayName eq 'IT'].size()> 0", false),
            ("event.target.?[displayName eq 'Ann' && type eq 'UserGroup'].size() > 0", false),
            ("event.target.?[type eq \"Moon\"].size() eq 0", true),
            ("event.eventType eq 'group.user_membership.add'", true),
            ("event.actor.id ne '00u1'", false),
            ("event.outcome.reason eq null", true),
            ("event.outcome.result == 'SUCCESS' && event.actor.type != 'User'", false),
            ("event.outcome.result eq 'FAILURE' || event.actor.type eq 'User'", true),
            ("!(event.actor.type eq 'User')", false),
            ("event.actor.alternateId.contains('@example.com')", true),
            ("event.nothing.?[type eq 'User'].size() > 0", false),
            ("event.actor.id", false),
        ];
        for (condition, expected) in cases {
            assert_eq!(holds(condition, &event()), Ok(expected), "{condition}");
        }
    }

    #[test]
    fn what_cannot_be_understood_is_an_error() {
        for condition in
            ["", "event.", "event.target.?[type eq 'x'", "event eq 'x", "event.a.b() ", "(event", "#", "a b"]
        {
            assert!(holds(condition, &event()).is_err(), "{condition}");
        }
        assert!(holds(&"(".repeat(100_000), &event()).is_err(), "it is refused, and the stack stays");
    }

    /// Each selection reads its condition once for each element, so those within each other would never end.
    #[test]
    fn conditions_end_and_those_without_end_are_told() {
        let selections =
            |depth: usize| format!("{}true{}", "event.target.?[".repeat(depth), "].size() > 0".repeat(depth));
        assert_eq!(holds(&selections(3), &event()), Ok(true));
        assert!(holds(&selections(30), &event()).unwrap_err().contains("values of one event"));
        let deep = format!("{}true{}", "(".repeat(DEPTH), ")".repeat(DEPTH));
        for text in [selections(DEPTH), deep, "a".repeat(LENGTH + 1)] {
            assert!(excess(&text).is_some() && holds(&text, &event()).is_err(), "{}", text.len());
        }
        assert_eq!(excess(&selections(3)), None);
        assert_eq!(excess("event.target.?["), None, "what is not understood is no excess");
    }
}
