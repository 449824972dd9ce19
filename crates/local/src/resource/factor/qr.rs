//! The picture from which an app on a phone takes what it needs to become the factor.

use crate::kernel::fingerprint::fingerprint;
use crate::kernel::status;
use http::{StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply};
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::factor::kind::{self, Proof};
use crate::resource::factor::secret::FactorSecret;
use crate::resource::factor::{FACTOR, link, url};

/// A second part of the picture's address, after the factor's id: nobody without a token may guess the address.
fn token(secret: &FactorSecret) -> Option<String> {
    let shared =
        secret.shared_secret.as_deref().or(secret.push.as_ref().map(|push| push.transaction.as_str()));
    Some(fingerprint(shared?)[..24].to_owned())
}

/// The links of an enrollment that waits for its device.
pub fn links(context: &Context<'_>, user: &Value, factor: &Value) -> Result<Option<Value>, Problem> {
    let Some(token) = token(&FactorSecret::load(&context.tx, id_of(factor))?) else { return Ok(None) };
    let own = |rest: &str| url(context, id_of(user), &format!("/{}{rest}", id_of(factor)));
    let picture = json!({ "href": own(&format!("/qr/{token}")), "type": "image/png" });
    Ok(match kind::of(factor).proof {
        Proof::Totp => Some(json!({ "qrcode": picture })),
        Proof::Push => {
            let poll = link(own("/lifecycle/activate/poll"), &["POST"]);
            Some(json!({ "poll": poll, "qrcode": picture }))
        }
        _ => None,
    })
}

/// The picture is for everybody who knows its address: it stands in pages and mails.
pub fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let id = context.param("factorId");
    let missing = || Problem::not_found(id, "UserFactor");
    let factor = context.tx.get(FACTOR, id)?.ok_or_else(missing)?;
    let secret = FactorSecret::load(&context.tx, id)?;
    if token(&secret).as_deref() != Some(context.param("token")) || factor["status"] == status::ACTIVE {
        return Err(missing());
    }
    let code = QrCode::encode_text(&content(context, &factor, &secret), QrCodeEcc::Medium)
        .map_err(|_| Problem::internal())?;
    let mut reply = Reply::no_content();
    reply.status = StatusCode::OK;
    reply.body = picture(&code).map_err(|_| Problem::internal())?.into();
    Ok(reply.header(header::CONTENT_TYPE, "image/png"))
}

/// What the app reads.
fn content(context: &Context<'_>, factor: &Value, secret: &FactorSecret) -> String {
    let host = context.request.base.split("://").nth(1).unwrap_or_default();
    let host = utf8_percent_encode(host, NON_ALPHANUMERIC);
    if let Some(push) = &secret.push {
        return format!("oktaverify://{host}/?t={}&f={}", push.transaction, id_of(factor));
    }
    let login = factor["profile"]["credentialId"].as_str().unwrap_or_default();
    let login = utf8_percent_encode(login, NON_ALPHANUMERIC);
    let shared = secret.shared_secret.as_deref().unwrap_or_default();
    format!("otpauth://totp/{host}:{login}?secret={shared}&issuer={host}&algorithm=SHA1&digits=6&period=30")
}

/// The pixels that one square of the code is wide, and the squares of the white edge around it.
const SCALE: i32 = 4;
const EDGE: i32 = 4;

fn picture(code: &QrCode) -> Result<Vec<u8>, png::EncodingError> {
    let side = (code.size() + 2 * EDGE) * SCALE;
    let place = |pixel: i32| pixel / SCALE - EDGE;
    let pixels = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
    let shades: Vec<u8> =
        pixels.map(|(x, y)| if code.get_module(place(x), place(y)) { 0 } else { 255 }).collect();
    let mut bytes = Vec::new();
    let side = side.unsigned_abs();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&shades)?;
    Ok(bytes)
}
