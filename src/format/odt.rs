//! `OpenDocument` texts: paragraphs, headings, links, tables, notes.
//!
//! Lost are running heads and feet, comments, the numbers of numbered lists, and what a tracked change deleted.

use super::compose::Composer;
use super::docx::title_in;
use super::package::{Package, damaged};
use super::xml::{Attributes, Mark, walk};
use super::{Limits, Rendered};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn render(bytes: &[u8], limits: &Limits) -> Rendered {
    match read(bytes, limits) {
        Ok(rendered) => rendered,
        Err(diagnostic) => Rendered { encoding: "UTF-8", diagnostics: vec![diagnostic], ..Rendered::default() },
    }
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Rendered, Diagnostic> {
    let mut package = Package::open(bytes, limits)?;
    let manifest = package.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        let message = "expected a file that is open to read, found one with a password; save it without";
        return Err(Diagnostic::whole(Code::EncryptedDocument, message.to_owned()));
    }
    let Some(content) = package.text("content.xml")? else {
        return Err(Diagnostic::whole(Code::DamagedDocument, "expected content.xml, found no such part".to_owned()));
    };
    let mut story = Story::default();
    let fault = walk(&content, |mark| story.see(mark)).err();
    let mut rendered = story.composer.finish();
    rendered.append(story.notes.finish());
    rendered.diagnostics.extend(fault.as_deref().map(damaged));
    rendered.title = package.text("meta.xml")?.and_then(|meta| title_in(&meta));
    Ok(rendered)
}

#[derive(Default)]
struct Story {
    composer: Composer,
    /// Foot- and endnotes, which stand behind the text.
    notes: Composer,
    count: usize,
    /// Inside the body of a note.
    in_note: bool,
    /// Open paragraphs and headings: only their text is printed.
    paragraphs: u32,
    /// Open elements whose text is not shown.
    hidden: u32,
}

impl Story {
    fn see(&mut self, mark: Mark<'_>) {
        match mark {
            Mark::Start(name, attributes) => self.start(name, attributes),
            Mark::End(name) => self.end(name),
            Mark::Text(text) => {
                if self.hidden == 0 && self.paragraphs > 0 {
                    self.composer().words(text);
                }
            }
        }
    }

    fn composer(&mut self) -> &mut Composer {
        if self.in_note { &mut self.notes } else { &mut self.composer }
    }

    /// The number of the next note, in the text and before the note.
    fn number_note(&mut self) {
        self.count += 1;
        let shown = format!("[{}]", self.count);
        self.composer.words(&shown);
        self.notes.block();
        self.notes.words(&shown);
        self.notes.space();
        self.notes.stay();
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        match name {
            "annotation" | "tracked-changes" | "note-citation" | "forms" | "sequence-decls" | "ruby-text" => {
                if name == "note-citation" && self.hidden == 0 {
                    self.number_note();
                }
                self.hidden += 1;
            }
            _ if self.hidden > 0 => {}
            "p" | "h" => {
                self.paragraphs += 1;
                self.composer().block();
            }
            "s" | "tab" => self.composer().space(),
            "line-break" => self.composer().line_break(),
            "a" => {
                if let Some(address) = attributes.get("href").filter(|address| address.contains("://")) {
                    self.composer().start_link(&address);
                }
            }
            "table" => self.composer().start_table(false),
            "table-row" => self.composer().start_row(),
            "table-cell" => self.composer().start_cell(false),
            "note-body" => self.in_note = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "annotation" | "tracked-changes" | "note-citation" | "forms" | "sequence-decls" | "ruby-text" => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            _ if self.hidden > 0 => {}
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.composer().block();
            }
            "a" => self.composer().end_link(),
            "table" => self.composer().end_table(),
            "table-cell" => self.composer().end_cell(),
            "note-body" => self.in_note = false,
            _ => {}
        }
    }
}
