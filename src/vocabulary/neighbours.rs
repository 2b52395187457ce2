//! Words that say of the name before them what it is: a company's, an amount of money, a street's.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::rows;
use crate::error::Result;
use crate::words::{fold, hash_folded};

/// What a word behind a name makes of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Neighbour {
    /// An everyday word that is printed with a capital: a weekday, an office, a word in a headline. It is no surname.
    Common,
    /// Ends the name of a company.
    Company,
    Currency,
    /// An agreement or a meeting, which is named after the place where it was made.
    Agreement,
    /// Makes a street, a county or a township of any name (`Pope County`, `London Road`).
    Locality,
}

#[derive(Deserialize)]
struct Row {
    word: String,
    kind: Neighbour,
}

pub(super) struct Neighbours {
    /// By the hash of the folded word: `FRANCS` is a currency too.
    kinds: FxHashMap<u64, Neighbour>,
    /// How words of money, of agreements and of localities begin: a row for the first letter, a bit for the second, each
    /// by its low five bits, which are the same for capitals.
    openings: [u32; 32],
}

impl Neighbours {
    pub(super) fn shipped() -> Result<Self> {
        let mut neighbours = Self { kinds: FxHashMap::default(), openings: [0; 32] };
        for (_, row) in rows::<Row>("neighbours.csv", include_str!("../data/neighbours.csv"))? {
            neighbours.kinds.insert(hash_folded(&row.word), row.kind);
            if !matches!(row.kind, Neighbour::Common | Neighbour::Company) {
                let mut letters = row.word.chars().filter_map(fold).map(|letter| letter as usize % 32);
                let (first, second) = (letters.next().unwrap_or(0), letters.next());
                neighbours.openings[first] |= second.map_or(u32::MAX, |second| 1 << second);
            }
        }
        Ok(neighbours)
    }

    pub(super) fn find(&self, word: &str) -> Option<Neighbour> {
        self.kinds.get(&hash_folded(word)).copied()
    }

    /// Whether a word of money, of an agreement or of a locality may start with these two characters of ASCII.
    #[inline]
    pub(super) fn may_open(&self, first: u8, second: u8) -> bool {
        self.openings[usize::from(first % 32)] >> (second % 32) & 1 == 1
    }
}
