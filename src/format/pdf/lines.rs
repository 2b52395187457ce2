//! Letters to lines, in the order in which they are read.
//!
//! Most files have their text in that order already, column by column. Where a file goes across the columns line by line, or
//! jumps about, lines are put in order by their places.

use super::glyphs::Glyph;

/// Words on one line of one column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub words: Vec<Word>,
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    pub size: f32,
    pub column: Column,
}

/// Which of two columns a line is in, where they had to be told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Column {
    #[default]
    Whole,
    Left,
    Right,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub text: String,
    pub x1: f32,
    /// The link it stands in, by its number plus one.
    pub link: u16,
    /// No space before it: a link begins or ends in the word.
    pub glued: bool,
}

impl Line {
    pub(super) fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn letters(&self) -> usize {
        self.words.iter().map(|word| word.text.len()).sum()
    }
}

/// Gaps in parts of the size of the letters: between words, and between columns or cells.
const WORD_GAP: f32 = 0.15;
/// A space that is drawn without any width is none: browsers have one in place of each soft hyphen.
const SPACE: f32 = 0.04;
const COLUMN_GAP: f32 = 1.2;
/// Letters on one line may stand this much higher or lower, as footnote marks do.
const RISE: f32 = 0.4;

/// The lines of a page.
pub(super) fn lines(text: &str, glyphs: &[Glyph]) -> Vec<Line> {
    let mut fragments = fragments(text, glyphs);
    if jumps(&fragments) {
        fragments.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    }
    match gutter(&fragments) {
        Some(gutter) => by_columns(fragments, gutter),
        None => side_by_side(fragments),
    }
}

/// Letters that follow one another on a line without a wide gap.
fn fragments(text: &str, glyphs: &[Glyph]) -> Vec<Line> {
    let mut fragments: Vec<Line> = Vec::new();
    let mut spaced = false;
    for glyph in glyphs {
        let shown = &text[glyph.at as usize..glyph.at as usize + usize::from(glyph.length)];
        if shown.trim().is_empty() {
            spaced = true;
            continue;
        }
        let gap = fragments.last().and_then(|last| gap(last, glyph));
        match (gap, fragments.last_mut()) {
            (Some(gap), Some(last)) if gap < COLUMN_GAP * last.size => {
                let narrowest = if spaced { SPACE } else { WORD_GAP };
                append(last, glyph, shown.trim(), gap > narrowest * last.size);
            }
            _ => {
                let word = Word { text: shown.trim().to_owned(), x1: glyph.x1, link: glyph.link, glued: false };
                fragments.push(Line {
                    words: vec![word],
                    x0: glyph.x0,
                    x1: glyph.x1,
                    y: glyph.y,
                    size: glyph.size,
                    column: Column::Whole,
                });
            }
        }
        spaced = false;
    }
    fragments
}

/// The space before a letter that goes on with the line.
fn gap(line: &Line, glyph: &Glyph) -> Option<f32> {
    let gap = glyph.x0 - line.x1;
    let size = line.size.max(glyph.size);
    ((glyph.y - line.y).abs() < RISE * size && gap > -0.5 * size).then_some(gap)
}

fn append(line: &mut Line, glyph: &Glyph, shown: &str, apart: bool) {
    match line.words.last_mut() {
        Some(word) if !apart && word.link == glyph.link => {
            word.text.push_str(shown);
            word.x1 = glyph.x1;
        }
        _ => line.words.push(Word { text: shown.to_owned(), x1: glyph.x1, link: glyph.link, glued: !apart }),
    }
    line.x1 = line.x1.max(glyph.x1);
    // The line is where most of it is: marks and capitals that are smaller do not move it.
    if glyph.size > line.size * 1.05 {
        (line.size, line.y) = (glyph.size, glyph.y);
    }
}

/// Whether the order of a file is not that of reading: text goes up the page more often than columns and boxes do.
fn jumps(fragments: &[Line]) -> bool {
    let up = fragments.windows(2).filter(|pair| pair[1].y < pair[0].y - pair[0].size).count();
    up > 6 && up * 8 > fragments.len()
}

fn beside(left: &Line, right: &Line) -> bool {
    (left.y - right.y).abs() < RISE * left.size.max(right.size) && right.x0 > left.x1
}

