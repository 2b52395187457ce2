//! (text, document) pairs.

use crate::citation::document;

#[test]
fn documents_that_were_put_out_are_found_with_their_description() {
    for (text, expected) in [
        ("The two bureaus issued a\njoint Technical Alert with their partners.", Some("joint Technical Alert")),
        ("The ministry has published its annual Defense White Paper.", Some("annual Defense White Paper")),
        ("The office released a new Report, which says little.", Some("Report")),
        ("The ministry issued a stern report on the matter.", None),
        ("He published a book. Then came the Report.", None),
        ("A reissued Alert is no news.", None),
        ("", None),
    ] {
        let found = document(text);
        assert_eq!(found.map(|citation| citation.outlet.of(text).replace('\n', " ")).as_deref(), expected, "{text}");
    }
}
