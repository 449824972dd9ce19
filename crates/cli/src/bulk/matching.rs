//! Which user each row of a file is about.
//!
//! Users come in any order, as the org lists them. A row that names its user by an id, or by another attribute
//! than the login, may give that user another login; it must be nobody else's.

use std::collections::{HashMap, HashSet};

use super::lookup::{Found, Key};
use super::user_row::UserRow;

/// By what rows name their users.
pub enum Naming {
    /// All by the same attribute, as `--key` says.
    Key(Key),
    /// By the id where the row has one, and by the login otherwise.
    IdOrLogin,
    /// The same in a file without logins: by the email, which is the login of a new user.
    IdOrEmail,
}

/// What was found out about a row.
pub enum Match {
    Nobody,
    User(Found),
    /// So many users have the attribute.
    Several(usize),
    /// Its login is another user's, who has this id.
    LoginOf(String),
    /// The row names the same user as this one, in another way.
    SameUserAs(usize),
}

/// Rows that wait for their users.
pub struct Matching {
    /// `id`, or another attribute than the login.
    key: Key,
    login: Key,
    email: Key,
    by_key: HashMap<String, usize>,
    by_login: HashMap<String, usize>,
    /// Rows that have no more than an email. Users who have it, or have it for their login, are held.
    by_email: HashMap<String, usize>,
    /// Which row a user was found for.
    row_of: HashMap<String, usize>,
    /// The logins that rows of `by_key` give.
    logins: HashMap<usize, String>,
    giving: HashMap<String, usize>,
    /// Users of rows about which more has to be known.
    held: HashMap<usize, Vec<Found>>,
    /// Other users who have the login that a row gives.
    taken: HashMap<usize, String>,
    decided: HashSet<usize>,
}

impl Naming {
    /// The attribute by which a row names its user, and its value.
    pub fn of(&self, row: &UserRow) -> Option<(Key, String)> {
        let key = match self {
            Naming::Key(key) => key.clone(),
            Naming::IdOrLogin | Naming::IdOrEmail if row.id.is_some() => Key::id(),
            Naming::IdOrLogin => Key::login(),
            Naming::IdOrEmail => Key::email(),
        };
        let text = row.key(&key)?;
        Some((key, text)).filter(|(_, text)| !text.is_empty())
    }

    /// What a row lacks that names nobody.
    pub fn missing(&self) -> &str {
        match self {
            Naming::Key(key) => &key.0,
            Naming::IdOrLogin => "login",
            Naming::IdOrEmail => "email",
        }
    }

    /// The attribute that all rows name their users by, if it is one.
    pub fn only(&self) -> Option<&Key> {
        match self {
            Naming::Key(key) => Some(key),
            Naming::IdOrLogin | Naming::IdOrEmail => None,
        }
    }

    /// Whether a row still names a user by the same.
    pub fn names(&self, row: &UserRow, user: &Found) -> bool {
        let Some((key, text)) = self.of(row) else { return false };
        let text = key.fold(&text);
        let is_email = matches!(self, Naming::IdOrEmail) && key == Key::email();
        key.of(user).as_ref() == Some(&text) || is_email && Key::login().of(user) == Some(text)
    }

    pub fn is_only(&self, attribute: &str) -> bool {
        self.only().is_some_and(|key| key.0 == attribute)
    }
}

impl Matching {
    pub fn new(naming: &Naming) -> Self {
        let key = match naming {
            Naming::Key(key) if *key != Key::login() => key.clone(),
            _ => Key::id(),
        };
        Matching {
            key,
            login: Key::login(),
            email: Key::email(),
            by_key: HashMap::new(),
            by_login: HashMap::new(),
            by_email: HashMap::new(),
            row_of: HashMap::new(),
            logins: HashMap::new(),
            giving: HashMap::new(),
            held: HashMap::new(),
            taken: HashMap::new(),
            decided: HashSet::new(),
        }
    }

    /// Has a row wait for its user, named by a folded text.
    pub fn wait(&mut self, row: usize, key: &Key, text: String, login: Option<&str>) {
        if *key == self.login {
            self.by_login.insert(text, row);
            return;
        }
        if *key == self.email && *key != self.key {
            self.by_email.insert(text, row);
            return;
        }
        self.by_key.insert(text, row);
        if let Some(login) = login.map(|login| self.login.fold(login)) {
            self.logins.insert(row, login.clone());
            self.giving.insert(login, row);
        }
    }

    pub fn len(&self) -> usize {
        self.by_key.len() + self.by_login.len() + self.by_email.len()
    }

    /// The emails to look for.
    pub fn emails(&self) -> (&Key, Vec<String>) {
        (&self.email, self.by_email.keys().cloned().collect())
    }

    /// The attribute to look for first, with its values.
    pub fn keys(&self) -> (&Key, Vec<String>) {
        (&self.key, self.by_key.keys().cloned().collect())
    }

