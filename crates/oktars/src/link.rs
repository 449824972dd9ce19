//! `Link` headers: where the next page is.

use std::str;

use http::HeaderMap;
use http::header::LINK;

/// What is wrong with links that are there. It shows nothing of them: an address may hold what is private.
pub(crate) type Fault = &'static str;

/// The address of the `next` relation, over all `Link` headers, each of which may hold several links.
///
/// Headers that can be read and name no next page are the end. One that cannot be read is an error: what
/// it would have said is not known.
pub(crate) fn next(headers: &HeaderMap) -> Result<Option<&str>, Fault> {
    let mut found = None;
    for value in headers.get_all(LINK) {
        let header = str::from_utf8(value.as_bytes()).map_err(|_| "it is not text")?;
        next_in(header, &mut found)?;
    }
    Ok(found)
}

fn next_in<'a>(header: &'a str, found: &mut Option<&'a str>) -> Result<(), Fault> {
    let mut rest = after_separators(header);
    while !rest.is_empty() {
        let link = Link::read(&mut rest)?;
        if link.is_next {
            if found.is_some_and(|known| known != link.target) {
                return Err("it names two different next pages");
            }
            *found = Some(link.target);
        }
        rest = after_separators(rest);
    }
    Ok(())
}

struct Link<'a> {
    target: &'a str,
    is_next: bool,
}

impl<'a> Link<'a> {
    /// Reads one link, `<address>; name=value; ...`, and leaves what stands behind it.
    fn read(rest: &mut &'a str) -> Result<Self, Fault> {
        let opened = rest.strip_prefix('<').ok_or("an address is not within <>")?;
        let (target, behind) = opened.split_once('>').ok_or("an address has no end")?;
        *rest = behind.trim_start();
        let mut relations = None;
        while let Some(behind) = rest.strip_prefix(';') {
            *rest = behind.trim_start();
            let (name, value) = parameter(rest)?;
            if name.eq_ignore_ascii_case("rel") && relations.replace(value).is_some() {
                return Err("a link has its relation twice");
            }
        }
        if !rest.is_empty() && !rest.starts_with(',') {
            return Err("there is something after a link that does not belong there");
        }
        let relations = relations.filter(|relations| !relations.trim().is_empty());
        let relations = relations.ok_or("a link has no relation")?;
        let is_next = relations.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case("next"));
        match target.trim() {
            "" if is_next => Err("the next page has no address"),
            target => Ok(Link { target, is_next }),
        }
    }
}

/// Reads one parameter, whose value may be quoted or missing, and leaves what stands behind it.
fn parameter<'a>(rest: &mut &'a str) -> Result<(&'a str, &'a str), Fault> {
    let (name, behind) = until(rest, &['=', ';', ',']);
    *rest = behind;
    let Some(value) = behind.strip_prefix('=') else { return Ok((plain(name)?, "")) };
    let value = value.trim_start();
    let (value, behind) = match value.strip_prefix('"') {
        Some(quoted) => quoted_text(quoted)?,
        None => {
            let (value, behind) = until(value, &[';', ',']);
            (plain(value)?, behind)
        }
    };
    *rest = behind.trim_start();
    Ok((plain(name)?, value))
}

/// What stands there without quotes has none in its middle, and no part of an address.
fn plain(text: &str) -> Result<&str, Fault> {
    if text.contains(['"', '<', '>']) { Err("a parameter of a link is broken") } else { Ok(text) }
}

/// What stands before the first of these characters, without the blanks at its end, and the rest.
fn until<'a>(text: &'a str, ends: &[char]) -> (&'a str, &'a str) {
    let at = text.find(ends).unwrap_or(text.len());
    (text[..at].trim_end(), &text[at..])
}

/// What stands before the closing quote, and the rest behind it. No relation needs a backslash, so
/// they are left as they are.
fn quoted_text(text: &str) -> Result<(&str, &str), Fault> {
    let mut escaped = false;
    let end = text.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    let end = end.ok_or("a quote is not closed")?;
    Ok((&text[..end], &text[end + 1..]))
}

