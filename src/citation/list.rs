//! Closed lists of words. A list is a hash table made at compile time: asking it costs a few instructions however long it is.

/// Words in lower case, all different.
pub(super) struct WordList<const N: usize> {
    words: [&'static str; N],
    /// By hash, one more than the place of a word in the list; 0 where there is none. Words that share a hash follow.
    slots: [u8; SLOTS],
}

const SLOTS: usize = 256;

impl<const N: usize> WordList<N> {
    pub(super) const fn new(words: [&'static str; N]) -> Self {
        assert!(N <= SLOTS / 2, "half of the slots are free, so that a search ends soon");
        let mut slots = [0; SLOTS];
        let mut place = 0;
        while place < N {
            let mut slot = hash(words[place].as_bytes());
            while slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            place += 1;
            slots[slot] = place as u8;
        }
        Self { words, slots }
    }

    /// Whether a word is listed, in any case.
    #[inline]
    pub(super) fn has(&self, word: &str) -> bool {
        self.listed(word).is_some()
    }

    /// Whether a word is listed as it is printed, in lower case.
    #[inline]
    pub(super) fn has_as_printed(&self, word: &str) -> bool {
        self.listed(word) == Some(word)
    }

    #[inline]
    fn listed(&self, word: &str) -> Option<&'static str> {
        let mut slot = hash(word.as_bytes());
        loop {
            let place = usize::from(self.slots[slot]).checked_sub(1)?;
            if self.words[place].eq_ignore_ascii_case(word) {
                return Some(self.words[place]);
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

/// By length and the first, middle and last letter. Setting bit 5 lower-cases a letter; a word that it makes equal to
/// another by mistake is told apart when they are compared.
#[inline]
const fn hash(word: &[u8]) -> usize {
    const LOWER: usize = 0x20;
    if word.is_empty() {
        return 0;
    }
    let (first, middle, last) = (word[0] as usize, word[word.len() / 2] as usize, word[word.len() - 1] as usize);
    (word.len() * 37 + (first | LOWER) * 5 + (middle | LOWER) * 11 + (last | LOWER) * 29) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    static LIST: WordList<5> = WordList::new(["an", "op-ed", "said", "sad", "die"]);

    #[test]
    fn a_list_has_its_words_and_no_others() {
        for (word, listed, printed) in [
            ("an", true, true),
            ("An", true, false),
            ("OP-ED", true, false),
            ("said", true, true),
            ("sad", true, true),
            ("sand", false, false),
            ("", false, false),
            ("ан", false, false),
            ("op\red", false, false),
        ] {
            assert_eq!((LIST.has(word), LIST.has_as_printed(word)), (listed, printed), "{word:?}");
        }
    }
}
