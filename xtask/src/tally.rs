//! How many exchanges came out how, and the differences that are known.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A kind of difference: where it occurs and what differs, without values.
pub type Difference = (String, String);

/// How one exchange came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Same,
    Different(Vec<String>),
    /// Not compared, for this reason.
    NotCovered(String),
}

#[derive(Debug, Default)]
pub struct Tally {
    same: usize,
    different: usize,
    not_covered: BTreeMap<String, usize>,
    pub differences: BTreeMap<Difference, usize>,
}

impl Tally {
    pub fn add(&mut self, operation: &str, verdict: Verdict) {
        match verdict {
            Verdict::Same => self.same += 1,
            Verdict::NotCovered(reason) => *self.not_covered.entry(reason).or_default() += 1,
            Verdict::Different(differences) => {
                self.different += 1;
                for what in differences {
                    *self.differences.entry((operation.to_owned(), what)).or_default() += 1;
                }
            }
        }
    }

    /// The one line that every run ends with.
    pub fn line(&self) -> String {
        let not_covered: usize = self.not_covered.values().sum();
        let all = self.same + self.different + not_covered;
        format!(
            "{all} exchanges: {} same, {} different, {not_covered} not covered",
            self.same, self.different
        )
    }

    /// Why exchanges were not covered, and the kinds of differences, the most frequent first.
    pub fn details(&self) -> String {
        let mut reasons: Vec<_> = self.not_covered.iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let mut out = String::from("not covered:\n");
        reasons.iter().for_each(|(reason, count)| out.push_str(&format!("{count:6}  {reason}\n")));
        let mut kinds: Vec<_> = self.differences.iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        out.push_str("differences:\n");
        kinds
            .iter()
            .for_each(|((place, what), count)| out.push_str(&format!("{count:6}  {place} | {what}\n")));
        out
    }
}

/// The differences that are known, each with its reason: `operation | what | reason` a line. It may only
/// shrink: what is not listed is a failure, and so is what is listed and does not occur.
pub struct Known(Vec<(Difference, String)>);

impl Known {
    pub fn read(path: &Path) -> Result<Known, String> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        Known::parse(&text).map_err(|error| format!("{}:{error}", path.display()))
    }

    fn parse(text: &str) -> Result<Known, String> {
        let lines =
            text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let parse = |(number, line): (usize, &str)| match line.splitn(3, " | ").collect::<Vec<_>>()[..] {
            [place, what, reason] if !reason.trim().is_empty() => {
                Ok(((place.trim().to_owned(), what.trim().to_owned()), reason.trim().to_owned()))
            }
            _ => Err(format!("{}: write `operation | what differs | reason`", number + 1)),
        };
        Ok(Known(lines.map(parse).collect::<Result<_, _>>()?))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// What is wrong with the list, for these differences.
    pub fn check(&self, found: &BTreeMap<Difference, usize>) -> Vec<String> {
        let listed: BTreeSet<&Difference> = self.0.iter().map(|(difference, _)| difference).collect();
        let new = found.keys().filter(|kind| !listed.contains(kind));
        let gone = listed.iter().filter(|kind| !found.contains_key(**kind));
        let new = new.map(|(place, what)| format!("new difference: {place} | {what}"));
        new.chain(gone.map(|(place, what)| format!("no longer occurs, remove it: {place} | {what}")))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exchange_is_counted_once() {
        let mut tally = Tally::default();
        tally.add("getUser", Verdict::Same);
        tally.add("getUser", Verdict::Different(vec!["a".to_owned(), "b".to_owned()]));
        tally.add("getUser", Verdict::NotCovered("suspect".to_owned()));
        assert_eq!(tally.line(), "3 exchanges: 1 same, 1 different, 1 not covered");
        assert_eq!(tally.differences.len(), 2);
    }

    #[test]
    fn the_list_of_known_differences_may_only_shrink() {
        let known = Known::parse("# known\n\ngetUser | /a: missing | because\n").expect("it is well formed");
        let found = |what: &str| BTreeMap::from([(("getUser".to_owned(), what.to_owned()), 1)]);
        assert!(known.check(&found("/a: missing")).is_empty());
        assert_eq!(known.check(&BTreeMap::new()), ["no longer occurs, remove it: getUser | /a: missing"]);
        assert_eq!(known.check(&found("/b: missing")).len(), 2);
        assert!(Known::parse("getUser | /a: missing\n").is_err(), "a difference needs a reason");
    }
}
