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
    /// Inside a note that nothing refers to.
    separator: bool,
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
            "footnote" | "endnote" if self.separator => (self.separator, self.hidden) = (false, 0),
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

    /// A note stands at the end under its number; separators between notes and text have none and are not shown.
    fn note(&mut self, endnote: bool, attributes: Attributes<'_>) {
        let Some(number) = attributes.get("id").and_then(|id| self.numbers.get(&(endnote, id))) else {
            (self.separator, self.hidden) = (true, 1);
            return;
        };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::tests::zipped;

    fn docx(body: &str, more: &[(&str, &str)]) -> Rendered {
        let document = format!("<w:document><w:body>{body}</w:body></w:document>");
        let members = [&[("word/document.xml", document.as_str())], more].concat();
        render(&zipped(&members), &Limits::default())
    }

    #[test]
    fn paragraphs_breaks_and_tables_are_laid_out() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let table =
            format!("<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>", cell("1"), cell("2"), cell("3"), cell("4"));
        for (body, text) in [
            (
                "<w:p><w:r><w:t>One</w:t></w:r><w:r><w:t xml:space='preserve'> two</w:t></w:r></w:p><w:p/><w:p><w:t>Three</w:t></w:p>",
                "One two\n\nThree",
            ),
            (
                "<w:p><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:p>",
                "a\nb c-d",
            ),
            (
                "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>kept</w:t></w:r></w:ins></w:p>",
                "kept",
            ),
            (
                "<mc:AlternateContent><mc:Choice><w:t>box</w:t></mc:Choice><mc:Fallback><w:t>box</w:t></mc:Fallback></mc:AlternateContent>",
                "box",
            ),
            (table.as_str(), "1\t2\n3\t4"),
        ] {
            let rendered = docx(body, &[]);
            assert_eq!((rendered.text.as_str(), rendered.diagnostics.len()), (text, 0), "{body}");
        }
    }

    #[test]
    fn links_are_those_of_relations_and_of_fields() {
        let relations = "<R><Relationship Id='r1' Target='http://r.org/?a=1&amp;b=2' TargetMode='External'/>\
            <Relationship Id='r2' Target='footnotes.xml'/></R>";
        let body = "<w:p><w:hyperlink r:id='r1'><w:t>Reuters</w:t></w:hyperlink><w:t>, </w:t>\
            <w:hyperlink r:id='r2'><w:t>none</w:t></w:hyperlink>\
            <w:fldChar w:fldCharType='begin'/><w:instrText> HYPERLINK \"http://d.org\" </w:instrText>\
            <w:fldChar w:fldCharType='separate'/><w:t> Daily</w:t><w:fldChar w:fldCharType='end'/><w:t>!</w:t></w:p>";
        let rendered = docx(body, &[("word/_rels/document.xml.rels", relations)]);
        assert_eq!(rendered.text, "Reuters, none Daily!");
        let links: Vec<_> =
            rendered.links.iter().map(|link| (link.span.of(&rendered.text), link.url.as_str())).collect();
        assert_eq!(links, [("Reuters", "http://r.org/?a=1&b=2"), ("Daily", "http://d.org")]);
    }

    #[test]
    fn notes_stand_at_the_end_under_their_numbers() {
        let note = |id: &str, text: &str| format!("<w:footnote w:id='{id}'><w:p><w:t>{text}</w:t></w:p></w:footnote>");
        let notes = format!(
            "<w:footnotes>{}{}{}</w:footnotes>",
            note("0", "separator"),
            note("7", "Second."),
            note("3", "First.")
        );
        let body =
            "<w:p><w:t>One</w:t><w:footnoteReference w:id='3'/><w:t> two</w:t><w:footnoteReference w:id='7'/></w:p>";
        let rendered = docx(body, &[("word/footnotes.xml", &notes)]);
        assert_eq!(rendered.text, "One[1] two[2]\n\n[2] Second.\n\n[1] First.");
    }

    #[test]
    fn a_file_that_is_cut_or_no_word_file_says_so() {
        let whole =
            docx("<w:p><w:t>One</w:t></w:p>", &[("docProps/core.xml", "<c><dc:title> A  title</dc:title></c>")]);
        assert_eq!((whole.text.as_str(), whole.title.as_deref(), whole.diagnostics.len()), ("One", Some("A title"), 0));
        let bad = render(&zipped(&[("word/document.xml", "<a><w:t>One</w:t>")]), &Limits::default());
        assert_eq!((bad.text.as_str(), bad.diagnostics[0].code), ("One", Code::DamagedDocument));
        for bytes in [&zipped(&[("a", "b")])[..], b"PK\x03\x04", b""] {
            let rendered = render(bytes, &Limits::default());
            assert_eq!((rendered.text.as_str(), rendered.diagnostics[0].code), ("", Code::DamagedDocument));
        }
    }
}
