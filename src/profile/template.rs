//! Templates: how a line is printed, in words and slots.
//!
//! ```text
//! template := ( text | slot | optional )*
//! slot     := "{" name "}"
//! optional := "[" template "]"          not one inside another
//! ```
//!
//! Text matches itself in any case, a blank any run of blanks, a straight apostrophe or quotation mark its curly forms. A
//! backslash takes the meaning from `{ } [ ] \`. A template is matched against a whole line; only `{text}`, which must come last,
//! leaves the rest of the line to the item that starts there.

use super::slot::{Slot, free_end, typed};
use crate::date::{NumericOrder, PrintedDate, is_blank};
use crate::span::Span;

/// Most tries at one line: it keeps time linear whatever template and line are.
const MOST_TRIES: u32 = 600;
/// Longest line that a template without `{text}` can be, in bytes.
const LONGEST_LINE: usize = 320;
const MOST_OPTIONALS: usize = 5;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Slot(Slot),
}

/// A printed form of a line, read from a profile.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Template {
    source: String,
    /// Every choice of optional parts, the fullest first.
    forms: Vec<Vec<Part>>,
    /// Letters and digits that every matching line begins with, in any case.
    lead: String,
    /// Every matching line has a digit.
    digits: bool,
}

/// What the slots of a template took from a line; spans count from the start of the text that the line is in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    slots: Vec<(Slot, Span)>,
    pub date: Option<PrintedDate>,
}

impl Captured {
    #[must_use]
    pub fn get(&self, slot: Slot) -> Option<Span> {
        self.slots.iter().find(|(known, _)| *known == slot).map(|(_, span)| *span)
    }
}

impl TryFrom<String> for Template {
    type Error = String;

    fn try_from(source: String) -> Result<Self, String> {
        let mut forms: Vec<Vec<Part>> = vec![Vec::new()];
        let (mut rest, mut optionals) = (source.as_str(), 0);
        while let Some(open) = unescaped(rest, '[') {
            let close = unescaped(&rest[open + 1..], ']')
                .ok_or_else(|| format!("template {source:?}: expected `]` behind `[`, found the end"))?;
            let (before, inner) = (parts(&rest[..open])?, parts(&rest[open + 1..open + 1 + close])?);
            optionals += 1;
            if optionals > MOST_OPTIONALS {
                return Err(format!("template {source:?}: expected at most {MOST_OPTIONALS} optional parts"));
            }
            let with = forms.iter().map(|form| [&form[..], &before, &inner].concat());
            let without = forms.iter().map(|form| [&form[..], &before].concat());
            forms = with.chain(without).collect();
            rest = &rest[open + close + 2..];
        }
        if unescaped(rest, ']').is_some() {
            return Err(format!("template {source:?}: expected `[` before `]`"));
        }
        let last = parts(rest)?;
        for form in &mut forms {
            form.extend(last.iter().cloned());
            join_texts(form);
            check(form).map_err(|wrong| format!("template {source:?}: {wrong}"))?;
        }
        let lead = forms[1..].iter().fold(lead(&forms[0]), |shared, form| shared_start(shared, lead(form))).to_owned();
        let digits = forms.iter().all(|form| form.iter().any(prints_digits));
        Ok(Self { source, forms, lead, digits })
    }
}

/// The letters and digits at the start of a form.
fn lead(form: &[Part]) -> &str {
    let Some(Part::Text(text)) = form.first() else { return "" };
    &text[..text.bytes().take_while(u8::is_ascii_alphanumeric).count()]
}

/// The start of `one` that `other` has, too, in any case.
fn shared_start<'t>(one: &'t str, other: &str) -> &'t str {
    let same = |(a, b): &(u8, u8)| a.eq_ignore_ascii_case(b);
    &one[..one.bytes().zip(other.bytes()).take_while(same).count()]
}

/// Whether what a part takes always has a digit in it.
fn prints_digits(part: &Part) -> bool {
    match part {
        Part::Text(text) => text.bytes().any(|byte| byte.is_ascii_digit()),
        Part::Slot(slot) => slot.prints_digits(),
    }
}