/// Where the space between two columns is, if lines of prose stand side by side.
fn gutter(fragments: &[Line]) -> Option<f32> {
    const LINES: usize = 4;
    const LETTERS: usize = 15;
    let pairs: Vec<&[Line]> = fragments.windows(2).filter(|pair| beside(&pair[0], &pair[1])).collect();
    let mut letters: Vec<usize> = pairs.iter().map(|pair| pair[0].letters().min(pair[1].letters())).collect();
    letters.sort_unstable();
    let mut starts: Vec<f32> = pairs.iter().map(|pair| pair[1].x0).collect();
    starts.sort_unstable_by(f32::total_cmp);
    let prose = pairs.len() >= LINES && letters[letters.len() / 2] >= LETTERS;
    prose.then(|| starts[starts.len() / 2])
}

/// Lines that go across the page part it; between them the left column comes before the right.
fn by_columns(mut fragments: Vec<Line>, gutter: f32) -> Vec<Line> {
    fragments.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let (mut lines, mut right) = (Vec::with_capacity(fragments.len()), Vec::new());
    for line in fragments {
        let slack = line.size;
        if line.x0 < gutter - slack && line.x1 > gutter + slack {
            lines.append(&mut right);
            lines.push(line);
        } else if line.x0 < gutter - slack {
            lines.push(Line { column: Column::Left, ..line });
        } else {
            right.push(Line { column: Column::Right, ..line });
        }
    }
    lines.append(&mut right);
    lines
}

/// Cells and tabs: what stands side by side is one line.
fn side_by_side(fragments: Vec<Line>) -> Vec<Line> {
    fragments.into_iter().fold(Vec::new(), |mut lines: Vec<Line>, next| {
        match lines.last_mut() {
            Some(last) if beside(last, &next) => {
                last.words.extend(next.words);
                last.x1 = next.x1;
            }
            _ => lines.push(next),
        }
        lines
    })
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;

    /// Letters of one width at a place, as a file would draw them.
    fn draw(text: &mut String, glyphs: &mut Vec<Glyph>, x: f32, y: f32, words: &str) {
        for (at, c) in words.chars().enumerate() {
            let start = text.len();
            text.push(c);
            let x0 = x + at as f32 * 5.0;
            glyphs.push(Glyph {
                x0,
                x1: x0 + 5.0,
                y,
                size: 10.0,
                at: start as u32,
                length: c.len_utf8() as u16,
                link: 0,
            });
        }
    }

    fn read(places: &[(f32, f32, &str)]) -> Vec<String> {
        let (mut text, mut glyphs) = (String::new(), Vec::new());
        for (x, y, words) in places {
            draw(&mut text, &mut glyphs, *x, *y, words);
        }
        lines(&text, &glyphs).iter().map(Line::text).collect()
    }

    #[test]
    fn words_are_parted_by_spaces_and_by_gaps() {
        assert_eq!(
            read(&[(0.0, 0.0, "ab cd"), (27.0, 0.0, "ef"), (37.0, 3.0, "1"), (0.0, 12.0, "gh")]),
            ["ab cd ef1", "gh"]
        );
    }

    #[test]
    fn columns_drawn_line_by_line_are_read_one_after_the_other() {
        let row = |y: f32| [(0.0, y, "left column of prose"), (150.0, y, "right column of prose")];
        let mut places = vec![(0.0, 0.0, "A title that goes across both of the columns of it")];
        places.extend((1..=4).flat_map(|line| row(line as f32 * 12.0)));
        let read = read(&places);
        assert_eq!(read[1..5], ["left column of prose"; 4]);
        assert_eq!(read[5..], ["right column of prose"; 4]);
    }

    #[test]
    fn short_cells_stay_on_their_row() {
        let row = |y: f32| [(0.0, y, "2007"), (150.0, y, "12.5")];
        assert_eq!(read(&(0..5).flat_map(|line| row(line as f32 * 12.0)).collect::<Vec<_>>()), ["2007 12.5"; 5]);
    }

    #[test]
    fn text_in_no_order_is_put_in_the_order_of_the_page() {
        let places: Vec<_> = (0..20).rev().map(|line| (0.0, line as f32 * 12.0, "line")).collect();
        assert_eq!(read(&places).len(), 20);
        let (mut text, mut glyphs) = (String::new(), Vec::new());
        for (x, y, words) in &places {
            draw(&mut text, &mut glyphs, *x, *y, words);
        }
        let lines = lines(&text, &glyphs);
        assert!(lines.windows(2).all(|pair| pair[0].y < pair[1].y));
    }
}
