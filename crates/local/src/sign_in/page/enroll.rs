//! The pages on which people set up a factor.

use serde_json::Value;

use crate::kernel::context::Reply;
use crate::resource::factor::kind;
use crate::sign_in::page::factor::{rows, with_article};
use crate::sign_in::page::{Form, escaped, first_field, link_button};

/// What a policy lets people set up.
pub fn choose(key: &str, answer: &Value) -> Reply {
    let state = answer["stateToken"].as_str().unwrap_or_default();
    let factors = answer["_embedded"]["factors"].as_array().into_iter().flatten();
    let open = factors.filter(|factor| factor["status"] != "ACTIVE");
    let value = |factor: &Value| {
        let text = |name: &str| factor[name].as_str().unwrap_or_default();
        format!("{}|{}", text("factorType"), text("provider"))
    };
    let can_skip = answer["_links"]["skip"].is_object();
    let skip = if can_skip { link_button("Set up later", "skip", "true") } else { String::new() };
    Form {
        title: "Set up security methods",
        hidden: &[("key", key), ("step", "enroll"), ("stateToken", state)],
        fields: rows(open, "factor", value, "Set up"),
        below: skip,
        ..Form::default()
    }
    .reply()
}

/// What a factor needs to be set up.
pub fn details(key: &str, state: &str, factor_type: &str, provider: &str, wrong: Option<&str>) -> Reply {
    let fields = match factor_type {
        "question" => question(),
        _ => first_field("Phone number", "text", "phoneNumber", "phoneNumber", "tel", ""),
    };
    Form {
        title: &format!("Set up {}", with_article(factor_type)),
        hidden: &[
            ("key", key),
            ("step", "enroll"),
            ("stateToken", state),
            ("factor", &format!("{factor_type}|{provider}")),
            ("details", "true"),
        ],
        fields,
        submit: "Set up",
        wrong,
        ..Form::default()
    }
    .reply()
}

fn question() -> String {
    let options: String = kind::questions()
        .iter()
        .map(|question| {
            let text = |name: &str| question[name].as_str().unwrap_or_default();
            format!(
                "<option value=\"{}\">{}</option>",
                escaped(text("question")),
                escaped(text("questionText"))
            )
        })
        .collect();
    let answer = first_field("Answer", "text", "credentials.answer", "answer", "off", "");
    format!(
        "<label for=\"question\">Question</label><select id=\"question\" name=\"question\">{options}</select>{answer}"
    )
}
