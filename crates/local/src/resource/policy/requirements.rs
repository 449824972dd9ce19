//! What a password must be like: the settings of the password policy that governs a user.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::kernel::clock;
use crate::kernel::id;

const MAX_LENGTH: u64 = 72;
/// Recovery questions and their answers are no longer than this.
const MAX_QUESTION: usize = 100;
/// A login's parts of this length on must not stand in the password.
const LOGIN_PART: usize = 4;
/// Passwords that many people have, in lower case.
const COMMON: [&str; 12] = [
    "abcd1234",
    "admin123",
    "changeme1",
    "iloveyou1",
    "letmein1",
    "monkey123",
    "passw0rd",
    "password1",
    "password123",
    "qwerty123",
    "welcome1",
    "welcome123",
];

/// What one policy requires.
#[derive(Debug, Clone)]
pub struct Requirements {
    min_length: u64,
    lower: u64,
    upper: u64,
    number: u64,
    symbol: u64,
    exclude_username: bool,
    exclude_common: bool,
    exclude_attributes: Vec<String>,
    /// How many former passwords may not be used again.
    pub history: usize,
    min_age: SignedDuration,
    max_age_days: i64,
    warn_days: i64,
    /// Wrong passwords in a row before a user is locked out; 0 for never.
    pub max_attempts: u64,
    auto_unlock: SignedDuration,
    /// Whether a user who is locked out is told so.
    pub shows_lockout: bool,
    /// The least length of the answer to the recovery question.
    min_answer: usize,
    /// How long the link in a recovery mail works.
    pub recovery_lifetime: SignedDuration,
}

/// What is left of a password's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    Fresh,
    /// It expires in so many days.
    Warn(i64),
    Expired,
}

impl Requirements {
    /// Reads the settings of a policy of type `PASSWORD`.
    pub fn of(settings: &Value) -> Self {
        let password = &settings["password"];
        let complexity = &password["complexity"];
        let count = |name: &str| complexity[name].as_u64().unwrap_or_default();
        let (age, lockout) = (&password["age"], &password["lockout"]);
        let minutes = |value: &Value| clock::minutes(value.as_i64().unwrap_or_default());
        let recovery = &settings["recovery"]["factors"];
        let answer = &recovery["recovery_question"]["properties"]["complexity"]["minLength"];
        let attributes = complexity["excludeAttributes"].as_array().into_iter().flatten();
        let history = age["historyCount"].as_u64().and_then(|count| usize::try_from(count).ok());
        Requirements {
            min_length: count("minLength"),
            lower: count("minLowerCase"),
            upper: count("minUpperCase"),
            number: count("minNumber"),
            symbol: count("minSymbol"),
            exclude_username: complexity["excludeUsername"] != false,
            exclude_common: complexity["dictionary"]["common"]["exclude"] == true,
            exclude_attributes: attributes.filter_map(|name| name.as_str().map(str::to_owned)).collect(),
            history: history.unwrap_or_default(),
            min_age: minutes(&age["minAgeMinutes"]),
            max_age_days: age["maxAgeDays"].as_i64().unwrap_or_default(),
            warn_days: age["expireWarnDays"].as_i64().unwrap_or_default(),
            max_attempts: lockout["maxAttempts"].as_u64().unwrap_or_default(),
            auto_unlock: minutes(&lockout["autoUnlockMinutes"]),
            shows_lockout: lockout["showLockoutFailures"] == true,
            min_answer: answer.as_u64().and_then(|length| usize::try_from(length).ok()).unwrap_or(4),
            recovery_lifetime: minutes(
                &recovery["okta_email"]["properties"]["recoveryToken"]["tokenLifetimeMinutes"],
            ),
        }
    }

    /// Why a password does not pass, in Okta's words; none if it does.
    pub fn violation(&self, password: &str, profile: &Value) -> Option<String> {
        if self.exclude_common && COMMON.contains(&password.to_lowercase().as_str()) {
            let text =
                "This password was found in a list of commonly used passwords. Please try another password.";
            return Some(text.to_owned());
        }
        (!self.is_met(password, profile)).then(|| {
            format!("Password requirements were not met. Password requirements: {}", self.sentence())
        })
    }

    fn is_met(&self, password: &str, profile: &Value) -> bool {
        let count = |is: fn(&char) -> bool| password.chars().filter(is).count() as u64;
        let lower = password.to_lowercase();
        let contains = |name: &str| {
            let value = profile[name].as_str().unwrap_or_default().to_lowercase();
            !value.is_empty() && lower.contains(&value)
        };
        (self.min_length..=MAX_LENGTH).contains(&(password.chars().count() as u64))
            && count(|c| c.is_lowercase()) >= self.lower
            && count(|c| c.is_uppercase()) >= self.upper
            && count(|c| c.is_ascii_digit()) >= self.number
            && count(|c| !c.is_alphanumeric()) >= self.symbol
            && !(self.exclude_username && has_part_of_login(&lower, profile))
            && !self.exclude_attributes.iter().any(|name| contains(name))
    }

