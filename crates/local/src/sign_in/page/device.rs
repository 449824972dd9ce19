//! The pages on which people let a device in.

use crate::kernel::context::Reply;
use crate::sign_in::page::{self, Form, first_field};

/// Asks for the code that the device shows.
pub fn ask(key: &str, code: &str, wrong: Option<&str>) -> Reply {
    Form {
        title: "Activate your device",
        hidden: &[("key", key), ("step", "device")],
        fields: first_field("Activation Code", "text", "userCode", "userCode", "off", code),
        submit: "Next",
        wrong,
        ..Form::default()
    }
    .reply()
}

pub fn activated() -> Reply {
    page::message("Device activated", "Follow the instructions on your device for next steps.", "")
}

pub fn refused(why: &str) -> Reply {
    page::message("Device not activated", why, "")
}
