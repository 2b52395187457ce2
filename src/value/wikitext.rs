//! Wikitext without its markup: links by their labels, without templates, references, comments and quotation marks of style.

/// The text that a reader of the page sees, as far as the markup of one paragraph tells.
///
/// ```text
/// [[Page|label]] label      [[Page]] Page        [https://a.example label] label
/// '''bold''' bold           {{template}}         <ref>...</ref>, <!-- ... -->
/// ```
///
/// What is not closed is left as it stands.
pub(super) fn plain(printed: &str) -> String {
    let mut out = String::with_capacity(printed.len());
    let mut rest = printed;
    while let Some(at) = rest.find(['[', '\'', '{', '<', '&', ']']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = wiki_link(rest, &mut out)
            .or_else(|| outside_link(rest, &mut out))
            .or_else(|| dropped(rest))
            .or_else(|| entity(rest, &mut out));
        if taken.is_none() {
            out.push_str(&rest[..1]);
        }
        rest = &rest[taken.unwrap_or(1)..];
    }
    out.push_str(rest);
    out
}

/// Longest link or template that is read, in bytes: it keeps time linear where many are open.
const LONGEST: usize = 2000;

fn closed<'t>(rest: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let inner = rest.strip_prefix(open)?;
    let inner = &inner[..inner.floor_char_boundary(LONGEST)];
    inner.find(close).map(|end| &inner[..end])
}

fn wiki_link(rest: &str, out: &mut String) -> Option<usize> {
    let inner = closed(rest, "[[", "]]")?;
    let picture = ["File:", "Image:", "Category:"].iter().any(|name| inner.starts_with(name));
    if !picture {
        out.push_str(inner.rsplit('|').next().unwrap_or(inner).trim());
    }
    Some(inner.len() + 4)
}

fn outside_link(rest: &str, out: &mut String) -> Option<usize> {
    let inner = closed(rest, "[", "]")?;
    if !["http://", "https://", "//"].iter().any(|scheme| inner.starts_with(scheme)) {
        return None;
    }
    out.push_str(inner.split_once(char::is_whitespace).map_or("", |(_, label)| label.trim()));
    Some(inner.len() + 2)
}

/// Markup that prints nothing.
fn dropped(rest: &str) -> Option<usize> {
    for quotes in ["'''''", "'''", "''"] {
        if rest.starts_with(quotes) {
            return Some(quotes.len());
        }
    }
    for (open, close) in [("{{", "}}"), ("<!--", "-->")] {
        if let Some(inner) = closed(rest, open, close) {
            return Some(inner.len() + open.len() + close.len());
        }
    }
    let tag = closed(rest, "<", ">")?;
    let name = tag.trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || tag.len() > 200 {
        return None;
    }
    let open = tag.len() + 2;
    if tag.starts_with("ref") && !tag.ends_with('/') {
        return closed(&rest[open..], "", "</ref>").map(|inner| open + inner.len() + "</ref>".len()).or(Some(open));
    }
    Some(open)
}

fn entity(rest: &str, out: &mut String) -> Option<usize> {
    const NAMED: [(&str, &str); 6] =
        [("&nbsp;", " "), ("&ndash;", "–"), ("&mdash;", "—"), ("&amp;", "&"), ("&quot;", "\""), ("&#39;", "'")];
    let (name, text) = NAMED.iter().find(|(name, _)| rest.starts_with(name))?;
    out.push_str(text);
    Some(name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_sees_is_left() {
        for (printed, expected) in [
            ("[[Chad|Chadian]] troops enter [[Sudan]].", "Chadian troops enter Sudan."),
            ("It ''rained''. [https://a.example/b (BBC News)]", "It rained. (BBC News)"),
            ("Five{{efn|a note}} die.<ref name=\"a\">x</ref> <!-- hidden -->", "Five die. "),
            ("Rust&nbsp;& salt [open [[link", "Rust & salt [open [[link"),
            ("[[File:A.jpg|thumb|A map]]Rain", "Rain"),
            ("5 < 6 and don't", "5 < 6 and don't"),
            ("'''[[Law]]'''", "Law"),
        ] {
            assert_eq!(plain(printed), expected);
        }
    }
}
