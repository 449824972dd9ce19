//! Which members, parameters, headers and addresses are secrets.
//!
//! Code that shows a request or an answer asks here what to leave out. The client, the command and the local org
//! walk through a body with a [`Place`], each in its own way. None of them decides by itself.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What is shown in the place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Parts of names that make a text or a number secret, wherever it stands; names are compared without case and
/// separators. Members that Okta does not describe, such as those of custom profiles, are known by them too.
const WORDS: &[&str] = &[
    "password",
    "passphrase",
    "passcode",
    "secret",
    "token",
    "answer",
    "assertion",
    "hash",
    "privatekey",
    "apikey",
    "accesskey",
    "sharedkey",
    "signingkey",
    "encryptionkey",
    "masterkey",
];

/// Members that are secret though no word of their name says so: the member that they stand in, or any, and
/// their name. What is below them is secret as well.
const SECRET: &[(&str, &str)] = &[
    ("authScheme", "value"),
    ("headers", "value"),
    // Keys of push providers, of YubiKeys and of the old kinds of factors.
    ("", "serviceAccountJson"),
    ("", "aesKey"),
    ("", "privateId"),
    ("", "salt"),
    // One-time codes and what stands for them.
    ("", "tac"),
    ("", "otp"),
    ("", "otpCode"),
    ("", "pin"),
    ("qrcode", "href"),
    ("", "signatureData"),
    ("", "activationUrl"),
    // Sign-in that is under way.
    ("", "stateHandle"),
    ("", "interactionHandle"),
    ("", "interactionCode"),
    ("", "codeVerifier"),
    ("", "deviceCode"),
    ("", "userCode"),
    ("", "authReqId"),
    ("", "oktaKey"),
    ("", "requestUri"),
    ("", "idTokenHint"),
    ("", "SAMLResponse"),
];

/// Members that sound like secrets, or stand in one, and are none; nor is what is below them.
const HARMLESS: &[(&str, &str)] = &[
    // How long, how many, which kind.
    ("", "tokenWindow"),
    ("", "tokenType"),
    ("", "issuedTokenType"),
    ("", "requestedTokenType"),
    ("", "subjectTokenType"),
    ("", "actorTokenType"),
    ("", "tokenTypeHint"),
    ("", "clientAssertionType"),
    ("", "tokenAuthScheme"),
    ("", "tokenLifetimeInMinutes"),
    ("", "tokenLifetimeMinutes"),
    ("", "tokenLifetimeSeconds"),
    ("", "accessTokenLifetimeMinutes"),
    ("", "refreshTokenLifetimeMinutes"),
    ("", "refreshTokenWindowMinutes"),
    ("", "accessTokenEncryptedResponseAlgorithm"),
    ("", "idTokenEncryptedResponseAlg"),
    ("", "samlAssertionLifetimeSeconds"),
    ("", "assertionEncryption"),
    ("", "passCodeLength"),
    ("", "clientSecretExpiresAt"),
    ("", "secretVersionId"),
    ("", "tpmPublicKeyHash"),
    // Where tokens are had, and how.
    ("", "tokenUrl"),
    ("", "tokenEndpoint"),
    ("", "tokenEndpointAuthMethod"),
    ("", "tokenEndpointAuthMethodsSupported"),
    ("", "backchannelTokenDeliveryMode"),
    ("", "backchannelTokenDeliveryModesSupported"),
    ("", "globalTokenRevocation"),
    ("endpoints", "token"),
    ("refreshToken", "rotationType"),
    ("refreshToken", "leeway"),
    ("refreshToken", "jti"),
    // What inline hooks are told of what is about to be issued.
    ("data", "assertion"),
    ("identity", "token"),
    ("access", "token"),
    // Rules, and the forms that a password is typed into.
    ("actions", "token"),
    ("password", "complexity"),
    ("password", "age"),
    ("password", "lockout"),
    ("password", "breachedProtection"),
    ("hook", "type"),
    ("password", "seed"),
    ("password", "change"),
    ("password", "status"),
    ("", "passwordChange"),
    ("", "selfServicePasswordReset"),
    ("", "passwordExpiration"),
    ("", "passwordProtectionWarningTrigger"),
    ("", "passwordChanged"),
    ("", "lastPasswordVerification"),
    ("", "passwordField"),
    ("", "passwordSelector"),
    ("", "passwordLabel"),
    ("", "passwordInfoTip"),
    ("", "forgotPasswordLabel"),
    ("", "forgotPasswordUrl"),
    // How a password was hashed.
    ("hash", "algorithm"),
    ("hash", "digestAlgorithm"),
    ("hash", "iterationCount"),
    ("hash", "keySize"),
    ("hash", "workFactor"),
    ("", "saltOrder"),
];

