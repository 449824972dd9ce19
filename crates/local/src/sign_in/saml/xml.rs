//! XML as SAML needs it. What comes in is small, shallow and has no document type. What goes out is written in its
//! canonical form at once, so that its digest is that of the text.

use std::collections::BTreeSet;

use roxmltree::{Attribute, Document, Node, ParsingOptions};

use crate::kernel::bounds::saml::{DEPTH, LARGEST, NODES};

/// A message as a tree; nothing if it is too large, too deep, has a document type, or is not XML.
pub fn read(text: &str) -> Option<Document<'_>> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES, ..ParsingOptions::default() };
    let is_small = text.len() <= LARGEST && !text.contains("<!DOCTYPE");
    let document = Document::parse_with_options(text, options).ok().filter(|_| is_small)?;
    if depth(&document) > DEPTH { None } else { Some(document) }
}

fn depth(document: &Document<'_>) -> usize {
    let (mut deepest, mut depth) = (0, 0);
    let mut node = document.root();
    loop {
        if let Some(child) = node.first_child() {
            (node, depth) = (child, depth + 1);
            deepest = deepest.max(depth);
            continue;
        }
        while node.next_sibling().is_none() {
            let Some(parent) = node.parent() else { return deepest };
            (node, depth) = (parent, depth - 1);
        }
        node = node.next_sibling().expect("it was just seen");
    }
}

/// The children with this name.
pub fn children<'a, 'i>(
    node: Node<'a, 'i>,
    space: &'a str,
    name: &'a str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.has_tag_name((space, name)))
}

/// The only child with this name.
pub fn only<'a, 'i>(node: Node<'a, 'i>, space: &'a str, name: &'a str) -> Option<Node<'a, 'i>> {
    let mut found = children(node, space, name);
    let first = found.next()?;
    if found.next().is_some() { None } else { Some(first) }
}

/// The text of an element that has nothing but text. A comment would cut it in two.
pub fn text<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    let mut parts = node.children();
    let first = parts.next().filter(|part| part.is_text())?;
    if parts.next().is_some() { None } else { first.text().map(str::trim) }
}

/// A text as it may stand between tags. What XML has no way to write is left out.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for one in text.chars().filter(|one| is_legal(*one)) {
        match one {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#xD;"),
            one => escaped.push(one),
        }
    }
    escaped
}

/// A text as it may stand in an attribute.
pub fn quoted(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for one in text.chars().filter(|one| is_legal(*one)) {
        match one {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push_str("&#x9;"),
            '\n' => escaped.push_str("&#xA;"),
            '\r' => escaped.push_str("&#xD;"),
            one => escaped.push(one),
        }
    }
    escaped
}

/// A message as it is sent. Two characters look like line ends to some readers, who would change them: as references
/// they stay what they are, and the canonical form is the same.
pub fn sent(message: &str) -> String {
    message.replace('\u{85}', "&#x85;").replace('\u{2028}', "&#x2028;")
}

fn is_legal(one: char) -> bool {
    matches!(one, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The exclusive canonical form of an element, without comments, and without one element in it. The prefixes are
/// those that count although nothing seems to use them.
pub fn canonical(node: Node<'_, '_>, without: Option<Node<'_, '_>>, prefixes: &[&str]) -> String {
    let mut written = String::new();
    Writer { without, prefixes, written: &mut written }.element(node, &[]);
    written
}

struct Writer<'w, 'a, 'i> {
    without: Option<Node<'a, 'i>>,
    prefixes: &'w [&'w str],
    written: &'w mut String,
}

/// A prefix and what it stands for.
type Known = (String, String);

