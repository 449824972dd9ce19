//! The forms that Okta demands of texts, by the `format` that a schema names.

/// Whether a text is an email address, as logins are unless the schema has a pattern for them.
///
/// A second `@` may stand between quotes alone: `"a@b"@acme.example`.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    let is_quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let is_local = !local.is_empty() && (is_quoted || !local.contains('@'));
    let labels = domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-'));
    is_plain && is_local && labels && (domain.contains('.') || domain == "localhost")
}

/// Whether a text is a language, with or without the country where it is spoken: `en_US`.
pub fn is_locale(text: &str) -> bool {
    let (language, country) = text.split_once(['_', '-']).unwrap_or((text, "US"));
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    (2..=3).contains(&language.len()) && letters(language) && country.len() == 2 && letters(country)
}

/// Whether a text is a language tag, or several with their weights, as `Accept-Language` has them. Languages are two
/// or three letters: no longer ones are registered.
pub fn is_language(text: &str) -> bool {
    text.split(',').all(|tag| {
        let tag = tag.split(';').next().unwrap_or_default().trim();
        let mut parts = tag.split(['-', '_']);
        let first = parts.next().unwrap_or_default();
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        (2..=3).contains(&first.len())
            && first.bytes().all(|byte| byte.is_ascii_alphabetic())
            && parts.all(is_part)
    })
}

/// Whether a text is the code of a country: `DE`.
pub fn is_country_code(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether a text has the form of a URI.
pub fn is_uri(text: &str) -> bool {
    text.contains(':') && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the org refuses, a plan of the command must know to be wrong: both ask here.
    #[test]
    fn texts_have_the_form_that_the_schema_demands() {
        type Case = (fn(&str) -> bool, &'static [&'static str], &'static [&'static str]);
        let cases: [Case; 5] = [
            (
                is_email,
                &[
                    "a@b.example",
                    "a+b@localhost",
                    "\"a@b\"@acme.example",
                    "a..b@acme.example",
                    "zoë@acme.example",
                ],
                &[
                    "",
                    "a",
                    "a@",
                    "@b.example",
                    "two@@acme.example",
                    "a@b@acme.example",
                    "a b@acme.example",
                    "a@b",
                    "a@acme..example",
                    "a@-acme.example",
                    "a@.example",
                    "\"@@acme.example",
                    "a@acme.example ",
                ],
            ),
            (is_locale, &["en", "en_US", "de-CH", "haw_US"], &["", "english", "en_", "en_USA", "e", "en US"]),
            (
                is_language,
                &["en", "en-US", "de_CH", "zh-Hant-TW", "da, en-gb;q=0.8"],
                &["", "Mongolian", "German", "english", "e", "en us"],
            ),
            (is_country_code, &["DE", "us"], &["", "DEU", "D1", "D"]),
            (is_uri, &["https://acme.example", "mailto:a"], &["", "acme.example", "https://a b"]),
        ];
        for (check, right, wrong) in cases {
            right.iter().for_each(|text| assert!(check(text), "{text:?}"));
            wrong.iter().for_each(|text| assert!(!check(text), "{text:?}"));
        }
    }
}
