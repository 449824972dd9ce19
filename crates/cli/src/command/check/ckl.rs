//! CKL: a checklist of the DISA STIG, as STIG Viewer 2 reads it.

use std::fmt::Write;

use oktars_mirror::check::{Outcome, State, Stig};
use sha2::{Digest, Sha256};

use super::Report;

/// Lines of what was found of one rule. A viewer shows them in one box.
const MOST: usize = 500;

const TITLE: &str = "Okta Identity as a Service (IDaaS) Security Technical Implementation Guide";
const REFERENCE: &str = "Okta Identity as a Service (IDaaS) Security Technical Implementation Guide :: Version 1, Release: 2 Benchmark Date: 05 Jan 2026";

pub fn written(report: &Report) -> String {
    let mut xml = Xml::default();
    xml.open("CHECKLIST");
    asset(&mut xml, &report.org);
    xml.open("STIGS");
    xml.open("iSTIG");
    info(&mut xml, report);
    let mut rules: Vec<(&Stig, &Outcome)> =
        report.outcomes.iter().filter_map(|outcome| Some((outcome.check.stig.as_ref()?, outcome))).collect();
    rules.sort_by_key(|(stig, _)| stig.version.as_str());
    for (stig, outcome) in rules {
        rule(&mut xml, stig, outcome, report);
    }
    ["iSTIG", "STIGS", "CHECKLIST"].iter().for_each(|name| xml.close(name));
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", xml.text)
}

fn asset(xml: &mut Xml, org: &str) {
    let host = org.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    let name = host.split(['.', ':']).next().unwrap_or(host);
    xml.open("ASSET");
    for (element, text) in [
        ("ROLE", "None"),
        ("ASSET_TYPE", "Computing"),
        ("MARKING", ""),
        ("HOST_NAME", name),
        ("HOST_IP", ""),
        ("HOST_MAC", ""),
        ("HOST_FQDN", host),
        ("TARGET_COMMENT", ""),
        ("TECH_AREA", ""),
        ("TARGET_KEY", ""),
        ("WEB_OR_DATABASE", "false"),
        ("WEB_DB_SITE", ""),
        ("WEB_DB_INSTANCE", ""),
    ] {
        xml.leaf(element, text);
    }
    xml.close("ASSET");
}

fn info(xml: &mut Xml, report: &Report) {
    xml.open("STIG_INFO");
    for (name, data) in [
        ("version", "1"),
        ("classification", "UNCLASSIFIED"),
        ("customname", ""),
        ("stigid", "Okta_IDaaS_STIG"),
        ("description", "Titles, reasons and what to do are the words of oktars, not those of DISA."),
        ("filename", "U_Okta_IDaaS_STIG_V1R2_Manual-xccdf.xml"),
        ("releaseinfo", "Release: 2 Benchmark Date: 05 Jan 2026"),
        ("title", TITLE),
        ("uuid", &uuid(&[&report.org, "stig"])),
        ("notice", "terms-of-use"),
        ("source", "STIG.DOD.MIL"),
    ] {
        xml.open("SI_DATA");
        xml.leaf("SID_NAME", name);
        xml.leaf("SID_DATA", data);
        xml.close("SI_DATA");
    }
    xml.close("STIG_INFO");
}