impl<'a, 'i> Writer<'_, 'a, 'i> {
    fn element(&mut self, node: Node<'a, 'i>, outer: &[Known]) {
        let name = qualified(node);
        let mut attributes: Vec<Attribute<'_, '_>> = node.attributes().collect();
        attributes.sort_by_key(|attribute| (attribute.namespace().unwrap_or_default(), attribute.name()));
        let mut known = outer.to_vec();
        self.written.push('<');
        self.written.push_str(name);
        for prefix in self.used(node, name, &attributes) {
            self.declare(node, prefix, &mut known);
        }
        for attribute in &attributes {
            let name = &node.document().input_text()[attribute.range_qname()];
            self.written.push_str(&format!(" {name}=\"{}\"", quoted(attribute.value())));
        }
        self.written.push('>');
        let without = self.without;
        for child in node.children().filter(|child| without != Some(*child)) {
            if child.is_element() {
                self.element(child, &known);
            } else if child.is_text() {
                self.written.push_str(&escaped(child.text().unwrap_or_default()));
            } else if let Some(told) = child.pi() {
                let value = told.value.map(|value| format!(" {value}")).unwrap_or_default();
                self.written.push_str(&format!("<?{}{value}?>", told.target));
            }
        }
        self.written.push_str(&format!("</{name}>"));
    }

    fn used<'n>(
        &self,
        node: Node<'a, 'i>,
        name: &'n str,
        attributes: &[Attribute<'_, '_>],
    ) -> BTreeSet<&'n str>
    where
        'a: 'n,
        'i: 'n,
    {
        let text: &'n str = node.document().input_text();
        let of_attributes =
            attributes.iter().filter_map(|attribute| text[attribute.range_qname()].split_once(':'));
        let mut used: BTreeSet<&str> = of_attributes.map(|(prefix, _)| prefix).collect();
        used.insert(name.split_once(':').map_or("", |(prefix, _)| prefix));
        let listed = node.namespaces().filter_map(|space| {
            let prefix = space.name().unwrap_or_default();
            let listed = if prefix.is_empty() { "#default" } else { prefix };
            self.prefixes.contains(&listed).then_some(prefix)
        });
        used.extend(listed);
        used.remove("xml");
        used
    }

    fn declare(&mut self, node: Node<'a, 'i>, prefix: &str, known: &mut Vec<Known>) {
        let named = if prefix.is_empty() { None } else { Some(prefix) };
        let space = node.lookup_namespace_uri(named).unwrap_or_default();
        let before = known.iter().rev().find(|(known, _)| known == prefix).map_or("", |(_, space)| space);
        if before == space {
            return;
        }
        match named {
            Some(prefix) => self.written.push_str(&format!(" xmlns:{prefix}=\"{}\"", quoted(space))),
            None => self.written.push_str(&format!(" xmlns=\"{}\"", quoted(space))),
        }
        known.push((prefix.to_owned(), space.to_owned()));
    }
}

