//! Lines to paragraphs: one line of text each, words that were broken at the end of a line whole again.

use rustc_hash::FxHashMap;

use super::lines::Line;
use super::margins::running;
use crate::format::compose::Composer;

/// What a page has: its lines in the order of reading, and the addresses of its links.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub lines: Vec<Line>,
    pub addresses: Vec<String>,
}

/// A paragraph may run on from one page to the next.
#[derive(Default)]
struct Paragraph<'p> {
    lines: Vec<(&'p Line, &'p [String])>,
    running: bool,
}

/// Lines of one column without a break.
struct Run<'p> {
    lines: Vec<&'p Line>,
    left: f32,
    /// Where full lines end, by the size of their letters.
    rights: FxHashMap<i32, f32>,
    /// Distance of lines in parts of the size of their letters, where nothing parts them.
    leading: f32,
}

/// The text of the pages; running heads and feet stand between paragraphs, marked as boilerplate.
pub(super) fn compose(pages: &[Page], composer: &mut Composer) {
    for paragraph in paragraphs(pages) {
        composer.block();
        if paragraph.running {
            composer.start_boilerplate();
        }
        write(&paragraph, composer);
        if paragraph.running {
            composer.end_boilerplate();
        }
    }
    composer.end_link();
}

fn paragraphs(pages: &[Page]) -> Vec<Paragraph<'_>> {
    let lists: Vec<Vec<Line>> = pages.iter().map(|page| page.lines.clone()).collect();
    let (mut paragraphs, mut waiting): (Vec<Paragraph>, Vec<Paragraph>) = (Vec::new(), Vec::new());
    let mut open: Option<Paragraph> = None;
    for (page, running) in pages.iter().zip(running(&lists)) {
        let margin = |at: usize| Paragraph { lines: vec![(&page.lines[at], page.addresses.as_slice())], running: true };
        let text: Vec<&Line> = page
            .lines
            .iter()
            .enumerate()
            .filter(|(at, _)| running.binary_search(at).is_err())
            .map(|(_, line)| line)
            .collect();
        let middle = text.first().map_or(f32::MAX, |line| line.y);
        let (heads, feet): (Vec<usize>, Vec<usize>) = running.iter().partition(|&&at| page.lines[at].y <= middle);
        waiting.extend(heads.into_iter().map(margin));
        for run in runs(text) {
            for (at, &line) in run.lines.iter().enumerate() {
                let goes_on = if at == 0 {
                    open.as_ref().and_then(|open| open.lines.last()).is_some_and(|(last, _)| flows_on(last, line))
                } else {
                    !parts(&run, run.lines[at - 1], line)
                };
                if !goes_on {
                    paragraphs.extend(open.take());
                    paragraphs.append(&mut waiting);
                }
                open.get_or_insert_default().lines.push((line, &page.addresses));
            }
        }
        waiting.extend(feet.into_iter().map(margin));
    }
    paragraphs.extend(open);
    paragraphs.append(&mut waiting);
    paragraphs
}

/// Lines that stand below one another.
fn runs(lines: Vec<&Line>) -> Vec<Run<'_>> {
    let mut runs: Vec<Run> = Vec::new();
    for line in lines {
        match runs.last_mut() {
            Some(run) if below(run, line) => {
                run.left = run.left.min(line.x0);
                run.lines.push(line);
            }
            _ => runs.push(Run { lines: vec![line], left: line.x0, rights: FxHashMap::default(), leading: 0.0 }),
        }
    }
    for run in &mut runs {
        for line in &run.lines {
            let right = run.rights.entry(half_points(line.size)).or_insert(line.x1);
            *right = right.max(line.x1);
        }
        let mut distances: Vec<f32> = run.lines.windows(2).map(|pair| (pair[1].y - pair[0].y) / pair[1].size).collect();
        distances.sort_unstable_by(f32::total_cmp);
        // Lines inside paragraphs are closer than paragraphs: of few lines the closest count.
        run.leading = distances.get(distances.len() / 3).copied().unwrap_or(1.2);
    }
    runs
}

fn below(run: &Run, line: &Line) -> bool {
    run.lines.last().is_some_and(|last| {
        let across = line.x0 < last.x1.max(run.left + last.size) && line.x1 > run.left;
        across && line.y >= last.y - last.size * 0.5 && line.column == last.column
    })
}

/// Sizes of letters to half a point.
fn half_points(size: f32) -> i32 {
    (size * 2.0).round() as i32
}

/// Letters of one size, as near as files keep to it.
fn alike(one: f32, other: f32) -> bool {
    (0.89..=1.12).contains(&(one / other))
}

/// Whether the next line of a column begins a paragraph: by space, size or indent, or since its first word would have
/// found room on the line before.
fn parts(run: &Run, last: &Line, next: &Line) -> bool {
    let size = last.size.max(next.size);
    let indented = next.x0 > run.left + size * 0.8 && last.x0 <= run.left + size * 0.5;
    let first = next.words.first().map_or(0.0, |word| word.x1 - next.x0);
    let right = run.rights.get(&half_points(last.size)).copied().unwrap_or(last.x1);
    let room = right - last.x1 > first + size;
    let distance = (next.y - last.y) / next.size;
    !alike(next.size, last.size) || distance > run.leading * 1.35 || indented || room
}

