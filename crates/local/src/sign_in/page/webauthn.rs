//! The pages on which a browser asks a security key. They are the only ones of the sign-in that need a script.

use serde_json::{Value, json};

use crate::kernel::context::Reply;
use crate::sign_in::page::{Form, in_script, link_button};

const SCRIPT: &str = "const bytes=t=>Uint8Array.from(atob(t.replace(/-/g,'+').replace(/_/g,'/')),c=>c.charCodeAt(0));\
const text=b=>btoa(String.fromCharCode(...new Uint8Array(b)));\
const form=document.querySelector('form');\
const put=(name,value)=>{const field=document.createElement('input');field.type='hidden';field.name=name;field.value=text(value);form.append(field)};\
const told=e=>{document.getElementById('webauthn-told').textContent='The security key was not used: '+e.message};";

const REGISTER: &str = "const asked=DATA;\
document.getElementById('webauthn').onclick=()=>navigator.credentials.create({publicKey:{...asked,\
challenge:bytes(asked.challenge),user:{...asked.user,id:bytes(asked.user.id)}}}).then(k=>{\
put('clientData',k.response.clientDataJSON);put('attestation',k.response.attestationObject);form.submit()}).catch(told);";

const PROVE: &str = "const asked=DATA;\
document.getElementById('webauthn').onclick=()=>navigator.credentials.get({publicKey:{challenge:bytes(asked.challenge),\
userVerification:asked.userVerification,allowCredentials:[{type:'public-key',id:bytes(asked.id)}]}}).then(k=>{\
put('clientData',k.response.clientDataJSON);put('authenticatorData',k.response.authenticatorData);\
put('signatureData',k.response.signature);form.submit()}).catch(told);";

/// A new key.
pub fn register(key: &str, answer: &Value, wrong: Option<&str>) -> Reply {
    let activation = &answer["_embedded"]["factor"]["_embedded"]["activation"];
    let mut asked = json!({});
    for name in [
        "rp",
        "user",
        "pubKeyCredParams",
        "challenge",
        "attestation",
        "authenticatorSelection",
        "excludeCredentials",
    ] {
        asked[name] = activation[name].clone();
    }
    let step = Step { name: "activate-webauthn", title: "Set up a security key", button: "Set up" };
    show(key, answer, wrong, &step, &REGISTER.replace("DATA", &in_script(&asked)))
}

/// A key that is known.
pub fn prove(key: &str, answer: &Value, wrong: Option<&str>) -> Reply {
    let factor = &answer["_embedded"]["factor"];
    let mut asked = factor["_embedded"]["challenge"].clone();
    asked["id"] = factor["profile"]["credentialId"].clone();
    let step = Step { name: "webauthn", title: "Verify with a security key", button: "Verify" };
    show(key, answer, wrong, &step, &PROVE.replace("DATA", &in_script(&asked)))
}

struct Step {
    name: &'static str,
    title: &'static str,
    button: &'static str,
}

fn show(key: &str, answer: &Value, wrong: Option<&str>, step: &Step, script: &str) -> Reply {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (state, id) = (text(&answer["stateToken"]), text(&answer["_embedded"]["factor"]["id"]));
    let fields = format!(
        "<p>Your browser asks for your security key.</p><p role=\"alert\" id=\"webauthn-told\" class=\"infobox-error\"></p>\
         <button type=\"button\" id=\"webauthn\" class=\"button button-primary\" autofocus>{}</button>\
         <noscript><p>A security key needs a script: please allow it.</p></noscript>",
        step.button
    );
    let other = match step.name {
        "webauthn" => link_button("Verify with something else", "back", "true"),
        _ => String::new(),
    };
    Form {
        title: step.title,
        hidden: &[("key", key), ("step", step.name), ("stateToken", &state), ("factor", &id)],
        fields,
        wrong,
        below: format!("<p>{other}</p><script>{SCRIPT}{script}</script>"),
        ..Form::default()
    }
    .reply()
}
