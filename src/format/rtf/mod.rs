//! Rich Text Format: paragraphs, characters of any code page, links, tables, footnotes.
//!
//! Lost are pictures, running heads and feet, comments, fonts and colours. Groups are counted and never recursed into, so that
//! a file of nothing but braces is read in the time of its length.

mod characters;
mod token;

use super::compose::Composer;
use super::docx::hyperlink;
use super::package::damaged;
use super::{Limits, Rendered};
use crate::diagnostic::{Code, Diagnostic};
use characters::Characters;
use token::{Token, tokens};

pub(super) fn render(bytes: &[u8], limits: &Limits) -> Rendered {
    let mut story = Story::new(limits.depth as usize);
    for token in tokens(bytes) {
        story.see(&token);
    }
    story.finish()
}

/// What a group of RTF is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Destination {
    #[default]
    Text,
    /// The instruction of a field.
    Instruction,
    /// The printed side of a field.
    Result,
    Title,
    /// Names of fonts with the code pages they bring.
    Fonts,
    /// What the file says of itself.
    Properties,
    /// No text.
    Dropped,
}

/// Where in a table the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    None,
    /// Behind a row, where another may follow.
    Between,
    /// In a row, before or between its cells.
    Row,
    Cell,
}

#[derive(Clone, Debug, Default)]
struct Group {
    destination: Destination,
    /// Characters that stand for one of Unicode where it is not known.
    fallback: u32,
    hidden: bool,
    font: i32,
    /// A link began with this group.
    link: bool,
    note: bool,
}

struct Story {
    composer: Composer,
    characters: Characters,
    group: Group,
    groups: Vec<Group>,
    depth: usize,
    beyond: (usize, usize),
    /// Characters still to be passed over.
    skip: u32,
    /// The group has just begun, where its first word says what it is for.
    first: bool,
    optional: bool,
    instruction: String,
    title: String,
    notes: usize,
    table: Table,
    ended: bool,
}

impl Story {
    fn new(depth: usize) -> Self {
        Self {
            composer: Composer::default(),
            characters: Characters::default(),
            group: Group { fallback: 1, ..Group::default() },
            groups: Vec::new(),
            depth,
            beyond: (0, 0),
            skip: 0,
            first: false,
            optional: false,
            instruction: String::new(),
            title: String::new(),
            notes: 0,
            table: Table::None,
            ended: false,
        }
    }

