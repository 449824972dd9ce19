//! Words that replace others: of the same shape, the same for the same word, and never the same for two.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Shorter words are too few for none of them to stand for another one.
const DISTINCT: usize = 3;
/// After so many words that are taken, a longer one is tried.
const TRIES: u64 = 200;
const ACCENTED: [char; 12] = ['à', 'á', 'â', 'ä', 'ç', 'è', 'é', 'ê', 'ì', 'ñ', 'ò', 'ü'];

/// A run's dictionary. Nobody can say what a word stood for, since each run has a key of its own.
#[derive(Default)]
pub struct Words {
    key: RandomState,
    originals: HashSet<String>,
    chosen: HashMap<String, String>,
    taken: HashSet<String>,
    addresses: HashMap<IpAddr, IpAddr>,
}

impl Words {
    /// Remembers the words of a text, so that no other word gets one of them.
    pub fn learn(&mut self, text: &str) {
        for (word, is_word) in parts(text) {
            if is_word && !self.originals.contains(&*word.to_lowercase()) {
                self.originals.insert(word.to_lowercase());
            }
        }
    }

    /// Whether a word is one of a person's.
    pub fn knows(&self, word: &str) -> bool {
        self.originals.contains(&word.to_lowercase())
    }

    /// A text of the same shape. What stands between words stays.
    pub fn replace(&mut self, text: &str) -> String {
        if let Ok(address) = text.parse::<IpAddr>() {
            return self.address(address).to_string();
        }
        parts(text)
            .into_iter()
            .map(|(part, is_word)| if is_word { self.word(part) } else { part.to_owned() })
            .collect()
    }

    /// A word of the same shape: a letter for a letter, a digit for a digit.
    pub fn word(&mut self, word: &str) -> String {
        let lower = word.to_lowercase();
        let chosen = match self.chosen.get(&lower) {
            Some(chosen) => chosen.clone(),
            None => self.choose(lower),
        };
        with_case_of(&chosen, word)
    }

    fn choose(&mut self, word: String) -> String {
        let is_distinct = word.chars().count() >= DISTINCT;
        let mut number = 0;
        let chosen = loop {
            let more = usize::try_from(number / TRIES).unwrap_or(usize::MAX);
            let candidate = self.candidate(&word, number, more);
            let is_original = candidate == word || is_distinct && self.originals.contains(&candidate);
            if !is_original && !self.taken.contains(&candidate) {
                break candidate;
            }
            number += 1;
        };
        self.taken.insert(chosen.clone());
        self.chosen.insert(word, chosen.clone());
        chosen
    }

    fn candidate(&self, word: &str, number: u64, more: usize) -> String {
        let longer = word.chars().last().into_iter().cycle().take(more);
        let letters = word.chars().chain(longer).enumerate();
        letters.map(|(at, letter)| like(letter, self.key.hash_one((word, number, at)))).collect()
    }

    fn address(&mut self, address: IpAddr) -> IpAddr {
        let next = self.addresses.len() as u32 + 1;
        *self.addresses.entry(address).or_insert_with(|| match address {
            // For documentation, tests and private networks.
            IpAddr::V4(_) => Ipv4Addr::from(0x0a00_0000 | (next & 0x00ff_ffff)).into(),
            IpAddr::V6(_) => Ipv6Addr::from((0xfd00 << 112) | u128::from(next)).into(),
        })
    }
}

/// A letter of the same kind.
fn like(letter: char, chance: u64) -> char {
    let of = |first: char, count: u32| {
        let at = u32::try_from(chance % u64::from(count)).unwrap_or_default();
        char::from_u32(u32::from(first) + at).unwrap_or(first)
    };
    match letter {
        '0'..='9' => of('0', 10),
        'a'..='z' => of('a', 26),
        '\u{4e00}'..='\u{9fa5}' => of('\u{4e00}', 0x51a6),
        '\u{ac00}'..='\u{d7a3}' => of('\u{ac00}', 0x2ba4),
        '\u{3041}'..='\u{3096}' => of('\u{3041}', 0x56),
        'а'..='я' => of('а', 32),
        'α'..='ρ' => of('α', 17),
        other if other.is_numeric() => of('0', 10),
        _ => ACCENTED[usize::try_from(chance % 12).unwrap_or_default()],
    }
}

/// Upper case where the other word has it.
fn with_case_of(chosen: &str, word: &str) -> String {
    let is_upper = |at: usize| word.chars().nth(at).is_some_and(char::is_uppercase);
    let all_upper = word.chars().count() > 1 && word.chars().all(|letter| !letter.is_lowercase());
    let mut text = String::with_capacity(chosen.len());
    for (at, letter) in chosen.chars().enumerate() {
        if is_upper(at) || all_upper && letter.is_alphabetic() {
            text.extend(letter.to_uppercase());
        } else {
            text.push(letter);
        }
    }
    text
}

/// A text in words and what stands between them.
pub fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut was_word = None;
    for (at, letter) in text.char_indices() {
        let is_word = letter.is_alphanumeric();
        if was_word.is_some_and(|was| was != is_word) {
            parts.push((&text[start..at], !is_word));
            start = at;
        }
        was_word = Some(is_word);
    }
    if let Some(is_word) = was_word {
        parts.push((&text[start..], is_word));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_shape_and_none_of_its_words() {
        let texts = [
            "Ann",
            "McGee",
            "O'Brien",
            "ann.lee@acme.example",
            "+1 555 0101",
            "Łukasz",
            "王小明",
            "SMITH",
            "a1B2",
            "x",
            "10.1.2.3",
            "Straße 12b",
            "",
        ];
        let mut words = Words::default();
        texts.iter().for_each(|text| words.learn(text));
        for text in texts {
            let made = words.replace(text);
            assert_eq!(made, words.replace(text), "the same for the same");
            assert!(made != text || text.is_empty(), "{text}");
            if text.parse::<IpAddr>().is_ok() {
                assert!(made.parse::<IpAddr>().is_ok(), "{made}");
                continue;
            }
            for (letter, other) in text.chars().zip(made.chars()) {
                assert_eq!(letter.is_alphanumeric(), other.is_alphanumeric(), "{text} {made}");
                assert_eq!(letter.is_ascii_digit(), other.is_ascii_digit(), "{text} {made}");
                assert_eq!(letter.is_uppercase(), other.is_uppercase(), "{text} {made}");
            }
        }
    }

    /// What is unique stays unique, however few words of a length there are, and no name turns into another's.
    #[test]
    fn no_two_words_become_the_same_and_none_becomes_another() {
        let mut words = Words::default();
        let all: Vec<String> =
            (0..2000).map(|number| format!("{number:03}")).chain(('a'..='z').map(String::from)).collect();
        all.iter().for_each(|word| words.learn(word));
        let made: HashSet<String> = all.iter().map(|word| words.replace(word)).collect();
        assert_eq!(made.len(), all.len());
        let long = all.iter().filter(|word| word.len() >= DISTINCT);
        assert!(long.clone().all(|word| !made.contains(word)));
    }
}