fn rule(xml: &mut Xml, stig: &Stig, outcome: &Outcome, report: &Report) {
    let check = &outcome.check;
    let content = check
        .sql()
        .map_or_else(|| check.fix.clone(), |sql| format!("oktars asks a mirror of the org:\n{sql}"));
    xml.open("VULN");
    for (name, data) in [
        ("Vuln_Num", stig.group.as_str()),
        ("Severity", check.severity.name()),
        ("Group_Title", &stig.version),
        ("Rule_ID", &stig.rule),
        ("Rule_Ver", &stig.version),
        ("Rule_Title", &check.title),
        ("Vuln_Discuss", &check.why),
        ("IA_Controls", ""),
        ("Check_Content", &content),
        ("Fix_Text", &check.fix),
        ("False_Positives", ""),
        ("False_Negatives", ""),
        ("Documentable", "false"),
        ("Mitigations", ""),
        ("Potential_Impact", ""),
        ("Third_Party_Tools", ""),
        ("Mitigation_Control", ""),
        ("Responsibility", ""),
        ("Security_Override_Guidance", ""),
        ("Check_Content_Ref", "M"),
        ("Weight", "10.0"),
        ("Class", "Unclass"),
        ("STIGRef", REFERENCE),
        ("TargetKey", ""),
        ("STIG_UUID", &uuid(&[&report.org, &stig.group])),
    ] {
        datum(xml, name, data);
    }
    stig.controls.iter().for_each(|control| datum(xml, "CCI_REF", control));
    xml.leaf("STATUS", status(outcome.state));
    xml.leaf("FINDING_DETAILS", &details(outcome));
    xml.leaf("COMMENTS", &comments(outcome, report));
    xml.leaf("SEVERITY_OVERRIDE", "");
    xml.leaf("SEVERITY_JUSTIFICATION", "");
    xml.close("VULN");
}

fn datum(xml: &mut Xml, name: &str, data: &str) {
    xml.open("STIG_DATA");
    xml.leaf("VULN_ATTRIBUTE", name);
    xml.leaf("ATTRIBUTE_DATA", data);
    xml.close("STIG_DATA");
}

fn status(state: State) -> &'static str {
    match state {
        State::Fail => "Open",
        State::Pass => "NotAFinding",
        State::NotApplicable => "Not_Applicable",
        State::NotReadable | State::Manual => "Not_Reviewed",
    }
}

fn details(outcome: &Outcome) -> String {
    let lines =
        outcome.findings.iter().take(MOST).map(|f| format!("{} ({} {}): {}", f.name, f.kind, f.id, f.detail));
    let more = outcome.findings.len().saturating_sub(MOST);
    let more = (more > 0).then(|| format!("and {more} more"));
    lines.chain(more).collect::<Vec<_>>().join("\n")
}

fn comments(outcome: &Outcome, report: &Report) -> String {
    let read = format!("Read by oktars {} as of {}.", env!("CARGO_PKG_VERSION"), report.at);
    let excepted =
        outcome.excepted.iter().map(|(f, reason)| format!("Excepted: {} ({}): {reason}", f.name, f.id));
    [read].into_iter().chain(outcome.reason.clone()).chain(excepted).collect::<Vec<_>>().join("\n")
}

/// The same for the same parts, so that a checklist of tomorrow is compared with one of today.
fn uuid(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\n"));
    let mut bytes: Vec<u8> = digest.iter().take(16).copied().collect();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// XML in the making.
#[derive(Default)]
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn open(&mut self, name: &str) {
        let _ = writeln!(self.text, "{}<{name}>", "\t".repeat(self.depth));
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        let _ = writeln!(self.text, "{}</{name}>", "\t".repeat(self.depth));
    }

    fn leaf(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.text, "{}<{name}>{}</{name}>", "\t".repeat(self.depth), escaped(text));
    }
}

/// Names of objects may hold anything, and XML does not take every character.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' => safe.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {
                safe.push('\u{fffd}')
            }
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name can hold what would end an element, or what no XML may hold.
    #[test]
    fn texts_are_escaped() {
        let cases = [
            ("a < b & c", "a &lt; b &amp; c"),
            ("</COMMENTS><STATUS>", "&lt;/COMMENTS&gt;&lt;STATUS&gt;"),
            ("]]>\"", "]]&gt;&quot;"),
            ("a\u{0}b\u{1b}[1m", "a\u{fffd}b\u{fffd}[1m"),
            ("Zoë\u{ffff}\n", "Zoë\u{fffd}\n"),
        ];
        for (text, wanted) in cases {
            assert_eq!(escaped(text), wanted, "{text:?}");
        }
    }
}