/// Objects that are known by one of their members, and which of their other members are secret. Two examples are
/// the private half of a JSON Web Key, and the id of a session, which opens it.
const KNOWN_BY: &[(&str, &[&str])] =
    &[("kty", &["d", "p", "q", "dp", "dq", "qi", "oth", "k"]), ("mfaActive", &["id"])];

/// Parameters that are secret in a form or a query, and mean something else elsewhere.
const SECRET_PARAMETERS: &[&str] = &["code", "key", "request"];

/// Headers that say who the caller is, beyond those whose names say it.
const SECRET_HEADERS: &[&str] = &["authorization", "cookie", "apikey"];

/// Steps of a path behind which a secret stands: the id of a session, and the tokens of links in mails.
const SECRET_BEHIND: &[&str] =
    &["sessions", "reset-password", "reset_password", "welcome", "activate", "qr", "unlock"];

/// The same, where it is the first step: elsewhere an id of a token stands behind it, which opens nothing.
const SECRET_BEHIND_FIRST: &str = "tokens";

/// Steps that may stand there and are no secret.
const NO_SECRET_BEHIND: &[&str] = &["me", "poll"];

/// Beginnings and parts of texts that are secrets in whatever member they stand.
const SECRET_SCHEMES: &[&str] = &["SSWS ", "Bearer ", "DPoP ", "Basic "];
const SECRET_BLOCK: &str = "PRIVATE KEY-----";

/// A name without case and separators: `client_secret` and `clientSecret` are one.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// What the rows say of members of one name, by the plain name of their parent; an empty one is any.
#[derive(Default)]
struct Listed {
    harmless: Vec<String>,
    secret: Vec<String>,
}

/// The rows by the plain name of the member, since every member of every document is looked up.
static LISTED: LazyLock<HashMap<String, Listed>> = LazyLock::new(|| {
    let mut listed = HashMap::<String, Listed>::new();
    for (parent, name) in HARMLESS {
        listed.entry(plain(name)).or_default().harmless.push(plain(parent));
    }
    for (parent, name) in SECRET {
        listed.entry(plain(name)).or_default().secret.push(plain(parent));
    }
    listed
});

/// What a name says, wherever it stands.
#[derive(Clone, Copy)]
struct Name {
    sounds_secret: bool,
    rows: Option<&'static Listed>,
}

thread_local! {
    /// The same few names come in every document.
    static NAMES: RefCell<HashMap<String, Name>> = RefCell::default();
}

/// So many names are remembered, of so many bytes each: a document can have any.
const MOST_NAMES: usize = 4_096;
const LONGEST_NAME: usize = 64;

impl Name {
    fn of(name: &str) -> Self {
        NAMES.with_borrow_mut(|names| {
            if let Some(known) = names.get(name) {
                return *known;
            }
            let plain = plain(name);
            let found = Name { sounds_secret: sounds_secret(&plain), rows: LISTED.get(&plain) };
            if name.len() <= LONGEST_NAME && names.len() < MOST_NAMES {
                names.insert(name.to_owned(), found);
            }
            found
        })
    }

