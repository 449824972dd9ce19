//! The functions that group rules may call.

use serde_json::Value;

use crate::language::expression::work::{Work, size};
use crate::language::expression::{Subject, TooMuch};

/// A function, with how many arguments it takes.
#[derive(Debug)]
pub struct Function {
    /// `String.len`, or the name alone for those of the user's groups.
    pub name: &'static str,
    least: usize,
    most: usize,
    pub is_boolean: bool,
    body: Body,
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

#[derive(Debug)]
enum Body {
    /// Takes texts; with a null among them the answer is null. It makes no more than it takes.
    Text(fn(&[&str]) -> Value),
    /// The same, of what makes more than it takes: first how many bytes that will be.
    Growing(fn(&[&str]) -> usize, fn(&[&str]) -> Value),
    /// Takes an array first, which may be null.
    Array(fn(Option<&[Value]>, &[Value]) -> Value),
    /// Takes anything.
    Any(fn(&[Value]) -> Value),
    /// Asks for the user's groups, one argument at a time.
    Group(fn(&Subject<'_>, &str) -> bool),
    /// Asks whether the name of one of the user's groups matches a pattern.
    GroupPattern,
    /// Asks for something of the user that is not an attribute.
    Internal,
}

const MANY: usize = usize::MAX;

const fn text(
    name: &'static str,
    arguments: usize,
    is_boolean: bool,
    body: fn(&[&str]) -> Value,
) -> Function {
    Function { name, least: arguments, most: arguments, is_boolean, body: Body::Text(body) }
}

const fn array(
    name: &'static str,
    arguments: usize,
    is_boolean: bool,
    body: fn(Option<&[Value]>, &[Value]) -> Value,
) -> Function {
    Function { name, least: arguments, most: arguments, is_boolean, body: Body::Array(body) }
}

const fn group(name: &'static str, most: usize, body: fn(&Subject<'_>, &str) -> bool) -> Function {
    Function { name, least: 1, most, is_boolean: true, body: Body::Group(body) }
}

static ALL: &[Function] = &[
    text("String.append", 2, false, |a| a.concat().into()),
    Function {
        name: "String.join",
        least: 2,
        most: MANY,
        is_boolean: false,
        body: Body::Growing(
            |a| a.iter().map(|text| text.len() + a[0].len()).sum(),
            |a| a[1..].join(a[0]).into(),
        ),
    },
    text("String.len", 1, false, |a| a[0].chars().count().into()),
    text("String.removeSpaces", 1, false, |a| a[0].replace(' ', "").into()),
    Function {
        name: "String.replace",
        least: 3,
        most: 3,
        is_boolean: false,
        body: Body::Growing(
            |a| a[0].matches(a[1]).count().saturating_mul(a[2].len()),
            |a| a[0].replace(a[1], a[2]).into(),
        ),
    },
    text("String.replaceFirst", 3, false, |a| a[0].replacen(a[1], a[2], 1).into()),
    text("String.startsWith", 2, true, |a| a[0].starts_with(a[1]).into()),
    text("String.stringContains", 2, true, |a| a[0].contains(a[1]).into()),
    Function {
        name: "String.stringSwitch",
        least: 2,
        most: MANY,
        is_boolean: false,
        body: Body::Text(string_switch),
    },
    Function { name: "String.substring", least: 2, most: 3, is_boolean: false, body: Body::Any(substring) },
    text("String.substringAfter", 2, false, |a| a[0].split_once(a[1]).map_or("", |(_, after)| after).into()),
    text("String.substringBefore", 2, false, |a| {
        a[0].split_once(a[1]).map_or(a[0], |(before, _)| before).into()
    }),
    text("String.toUpperCase", 1, false, |a| a[0].to_uppercase().into()),
    text("String.toLowerCase", 1, false, |a| a[0].to_lowercase().into()),
    array("Arrays.add", 2, false, |all, rest| [all.unwrap_or_default(), rest].concat().into()),
    array("Arrays.remove", 2, false, |all, rest| {
        all.unwrap_or_default().iter().filter(|value| **value != rest[0]).cloned().collect()
    }),
    array("Arrays.clear", 1, false, |_, _| Value::Array(Vec::new())),
    array("Arrays.get", 2, false, |all, rest| {
        let at = rest[0].as_u64().and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| all?.get(at).cloned()).unwrap_or_default()
    }),
    Function { name: "Arrays.flatten", least: 1, most: MANY, is_boolean: false, body: Body::Any(flatten) },
    array("Arrays.contains", 2, true, |all, rest| all.unwrap_or_default().contains(&rest[0]).into()),
    array("Arrays.size", 1, false, |all, _| all.map_or(0, <[Value]>::len).into()),
    array("Arrays.isEmpty", 1, true, |all, _| all.is_none_or(<[Value]>::is_empty).into()),
    array("Arrays.toCsvString", 1, false, |all, _| {
        all.unwrap_or_default().iter().map(plain).collect::<Vec<_>>().join(",").into()
    }),
    group("isMemberOfGroup", 1, |user, id| user.groups.iter().any(|(known, _)| known == id)),
    group("isMemberOfAnyGroup", MANY, |user, id| user.groups.iter().any(|(known, _)| known == id)),
    group("isMemberOfGroupName", 1, |user, name| user.groups.iter().any(|(_, known)| known == name)),
    group("isMemberOfGroupNameStartsWith", 1, |user, start| {
        user.groups.iter().any(|(_, name)| name.starts_with(start))
    }),
    group("isMemberOfGroupNameContains", 1, |user, part| {
        user.groups.iter().any(|(_, name)| name.contains(part))
    }),
    Function {
        name: "isMemberOfGroupNameRegex",
        least: 1,
        most: 1,
        is_boolean: true,
        body: Body::GroupPattern,
    },
    Function { name: "user.getInternalProperty", least: 1, most: 1, is_boolean: false, body: Body::Internal },
];

pub fn named(name: &str) -> Option<&'static Function> {
    ALL.iter().find(|function| function.name == name)
}

