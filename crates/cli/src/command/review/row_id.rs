//! What names a row of a review, in a workbook and in the next review: who has what, and by which way.

use std::fmt;

/// How long an id is at most.
const LONGEST: usize = 100;

/// What somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    App,
    Group,
    Role,
}

impl Kind {
    const ALL: [(Kind, &'static str); 3] = [(Kind::App, "app"), (Kind::Group, "group"), (Kind::Role, "role")];

    pub fn word(self) -> &'static str {
        Kind::ALL[self as usize].1
    }

    pub fn of(word: &str) -> Option<Self> {
        Kind::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// `app/0oa1/00u1/direct`, or with the id of a group instead of `direct`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowId {
    pub kind: Kind,
    /// The id of the app or the group, or of the assignment of a role.
    pub what: Box<str>,
    /// The id of the user.
    pub user: Box<str>,
    /// The id of the group by which it comes.
    pub group: Option<Box<str>>,
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = self.group.as_deref().unwrap_or("direct");
        write!(f, "{}/{}/{}/{way}", self.kind.word(), self.what, self.user)
    }
}

impl RowId {
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split('/').collect();
        let [kind, what, user, way] = parts[..] else { return None };
        let is_id = |id: &&str| {
            !id.is_empty()
                && id.len() <= LONGEST
                && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        };
        if ![what, user, way].iter().all(is_id) {
            return None;
        }
        let group = (way != "direct").then(|| way.into());
        Some(RowId { kind: Kind::of(kind)?, what: what.into(), user: user.into(), group })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_were_written() {
        for text in
            ["app/0oa1/00u1/direct", "app/0oa1/00u1/00g1", "group/00g1/00u1/direct", "role/ra-1_/00u1/00g2"]
        {
            assert_eq!(RowId::parse(text).map(|id| id.to_string()).as_deref(), Some(text));
        }
        for text in [
            "",
            "app/0oa1/00u1",
            "app/0oa1/00u1/direct/x",
            "zone/1/2/direct",
            "app//00u1/direct",
            "app/a b/c/d",
            "app/../00u1/direct",
        ] {
            assert_eq!(RowId::parse(text), None, "{text:?}");
        }
    }
}
