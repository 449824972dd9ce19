//! What the org got and sent is kept for whoever looks at it. Nobody can send on what they see there: the values of
//! signatures are hidden, and so is what is encrypted. An assertion that an app wants without a signature proves nothing.

use serde_json::Value;

use crate::kernel::clock;
use crate::kernel::context::Context;
use crate::kernel::saml_messages::SamlMessage;
use crate::kernel::stored::id_of;

/// The elements whose text is hidden.
const HIDDEN: [&str; 3] = ["SignatureValue", "DigestValue", "CipherValue"];
const INSTEAD: &str = "[redacted]";

/// Notes a message that came to this path: as text, where it could be unpacked.
pub fn received(context: &Context<'_>, app: &Value, name: &'static str, text: Option<&str>, accepted: bool) {
    let place = context.request.path.clone();
    let xml = text.map_or_else(|| "(not Base64, or not packed as messages are)".to_owned(), shown);
    keep(
        context,
        app,
        SamlMessage { place, xml, accepted, name, direction: "received", ..SamlMessage::default() },
    );
}

/// Notes a message that a browser carries to this address.
pub fn sent(context: &Context<'_>, app: &Value, name: &'static str, place: &str, text: &str) {
    let (place, xml) = (place.to_owned(), shown(text));
    keep(
        context,
        app,
        SamlMessage { place, xml, accepted: true, name, direction: "sent", ..SamlMessage::default() },
    );
}

fn keep(context: &Context<'_>, app: &Value, message: SamlMessage) {
    let label = app["label"].as_str().unwrap_or_default().to_owned();
    let (app, at) = (id_of(app).to_owned(), clock::millis(context.now));
    context.org.saml_messages.keep(SamlMessage { app, label, at, ..message });
}

/// A message without what is hidden. It need not be well-formed: what comes in is whatever somebody sends.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        shown.push_str(before);
        let name_end = tag[1..].find(|one: char| one.is_whitespace() || matches!(one, '>' | '/' | '<'));
        let name = &tag[1..name_end.map_or(tag.len(), |end| end + 1)];
        let local = name.rsplit(':').next().unwrap_or_default();
        if !HIDDEN.contains(&local) {
            shown.push('<');
            rest = &tag[1..];
            continue;
        }
        // Without an end of this tag there is none of another one behind it either.
        let Some(head) = tag.find('>') else {
            rest = tag;
            break;
        };
        shown.push_str(&tag[..=head]);
        shown.push_str(INSTEAD);
        rest = tag.find(&format!("</{name}")).map_or("", |end| &tag[end..]);
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_used_is_not_shown() {
        for (text, expected) in [
            ("<a>plain & <b c=\"d\"/></a>", "<a>plain & <b c=\"d\"/></a>"),
            (
                "<ds:SignatureValue Id=\"x\">abc=</ds:SignatureValue><e>kept</e>",
                "<ds:SignatureValue Id=\"x\">[redacted]</ds:SignatureValue><e>kept</e>",
            ),
            (
                "<DigestValue>abc</DigestValue><CipherValue>\nabc\n</CipherValue>",
                "<DigestValue>[redacted]</DigestValue><CipherValue>[redacted]</CipherValue>",
            ),
            (
                "<SignatureValue>a<!-- </x> -->b</SignatureValue>",
                "<SignatureValue>[redacted]</SignatureValue>",
            ),
            ("<SignatureValue>abc", "<SignatureValue>[redacted]"),
            ("<SignatureValue", "<SignatureValue"),
            ("<a>b</a><SignatureValue <SignatureValue", "<a>b</a><SignatureValue <SignatureValue"),
            ("<", "<"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected);
        }
    }
}