impl Function {
    pub fn takes(&self, arguments: usize) -> bool {
        (self.least..=self.most).contains(&arguments)
    }

    pub fn is_membership(&self) -> bool {
        matches!(self.body, Body::Group(_) | Body::GroupPattern)
    }

    pub fn call(&self, subject: &Subject<'_>, arguments: &[Value], work: &Work) -> Result<Value, TooMuch> {
        work.spend(arguments.iter().map(size).sum())?;
        Ok(match self.body {
            Body::Text(body) => texts(arguments).map_or(Value::Null, |texts| body(&borrowed(&texts))),
            Body::Growing(made, body) => {
                let Some(texts) = texts(arguments) else { return Ok(Value::Null) };
                let texts = borrowed(&texts);
                work.spend(made(&texts))?;
                body(&texts)
            }
            Body::Array(body) => body(arguments[0].as_array().map(Vec::as_slice), &arguments[1..]),
            Body::Any(body) => body(arguments),
            Body::Group(body) => {
                work.spend(arguments.len().saturating_mul(subject.groups.len()))?;
                arguments.iter().filter_map(Value::as_str).any(|name| body(subject, name)).into()
            }
            Body::GroupPattern => match arguments[0].as_str() {
                Some(pattern) => {
                    work.matches(pattern, subject.groups.iter().map(|(_, name)| name.as_str()))?.into()
                }
                None => false.into(),
            },
            Body::Internal => match arguments[0].as_str() {
                Some("id") => subject.id.into(),
                Some("status") => subject.status.into(),
                _ => Value::Null,
            },
        })
    }
}

/// The arguments as texts; nothing with a null among them.
fn texts(arguments: &[Value]) -> Option<Vec<String>> {
    arguments.iter().map(|value| (!value.is_null()).then(|| plain(value))).collect()
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// A value as a text: a text as it is, anything else as JSON.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The value behind the first key that the text contains.
fn string_switch(arguments: &[&str]) -> Value {
    let pairs = arguments[2..].chunks_exact(2);
    let found = pairs.into_iter().find(|pair| arguments[0].contains(pair[0]));
    found.map_or(arguments[1], |pair| pair[1]).into()
}

fn substring(arguments: &[Value]) -> Value {
    let Some(text) = arguments[0].as_str() else { return Value::Null };
    let place = |value: &Value| value.as_u64().and_then(|at| usize::try_from(at).ok());
    let length = text.chars().count();
    let from = place(&arguments[1]).unwrap_or(0);
    let to = arguments.get(2).and_then(place).unwrap_or(length).min(length);
    text.chars().take(to).skip(from).collect::<String>().into()
}

fn flatten(arguments: &[Value]) -> Value {
    fn add(value: &Value, flat: &mut Vec<Value>) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| add(value, flat)),
            value => flat.push(value.clone()),
        }
    }
    let mut flat = Vec::new();
    arguments.iter().for_each(|value| add(value, &mut flat));
    Value::Array(flat)
}
