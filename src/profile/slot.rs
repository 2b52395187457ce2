//! The slots of templates: what each takes from a line.

use crate::date::{Cursor, NumericOrder, PrintedDate, is_blank, parse_date};

macro_rules! slots {
    ($($(#[doc = $doc:literal])* $slot:ident = $name:literal),* $(,)?) => {
        /// What stands at a place of a line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Slot { $($(#[doc = $doc])* $slot),* }

        impl Slot {
            pub const ALL: &[Self] = &[$(Self::$slot),*];

            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$slot => $name),* }
            }
        }
    };
}

slots! {
    /// The name of the digest.
    Series = "series",
    /// The number of the issue.
    Number = "number",
    /// The volume that numbers count in: digits or a roman numeral.
    Volume = "volume",
    /// The part of an issue sent in several: digits or a roman numeral.
    Part = "part",
    /// A date or a range of dates, with a month.
    Date = "date",
    /// `2025`
    Year = "year",
    /// `09`
    Month = "month",
    /// `12`
    Day = "day",
    /// A day of the week.
    Weekday = "weekday",
    /// The number of an item.
    Item = "item",
    /// A roman numeral.
    Numeral = "numeral",
    /// A number, thousands parted by commas.
    Count = "count",
    /// Page numbers: `1`, `A4`, `1, 5`, `2-3`.
    Pages = "pages",
    /// `*`, `**`, a bullet or a dash.
    Bullet = "bullet",
    /// The name of an outlet.
    Outlet = "outlet",
    /// Names of people.
    Author = "author",
    /// A headline.
    Title = "title",
    /// The label of a section.
    Label = "label",
    /// Anything or nothing.
    Any = "any",
    /// The rest of the line, which belongs to the item.
    Text = "text",
}

/// Characters that open a point of a list.
const BULLETS: [char; 14] = ['*', '•', '·', '◦', '▪', '‣', '●', '○', '■', '□', '-', '–', '—', '\u{f0b7}'];

impl Slot {
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|slot| slot.name() == name)
    }

    pub(super) fn names() -> String {
        Self::ALL.iter().map(|slot| format!("{{{}}}", slot.name())).collect::<Vec<_>>().join(" ")
    }

    /// Whether it has no form of its own and ends where the template goes on.
    pub(super) fn is_free(self) -> bool {
        matches!(self, Self::Series | Self::Outlet | Self::Author | Self::Title | Self::Label | Self::Any | Self::Text)
    }

    /// Most bytes of free text that it can take, and some to spare for blanks.
    pub(super) fn longest(self) -> usize {
        match self {
            Self::Outlet => 90,
            Self::Series => 110,
            Self::Author => 130,
            _ => 400,
        }
    }

    /// Whether what it takes always has a digit in it.
    pub(super) fn prints_digits(self) -> bool {
        matches!(self, Self::Number | Self::Year | Self::Month | Self::Day | Self::Item | Self::Pages | Self::Date)
    }

    pub(super) fn may_start(self, byte: u8) -> bool {
        let roman = matches!(byte.to_ascii_uppercase(), b'I' | b'V' | b'X' | b'L' | b'C');
        match self {
            Self::Number | Self::Year | Self::Month | Self::Day | Self::Item | Self::Count => byte.is_ascii_digit(),
            Self::Volume | Self::Part => byte.is_ascii_digit() || roman,
            Self::Numeral => roman,
            Self::Date | Self::Weekday | Self::Pages => byte.is_ascii_alphanumeric(),
            Self::Bullet => BULLETS.iter().any(|bullet| bullet.encode_utf8(&mut [0; 4]).as_bytes()[0] == byte),
            Self::Outlet => byte != b'(',
            Self::Series | Self::Author => !byte.is_ascii_lowercase() && byte != b'(',
            Self::Title | Self::Label | Self::Any | Self::Text => true,
        }
    }

    pub(super) fn may_end(self, byte: u8) -> bool {
        match self {
            Self::Number | Self::Year | Self::Month | Self::Day | Self::Item | Self::Pages => byte.is_ascii_digit(),
            _ => true,
        }
    }
}

