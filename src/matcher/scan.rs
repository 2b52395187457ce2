//! One pass over the words of a text, each looked up with the words behind it.

use super::{
    ALONE, HEAD_BITS, Hit, LONGER, Layer, Matcher, OF_TERMS, PAIR_BITS, SMALL_ALONE, SMALL_LONGER, low_bits, pair_hash,
    tag,
};
use crate::words::{Word, hash_folded, words};

/// Words that are told apart before they are looked up: enough that both are tight loops, few enough for the nearest cache.
const BATCH: usize = 128;
/// Words behind one that are known when it is looked up.
const BEHIND: usize = 2;

/// The state of one scan.
pub(super) struct Scan<'s, M> {
    matcher: &'s Matcher<M>,
    text: &'s str,
    base: usize,
    /// Whether terms are looked for, too.
    terms: bool,
    /// Where the last hit of each layer ends.
    taken: [usize; 3],
    hits: &'s mut Vec<Hit>,
}

impl<'s, M> Scan<'s, M> {
    pub(super) fn new(
        matcher: &'s Matcher<M>,
        text: &'s str,
        base: usize,
        terms: bool,
        hits: &'s mut Vec<Hit>,
    ) -> Self {
        Self { matcher, text, base, terms, taken: [0; 3], hits }
    }

    /// Looks up the words of the text one after another.
    pub(super) fn run(mut self) {
        let heads = &self.matcher.heads;
        let wanted = self.flags_wanted();
        let mut ahead = words(self.text);
        // News name somebody in every other line.
        self.hits.reserve(self.text.len() / 128);
        let mut batch: Vec<Word> = Vec::with_capacity(self.text.len().div_ceil(5).min(BATCH) + BEHIND);
        loop {
            ahead.fill(&mut batch, BATCH + BEHIND);
            let more = batch.len() == BATCH + BEHIND;
            let ready = if more { BATCH } else { batch.len() };
            for (at, word) in batch[..ready].iter().enumerate() {
                let flags = heads[low_bits(word.hash, HEAD_BITS)] & wanted[usize::from(word.capital)];
                if flags != 0 || word.mixed {
                    let behind = [1, 2].map(|next| batch.get(at + next).map_or(0, |word| word.hash));
                    self.look_up(*word, behind);
                }
            }
            if !more {
                return;
            }
            batch.drain(..ready);
        }
    }

    /// `theDaily`, `citesNATO`: a lower-case word glued to a name where a link lost its space.
    #[cold]
    fn look_up_glued(&mut self, word: Word, behind: [u64; BEHIND]) {
        let bytes = &self.text.as_bytes()[word.start..word.end];
        if bytes.len() < 5 {
            return;
        }
        let Some(inner) = bytes.iter().skip(2).position(u8::is_ascii_uppercase) else { return };
        let start = word.start + inner + 2;
        if self.text.is_char_boundary(start) {
            self.look_up_at(start, hash_folded(&self.text[start..word.end]), behind, true);
        }
    }

    /// The flags of a head that make a word worth looking up: one in small letters, and one with a capital.
    fn flags_wanted(&self) -> [u8; 2] {
        [SMALL_ALONE | SMALL_LONGER, ALONE | LONGER].map(|flags| flags | if self.terms { flags << OF_TERMS } else { 0 })
    }

    /// Tries the surfaces that start with a word, by the hashes of the two words behind it.
    #[inline(never)]
    fn look_up(&mut self, word: Word, behind: [u64; BEHIND]) {
        self.look_up_at(word.start, word.hash, behind, word.capital);
        if word.mixed && !word.capital {
            self.look_up_glued(word, behind);
        }
    }

    /// Tries the surfaces that start with this word and the next, then those of this word alone.
    #[inline]
    fn look_up_at(&mut self, start: usize, hash: u64, [second, third]: [u64; BEHIND], capital: bool) {
        let flags = self.matcher.heads[low_bits(hash, HEAD_BITS)];
        let head = if self.terms { flags | flags >> OF_TERMS } else { flags };
        let (alone, longer) = if capital { (ALONE, LONGER) } else { (SMALL_ALONE, SMALL_LONGER) };
        if head & longer != 0 {
            let pair = pair_hash(hash, second);
            let bit = low_bits(pair, PAIR_BITS);
            if self.matcher.pairs[bit >> 6] >> (bit & 63) & 1 == 1 {
                self.try_slot(pair, tag(third), start, capital);
            }
        }
        if head & alone != 0 {
            self.try_slot(hash, 0, start, capital);
        }
    }

    /// Tries the surfaces found under a hash, the longest first; `third` is the tag of the third word of the text.
    fn try_slot(&mut self, hash: u64, third: u32, start: usize, capital: bool) {
        let matcher = self.matcher;
        let first = matcher.slots[matcher.find_slot(hash)].first;
        let Some(group) = matcher.patterns.get(first as usize..) else { return };
        for (index, pattern) in (first..).zip(group) {
            let wanted = self.terms || pattern.layer != Layer::Term;
            let open = wanted
                && pattern.third.is_none_or(|tag| tag == third)
                && start >= self.taken[pattern.layer as usize]
                && (capital || !pattern.needs_capital());
            if open && let Some((end, capitals)) = matcher.matches(pattern, self.text, start) {
                let (base, layer) = (self.base, pattern.layer);
                self.taken[layer as usize] = end;
                self.hits.push(Hit { start: start + base, end: end + base, layer, capitals, pattern: index });
            }
            if pattern.last {
                break;
            }
        }
    }
}
