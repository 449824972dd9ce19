//! The steps of a sign-in on pages. Each file takes the forms of one kind of page, and answers with the next page.

pub mod consent;
pub mod device;
pub mod enroll;
pub mod factor;
pub mod filled;
pub mod identify;
pub mod landing;
pub mod link;
pub mod next;
pub mod password;
pub mod recovery;
pub mod transaction;
pub mod webauthn;

use oktars_catalog::op;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::resource::oauth::{form, form_fault};
use crate::sign_in::browser::{self, expired};
use crate::sign_in::client::field;
use crate::sign_in::step::filled::Filled;

pub const HANDLERS: Handlers = &[(&op::TAKE_SIGN_IN_STEP, take)];

/// Longer than what people type, and than what the org itself puts into its forms.
const LONGEST: usize = 4096;

fn take(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let form = form(context);
    let key = field(&form, "key").unwrap_or_default().to_owned();
    let is_too_long = form.iter().any(|(_, value)| value.len() > LONGEST);
    if is_too_long || form_fault(&form).is_some() || browser::pending(context, &key)?.is_none() {
        return Ok(expired());
    }
    let filled = Filled::new(key, form);
    match filled.text("step").as_str() {
        "identify" => identify::identifier(context, &filled),
        "password" => identify::password(context, &filled),
        "classic" => identify::classic(context, &filled),
        "factor" => factor::choose(context, &filled),
        "code" => factor::code(context, &filled),
        "push" => factor::push(context, &filled),
        "enroll" => enroll::enroll(context, &filled),
        "activate" => enroll::activate(context, &filled),
        "webauthn" => webauthn::prove(context, &filled),
        "activate-webauthn" => webauthn::activate(context, &filled),
        "activate-push" => enroll::activate_push(context, &filled),
        "new-password" => password::change(context, &filled),
        "reset-password" => password::reset(context, &filled),
        "recover" => recovery::begin(context, &filled),
        "recovery-answer" => recovery::answer(context, &filled),
        "unlock" => recovery::unlock(context, &filled),
        "consent" => consent::take(context, &filled),
        "device" => device::take(context, &filled),
        _ => Ok(expired()),
    }
}