    /// Whether the rows say that a member of this parent is a secret, or that it is not.
    fn listed(self, parent: &str) -> Option<bool> {
        let rows = self.rows?;
        let parent = plain(parent);
        let has = |parents: &[String]| parents.iter().any(|known| known.is_empty() || *known == parent);
        if has(&rows.harmless) { Some(false) } else { has(&rows.secret).then_some(true) }
    }
}

fn sounds_secret(plain_name: &str) -> bool {
    WORDS.iter().any(|word| plain_name.contains(word))
}

/// A place in a JSON value, and whether the texts and numbers there are secrets.
///
/// The items of a list are at the place of their list.
///
/// ```
/// use oktars_catalog::secret::Place;
///
/// let scheme = Place::default().member("channel").member("config").member("authScheme");
/// assert!(scheme.member("value").is_secret());
/// assert!(!scheme.member("key").is_secret());
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Place<'a> {
    name: &'a str,
    secret: bool,
    /// Below what is listed as none, no name makes a secret by a word of it.
    harmless: bool,
    /// What is secret of the object that is here.
    private: &'static [&'static str],
}

impl<'a> Place<'a> {
    /// The same place, when it is known that an object is there and which members it has.
    #[must_use]
    pub fn object(self, has: impl Fn(&str) -> bool) -> Self {
        let known = KNOWN_BY.iter().find(|(member, _)| has(member));
        Place { private: known.map_or(&[], |(_, private)| private), ..self }
    }

    /// The place of a member of the object that is here.
    #[must_use]
    pub fn member<'b>(self, name: &'b str) -> Place<'b> {
        let known = Name::of(name);
        let listed = known.listed(self.name);
        // The names of links say where they lead.
        let by_name = !self.harmless && self.name != "_links" && known.sounds_secret;
        let inherited = self.secret || by_name;
        let secret = self.private.contains(&name) || listed.unwrap_or(inherited);
        let harmless = listed == Some(false) || (self.harmless && !secret);
        Place { name, secret, harmless, private: &[] }
    }

    /// The place to which a path of names leads: `credentials.password.value`.
    pub fn of(path: &str) -> Place<'_> {
        path.split('.').fold(Place::default(), |place, name| place.member(name))
    }

    /// Whether a text or a number here is a secret. That something is there, is missing, or is true or false may be
    /// told.
    pub fn is_secret(self) -> bool {
        self.secret
    }

    /// What is shown of a text here, where that is not the text itself.
    pub fn shown(self, text: &str) -> Option<String> {
        if self.secret {
            return Some(REDACTED.to_owned());
        }
        if text.contains(SECRET_BLOCK) || SECRET_SCHEMES.iter().any(|scheme| begins_with(text, scheme)) {
            return Some(REDACTED.to_owned());
        }
        let is_address = text.starts_with('/') || text.contains("://");
        let shown = (is_address && !text.contains(char::is_whitespace)).then(|| address(text));
        shown.filter(|shown| shown != text)
    }
}

fn begins_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
}

/// Whether a header says who somebody is.
///
/// ```
/// use oktars_catalog::secret::is_secret_header;
///
/// assert!(is_secret_header("Authorization") && is_secret_header("x-api-key"));
/// assert!(!is_secret_header("accept"));
/// ```
pub fn is_secret_header(name: &str) -> bool {
    let plain = plain(name);
    sounds_secret(&plain) || SECRET_HEADERS.iter().any(|part| plain.contains(part))
}

/// What is shown of a parameter of a query or a form, where that is not its value. Both are decoded.
pub fn shown_parameter(name: &str, value: &str) -> Option<String> {
    if matches!(value, "" | "true" | "false") {
        return None;
    }
    if SECRET_PARAMETERS.iter().any(|known| plain(known) == plain(name)) {
        return Some(REDACTED.to_owned());
    }
    Place::of(name).shown(value)
}