    /// The logins to look for next: those that name users, and those that users would be given.
    pub fn logins(&self) -> (&Key, Vec<String>) {
        let changes = |(row, _): &(&usize, &String)| {
            let is_known = !self.key.is_id() || self.held.contains_key(row);
            is_known && !self.decided.contains(row)
        };
        let given = self.logins.iter().filter(changes).map(|(_, login)| login);
        (&self.login, given.chain(self.by_login.keys()).chain(self.by_email.keys()).cloned().collect())
    }

    /// Takes in a user, and gives the rows that need not wait any longer.
    pub fn take(&mut self, user: Found) -> Vec<(usize, Match)> {
        let by_key = self.key.of(&user).and_then(|key| self.by_key.get(&key)).copied();
        let login = self.login.of(&user).unwrap_or_default();
        let by_login = self.by_login.get(&login).copied();
        self.hold_by_email(&user, &login);
        if let Some(row) = self.giving.get(&login).filter(|row| Some(**row) != by_key) {
            self.taken.insert(*row, user.id.clone());
        }
        match (by_key, by_login) {
            (Some(one), Some(other)) if one != other => {
                let (first, second) = (one.min(other), one.max(other));
                let twice = self.decide(second, Match::SameUserAs(first));
                self.found(first, user, &login).into_iter().chain(twice).collect()
            }
            (Some(row), _) | (None, Some(row)) => self.found(row, user, &login).into_iter().collect(),
            (None, None) => Vec::new(),
        }
    }

    fn found(&mut self, row: usize, user: Found, login: &str) -> Option<(usize, Match)> {
        let keeps_login = self.logins.get(&row).is_none_or(|given| given == login);
        let is_only_one = self.key.is_unique() || self.by_login.get(login) == Some(&row);
        if keeps_login && is_only_one {
            return self.decide(row, Match::User(user));
        }
        let held = self.held.entry(row).or_default();
        if held.iter().all(|other| other.id != user.id) {
            held.push(user);
        }
        None
    }

    fn hold_by_email(&mut self, user: &Found, login: &str) {
        let email = self.email.of(user).unwrap_or_default();
        for row in [email.as_str(), login].iter().filter_map(|text| self.by_email.get(*text)) {
            let held = self.held.entry(*row).or_default();
            if held.iter().all(|other| other.id != user.id) {
                held.push(user.clone());
            }
        }
    }

    fn decide(&mut self, row: usize, found: Match) -> Option<(usize, Match)> {
        if let Match::User(user) = &found {
            self.row_of.entry(user.id.clone()).or_insert(row);
        }
        self.decided.insert(row).then_some((row, found))
    }

    /// What is known of the other rows, when all users were taken in.
    pub fn rest(mut self) -> Vec<(usize, Match)> {
        let rows = self.by_key.values().chain(self.by_login.values());
        let mut rows: Vec<usize> = rows.filter(|row| !self.decided.contains(row)).copied().collect();
        rows.sort_unstable();
        let mut rest: Vec<_> = rows.into_iter().map(|row| (row, self.rest_of(row))).collect();
        let mut by_email: Vec<_> = std::mem::take(&mut self.by_email).into_iter().collect();
        by_email.sort_unstable_by_key(|(_, row)| *row);
        for (text, row) in by_email {
            let found = self.rest_of_email(row, &text);
            rest.extend(self.decide(row, found));
        }
        rest
    }

    /// Of several who have an email, the one is meant whose login it is too.
    fn rest_of_email(&mut self, row: usize, text: &str) -> Match {
        let mut users = self.held.remove(&row).unwrap_or_default();
        if users.len() > 1 && users.iter().any(|user| self.login.of(user).as_deref() == Some(text)) {
            users.retain(|user| self.login.of(user).as_deref() == Some(text));
        }
        match (users.pop(), users.len()) {
            (None, _) => Match::Nobody,
            (Some(user), 0) => match self.row_of.get(&user.id) {
                Some(other) => Match::SameUserAs(*other),
                None => Match::User(user),
            },
            (_, others) => Match::Several(others + 1),
        }
    }