/// Whether a paragraph that reached the end of its column goes on in the next.
fn flows_on(last: &Line, next: &Line) -> bool {
    let ended = last.words.last().is_some_and(|word| {
        word.text.trim_end_matches(['"', '”', '’', '\'', ')', ']']).ends_with(['.', '?', '!', ':', ';'])
    });
    let small = next.words.first().is_some_and(|word| word.text.starts_with(char::is_lowercase));
    small && !ended && alike(next.size, last.size)
}

fn write(paragraph: &Paragraph, composer: &mut Composer) {
    let mut words = paragraph
        .lines
        .iter()
        .flat_map(|(line, addresses)| {
            let count = line.words.len();
            line.words.iter().enumerate().map(move |(at, word)| (word, *addresses, at + 1 == count))
        })
        .peekable();
    let mut open = None;
    while let Some((word, addresses, ends_line)) = words.next() {
        let address = word.link.checked_sub(1).and_then(|number| addresses.get(usize::from(number)));
        if open != address {
            composer.end_link();
            if let Some(address) = address {
                composer.start_link(address);
            }
            open = address;
        }
        let next = words.peek().map(|(next, ..)| *next);
        let (shown, space) = match next {
            Some(next) if ends_line => at_line_end(&word.text, &next.text),
            Some(next) => (word.text.as_str(), !next.glued),
            None => (word.text.as_str(), false),
        };
        composer.words(shown);
        if space {
            composer.space();
        }
    }
    composer.end_link();
}

/// The last word of a line as it stands before the first of the next, and whether a space parts them. A hyphen behind a
/// small letter and before another is taken for one of typesetting.
fn at_line_end<'w>(last: &'w str, next: &str) -> (&'w str, bool) {
    let Some(stem) = last.strip_suffix(['-', '\u{2010}', '\u{ad}']) else { return (last, true) };
    let letter = stem.chars().next_back();
    if letter.is_none_or(|c| !c.is_alphanumeric()) {
        return (last, true);
    }
    let soft = last.ends_with('\u{ad}');
    let broken = letter.is_some_and(char::is_lowercase) && next.starts_with(char::is_lowercase);
    (if soft || broken { stem } else { last }, false)
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;
    use crate::format::pdf::lines::{Column, Word};

    fn line(x0: f32, y: f32, text: &str) -> Line {
        let mut x = x0;
        let words: Vec<Word> = text
            .split(' ')
            .map(|word| {
                let x1 = x + word.chars().count() as f32 * 5.0;
                x = x1 + 5.0;
                Word { text: word.to_owned(), x1, link: 0, glued: false }
            })
            .collect();
        Line { x1: words.last().map_or(x0, |word| word.x1), words, x0, y, size: 10.0, column: Column::Whole }
    }

    fn read(pages: &[&[(f32, f32, &str)]]) -> String {
        let pages: Vec<Page> = pages
            .iter()
            .map(|lines| Page {
                lines: lines.iter().map(|&(x, y, text)| line(x, y, text)).collect(),
                addresses: Vec::new(),
            })
            .collect();
        let mut composer = Composer::default();
        compose(&pages, &mut composer);
        composer.finish().text
    }

    #[test]
    fn paragraphs_are_told_by_space_indent_and_room() {
        let by_space = [
            (0.0, 0.0, "one two three four"),
            (0.0, 12.0, "five six seven eight"),
            (0.0, 30.0, "nine ten eleven twelve"),
        ];
        assert_eq!(read(&[&by_space]), "one two three four five six seven eight\n\nnine ten eleven twelve");
        let by_indent =
            [(0.0, 0.0, "one two three four"), (10.0, 12.0, "five six seven"), (0.0, 24.0, "eight nine ten ele")];
        assert_eq!(read(&[&by_indent]), "one two three four\n\nfive six seven eight nine ten ele");
        let by_room = [(0.0, 0.0, "A HEADING"), (0.0, 12.0, "one two three four five"), (0.0, 24.0, "six seven.")];
        assert_eq!(read(&[&by_room]), "A HEADING\n\none two three four five six seven.");
    }

    #[test]
    fn broken_words_are_joined_and_compounds_keep_their_hyphen() {
        for (last, next, expected) in [
            ("minis-", "try", ("minis", false)),
            ("Anglo-", "American", ("Anglo-", false)),
            ("COVID-", "19", ("COVID-", false)),
            ("minis\u{ad}", "try", ("minis", false)),
            ("-", "x", ("-", true)),
            ("whole", "x", ("whole", true)),
        ] {
            assert_eq!(at_line_end(last, next), expected);
        }
    }

    #[test]
    fn a_paragraph_goes_on_over_the_page_and_the_foot_stands_behind_it() {
        let first = [(0.0, 0.0, "The minister said on"), (0.0, 60.0, "Page 1")];
        let second = [
            (0.0, 0.0, "monday that it had ended."),
            (0.0, 12.0, "Next one here is longer than it."),
            (0.0, 60.0, "Page 2"),
        ];
        assert_eq!(
            read(&[&first, &second]),
            "The minister said on monday that it had ended.\n\nPage 1\n\nNext one here is longer than it.\n\nPage 2"
        );
    }
}