/// What a slot with a form of its own takes at the start of `rest`: its length, and the date where it is one.
pub(super) fn typed(slot: Slot, rest: &str, order: NumericOrder) -> Option<(usize, Option<PrintedDate>)> {
    let plain = |len: Option<usize>| len.map(|len| (len, None));
    match slot {
        Slot::Number | Slot::Item => plain(digits(rest, 1..=6)),
        Slot::Year => plain(digits(rest, 4..=4)),
        Slot::Month | Slot::Day => plain(digits(rest, 1..=2)),
        Slot::Volume | Slot::Part => plain(digits(rest, 1..=4).or_else(|| roman(rest))),
        Slot::Numeral => plain(roman(rest)),
        Slot::Count => plain(run(rest, |c| c.is_ascii_digit() || c == ',')),
        Slot::Pages => plain(pages(rest)),
        Slot::Weekday => {
            let mut cursor = Cursor::new(rest);
            crate::date::is_weekday(cursor.word()).then_some((cursor.at(), None))
        }
        Slot::Bullet => plain(bullet(rest)),
        Slot::Date => {
            let date = parse_date(rest, order).filter(|date| date.value.start.month.is_some())?;
            Some((date.len, Some(date.value)))
        }
        _ => None,
    }
}

fn run(rest: &str, is: impl Fn(char) -> bool) -> Option<usize> {
    let len: usize = rest.chars().take(64).take_while(|&c| is(c)).map(char::len_utf8).sum();
    (len > 0).then_some(len)
}

fn digits(rest: &str, widths: std::ops::RangeInclusive<usize>) -> Option<usize> {
    run(rest, |c| c.is_ascii_digit()).filter(|len| widths.contains(len))
}

fn roman(rest: &str) -> Option<usize> {
    let len = run(rest, |c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'i' | 'v' | 'x' | 'l' | 'c'))?;
    let whole = !rest[len..].starts_with(char::is_alphanumeric);
    (whole && len <= 8).then_some(len)
}

/// Page numbers with what parts them; trailing commas and blanks are left.
fn pages(rest: &str) -> Option<usize> {
    let len = run(rest, |c| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, ',' | '-' | '–' | ' ' | '&'))?;
    let printed = rest[..len].trim_end_matches([',', ' ', '-', '–', '&']);
    printed.ends_with(|c: char| c.is_ascii_digit()).then_some(printed.len())
}

/// One bullet, or a run of `*`; a dash only before a blank.
fn bullet(rest: &str) -> Option<usize> {
    let first = rest.chars().next().filter(|c| BULLETS.contains(c))?;
    let len = if first == '*' { run(rest, |c| c == '*')? } else { first.len_utf8() };
    let spaced = rest[len..].starts_with(is_blank);
    (spaced || first == '*' || !matches!(first, '-' | '–' | '—')).then_some(len)
}

/// Whether free text can be what the slot is for.
pub(super) fn free_end(slot: Slot, taken: &str) -> bool {
    let named = || {
        taken.starts_with(|c: char| {
            c.is_uppercase()
                || c.is_ascii_digit()
                || c.is_alphabetic() && !c.is_lowercase()
                || matches!(c, '"' | '\u{201c}')
        })
    };
    match slot {
        Slot::Any => true,
        Slot::Text => !taken.trim().is_empty(),
        Slot::Series => (3..=100).contains(&taken.len()) && is_series(taken),
        Slot::Outlet => {
            (2..=80).contains(&taken.len())
                && (named() || is_site(taken))
                && !taken.contains([';', '\n'])
                && !sentences(taken)
        }
        Slot::Author => (3..=120).contains(&taken.len()) && named(),
        Slot::Title | Slot::Label => !taken.is_empty() && taken.len() <= 300,
        _ => false,
    }
}

/// One to ten words that start as names do, the small ones aside, with nothing behind them that parts them from a date.
fn is_series(text: &str) -> bool {
    const SMALL: [&str; 12] = ["of", "and", "the", "in", "on", "for", "&", "to", "from", "-", "–", "press"];
    let named = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let words = || text.split_whitespace();
    (1..=10).contains(&words().count())
        && words()
            .all(|word| named(word) || SMALL.contains(&word) || word.starts_with(char::is_lowercase) && word.len() < 9)
        && text.starts_with(char::is_uppercase)
        && !text.ends_with(['-', '–', '—', ':', ',', '|', '.'])
        && !sentences(text)
}

/// An address without blanks: `www.example.org`.
fn is_site(text: &str) -> bool {
    text.contains('.') && !text.ends_with('.') && !text.contains(is_blank)
}

/// Whether there is a full stop between two words that is not that of an abbreviation.
fn sentences(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| text[..at].rsplit([' ', '.']).next().is_some_and(|word| word.len() > 4))
}
