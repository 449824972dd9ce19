//! Whom an org tells what happens.

use oktars::hook::{
    EventHook, HookChannel, InlineHook, InlineHookType, ListEventHooks, ListHookKeys, ListInlineHooks,
    NewHookKey,
};
use oktars::log_stream::{ListLogStreams, LogStream};
use oktars::{Okta, Result};
use serde_json::{Value, json};

use super::{nothing, page, value};
use crate::recordings::asked::Asked;

pub async fn hook(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listEventHooks" => page(okta.event_hooks().list(&ListEventHooks::new())).await,
        "createEventHook" => value(
            okta.event_hooks()
                .create(&EventHook::new("name", "https://example.com", ["user.lifecycle.create"]))
                .await,
        ),
        "getEventHook" => value(okta.event_hooks().get(asked.path(0)).await),
        "replaceEventHook" => value(
            okta.event_hooks()
                .replace(
                    asked.path(0),
                    &EventHook::new("name", "https://example.com", ["user.lifecycle.create"]),
                )
                .await,
        ),
        "deleteEventHook" => nothing(okta.event_hooks().delete(asked.path(0)).await),
        "activateEventHook" => value(okta.event_hooks().activate(asked.path(0)).await),
        "deactivateEventHook" => value(okta.event_hooks().deactivate(asked.path(0)).await),
        "verifyEventHook" => value(okta.event_hooks().verify(asked.path(0)).await),
        "listInlineHooks" => {
            let mut query = ListInlineHooks::new();
            query.kind = asked.text("type");
            page(okta.inline_hooks().list(&query)).await
        }
        "createInlineHook" => value(
            okta.inline_hooks()
                .create(&InlineHook::new(
                    "name",
                    InlineHookType::SAML_TOKENS_TRANSFORM,
                    HookChannel::http("https://example.com"),
                ))
                .await,
        ),
        "getInlineHook" => value(okta.inline_hooks().get(asked.path(0)).await),
        "updateInlineHook" => value(
            okta.inline_hooks()
                .update(
                    asked.path(0),
                    &InlineHook::new(
                        "name",
                        InlineHookType::SAML_TOKENS_TRANSFORM,
                        HookChannel::http("https://example.com"),
                    ),
                )
                .await,
        ),
        "replaceInlineHook" => value(
            okta.inline_hooks()
                .replace(
                    asked.path(0),
                    &InlineHook::new(
                        "name",
                        InlineHookType::SAML_TOKENS_TRANSFORM,
                        HookChannel::http("https://example.com"),
                    ),
                )
                .await,
        ),
        "deleteInlineHook" => nothing(okta.inline_hooks().delete(asked.path(0)).await),
        "executeInlineHook" => value(okta.inline_hooks().execute(asked.path(0), &json!({})).await),
        "activateInlineHook" => value(okta.inline_hooks().activate(asked.path(0)).await),
        "deactivateInlineHook" => value(okta.inline_hooks().deactivate(asked.path(0)).await),
        "listHookKeys" => page(okta.hook_keys().list(&ListHookKeys::new())).await,
        "createHookKey" => value(okta.hook_keys().create(&NewHookKey::new("name")).await),
        "getPublicKey" => value(okta.hook_keys().public(asked.path(0)).await),
        "getHookKey" => value(okta.hook_keys().get(asked.path(0)).await),
        "replaceHookKey" => value(okta.hook_keys().rename(asked.path(0), "name").await),
        "deleteHookKey" => nothing(okta.hook_keys().delete(asked.path(0)).await),
        _ => return None,
    })
}

pub async fn stream(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listLogStreams" => {
            let mut query = ListLogStreams::new();
            query.filter = asked.expression("filter");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.log_streams().list(&query)).await
        }
        "createLogStream" => {
            value(okta.log_streams().create(&LogStream::new("aws_eventbridge", "name")).await)
        }
        "getLogStream" => value(okta.log_streams().get(asked.path(0)).await),
        "replaceLogStream" => {
            value(okta.log_streams().replace(asked.path(0), &LogStream::new("aws_eventbridge", "name")).await)
        }
        "deleteLogStream" => nothing(okta.log_streams().delete(asked.path(0)).await),
        "activateLogStream" => nothing(okta.log_streams().activate(asked.path(0)).await),
        "deactivateLogStream" => nothing(okta.log_streams().deactivate(asked.path(0)).await),
        _ => return None,
    })
}
