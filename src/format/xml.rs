//! The XML of office files, mark by mark. No entity beyond the five of XML itself is known, so none can grow or point
//! outside; document types are passed over.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Names are local ones: the prefixes of office files vary, their names do not.
#[derive(Clone, Copy)]
pub(super) enum Mark<'a> {
    Start(&'a str, Attributes<'a>),
    End(&'a str),
    Text(&'a str),
}

#[derive(Clone, Copy)]
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of the first attribute with this local name.
    pub(super) fn get(self, name: &str) -> Option<String> {
        let attribute = self
            .0
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|found| found.key.local_name().into_inner() == name)?;
        attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }
}

/// Calls `see` for each mark in order. An error says why the rest could not be read.
pub(super) fn walk(source: &str, mut see: impl FnMut(Mark<'_>)) -> Result<(), String> {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let (mut depth, mut seen) = (0_u64, false);
    loop {
        let at = reader.buffer_position();
        match reader.read_event().map_err(|error| format!("{error} at offset {at}"))? {
            Event::Start(tag) => {
                (depth, seen) = (depth + 1, true);
                see(Mark::Start(tag.local_name().into_inner(), Attributes(&tag)));
            }
            Event::Empty(tag) => {
                seen = true;
                see(Mark::Start(tag.local_name().into_inner(), Attributes(&tag)));
                see(Mark::End(tag.local_name().into_inner()));
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                see(Mark::End(tag.local_name().into_inner()));
            }
            Event::Text(text) => see(Mark::Text(&text)),
            Event::CData(text) => see(Mark::Text(&text)),
            Event::GeneralRef(name) => {
                if let Ok(Some(c)) = name.resolve_char_ref() {
                    see(Mark::Text(c.encode_utf8(&mut [0; 4])));
                } else if let Some(text) = resolve_predefined_entity(&name) {
                    see(Mark::Text(text));
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if depth > 0 || !seen => {
                return Err(format!("the file ends at offset {at}, before its last tag"));
            }
            Event::Eof => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> (String, bool) {
        let mut text = String::new();
        let ended = walk(source, |mark| {
            if let Mark::Text(part) = mark {
                text.push_str(part);
            }
        });
        (text, ended.is_ok())
    }

    #[test]
    fn entities_that_a_file_defines_stay_unknown() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\"><!ENTITY d SYSTEM \"file:///etc/passwd\">]>";
        assert_eq!(text(&format!("{bomb}<a>x&c;&d;&amp;&#x41;&#0;</a>")), ("x&A".to_owned(), true));
    }

    #[test]
    fn what_stands_before_a_fault_is_kept() {
        assert_eq!(text("<a>one<b>two</b>three"), ("onetwothree".to_owned(), false));
        assert_eq!(text("<a>one<b two"), ("one".to_owned(), false));
        assert_eq!(text("<a>one</b> & two</a>"), ("one & two".to_owned(), true));
        assert_eq!(text(""), (String::new(), false));
    }
}
