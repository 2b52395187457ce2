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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::tests::zipped;

    fn odt(body: &str) -> Rendered {
        let content = format!("<office:document-content>{body}</office:document-content>");
        render(&zipped(&[("content.xml", &content), ("meta.xml", "<m><dc:title>T</dc:title></m>")]), &Limits::default())
    }

    #[test]
    fn what_is_printed_comes_out_and_the_rest_does_not() {
        for (body, text) in [
            (
                "<text:h>Title</text:h>\n  <text:p>One<text:s/><text:span>two</text:span><text:line-break/>three</text:p>",
                "Title\n\nOne two\nthree",
            ),
            (
                "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>a<office:annotation><text:p>gone</text:p></office:annotation>b</text:p>",
                "ab",
            ),
            (
                "<table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>3</text:p></table:table-cell><table:table-cell><text:p>4</text:p></table:table-cell></table:table-row></table:table>",
                "1\t2\n3\t4",
            ),
            (
                "<text:p>a<text:note><text:note-citation>i</text:note-citation><text:note-body><text:p>See b.</text:p></text:note-body></text:note> c</text:p>",
                "a[1] c\n\n[1] See b.",
            ),
        ] {
            let rendered = odt(body);
            assert_eq!((rendered.text.as_str(), rendered.diagnostics.len()), (text, 0), "{body}");
            assert_eq!(rendered.title.as_deref(), Some("T"));
        }
    }

    #[test]
    fn links_lead_outside_or_are_none() {
        let rendered = odt(
            "<text:p>the <text:a xlink:href='http://r'>Daily</text:a> and <text:a xlink:href='#x'>here</text:a></text:p>",
        );
        assert_eq!(rendered.links.iter().map(|link| link.span.of(&rendered.text)).collect::<Vec<_>>(), ["Daily"]);
    }

    #[test]
    fn a_locked_file_says_so() {
        let bytes =
            zipped(&[("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>"), ("content.xml", "\u{fffd}")]);
        assert_eq!(render(&bytes, &Limits::default()).diagnostics[0].code, Code::EncryptedDocument);
    }
}
