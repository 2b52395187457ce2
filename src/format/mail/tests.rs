use super::*;

fn mail(source: &str) -> Rendered {
    render(source.replace('\n', "\r\n").as_bytes(), &Limits::default())
}

fn codes(rendered: &Rendered) -> Vec<&'static str> {
    rendered.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

#[test]
fn a_plain_message_is_its_body_its_subject_and_its_day() {
    let rendered = mail(
        "From x@y Mon Jan 1 2007\nFrom: A <a@b>\nSubject: =?utf-8?q?Caf=C3=A9?=\n No. 12\nDate: Fri, 1 Jun 2007 23:30:00 -0500\n\
         Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: quoted-printable\n\n=F0=D5=\n and so on\nSecond",
    );
    assert_eq!(rendered.text, "Пу and so on\nSecond");
    assert_eq!(rendered.title.as_deref(), Some("Café No. 12"));
    assert_eq!(rendered.published, Some(jiff::civil::date(2007, 6, 1)));
    assert_eq!((rendered.encoding, codes(&rendered)), ("KOI8-R", vec![]));
}

#[test]
fn of_two_renderings_the_fuller_is_taken_and_html_if_they_are_alike() {
    let message = |plain: &str, html: &str| {
        mail(&format!(
            "Subject: x\nContent-Type: multipart/alternative; boundary=\"b\"\n\nA MIME message.\n--b\n\
             Content-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{html}\n--b--\nepilogue"
        ))
    };
    let both = message("The text, said Reuters.", "<p>The text, said <a href='http://r'>Reuters</a>.</p>");
    assert_eq!((both.text.as_str(), both.links.len()), ("The text, said Reuters.", 1));
    assert_eq!(message("The whole text.", "<p>See the text part").text.trim(), "See the text part");
    assert_eq!(
        message("The whole text, with all items.", "<p>See below").text.trim(),
        "The whole text, with all items."
    );
    assert_eq!(
        message("", "<nav>menu and all the rest of it</nav><p>One").text.trim(),
        "menu and all the rest of it\n\nOne"
    );
}

#[test]
fn parts_that_follow_one_another_are_joined_and_files_are_named() {
    let rendered = mail(
        "Subject: x\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: text/plain\n\nOne\n--outer\n\
         Content-Type: application/pdf; name=\"a.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--outer\n\
         Content-Type: text/html\n\n<p>Two <a href=u>link</a>\n--outer--\n",
    );
    assert_eq!(rendered.text.trim(), "One\n\nTwo link");
    assert_eq!(rendered.links[0].span.of(&rendered.text), "link");
    assert_eq!(codes(&rendered), ["attachment-left-out"]);
    assert!(rendered.diagnostics[0].message.contains("a.pdf (application/pdf)"));
}

#[test]
fn a_message_that_only_carries_another_is_the_other() {
    let inner = "Subject: Monitor No. 5\nDate: Mon, 3 Mar 2008 10:00:00 +0000\n\nThe issue.";
    let outer = |own: &str| {
        mail(&format!(
            "Subject: Fwd\nDate: Fri, 1 Jan 2021 10:00:00 +0000\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n{own}\n--b\n\
             Content-Type: message/rfc822\n\n{inner}\n--b--"
        ))
    };
    let (bare, own) = (outer(""), outer("See this."));
    assert_eq!((bare.title.as_deref(), bare.published), (Some("Monitor No. 5"), Some(jiff::civil::date(2008, 3, 3))));
    assert_eq!((own.title.as_deref(), own.published), (Some("Fwd"), Some(jiff::civil::date(2021, 1, 1))));
    assert_eq!(own.text.trim(), "See this.\n\nThe issue.");
}

#[test]
fn a_digest_of_a_list_has_each_message_under_its_subject() {
    let rendered = mail(
        "Subject: Digest\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: One\n\nFirst.\n--b\n\nSubject: Two\n\nSecond.\n--b--",
    );
    assert_eq!(rendered.text.trim(), "One\n\nFirst.\n\nTwo\n\nSecond.");
    assert_eq!(rendered.title.as_deref(), Some("Digest"));
}

#[test]
fn an_undeclared_or_wrong_character_set_is_detected() {
    let bytes = b"Subject: x\n\nThe caf\xe9 \x96 said Moscow\x92s mayor";
    let rendered = render(bytes, &Limits::default());
    assert_eq!(rendered.text, "The café – said Moscow’s mayor");
    assert_eq!(codes(&rendered), ["encoding-detected"]);
    let seven = mail("Subject: x\nContent-Type: text/plain; charset=utf-7\n\nA+AOk-");
    assert_eq!(seven.text, "Aé");
}

#[test]
fn impossible_days_are_left_out_and_said() {
    let rendered = mail("Subject: x\nDate: Fri, 31 Feb 2007 10:00:00 +0000\n\nText");
    assert_eq!((rendered.published, codes(&rendered)), (None, vec!["impossible-date"]));
    assert_eq!(mail("Subject: x\nDate: whenever\n\nText").published, None);
}

#[test]
fn what_lists_put_around_a_text_is_marked() {
    let rendered = mail("Subject: x\n\nHaving trouble viewing this email?\n\nText.\n\nTo unsubscribe, write to us");
    let marked: Vec<_> = rendered.boilerplate.iter().map(|span| span.of(&rendered.text)).collect();
    assert_eq!(marked, ["Having trouble viewing this email?", "To unsubscribe, write to us"]);
}

#[test]
fn a_hundred_thousand_parts_are_cut_at_the_limit() {
    let many = "--b\n\nx\n".repeat(100_000);
    let rendered = mail(&format!("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n{many}--b--"));
    assert_eq!(rendered.text.matches('x').count(), 1_000);
    assert_eq!(codes(&rendered), ["too-many-parts"]);
    assert!(rendered.diagnostics[0].message.contains("99000"), "{}", rendered.diagnostics[0].message);
}

#[test]
fn messages_inside_messages_end() {
    let nested = "Content-Type: message/rfc822\n\n".repeat(100_000);
    let rendered = mail(&format!("Subject: x\n{nested}Subject: last\n\nText"));
    assert_eq!((rendered.text.as_str(), codes(&rendered)), ("", vec!["nesting-too-deep"]));
}
