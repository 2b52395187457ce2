//! Word files (Office Open XML): paragraphs, links, tables, footnotes and endnotes.
//!
//! Lost are running heads and feet, comments, the numbers of numbered lists, and what a revision deleted. Macros and objects
//! are not looked at.

use rustc_hash::FxHashMap;

use super::compose::Composer;
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
    let Some(body) = package.text("word/document.xml")? else {
        return Err(Diagnostic::whole(
            Code::DamagedDocument,
            "expected word/document.xml, found no such part".to_owned(),
        ));
    };
    let mut story = Story { links: addresses(&mut package)?, ..Story::default() };
    let mut faults: Vec<String> = walk(&body, |mark| story.see(mark)).err().into_iter().collect();
    for (part, element) in [("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")] {
        if let Some(notes) = package.text(part)? {
            story.notes = Some(element);
            faults.extend(walk(&notes, |mark| story.see(mark)).err());
        }
    }
    let mut rendered = story.composer.finish();
    rendered.diagnostics.extend(faults.iter().map(|fault| damaged(fault)));
    rendered.title = title(&mut package)?;
    Ok(rendered)
}

/// Addresses by the id that a link refers to them with.
fn addresses(package: &mut Package<'_>) -> Result<FxHashMap<String, String>, Diagnostic> {
    let mut found = FxHashMap::default();
    if let Some(relations) = package.text("word/_rels/document.xml.rels")? {
        // A list that is cut gives the links it has.
        let _ = walk(&relations, |mark| {
            if let Mark::Start("Relationship", attributes) = mark
                && attributes.get("TargetMode").as_deref() == Some("External")
                && let (Some(id), Some(target)) = (attributes.get("Id"), attributes.get("Target"))
            {
                found.insert(id, target);
            }
        });
    }
    Ok(found)
}

/// The title in the core properties.
pub(super) fn title_in(properties: &str) -> Option<String> {
    let (mut title, mut inside) = (String::new(), false);
    let _ = walk(properties, |mark| match mark {
        Mark::Start(name, _) => inside = name == "title",
        Mark::End(_) => inside = false,
        Mark::Text(text) if inside => title.push_str(text),
        Mark::Text(_) => {}
    });
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

fn title(package: &mut Package<'_>) -> Result<Option<String>, Diagnostic> {
    Ok(package.text("docProps/core.xml")?.and_then(|properties| title_in(&properties)))
}

#[derive(Default)]
struct Story {
    composer: Composer,
    links: FxHashMap<String, String>,
    /// Inside an element that holds printed text.
    text: bool,
    /// Open elements whose text is not shown, such as the second of two renderings.
    hidden: u32,
    /// The instruction of a field, while it is read, and whether its link is open.
    instruction: Option<String>,
    /// Whether each open field is a link.
    fields: Vec<bool>,
    /// The element of a note, while the notes are read.
    notes: Option<&'static str>,
    /// Numbers of the notes by their ids, in the order of reference.
    numbers: FxHashMap<(bool, String), usize>,
}

/// Fields inside one another that are followed.
const DEEPEST_FIELD: usize = 64;

impl Story {
    fn see(&mut self, mark: Mark<'_>) {
        match mark {
            Mark::Start(name, attributes) => self.start(name, attributes),
            Mark::End(name) => self.end(name),
            Mark::Text(text) if self.hidden == 0 => {
                if let Some(instruction) = &mut self.instruction {
                    instruction.push_str(text);
                } else if self.text {
                    self.composer.words(text);
                }
            }
            Mark::Text(_) => {}
        }
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        match name {
            // The fallback repeats the choice before it.
            "Fallback" | "delText" | "delInstrText" => self.hidden += 1,
            _ if self.hidden > 0 => {}
            "t" => self.text = true,
            "tab" | "ptab" => self.composer.space(),
            "br" | "cr" => self.composer.line_break(),
            "noBreakHyphen" => self.composer.words("-"),
            "softHyphen" => self.composer.words("\u{ad}"),
            "p" => self.composer.block(),
            "tbl" => self.composer.start_table(false),
            "tr" => self.composer.start_row(),
            "tc" => self.composer.start_cell(false),
            "hyperlink" => {
                if let Some(address) = attributes.get("id").and_then(|id| self.links.get(&id)) {
                    self.composer.start_link(address);
                }
            }
            "fldSimple" => {
                if let Some(address) = attributes.get("instr").as_deref().and_then(hyperlink) {
                    self.composer.start_link(&address);
                }
            }
            "instrText" => self.instruction = Some(self.instruction.take().unwrap_or_default()),
            "fldChar" => self.field(attributes.get("fldCharType").as_deref().unwrap_or_default()),
            "footnoteReference" | "endnoteReference" => self.refer(name == "endnoteReference", attributes),
            "footnote" | "endnote" if self.notes == Some(name) => self.note(name == "endnote", attributes),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Fallback" | "delText" | "delInstrText" => self.hidden = self.hidden.saturating_sub(1),
            _ if self.hidden > 0 => {}
            "t" => self.text = false,
            "p" => self.composer.block(),
            "tbl" => self.composer.end_table(),
            "tc" => self.composer.end_cell(),
            "hyperlink" | "fldSimple" => self.composer.end_link(),
            _ => {}
        }
    }

    /// The marks that begin a field, part its instruction from its text, and end it.
    fn field(&mut self, mark: &str) {
        match mark {
            "begin" => {
                self.instruction = Some(String::new());
                if self.fields.len() < DEEPEST_FIELD {
                    self.fields.push(false);
                }
            }
            "separate" => {
                if let Some(address) = self.instruction.take().as_deref().and_then(hyperlink) {
                    self.composer.start_link(&address);
                    if let Some(field) = self.fields.last_mut() {
                        *field = true;
                    }
                }
            }
            _ => {
                self.instruction = None;
                if self.fields.pop() == Some(true) {
                    self.composer.end_link();
                }
            }
        }
    }

    fn refer(&mut self, endnote: bool, attributes: Attributes<'_>) {
        let Some(id) = attributes.get("id") else { return };
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry((endnote, id)).or_insert(next);
        self.composer.words(&format!("[{number}]"));
    }

    /// A note stands at the end under its number; separators between notes and text have none.
    fn note(&mut self, endnote: bool, attributes: Attributes<'_>) {
        let Some(number) = attributes.get("id").and_then(|id| self.numbers.get(&(endnote, id))) else { return };
        let shown = format!("[{number}] ");
        self.composer.block();
        self.composer.words(&shown);
        self.composer.stay();
    }
}

/// The address in the instruction of a field: `HYPERLINK "http://..."`.
pub(super) fn hyperlink(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?.trim_start();
    let address = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    (!address.is_empty() && !address.starts_with('\\')).then(|| address.to_owned())
}