/// The name of an element as it was written, with its prefix.
fn qualified<'i>(node: Node<'_, 'i>) -> &'i str {
    let text = &node.document().input_text()[node.range().start + 1..];
    let end =
        text.find(|one: char| one.is_ascii_whitespace() || matches!(one, '/' | '>')).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases of the recommendation, and what is met in the wild: each was checked with libxml2.
    #[test]
    fn the_canonical_form() {
        let cases = [
            ("<a/>", "<a></a>"),
            ("<a  b='1'\n  a = \"2\" />", "<a a=\"2\" b=\"1\"></a>"),
            ("<!-- x --><a><!-- y -->t</a>", "<a>t</a>"),
            ("<a><![CDATA[<&>]]></a>", "<a>&lt;&amp;&gt;</a>"),
            (
                "<a x='&#xA;&#9;&#13;\"&lt;&gt;'>&#13;&quot;</a>",
                "<a x=\"&#xA;&#x9;&#xD;&quot;&lt;>\">&#xD;\"</a>",
            ),
            ("<a x='a\n\tb'/>", "<a x=\"a  b\"></a>"),
            ("<a>\r\n</a>", "<a>\n</a>"),
            ("<n:a xmlns:n='u' xmlns:m='v'><n:b/></n:a>", "<n:a xmlns:n=\"u\"><n:b></n:b></n:a>"),
            ("<a xmlns='u'><b xmlns=''/><c xmlns='u'/></a>", "<a xmlns=\"u\"><b xmlns=\"\"></b><c></c></a>"),
            (
                "<a xmlns:z='1' xmlns:y='2' z:q='a' y:q='b' q='c'/>",
                "<a xmlns:y=\"2\" xmlns:z=\"1\" q=\"c\" z:q=\"a\" y:q=\"b\"></a>",
            ),
            (
                "<p:a xmlns:p='1'><p:b xmlns:p='2'/></p:a>",
                "<p:a xmlns:p=\"1\"><p:b xmlns:p=\"2\"></p:b></p:a>",
            ),
            (
                "<p:a xmlns:p='1' xmlns:q='1'><q:b/></p:a>",
                "<p:a xmlns:p=\"1\"><q:b xmlns:q=\"1\"></q:b></p:a>",
            ),
            ("<a><?go on?><?go?></a>", "<a><?go on?><?go?></a>"),
            ("<a xml:lang='de'/>", "<a xml:lang=\"de\"></a>"),
        ];
        for (text, expected) in cases {
            let document = read(text).expect(text);
            assert_eq!(canonical(document.root_element(), None, &[]), expected, "{text}");
        }
        let listed = "<n:a xmlns:n='u' xmlns:xs='v' xmlns='w'><n:b/></n:a>";
        let document = read(listed).expect(listed);
        let root = document.root_element();
        assert_eq!(canonical(root, None, &["xs"]), "<n:a xmlns:n=\"u\" xmlns:xs=\"v\"><n:b></n:b></n:a>");
        assert_eq!(
            canonical(root, root.first_child(), &["#default"]),
            "<n:a xmlns=\"w\" xmlns:n=\"u\"></n:a>"
        );
        assert_eq!(
            canonical(root.first_child().unwrap(), None, &["xs"]),
            "<n:b xmlns:n=\"u\" xmlns:xs=\"v\"></n:b>"
        );
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let all: String = (0..0x11_0000).step_by(7).chain(0..0x300).filter_map(char::from_u32).collect();
        let legal: String = all.chars().filter(|one| is_legal(*one)).collect();
        for part in legal.chars().collect::<Vec<_>>().chunks(2_000) {
            let part: String = part.iter().collect();
            let text = format!("<a b=\"{}\">{}</a>", quoted(&part), escaped(&part));
            let document = read(&text).expect("it can be read");
            let root = document.root_element();
            assert_eq!((root.attribute("b"), root.text()), (Some(part.as_str()), Some(part.as_str())));
            assert_eq!(canonical(root, None, &[]), text);
        }
        assert_eq!(escaped("a\u{0}\u{1b}\u{fffe}b"), "ab");
    }

    #[test]
    fn what_is_sent_has_the_same_canonical_form() {
        let text = "<a b=\"x\u{85}y\">one\u{2028}two</a>";
        let sent = sent(text);
        assert_eq!(sent, "<a b=\"x&#x85;y\">one&#x2028;two</a>");
        assert_eq!(canonical(read(&sent).expect("XML").root_element(), None, &[]), text);
    }

    #[test]
    fn what_is_too_much_is_not_read() {
        let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        let cases = [
            (nested(DEPTH - 1), true),
            (nested(DEPTH + 1), false),
            (nested(10_000), false),
            (format!("<a>{}</a>", "<b/>".repeat(5_000)), false),
            (format!("<a>{}</a>", "x".repeat(LARGEST)), false),
            ("<!DOCTYPE a><a/>".to_owned(), false),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>".to_owned(), false),
            ("<a>&b;</a>".to_owned(), false),
            ("<a></b>".to_owned(), false),
            ("".to_owned(), false),
        ];
        for (text, is_read) in cases {
            assert_eq!(read(&text).is_some(), is_read, "{}", &text[..text.len().min(60)]);
        }
    }
}