    fn rest_of(&mut self, row: usize) -> Match {
        let mut users = self.held.remove(&row).unwrap_or_default();
        let taken = self.taken.remove(&row).filter(|_| !(users.is_empty() && self.key.is_id()));
        match (users.len(), taken) {
            (0 | 1, Some(other)) => Match::LoginOf(other),
            (1, None) => {
                self.row_of.entry(users[0].id.clone()).or_insert(row);
                Match::User(users.remove(0))
            }
            (0, None) => Match::Nobody,
            (count, _) => Match::Several(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn user(id: &str, login: &str) -> Found {
        user_with_email(id, login, login)
    }

    fn user_with_email(id: &str, login: &str, email: &str) -> Found {
        let profile = json!({ "login": login, "email": email, "employeeNumber": "1" });
        Found {
            id: id.to_owned(),
            status: "ACTIVE".to_owned(),
            profile: profile.as_object().unwrap().clone(),
        }
    }

    /// What becomes of rows, in whatever order the users come: `id` or `=login` names, with the login given.
    fn outcome(naming: &Naming, rows: &[(&str, Option<&str>)], users: &[Found]) -> Vec<String> {
        let mut matching = Matching::new(naming);
        for (row, (name, login)) in rows.iter().enumerate() {
            match (name.strip_prefix('='), naming.only()) {
                (Some(email), _) if matches!(naming, Naming::IdOrEmail) => {
                    matching.wait(row, &Key::email(), email.to_owned(), None);
                }
                (Some(login), _) => matching.wait(row, &Key::login(), login.to_owned(), None),
                (None, only) => {
                    let key = only.cloned().unwrap_or_else(Key::id);
                    matching.wait(row, &key, (*name).to_owned(), *login);
                }
            }
        }
        let mut told: Vec<_> = users.iter().flat_map(|user| matching.take(user.clone())).collect();
        told.extend(matching.rest());
        told.sort_by_key(|(row, _)| *row);
        assert!(told.iter().map(|(row, _)| *row).eq(0..rows.len()), "each row has one outcome");
        let text = |(_, found): (usize, Match)| match found {
            Match::Nobody => "nobody".to_owned(),
            Match::User(user) => user.id,
            Match::Several(count) => format!("several {count}"),
            Match::LoginOf(id) => format!("login of {id}"),
            Match::SameUserAs(row) => format!("as {row}"),
        };
        told.into_iter().map(text).collect()
    }

    type Case<'a> = (&'a [(&'a str, Option<&'a str>)], &'a [&'a str]);

    #[test]
    fn rows_find_their_users_by_id_and_by_login_and_conflicts_are_told() {
        let cases: [Case<'_>; 10] = [
            (&[("A", Some("a@x"))], &["A"]),
            (&[("A", Some("new@x"))], &["A"]),
            (&[("A", None), ("=b@x", None)], &["A", "B"]),
            (&[("Z", Some("new@x"))], &["nobody"]),
            (&[("Z", Some("a@x"))], &["nobody"]),
            (&[("=new@x", None)], &["nobody"]),
            (&[("A", Some("b@x"))], &["login of B"]),
            // They would have to take turns.
            (&[("A", Some("b@x")), ("B", Some("a@x"))], &["login of B", "login of A"]),
            (&[("A", Some("new@x")), ("=a@x", None)], &["A", "as 0"]),
            (&[("=a@x", None), ("A", Some("new@x"))], &["A", "as 0"]),
        ];
        let mut users = [user("A", "A@x"), user("B", "b@x")];
        for (rows, expected) in cases {
            for _ in 0..2 {
                users.reverse();
                assert_eq!(outcome(&Naming::IdOrLogin, rows, &users), expected, "{rows:?}");
                // A search and a listing may show the same user twice.
                let twice = [users.clone(), users.clone()].concat();
                assert_eq!(outcome(&Naming::IdOrLogin, rows, &twice), expected, "{rows:?}");
            }
        }
        let number = Naming::Key(Key("employeeNumber".to_owned()));
        assert_eq!(outcome(&number, &[("1", None)], &users), ["several 2"]);
        assert_eq!(outcome(&number, &[("1", Some("b@x"))], &users[..1]), ["A"], "a rename to a free login");
        assert_eq!(outcome(&number, &[("2", Some("b@x"))], &users), ["login of B"], "a new user");
    }

    /// Whoever has the email already gets no second account, whatever the login is.
    #[test]
    fn rows_with_an_email_alone_find_their_users_by_it() {
        let users = [
            user("A", "a@x"),
            user_with_email("B", "bob", "b@x"),
            user_with_email("C", "c@x", "other@x"),
            user_with_email("D", "d1", "shared@x"),
            user_with_email("E", "shared@x", "shared@x"),
            user_with_email("F", "f1", "both@x"),
            user_with_email("G", "g1", "both@x"),
        ];
        let cases: [Case<'_>; 7] = [
            (&[("=a@x", None)], &["A"]),
            (&[("=b@x", None)], &["B"]),
            (&[("=c@x", None)], &["C"]),
            (&[("=shared@x", None)], &["E"]),
            (&[("=both@x", None)], &["several 2"]),
            (&[("=new@x", None)], &["nobody"]),
            (&[("A", None), ("=a@x", None)], &["A", "as 0"]),
        ];
        for (rows, expected) in cases {
            assert_eq!(outcome(&Naming::IdOrEmail, rows, &users), expected, "{rows:?}");
            let twice = [users.clone(), users.clone()].concat();
            assert_eq!(outcome(&Naming::IdOrEmail, rows, &twice), expected, "{rows:?}");
        }
    }

    #[test]
    fn logins_are_looked_for_where_they_would_change() {
        let mut matching = Matching::new(&Naming::IdOrLogin);
        matching.wait(0, &Key::id(), "A".to_owned(), Some("a@x"));
        matching.wait(1, &Key::id(), "B".to_owned(), Some("New@x"));
        matching.wait(2, &Key::id(), "Z".to_owned(), Some("z@x"));
        matching.wait(3, &Key::login(), "c@x".to_owned(), None);
        matching.take(user("A", "a@x"));
        matching.take(user("B", "b@x"));
        let mut logins = matching.logins().1;
        logins.sort_unstable();
        assert_eq!(logins, ["c@x", "new@x"]);
    }
}