    fn see(&mut self, token: &Token<'_>) {
        if self.ended {
            return;
        }
        match *token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Word(word, number) => self.word(word, number),
            Token::Bytes(bytes) => self.bytes(bytes),
            Token::Hex(byte) => self.bytes(&[byte]),
        }
        if !matches!(token, Token::Open | Token::Word("*", _)) {
            self.first = false;
        }
    }

    fn open(&mut self) {
        self.flush();
        self.skip = 0;
        if self.groups.len() >= self.depth {
            self.beyond = (self.beyond.0 + 1, self.beyond.1 + 1);
            return;
        }
        let inner = Group { link: false, note: false, ..self.group.clone() };
        self.groups.push(std::mem::replace(&mut self.group, inner));
        (self.first, self.optional) = (true, false);
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        if self.beyond.0 > 0 {
            self.beyond.0 -= 1;
            return;
        }
        if self.group.link {
            self.composer.end_link();
        }
        if self.group.note {
            self.composer.words("] ");
        }
        match self.groups.pop() {
            Some(outer) => self.group = outer,
            None => self.ended = true,
        }
        self.ended |= self.groups.is_empty();
        self.characters.font(self.group.font);
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if word != "u" {
            self.flush();
            self.skip = 0;
        }
        if self.first && self.destination(word) {
            return;
        }
        if self.optional && self.first {
            // A destination that is not known and says that it need not be.
            self.group.destination = Destination::Dropped;
            return;
        }
        let on = number != Some(0);
        match word {
            "ansicpg" => self.characters.code_page(number),
            "mac" => self.characters.code_page(Some(10000)),
            "pc" => self.characters.code_page(Some(437)),
            "pca" => self.characters.code_page(Some(850)),
            "f" | "deff" => {
                let font = number.unwrap_or(0);
                self.group.font = font;
                self.characters.font(font);
            }
            "fcharset" if self.group.destination == Destination::Fonts => {
                self.characters.font_charset(self.group.font, number.unwrap_or(0));
            }
            "uc" => self.group.fallback = number.and_then(|count| u32::try_from(count).ok()).unwrap_or(1).min(16),
            "u" => {
                self.characters.unicode(number.unwrap_or(0));
                self.skip = self.group.fallback;
            }
            "v" => self.group.hidden = on,
            "plain" => self.group.hidden = false,
            _ if self.shown() => self.layout(word),
            _ => {}
        }
    }

    /// Words that stand for a character or a break.
    fn layout(&mut self, word: &str) {
        match word {
            "par" | "sect" | "page" | "column" => self.composer.block(),
            "line" => self.composer.line_break(),
            "tab" => self.composer.space(),
            "trowd" if self.table != Table::Row && self.table != Table::Cell => {
                if self.table == Table::None {
                    self.composer.start_table(false);
                }
                self.composer.start_row();
                self.table = Table::Row;
            }
            "cell" | "nestcell" if self.table == Table::Cell => {
                self.composer.end_cell();
                self.table = Table::Row;
            }
            "row" | "nestrow" if self.table != Table::None => self.table = Table::Between,
            _ => {
                let printed = match word {
                    "~" => "\u{a0}",
                    "-" => "\u{ad}",
                    "_" => "-",
                    "endash" => "–",
                    "emdash" => "—",
                    "lquote" => "‘",
                    "rquote" => "’",
                    "ldblquote" => "“",
                    "rdblquote" => "”",
                    "bullet" => "•",
                    "enspace" | "emspace" | "qmspace" => " ",
                    _ => return,
                };
                self.composer.words(printed);
            }
        }
    }

    /// Whether the first word of a group says what it is for.
    fn destination(&mut self, word: &str) -> bool {
        self.group.destination = match word {
            "*" => {
                self.optional = true;
                return true;
            }
            _ if self.group.destination == Destination::Dropped => return false,
            "fonttbl" => Destination::Fonts,
            "fldinst" => {
                self.instruction.clear();
                Destination::Instruction
            }
            "fldrslt" => {
                if let Some(address) = hyperlink(&self.instruction) {
                    self.composer.start_link(&address);
                    self.group.link = true;
                }
                self.instruction.clear();
                Destination::Result
            }
            "title" => Destination::Title,
            "footnote" => {
                self.notes += 1;
                self.group.note = true;
                self.composer.words(" [");
                Destination::Text
            }
            "info" => Destination::Properties,
            "colortbl" | "stylesheet" | "pict" | "object" | "objdata" | "header" | "headerl" | "headerr"
            | "headerf" | "footer" | "footerl" | "footerr" | "footerf" | "annotation" | "atnid" | "atnauthor"
            | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl" | "generator" | "themedata" | "datastore"
            | "latentstyles" | "xe" | "tc" | "bkmkstart" | "bkmkend" | "filetbl" | "nonshppict" | "mmathPr"
            | "xmlnstbl" | "deleted" => Destination::Dropped,
            _ => return false,
        };
        true
    }

    fn shown(&self) -> bool {
        matches!(self.group.destination, Destination::Text | Destination::Result) && !self.group.hidden
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let passed = bytes.len().min(self.skip as usize);
        self.skip -= passed as u32;
        if passed < bytes.len() {
            self.characters.bytes(&bytes[passed..]);
        }
    }

    /// The characters that have come together, to where they belong.
    fn flush(&mut self) {
        let text = self.characters.take();
        if text.is_empty() {
            return;
        }
        match self.group.destination {
            Destination::Instruction => self.instruction.push_str(&text),
            Destination::Title => self.title.push_str(&text),
            _ if self.shown() => {
                if !text.trim().is_empty() {
                    self.place_in_table();
                }
                self.composer.words(&text);
            }
            _ => {}
        }
    }

    /// Text opens the cell it stands in, and ends the table that it stands behind.
    fn place_in_table(&mut self) {
        match self.table {
            Table::Row => {
                self.composer.start_cell(false);
                self.table = Table::Cell;
            }
            Table::Between => {
                self.composer.end_table();
                self.table = Table::None;
            }
            Table::None | Table::Cell => {}
        }
    }

    fn finish(mut self) -> Rendered {
        self.flush();
        let mut rendered = self.composer.finish();
        rendered.encoding = self.characters.encoding();
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        rendered.title = (!title.is_empty()).then_some(title);
        if !self.ended {
            rendered.diagnostics.push(damaged("it ends before its last brace"));
        }
        if self.beyond.1 > 0 {
            let message = format!(
                "expected groups at most {} deep, found {} beyond that; their text is kept",
                self.depth, self.beyond.1
            );
            rendered.diagnostics.push(Diagnostic::whole(Code::NestingTooDeep, message));
        }
        rendered
    }
}

#[cfg(test)]
mod tests;