    fn sentence(&self) -> String {
        let some = |count: u64, one: &str, many: &str| match count {
            0 => None,
            1 => Some(one.to_owned()),
            count => Some(format!("{count} {many}")),
        };
        let excludes = |name: &str| self.exclude_attributes.iter().any(|known| known == name);
        let parts = [
            Some(format!("at least {} characters", self.min_length)),
            some(self.lower, "a lowercase letter", "lowercase letters"),
            some(self.upper, "an uppercase letter", "uppercase letters"),
            some(self.number, "a number", "numbers"),
            some(self.symbol, "a symbol", "symbols"),
            self.exclude_username.then(|| "no parts of your username".to_owned()),
            excludes("firstName").then(|| "does not include your first name".to_owned()),
            excludes("lastName").then(|| "does not include your last name".to_owned()),
        ];
        let mut sentence = format!("{}.", parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
        if self.min_age > SignedDuration::ZERO {
            let minutes = self.min_age.as_mins();
            sentence += &format!(
                " At least {minutes} minute(s) must have elapsed since you last changed your password."
            );
        }
        sentence
    }

    /// Why a recovery question with its answer is refused.
    pub fn question_fault(&self, question: &str, answer: &str) -> Option<String> {
        let (question, answer, least) = (question.chars().count(), answer.chars().count(), self.min_answer);
        if answer < least {
            return Some(format!(
                "The security question answer must be at least {least} characters in length"
            ));
        }
        (question.max(answer) > MAX_QUESTION).then(|| {
            format!(
                "The security question and its answer must be at most {MAX_QUESTION} characters in length"
            )
        })
    }

    /// Why a user may not change the password yet.
    pub fn too_young(&self, user: &Value, now: Timestamp) -> Option<String> {
        let changed = clock::parse(user["passwordChanged"].as_str().unwrap_or_default())?;
        (now.duration_since(changed) < self.min_age).then(|| {
            format!("Password requirements were not met. Password requirements: {}", self.sentence())
        })
    }

    /// What is left of the time of a user's password.
    pub fn age(&self, user: &Value, now: Timestamp) -> Age {
        let changed = clock::parse(user["passwordChanged"].as_str().unwrap_or_default());
        let (Some(changed), 1..) = (changed, self.max_age_days) else { return Age::Fresh };
        let left = self.max_age_days - now.duration_since(changed).as_hours() / 24;
        match left {
            ..=0 => Age::Expired,
            days if days <= self.warn_days => Age::Warn(days),
            _ => Age::Fresh,
        }
    }

    /// Whether somebody who was locked out has waited long enough.
    pub fn unlocks(&self, user: &Value, now: Timestamp) -> bool {
        let locked = clock::parse(user["statusChanged"].as_str().unwrap_or_default());
        self.auto_unlock > SignedDuration::ZERO
            && locked.is_some_and(|locked| now.duration_since(locked) >= self.auto_unlock)
    }

    /// A random password that passes.
    pub fn temporary(&self) -> String {
        let length = self.min_length.max(10) as usize;
        loop {
            let mut candidate = id::random(length);
            candidate.push_str(&"!".repeat(self.symbol as usize));
            if self.is_met(&candidate, &Value::Null) {
                return candidate;
            }
        }
    }
}

fn has_part_of_login(password: &str, profile: &Value) -> bool {
    let login = profile["login"].as_str().unwrap_or_default().to_lowercase();
    login
        .split([',', '.', '_', '#', '@', '-'])
        .filter(|part| part.chars().count() >= LOGIN_PART)
        .any(|part| password.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn required(complexity: Value) -> Requirements {
        Requirements::of(&json!({ "password": { "complexity": complexity } }))
    }

    #[test]
    fn the_default_policy() {
        let default = required(json!({
            "minLength": 8, "minLowerCase": 1, "minUpperCase": 1, "minNumber": 1, "minSymbol": 0,
        }));
        let profile = json!({ "login": "tmcgee@example.gov" });
        let cases = [
            ("superPass1", true),
            ("superPass239", true),
            ("short1A", false),
            ("nouppercase1", false),
            ("NOLOWERCASE1", false),
            ("noNumberHere", false),
            ("xTMCGEEx12", false),
            ("Example1234", false),
            ("xGovernment1", true),
        ];
        for (password, passes) in cases {
            assert_eq!(default.violation(password, &profile).is_none(), passes, "{password}");
        }
        assert!(
            default.violation(&format!("aA1{}", "x".repeat(70)), &profile).is_some(),
            "over 72 characters"
        );
        assert!(default.violation(&default.temporary(), &profile).is_none());
        let text = default.violation("short", &profile).unwrap();
        let expected = "Password requirements were not met. Password requirements: at least 8 characters, \
                        a lowercase letter, an uppercase letter, a number, no parts of your username.";
        assert_eq!(text, expected);
    }

    #[test]
    fn each_setting_is_kept() {
        let profile = json!({ "login": "ann@example.com", "firstName": "Ann", "lastName": "Leeward" });
        let cases = [
            (json!({ "minLength": 12 }), "elevenchars", "twelve chars"),
            (json!({ "minLowerCase": 2 }), "ONEo", "TWOoo"),
            (json!({ "minUpperCase": 2 }), "oneO", "twoOO"),
            (json!({ "minNumber": 2 }), "one1", "two12"),
            (json!({ "minSymbol": 1 }), "none", "some!"),
            (json!({ "excludeUsername": true }), "myexample1", "exampl"),
            (json!({ "excludeAttributes": ["lastName"] }), "xxleewardxx", "leewar"),
            (json!({ "dictionary": { "common": { "exclude": true } } }), "Password1", "Passphrase1"),
        ];
        for (complexity, wrong, right) in cases {
            let required = required(complexity.clone());
            assert!(required.violation(wrong, &profile).is_some(), "{complexity}: {wrong}");
            assert!(required.violation(right, &profile).is_none(), "{complexity}: {right}");
        }
        let lax = required(json!({ "excludeUsername": false }));
        assert!(lax.violation("myexample1", &profile).is_none());
    }
}