fn unescaped(text: &str, wanted: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && c == wanted {
            return Some(at);
        }
        escaped = !escaped && c == '\\';
    }
    None
}

/// Text and slots of a stretch without optional parts.
fn parts(stretch: &str) -> Result<Vec<Part>, String> {
    let (mut found, mut text, mut chars) = (Vec::new(), String::new(), stretch.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.extend(chars.next()),
            '{' => {
                let name: String = chars.by_ref().take_while(|&c| c != '}').collect();
                let slot = Slot::named(&name)
                    .ok_or_else(|| format!("expected a slot, one of {}, found {{{name}}}", Slot::names()))?;
                found.push(Part::Text(std::mem::take(&mut text)));
                found.push(Part::Slot(slot));
            }
            _ => text.push(c),
        }
    }
    found.push(Part::Text(text));
    Ok(found)
}

fn join_texts(form: &mut Vec<Part>) {
    let mut joined: Vec<Part> = Vec::with_capacity(form.len());
    for part in form.drain(..) {
        match (joined.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => joined.push(part),
        }
    }
    joined.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
    *form = joined;
}

fn check(form: &[Part]) -> Result<(), String> {
    if form.is_empty() {
        return Err("expected words or slots, found nothing".to_owned());
    }
    let last = form.len() - 1;
    for (index, part) in form.iter().enumerate() {
        match (part, form.get(index + 1)) {
            (Part::Slot(Slot::Text), _) if index < last => return Err("expected {text} at the end".to_owned()),
            (Part::Slot(one), Some(Part::Slot(two))) if one.is_free() && two.is_free() => {
                return Err(format!("expected words between {{{}}} and {{{}}}", one.name(), two.name()));
            }
            _ => {}
        }
    }
    Ok(())
}

impl Template {
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    pub(super) fn has(&self, slot: Slot) -> bool {
        self.forms.iter().any(|form| form.contains(&Part::Slot(slot)))
    }

    /// Whether the rest of the line is left to an item.
    #[must_use]
    pub fn leaves_text(&self) -> bool {
        self.forms[0].last() == Some(&Part::Slot(Slot::Text))
    }

    /// Matches the line at `line` of `text`, white space around it left out.
    #[must_use]
    pub fn captures(&self, text: &str, line: Span, order: NumericOrder) -> Option<Captured> {
        if line.len() > LONGEST_LINE && !self.leaves_text() {
            return None;
        }
        let printed = line.of(text);
        let start = printed.as_bytes().get(..self.lead.len())?;
        if !start.eq_ignore_ascii_case(self.lead.as_bytes()) {
            return None;
        }
        self.forms.iter().find_map(|form| {
            if !may_match(form, printed) || self.digits && !printed.bytes().any(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let mut matching =
                Matching { line: printed, base: line.start(), order, tries: 0, found: Captured::default() };
            matching.rest(form, 0).then_some(matching.found)
        })
    }

    /// The bytes that a matching line can begin with.
    pub(super) fn first_bytes(&self) -> impl Iterator<Item = u8> + '_ {
        (0..=u8::MAX).filter(|&byte| self.forms.iter().any(|form| may_start(form, byte)))
    }
}

fn may_start(form: &[Part], byte: u8) -> bool {
    match &form[0] {
        Part::Text(text) => may_begin(text, byte),
        Part::Slot(slot) => slot.may_start(byte),
    }
}

/// Whether printed text that matches these words can begin with a byte.
#[inline]
fn may_begin(words: &str, byte: u8) -> bool {
    let first = words.as_bytes()[0];
    let other_form = matches!(first, b'\'' | b'"' | b' ') || first >= 0x80;
    first.eq_ignore_ascii_case(&byte) || other_form && (byte >= 0x80 || first == b' ' && byte.is_ascii_whitespace())
}