/// An address, or its path and query, without the secrets in it: a password, ids of sessions, tokens of links,
/// parameters of the query.
///
/// ```
/// use oktars_catalog::secret::address;
///
/// assert_eq!(address("/api/v1/sessions/102abc?x=1"), "/api/v1/sessions/[redacted]?x=1");
/// assert_eq!(address("https://a.test/x?token=abc"), "https://a.test/x?token=[redacted]");
/// ```
pub fn address(text: &str) -> String {
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let (before, after) = text.split_at(end);
    let (origin, path) = origin_and_path(before);
    let mut shown = format!("{origin}{}", without_secret_steps(path));
    let mut rest = after;
    while let Some(mark) = rest.chars().next() {
        let end = rest[1..].find(['?', '#']).map_or(rest.len(), |at| at + 1);
        shown.push(mark);
        shown.push_str(&form(&rest[1..end]));
        rest = &rest[end..];
    }
    shown
}

/// The origin without name and password, and the path.
fn origin_and_path(text: &str) -> (String, &str) {
    let Some((scheme, rest)) = text.split_once("://") else { return (String::new(), text) };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = match authority.rsplit_once('@') {
        Some((_, host)) => format!("{REDACTED}@{host}"),
        None => authority.to_owned(),
    };
    (format!("{scheme}://{host}"), path)
}

fn without_secret_steps(path: &str) -> String {
    let mut behind = false;
    let mut is_first = true;
    let steps = path.split('/').map(|step| {
        let hidden = behind && !step.is_empty() && !NO_SECRET_BEHIND.contains(&step);
        // Repeated slashes mean nothing.
        let leads = SECRET_BEHIND.contains(&step) || (is_first && step == SECRET_BEHIND_FIRST);
        behind = leads || (behind && step.is_empty());
        is_first &= step.is_empty();
        if hidden { REDACTED } else { step }
    });
    steps.collect::<Vec<_>>().join("/")
}

/// A query or a form as it is sent, without the secrets in it.
pub fn form(text: &str) -> String {
    let pairs = text.split('&').map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let shown = shown_parameter(&decoded(name), &decoded(value))?;
        Some(format!("{name}={shown}"))
    });
    let pairs = pairs.zip(text.split('&')).map(|(shown, pair)| shown.unwrap_or_else(|| pair.to_owned()));
    pairs.collect::<Vec<_>>().join("&")
}