fn after_separators(text: &str) -> &str {
    text.trim_start_matches([',', ' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use proptest::prelude::*;

    fn headers<'a>(lines: impl IntoIterator<Item = &'a str>) -> HeaderMap {
        let value = |line: &str| HeaderValue::from_bytes(line.as_bytes()).unwrap();
        lines.into_iter().map(|line| (LINK, value(line))).collect()
    }

    /// The trap: reading only the first of two Link headers.
    #[test]
    fn next_is_found_in_every_form() {
        let cases: &[(&[&str], Option<&str>)] = &[
            (&[], None),
            (&[""], None),
            (&[" , ,"], None),
            (&[r#"<https://o/s>; rel="self""#], None),
            (&[r#"<https://o/s>; rel="self""#, r#"<https://o/n>; rel="next""#], Some("https://o/n")),
            (&[r#"<https://o/s>; rel="self", <https://o/n>; rel="next""#], Some("https://o/n")),
            (&[r#"<https://o/n>; rel="next", <https://o/s>; rel="self""#], Some("https://o/n")),
            (&[r#"<https://o/n>; rel="next""#, r#"<https://o/n>; rel="next""#], Some("https://o/n")),
            (&[r#"<https://o/n?a=1,2;3>;rel="next""#], Some("https://o/n?a=1,2;3")),
            (&[r#"<https://o/n?a="b>; rel=next"#], Some(r#"https://o/n?a="b"#)),
            (&[r#"< https://o/n > ; rel = "next" ; title = x"#], Some("https://o/n")),
            (&[r#"<https://o/n>; title="a, <b>; rel=self"; rel=next"#], Some("https://o/n")),
            (&[r#"<https://o/n>; title="a\", <x>; rel=next"; rel=self"#], None),
            (&["<https://o/n>; title=\"ü\"; rel=next"], Some("https://o/n")),
            (&["<https://o/n>; crossorigin; rel=next;"], Some("https://o/n")),
            (&[r#"<https://o/n>; REL="Next""#], Some("https://o/n")),
            (&[r#"<https://o/n>; rel="last next""#], Some("https://o/n")),
            (&[r#"<https://o/n>; rel="nextish""#], None),
            (&[r#"<https://o/n>; xrel="next"; rel=self"#], None),
            (&[r#"<>; rel=self"#], None),
        ];
        for (lines, expected) in cases {
            assert_eq!(next(&headers(lines.iter().copied())), Ok(*expected), "{lines:?}");
        }
    }

    /// A listing that ends where a header was broken on its way would look complete.
    #[test]
    fn what_cannot_be_read_is_no_end() {
        let broken = [
            "nonsense",
            "<",
            "<http://",
            "<https://o/n",
            "<>",
            "<>; rel=next",
            "< >; rel=\"next\"",
            "https://o/n; rel=next",
            "<https://o/n>",
            "<https://o/n>;",
            "<https://o/n>; re",
            "<https://o/n>; rel",
            "<https://o/n>; rel=",
            r#"<https://o/n>; rel="""#,
            r#"<https://o/n>; rel="next"#,
            r#"<https://o/n>; rel="self"; title="x"#,
            r#"<https://o/n>; rel=self; rel=next"#,
            r#"<https://o/n>; rel="next" <https://o/m>; rel="self""#,
            r#"<https://o/n> rel="next""#,
            r#"<https://o/n>; rel=ne"xt"#,
            r#"<https://o/n>; title=x <https://o/m>; rel=self"#,
            r#"<https://o/s>; rel="self", <https://o/n"#,
            r#"<https://o/s>; rel="self", nonsense"#,
            r#"<https://o/n>; rel="next", <https://o/m>; rel="next""#,
        ];
        for line in broken {
            assert!(next(&headers([line])).is_err(), "{line}");
            let among_others = [r#"<https://o/s>; rel="self""#, line];
            assert!(next(&headers(among_others)).is_err(), "{line}, behind another header");
        }
        let two = [r#"<https://o/n>; rel="next""#, r#"<https://o/m>; rel="next""#];
        assert!(next(&headers(two)).is_err(), "two headers that lead on to different pages");
        let no_text = HeaderValue::from_bytes(b"<https://o/\xff>; rel=\"next\"").unwrap();
        assert!(next(&[(LINK, no_text)].into_iter().collect()).is_err());
    }

    #[test]
    fn a_header_of_a_megabyte_is_read() {
        let long = format!("<https://o/{}>; rel=\"next\"", "x".repeat(1 << 20));
        assert_eq!(next(&headers([long.as_str()])).unwrap().map(str::len), Some((1 << 20) + 10));
        let many = "<https://o/s>; rel=self, ".repeat(40_000) + "<https://o/n>; rel=next";
        assert_eq!(next(&headers([many.as_str()])), Ok(Some("https://o/n")));
        assert!(next(&headers(["<".repeat(1 << 20).as_str()])).is_err());
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
            let expected = Ok(targets.get(which).map(String::as_str));
            let folded = lines.join(", ");
            let several = headers(lines.iter().map(String::as_str));
            let one = headers([folded.as_str()]);
            prop_assert_eq!(next(&several), expected);
            prop_assert_eq!(next(&one), expected);
        }

        /// A header that is cut anywhere within its link to the next page is never taken for the end.
        #[test]
        fn a_cut_header_is_no_end(target in "https://o/[a-z0-9,;=&?%]{0,20}", cut in 0usize..100) {
            let whole = format!("<https://o/s>; rel=\"self\", <{target}>; rel=\"next\"");
            let begins = whole.len() - target.len() - "<>; rel=\"next\"".len();
            let at = begins + 1 + cut % (whole.len() - begins - 1);
            prop_assert!(next(&headers([&whole[..at]])).is_err(), "{}", &whole[..at]);
        }

        /// No header, however broken, makes it panic.
        #[test]
        fn nothing_panics(text in "[ -~]{0,60}") {
            let _ = next(&headers([text.as_str()]));
        }
    }
}
