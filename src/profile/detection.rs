//! Which profile a text fits, by the lines at its head.
//!
//! Score of a profile: the sum over its signs of weight times the number of lines that match, at most `most` for each.
//! Title lines of the profile that name the series themselves count 3 once, and so does the name of one of its series at the
//! start of a line. The highest score
//! of [`LEAST`] or more wins, among equals the profile listed first; a text without a sign goes by the slug in its name, else
//! to the last profile.

use super::{Profile, Slot, Template};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// How far into a text the signs are looked for, in bytes.
const HEAD: usize = 2048;
/// Longest line that is a sign, in bytes: most lines of most pages are longer, and cost nothing.
const LONGEST_SIGN: usize = 100;
/// Least score that chooses a profile.
const LEAST: u32 = 3;
const TITLE: u32 = 3;

/// The profiles to choose from, with their signs by the first byte of a line.
#[derive(Debug)]
pub struct Detector {
    profiles: Vec<Profile>,
    signs: Vec<Lead>,
    /// For each byte, the signs of lines that can begin with it.
    by_byte: Vec<Vec<u32>>,
}

/// A sign of one of the profiles.
#[derive(Debug)]
struct Lead {
    profile: usize,
    line: Template,
    weight: u32,
    most: u32,
}

/// The profile of a document.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'p> {
    pub profile: &'p Profile,
    pub score: u32,
    /// Another profile that fits nearly as well, with its score.
    pub close: Option<(&'p Profile, u32)>,
}

impl Detector {
    /// `profiles` must not be empty.
    #[must_use]
    pub fn new(profiles: Vec<Profile>) -> Self {
        let mut signs = Vec::new();
        for (index, profile) in profiles.iter().enumerate() {
            let mut add = |line: &Template, weight, most| {
                signs.push(Lead { profile: index, line: line.clone(), weight, most });
            };
            profile.sign.iter().for_each(|sign| add(&sign.line, sign.weight, sign.most));
            let names_it = |title: &&Template| !title.has(Slot::Series);
            profile.masthead.titles.iter().filter(names_it).for_each(|title| add(title, TITLE, 1));
            for series in profile.series.keys() {
                let escaped: String = series.chars().flat_map(|c| ['\\', c]).collect();
                if let Ok(line) = Template::try_from(format!("{escaped}{{any}}")) {
                    add(&line, TITLE, 1);
                }
            }
        }
        let mut by_byte = vec![Vec::new(); 256];
        for (index, sign) in (0..).zip(&signs) {
            sign.line.first_bytes().for_each(|byte| by_byte[usize::from(byte)].push(index));
        }
        Self { profiles, signs, by_byte }
    }

    #[must_use]
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// The score of every profile, in their order.
    #[must_use]
    pub fn scores(&self, text: &str) -> Vec<u32> {
        let head = &text[..text.floor_char_boundary(HEAD)];
        let mut counts = vec![0_u32; self.signs.len()];
        let mut start = 0;
        for end in memchr::memchr2_iter(b'\n', b'\r', head.as_bytes()).chain([head.len()]) {
            let span = Span::new(start, end).trimmed(head);
            start = end + 1;
            let Some(&first) = head.as_bytes()[span.range()].first() else { continue };
            for &index in &self.by_byte[usize::from(first)] {
                let sign = &self.signs[index as usize];
                let count = &mut counts[index as usize];
                let order = self.profiles[sign.profile].date.numeric;
                let long = span.len() > LONGEST_SIGN && !sign.line.leaves_text();
                if *count < sign.most && !long && sign.line.captures(head, span, order).is_some() {
                    *count += 1;
                }
            }
            if start > head.len() {
                break;
            }
        }
        let mut scores = vec![0; self.profiles.len()];
        for (sign, count) in self.signs.iter().zip(counts) {
            let score: &mut u32 = &mut scores[sign.profile];
            *score = score.saturating_add(sign.weight.saturating_mul(count));
        }
        scores
    }

    /// The profile that fits best.
    #[must_use]
    pub fn choose(&self, text: &str, name: &str) -> Chosen<'_> {
        let scores = self.scores(text);
        let mut ranked: Vec<usize> = (0..scores.len()).filter(|&index| scores[index] >= LEAST).collect();
        ranked.sort_by_key(|&index| std::cmp::Reverse(scores[index]));
        let [best, others @ ..] = &ranked[..] else {
            let name = name.to_lowercase().replace(['_', ' ', '.'], "-");
            let filed = self.profiles.iter().position(|profile| profile.files(&name));
            return Chosen { profile: &self.profiles[filed.unwrap_or(self.profiles.len() - 1)], score: 0, close: None };
        };
        let near = |&&index: &&usize| u64::from(scores[index]) * 4 >= u64::from(scores[*best]) * 3;
        let close = others.first().filter(near).map(|&index| (&self.profiles[index], scores[index]));
        Chosen { profile: &self.profiles[*best], score: scores[*best], close }
    }
}

impl Profile {
    /// Whether a document's name, as slugs are written, holds that of one of the series.
    fn files(&self, name: &str) -> bool {
        name.rsplit('/').any(|part| {
            let starts =
                |slug: &str| part.strip_prefix(slug).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
            self.series.values().flatten().any(|slug| starts(slug))
        })
    }
}

impl Chosen<'_> {
    /// Says so when another profile fits nearly as well.
    #[must_use]
    pub fn diagnostic(&self) -> Option<Diagnostic> {
        let (other, score) = self.close?;
        let message = format!(
            "expected one layout, found signs of two: {} (score {}) is taken, {} has {score}; pass profile= to decide",
            self.profile.name, self.score, other.name
        );
        Some(Diagnostic::whole(Code::ProfileClose, message))
    }
}
