//! Parts put together, and the text that comes out.

use super::*;

#[test]
fn breaks_in_a_row_are_the_widest_of_them() {
    let mut composer = Composer::default();
    composer.block();
    composer.words(" a \n b");
    composer.line();
    composer.space();
    composer.words("c");
    composer.line_break();
    composer.line_break();
    composer.words("d ");
    assert_eq!(composer.finish().text, "a b\nc\n\nd");
}

#[test]
fn a_table_of_values_is_rows_and_one_of_prose_is_blocks() {
    let prose = "word ".repeat(60);
    for (last, text) in [("4", "1\t2\n3\t4".to_owned()), (&prose, format!("1\n\n2\n\n3\n\n{}", prose.trim()))] {
        let mut composer = Composer::default();
        composer.start_table(false);
        for row in [["1", "2"], ["3", last]] {
            composer.start_row();
            for cell in row {
                composer.start_cell(false);
                composer.block();
                composer.start_link(cell);
                composer.words(cell);
                composer.end_link();
                composer.block();
            }
        }
        composer.end_table();
        let rendered = composer.finish();
        assert_eq!(rendered.text, text);
        for link in &rendered.links {
            assert_eq!(link.span.of(&rendered.text), link.url.trim());
        }
    }
}

#[test]
fn letters_on_both_sides_of_a_link_are_parted_unless_they_end_its_word() {
    for (before, inside, after, text) in [
        ("the", "Daily", "says", "the Daily says"),
        ("the ", "Daily", ", says", "the Daily, says"),
        ("in ", "Iran", "ians say", "in Iranians say"),
        ("(", "Reuters", ")", "(Reuters)"),
        ("April ", "30", "th", "April 30th"),
    ] {
        let mut composer = Composer::default();
        composer.words(before);
        composer.start_link("u");
        composer.words(inside);
        composer.end_link();
        composer.words(after);
        let rendered = composer.finish();
        assert_eq!(rendered.text, text);
        assert_eq!(rendered.links[0].span.of(&rendered.text), inside);
    }
}
