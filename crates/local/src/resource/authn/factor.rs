//! Factors in primary authentication: enrolling and proving them.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::resource::authn::go_on;
use crate::resource::authn::mfa::{enrollment, enrollment_settings};
use crate::resource::authn::state::State;
use crate::resource::factor as user_factor;
use crate::resource::factor::ceremony;
use crate::resource::factor::kind::{self, Proof};
use crate::resource::factor::{proof, push};

pub const HANDLERS: Handlers = &[
    (&op::ENROLL_FACTOR_WITH_STATE, enroll),
    (&op::ACTIVATE_FACTOR_WITH_STATE, activate),
    (&op::POLL_FACTOR_ACTIVATION_WITH_STATE, activate),
    (&op::RESEND_FACTOR_ACTIVATION_WITH_STATE, resend_activation),
    (&op::VERIFY_FACTOR_WITH_STATE, verify),
    (&op::RESEND_FACTOR_CHALLENGE_WITH_STATE, resend_challenge),
];

/// The factor that the path names, from now on the chosen one.
fn choose(context: &Context<'_>, state: &mut State) -> Result<Value, Problem> {
    let factor = user_factor::find(context, &state.user, context.param("factorId"))?;
    state.note("factorId", factor["id"].clone());
    Ok(factor)
}

/// Chooses a kind to enroll.
fn enroll(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let mut state = State::of(context, &body)?.expect(&[status::MFA_ENROLL, status::MFA_ENROLL_ACTIVATE])?;
    let settings = enrollment_settings(context, &state.user)?;
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let is_allowed = kind::find(text("factorType"), text("provider"))
        .is_none_or(|kind| enrollment(&settings, kind) != "NOT_ALLOWED");
    if !is_allowed {
        return Err(Problem::validation("factorEnrollRequest", "The policy does not allow this factor."));
    }
    let factor = user_factor::enroll_for(context, &state.user, &body, context.flag("activate", false))?;
    if factor["status"] == status::ACTIVE {
        return enrolled(context, state, &factor);
    }
    state.note("factorId", factor["id"].clone());
    if kind::of(&factor).proof == Proof::Push {
        state.note("factorResult", json!("WAITING"));
    }
    state.reply(context, status::MFA_ENROLL_ACTIVATE)
}

/// What was enrolled just now has been proven as well.
fn enrolled(context: &mut Context<'_>, mut state: State, factor: &Value) -> Result<Reply, Problem> {
    prove(context, &mut state, factor);
    context.log("user.authentication.auth_via_mfa", &[Target::user(&state.user)])?;
    go_on(context, state)
}

fn prove(context: &Context<'_>, state: &mut State, factor: &Value) {
    state.note("amr", json!(kind::of(factor).amr));
    state.note("factorVerified", json!(context.now_text()));
    state.note("factorResult", Value::Null);
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let mut state = State::of(context, &body)?.expect(&[status::MFA_ENROLL_ACTIVATE])?;
    let factor = choose(context, &mut state)?;
    if kind::of(&factor).proof == Proof::Push {
        return poll_enrollment(context, state, &factor);
    }
    match proof::activate(context, &mut state.user, &factor, &body)? {
        Ok(factor) => enrolled(context, state, &factor),
        Err(problem) => Ok(Reply::problem(&problem)),
    }
}

fn poll_enrollment(context: &mut Context<'_>, mut state: State, factor: &Value) -> Result<Reply, Problem> {
    if factor["status"] == status::ACTIVE {
        return enrolled(context, state, factor);
    }
    let result = push::outcome(context, factor)?.unwrap_or_else(|| "TIMEOUT".to_owned());
    state.note("factorResult", json!(result));
    state.reply(context, status::MFA_ENROLL_ACTIVATE)
}

fn resend_activation(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let state = State::of(context, &body)?.expect(&[status::MFA_ENROLL_ACTIVATE])?;
    resend(context, state, status::MFA_ENROLL_ACTIVATE)
}

fn resend_challenge(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let state = State::of(context, &body)?.expect(&[status::MFA_CHALLENGE])?;
    resend(context, state, status::MFA_CHALLENGE)
}

fn resend(context: &mut Context<'_>, mut state: State, status: &str) -> Result<Reply, Problem> {
    let factor = choose(context, &mut state)?;
    match kind::of(&factor).proof {
        Proof::SentCode => proof::send_code(context, &state.user, &factor)?,
        Proof::Push if status == status::MFA_CHALLENGE => drop(push::ask(context, &state.user, &factor)?),
        _ => {}
    }
    state.reply(context, status)
}

/// Asks for the proof, or takes it.
fn verify(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let mut state = State::of(context, &body)?.expect(&[status::MFA_REQUIRED, status::MFA_CHALLENGE])?;
    let was_asked =
        state.status() == status::MFA_CHALLENGE && state.about["factorId"] == context.param("factorId");
    let factor = choose(context, &mut state)?;
    if factor["status"] != status::ACTIVE {
        return Err(Problem::new("E0000180", "The factor is inactive."));
    }
    let proof = kind::of(&factor).proof;
    if proof == Proof::Push {
        return verify_push(context, state, &factor, was_asked);
    }
    let is_webauthn = kind::of(&factor).is_webauthn();
    let given = match proof {
        Proof::Answer => &body["answer"],
        _ if is_webauthn => &body["clientData"],
        _ => &body["passCode"],
    };
    if given.is_null() {
        if is_webauthn {
            ceremony::ask(context, &factor)?;
        }
        if proof == Proof::SentCode && !was_asked {
            proof::send_code(context, &state.user, &factor)?;
        }
        return state.reply(context, status::MFA_CHALLENGE);
    }
    match proof::check(context, &mut state.user, &factor, &body)? {
        Ok(()) => enrolled(context, state, &factor),
        Err(problem) => Ok(Reply::problem(&problem)),
    }
}

fn verify_push(
    context: &mut Context<'_>,
    mut state: State,
    factor: &Value,
    was_asked: bool,
) -> Result<Reply, Problem> {
    if !was_asked {
        push::ask(context, &state.user, factor)?;
    }
    let result = push::outcome(context, factor)?.unwrap_or_else(|| "TIMEOUT".to_owned());
    if result == "SUCCESS" {
        return enrolled(context, state, factor);
    }
    state.note("factorResult", json!(result));
    state.reply(context, status::MFA_CHALLENGE)
}
