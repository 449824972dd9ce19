//! `Link` headers: where the next page is.

use http::HeaderMap;
use http::header::LINK;

/// The address of the `next` relation, over all `Link` headers, each of which may hold several links.
pub(crate) fn next(headers: &HeaderMap) -> Option<&str> {
    headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok()).find_map(next_in)
}

fn next_in(header: &str) -> Option<&str> {
    split(header, ',').find_map(|link| {
        let (target, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        split(parameters, ';').any(is_next).then_some(target)
    })
}

/// Whether a parameter of a link gives it the relation `next`, which may stand among others.
fn is_next(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    let relations = value.trim().trim_matches('"');
    name.trim().eq_ignore_ascii_case("rel")
        && relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"))
}

/// Splits at a separator that stands neither within `<>` nor within quotes.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut in_target, mut quoted, mut escaped) = (false, false, false);
    text.split(move |c: char| {
        let free = !in_target && !quoted;
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if !in_target => quoted = !quoted,
            '<' if free => in_target = true,
            '>' if !quoted => in_target = false,
            _ => return free && c == separator,
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn headers<'a>(lines: impl IntoIterator<Item = &'a str>) -> HeaderMap {
        lines.into_iter().map(|line| (LINK, line.parse().unwrap())).collect()
    }

    /// The trap: reading only the first of two Link headers.
    #[test]
    fn next_is_found_in_every_form() {
        let cases: &[(&[&str], Option<&str>)] = &[
            (&[], None),
            (&[r#"<https://o/s>; rel="self""#], None),
            (&[r#"<https://o/s>; rel="self""#, r#"<https://o/n>; rel="next""#], Some("https://o/n")),
            (&[r#"<https://o/s>; rel="self", <https://o/n>; rel="next""#], Some("https://o/n")),
            (&[r#"<https://o/n>; rel="next", <https://o/s>; rel="self""#], Some("https://o/n")),
            (&[r#"<https://o/n?a=1,2;3>;rel="next""#], Some("https://o/n?a=1,2;3")),
            (&[r#"<https://o/n>; title="a, <b>; rel=self"; rel=next"#], Some("https://o/n")),
            (&[r#"<https://o/n>; title="a\", <x>; rel=next"; rel=self"#], None),
            (&[r#"<https://o/n>; REL="Next""#], Some("https://o/n")),
            (&[r#"<https://o/n>; rel="last next""#], Some("https://o/n")),
            (&[r#"<https://o/n>; rel="nextish""#], None),
            (&[r#"<https://o/n>; xrel="next""#], None),
            (&["nonsense", "<", "<>", r#"<https://o/n>; rel="next""#], Some("https://o/n")),
        ];
        for (lines, expected) in cases {
            assert_eq!(next(&headers(lines.iter().copied())), *expected, "{lines:?}");
        }
    }

    proptest! {
        /// Several headers and one folded header say the same, whatever the order and the addresses.
        #[test]
        fn folding_changes_nothing(
            targets in proptest::collection::vec("https://o/[a-z0-9,;=&?%]{0,20}", 1..5),
            which in 0usize..5,
        ) {
            let lines: Vec<String> = targets
                .iter()
                .enumerate()
                .map(|(n, target)| format!("<{target}>; rel=\"{}\"", if n == which { "next" } else { "self" }))
                .collect();
            let expected = targets.get(which).map(String::as_str);
            let folded = lines.join(", ");
            let several = headers(lines.iter().map(String::as_str));
            let one = headers([folded.as_str()]);
            prop_assert_eq!(next(&several), expected);
            prop_assert_eq!(next(&one), expected);
        }

        /// No header, however broken, makes it panic.
        #[test]
        fn nothing_panics(text in "[ -~]{0,60}") {
            next(&headers([text.as_str()]));
        }
    }
}
