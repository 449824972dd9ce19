//! The kinds of factor, what each is proven with, and the supported security questions.

use serde_json::{Value, json};

/// What proves that a factor is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The answer to a security question.
    Answer,
    /// A code that is sent: by text message, by call, by mail.
    SentCode,
    /// A code that a device computes from a shared secret and the time.
    Totp,
    /// A yes or no on a device.
    Push,
    /// A code of a token that its maker checks, which nobody can do here: its form is looked at.
    Token,
    /// A code that a token computes from a secret that its user brings, and the time.
    Hotp,
    /// A signature of a security key over a challenge.
    Key,
    /// A page of another company, which nobody can open here.
    Page,
}

/// One kind of factor.
#[derive(Debug)]
pub struct Kind {
    pub factor_type: &'static str,
    pub provider: &'static str,
    /// The beginning of its ids.
    pub prefix: &'static str,
    /// Its name among the org's factors and in policies.
    pub key: &'static str,
    /// Its name among authenticators, as Identity Engine has it.
    pub authenticator: &'static str,
    /// What it adds to the `amr` of a session.
    pub amr: &'static str,
    pub proof: Proof,
}

impl Kind {
    /// Whether a browser proves it with a key of its own.
    pub fn is_webauthn(&self) -> bool {
        self.factor_type == "webauthn"
    }

    /// Whether somebody may be asked to set it up while they sign in.
    pub fn is_set_up_on_pages(&self) -> bool {
        self.is_offered() || self.is_webauthn()
    }

    /// Whether every org has it. Others need what a maker of tokens or another company sets up.
    pub fn is_offered(&self) -> bool {
        matches!(self.proof, Proof::Answer | Proof::SentCode | Proof::Totp | Proof::Push)
    }
}

const fn kind(
    key: &'static str,
    factor_type: &'static str,
    provider: &'static str,
    prefix: &'static str,
    authenticator: &'static str,
    amr: &'static str,
    proof: Proof,
) -> Kind {
    Kind { factor_type, provider, prefix, key, authenticator, amr, proof }
}

#[rustfmt::skip]
pub static KINDS: [Kind; 14] = [
    kind("okta_question", "question", "OKTA", "ufs", "security_question", "kba", Proof::Answer),
    kind("okta_otp", "token:software:totp", "OKTA", "ost", "okta_verify", "otp", Proof::Totp),
    kind("google_otp", "token:software:totp", "GOOGLE", "uft", "google_otp", "otp", Proof::Totp),
    kind("okta_push", "push", "OKTA", "opf", "okta_verify", "swk", Proof::Push),
    kind("okta_sms", "sms", "OKTA", "mbl", "phone_number", "sms", Proof::SentCode),
    kind("okta_call", "call", "OKTA", "clf", "phone_number", "tel", Proof::SentCode),
    kind("okta_email", "email", "OKTA", "emf", "okta_email", "otp", Proof::SentCode),
    kind("rsa_token", "token", "RSA", "rsa", "rsa_token", "otp", Proof::Token),
    kind("symantec_vip", "token", "SYMANTEC", "ufv", "symantec_vip", "otp", Proof::Token),
    kind("yubikey_token", "token:hardware", "YUBICO", "ykf", "yubikey_token", "hwk", Proof::Token),
    kind("hotp", "token:hotp", "CUSTOM", "chf", "custom_otp", "otp", Proof::Hotp),
    kind("fido_u2f", "u2f", "FIDO", "fuf", "fido_u2f", "hwk", Proof::Key),
    kind("fido_webauthn", "webauthn", "FIDO", "fwf", "webauthn", "hwk", Proof::Key),
    kind("duo", "web", "DUO", "dsf", "duo", "swk", Proof::Page),
];

/// The kind of this type and provider.
pub fn find(factor_type: &str, provider: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.factor_type == factor_type && kind.provider == provider)
}

/// The kind of a stored factor.
pub fn of(factor: &Value) -> &'static Kind {
    let text = |name: &str| factor[name].as_str().unwrap_or_default();
    find(text("factorType"), text("provider")).expect("a stored factor is of a known kind")
}

const QUESTIONS: [(&str, &str); 20] = [
    ("disliked_food", "What is the food you least liked as a child?"),
    ("name_of_first_plush_toy", "What is the name of your first stuffed animal?"),
    ("first_award", "What did you earn your first medal or award for?"),
    ("favorite_security_question", "What is your favorite security question?"),
    ("favorite_toy", "What is the toy/stuffed animal you liked the most as a kid?"),
    ("first_computer_game", "What was the first computer game you played?"),
    ("favorite_movie_quote", "What is your favorite movie quote?"),
    ("first_sports_team_mascot", "What was the mascot of the first sports team you played on?"),
    ("first_music_purchase", "What music album or song did you first purchase?"),
    ("favorite_art_piece", "What is your favorite piece of art?"),
    ("grandmother_favorite_desert", "What was your grandmother's favorite dessert?"),
    ("first_thing_cooked", "What was the first thing you learned to cook?"),
    ("childhood_dream_job", "What was your dream job as a child?"),
    ("first_kiss_location", "Where did you have your first kiss?"),
    ("place_where_significant_other_was_met", "Where did you meet your spouse/significant other?"),
    ("favorite_vacation_location", "Where did you go for your favorite vacation?"),
    ("new_years_two_thousand", "Where were you on New Year's Eve in the year 2000?"),
    ("favorite_speaker_actor", "Who is your favorite speaker/orator?"),
    ("favorite_book_movie_character", "Who is your favorite book/movie character?"),
    ("favorite_sports_player", "Who is your favorite sports player?"),
];

/// All supported questions, as they are listed.
pub fn questions() -> Vec<Value> {
    QUESTIONS.iter().map(|(key, text)| json!({ "question": key, "questionText": text })).collect()
}

/// The text of a supported question.
pub fn question_text(question: &str) -> Option<&'static str> {
    QUESTIONS.iter().find(|(key, _)| *key == question).map(|(_, text)| *text)
}