fn may_end(form: &[Part], byte: u8) -> bool {
    match &form[form.len() - 1] {
        Part::Text(text) => {
            let last = text.trim_end().as_bytes().last().copied().unwrap_or(byte);
            last.eq_ignore_ascii_case(&byte) || byte >= 0x80
        }
        Part::Slot(slot) => slot.may_end(byte),
    }
}

/// The cheap part of matching: the first and the last byte, which rule out most lines.
fn may_match(form: &[Part], line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.first().is_some_and(|&byte| may_start(form, byte)) && bytes.last().is_some_and(|&byte| may_end(form, byte))
}

struct Matching<'l> {
    line: &'l str,
    base: usize,
    order: NumericOrder,
    tries: u32,
    found: Captured,
}

impl Matching<'_> {
    /// Whether `form` matches from offset `at` to the end of the line; what it takes is then in `found`.
    fn rest(&mut self, form: &[Part], at: usize) -> bool {
        self.tries += 1;
        if self.tries > MOST_TRIES {
            return false;
        }
        let Some((first, others)) = form.split_first() else { return self.line[at..].trim().is_empty() };
        let slot = match first {
            Part::Text(text) => return literal(&self.line[at..], text).is_some_and(|len| self.rest(others, at + len)),
            Part::Slot(slot) => *slot,
        };
        if slot.is_free() {
            return self.free(slot, others, at);
        }
        let Some((len, date)) = typed(slot, &self.line[at..], self.order) else { return false };
        let before = self.found.date;
        self.found.date = before.or(date);
        self.take(slot, at, at + len);
        if self.rest(others, at + len) {
            return true;
        }
        self.found.date = before;
        self.found.slots.pop();
        false
    }

    /// A slot of free text ends where the rest of the template can begin, as early as it can.
    fn free(&mut self, slot: Slot, others: &[Part], at: usize) -> bool {
        let rest = &self.line[at..];
        let Some(next) = others.first() else {
            let fits = free_end(slot, rest.trim_end());
            if fits {
                self.take(slot, at, at + rest.trim_end().len());
            }
            return fits;
        };
        let most = rest.len().min(slot.longest() + 1);
        for index in (0..most).filter(|&index| rest.is_char_boundary(index)) {
            let begins = match next {
                // The first byte alone rules out most places.
                Part::Text(text) => may_begin(text, rest.as_bytes()[index]) && literal(&rest[index..], text).is_some(),
                Part::Slot(_) => index == 0 || rest[index..].starts_with(is_blank) || rest[..index].ends_with(is_blank),
            };
            if begins && free_end(slot, rest[..index].trim_end()) {
                let kept = self.found.slots.len();
                self.take(slot, at, at + rest[..index].trim_end().len());
                if self.rest(others, at + index) {
                    return true;
                }
                self.found.slots.truncate(kept);
            }
        }
        false
    }

    fn take(&mut self, slot: Slot, start: usize, end: usize) {
        self.found.slots.push((slot, Span::new(self.base + start, self.base + end)));
    }
}

/// How many bytes of `line` the words take that a template prints.
fn literal(line: &str, words: &str) -> Option<usize> {
    let mut rest = line;
    let mut wanted = words.chars().peekable();
    while let Some(c) = wanted.next() {
        if is_blank(c) {
            while wanted.next_if(|&c| is_blank(c)).is_some() {}
            let behind = rest.trim_start_matches(is_blank);
            if behind.len() == rest.len() && !rest.is_empty() {
                return None;
            }
            rest = behind;
            continue;
        }
        let found = rest.chars().next()?;
        let same = match c {
            '\'' => matches!(found, '\'' | '\u{2018}' | '\u{2019}'),
            '"' => matches!(found, '"' | '\u{201c}' | '\u{201d}'),
            _ if found.is_ascii() && c.is_ascii() => found.eq_ignore_ascii_case(&c),
            _ => found == c || found.to_lowercase().eq(c.to_lowercase()),
        };
        if !same {
            return None;
        }
        rest = &rest[found.len_utf8()..];
    }
    Some(line.len() - rest.len())
}