/// A name or value of a form as it is meant.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, left) = match (first, after) {
            (b'%', [high, low, left @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => (high * 16 + low, left),
                _ => (b'%', after),
            },
            (b'+', _) => (b' ', after),
            _ => (*first, after),
        };
        bytes.push(byte);
        rest = left;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(letter: u8) -> Option<u8> {
    let digit = char::from(letter).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_secret_by_name_by_place_or_by_what_they_stand_in() {
        let secret = [
            "credentials.password",
            "credentials.password.value",
            "credentials.password.hash.value",
            "credentials.password.hash.salt",
            "credentials.recovery_question.answer",
            "channel.config.authScheme.value",
            "channel.config.headers.value",
            "credentials.oauthClient.client_secret",
            "settings.token",
            "settings.app.adminPassword",
            "profile.sharedSecret",
            "verify.passCode",
            "configuration.serviceAccountJson.private_key_id",
            "configuration.tokenSigningKey",
            "certificate.privateKey",
            "provider.configuration.secretKey",
            "newPassword.value",
            "_links.factor.profile.answer",
            "_links.qrcode.href",
            "stateToken",
            "aesKey",
        ];
        for path in secret {
            assert!(Place::of(path).is_secret(), "{path}");
        }
        let shown = [
            "profile.login",
            "value",
            "channel.config.authScheme.key",
            "channel.config.headers.key",
            "credentials.password.hash.algorithm",
            "credentials.password.hash.workFactor",
            "credentials.password.hook.type",
            "credentials.recovery_question.question",
            "credentials.provider.name",
            "credentials.oauthClient.token_endpoint_auth_method",
            "settings.password.complexity.minLength",
            "settings.oauthClient.refresh_token.rotation_type",
            "settings.recovery.factors.okta_email.properties.recoveryToken.tokenLifetimeMinutes",
            "protocol.endpoints.token.url",
            "actions.token.accessTokenLifetimeMinutes",
            "_links.resetPassword.href",
            "_links.qrcode.type",
            "data.assertion.subject.nameId",
            "d",
        ];
        for path in shown {
            assert!(!Place::of(path).is_secret(), "{path}");
        }
        let of = |has: &'static str| Place::default().member("keys").object(move |name| name == has);
        assert!(of("kty").member("d").is_secret() && !of("kty").member("n").is_secret());
        assert!(of("mfaActive").member("id").is_secret() && !of("kty").member("id").is_secret());
    }

    #[test]
    fn addresses_and_forms_lose_their_secrets() {
        let cases = [
            ("/api/v1/users?search=a%20eq%201&limit=2", "/api/v1/users?search=a%20eq%201&limit=2"),
            ("/api/v1/x?token=abc&a=b", "/api/v1/x?token=[redacted]&a=b"),
            ("/api/v1/x?%74oken=abc", "/api/v1/x?%74oken=[redacted]"),
            ("/cb?code=abc&state=s#access_token=x", "/cb?code=[redacted]&state=s#access_token=[redacted]"),
            ("/api/v1/sessions/102abc", "/api/v1/sessions/[redacted]"),
            ("/api/v1//sessions//102abc", "/api/v1//sessions//[redacted]"),
            ("/api/v1/sessions/102abc/lifecycle/refresh", "/api/v1/sessions/[redacted]/lifecycle/refresh"),
            ("/api/v1/sessions/me", "/api/v1/sessions/me"),
            ("/api/v1/users/00u1/sessions?oauthTokens=true", "/api/v1/users/00u1/sessions?oauthTokens=true"),
            (
                "/api/v1/users/1/factors?tokenLifetimeSeconds=9",
                "/api/v1/users/1/factors?tokenLifetimeSeconds=9",
            ),
            ("/api/v1/users/1/factors/2/lifecycle/activate", "/api/v1/users/1/factors/2/lifecycle/activate"),
            ("/tokens/abc/verify", "/tokens/[redacted]/verify"),
            ("/api/v1/apps/1/tokens/2", "/api/v1/apps/1/tokens/2"),
            (
                "/oauth2/v1/authorize/redirect?okta_key=abc",
                "/oauth2/v1/authorize/redirect?okta_key=[redacted]",
            ),
            ("https://a.test/signin/reset-password/abc", "https://a.test/signin/reset-password/[redacted]"),
            ("https://me:pass@a.test:1/x", "https://[redacted]@a.test:1/x"),
            (
                "/api/v1/users/1/lifecycle/reset_password?sendEmail=false",
                "/api/v1/users/1/lifecycle/reset_password?sendEmail=false",
            ),
        ];
        for (given, shown) in cases {
            assert_eq!(address(given), shown);
        }
        let sent =
            "grant_type=refresh_token&refresh_token=a%20b&client_id=0oa1&client_secret=x&code=y&scope=a+b";
        let shown = "grant_type=refresh_token&refresh_token=[redacted]&client_id=0oa1&client_secret=[redacted]\
                     &code=[redacted]&scope=a+b";
        assert_eq!(form(sent), shown);
    }

    #[test]
    fn some_texts_are_secret_wherever_they_stand() {
        let place = Place::default().member("value");
        for text in ["SSWS 00abc", "bearer abc", "x\n-----BEGIN PRIVATE KEY-----\nabc"] {
            assert_eq!(place.shown(text).as_deref(), Some(REDACTED), "{text}");
        }
        assert_eq!(
            place.shown("https://a.test?token=abc").as_deref(),
            Some("https://a.test?token=[redacted]")
        );
        for text in ["", "Basics", "a / b", "https://a.test", "ä", "${token}"] {
            assert_eq!(place.shown(text), None, "{text}");
        }
    }
}
