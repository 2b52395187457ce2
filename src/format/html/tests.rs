use super::*;

fn page(source: &str) -> Rendered {
    from_text(source, &Limits::default())
}

#[test]
fn blocks_are_lines_with_a_blank_line_between() {
    for (source, text) in [
        ("<h1>A\n title</h1><p>One\n  two</p><p>Three", "A title\n\nOne two\n\nThree"),
        ("a<br>b<br/>c<br><br>d", "a\nb\nc\n\nd"),
        ("<div>a</div><div>b</div><div><br></div><div>c</div>", "a\nb\n\nc"),
        ("<ul><li>a<li>b</ul>", "a\n\nb"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n\n4. b"),
        ("<pre>\nkeep   this\n  and this\n\nend</pre>x", "keep   this\n  and this\n\nend\n\nx"),
        ("<pre>a <a href=u>b</a> c</pre>", "a b c"),
        ("&lt;p&gt; &amp; &eacute;&#8212;&#x41;&nbsp;B &bogus;", "<p> & é—A B &bogus;"),
        ("<q>one</q>, <B>t</B>wo <wbr>x<wbr>y", "“one”, two xy"),
        ("a<script>b()</script><style>c{}</style><!-- d --><noscript>e</noscript><svg><title>f</title></svg>g", "ag"),
        ("<dl><dt>t<dd>d<dt>u<dd>e</dl>", "t\nd\nu\ne"),
        ("<p>&nbsp;</p><p>a</p><p> </p><p>b", "a\n\nb"),
        ("", ""),
    ] {
        assert_eq!(page(source).text, text, "{source}");
    }
}

#[test]
fn tables_of_values_are_rows_and_tables_for_layout_are_blocks() {
    let layout = "<table><tr><td>Menu<td><table><tr><td><p>One.</p><p>Two.</p></td></tr></table></td></tr></table>";
    for (source, text) in [
        ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", "A\tB\n1\t2"),
        ("<table><tr><td><p>1</p></td><td></td><td>2</td></tr><tr><td>3<td>4</table>x", "1\t2\n3\t4\n\nx"),
        ("<table role=presentation><tr><td>1<td>2<tr><td>3<td>4</table>", "1\n\n2\n\n3\n\n4"),
        ("<table><tr><td>one cell</table>", "one cell"),
        ("<table><tr><td>a<td>b</table>", "a\n\nb"),
        (layout, "Menu\n\nOne.\n\nTwo."),
        ("<tr><td>no<td>table", "no table"),
    ] {
        assert_eq!(page(source).text, text, "{source}");
    }
}

#[test]
fn links_keep_their_address_and_their_words_their_spaces() {
    let source = "the<a href='https://a.org/x?a=1&amp;b=2'> Daily</a>says, cites<a href=//b.org>NATO</a>. \
                  <a name=top>x</a> <a href='javascript:go()'>y</a> <a href='mailto:z@z'>z</a> <a href='#n'>n</a>\
                  <a href=/c><img src=i></a> (<a href=\"http://d\">Reuters</a>, June 1)";
    let rendered = page(source);
    assert_eq!(rendered.text, "the Daily says, cites NATO. x y z n (Reuters, June 1)");
    let links: Vec<_> = rendered.links.iter().map(|link| (link.span.of(&rendered.text), link.url.as_str())).collect();
    assert_eq!(links, [("Daily", "https://a.org/x?a=1&b=2"), ("NATO", "//b.org"), ("Reuters", "http://d")]);
}

#[test]
fn a_link_left_open_ends_with_what_holds_it() {
    let rendered = page("<p><a href=u>one</p><p>two</p>");
    assert_eq!(rendered.links.iter().map(|link| link.span.of(&rendered.text)).collect::<Vec<_>>(), ["one"]);
}

#[test]
fn the_furniture_of_a_page_is_kept_and_marked() {
    let source = "<body><header><a href=/>Council</a><h1>Monitor No. 1</h1></header>\
        <nav><ul><li>Home<li>About</ul></nav><main><header>By us</header><p>Text.</p>\
        <aside>Related</aside><p style='display : none'>unseen</p></main>\
        <div class='col site-footer'>Contact</div><footer>(c) 2020</footer>";
    let rendered = page(source);
    assert_eq!(
        rendered.text,
        "Council\n\nMonitor No. 1\n\nHome\n\nAbout\n\nBy us\n\nText.\n\nRelated\n\nunseen\n\nContact\n\n(c) 2020"
    );
    let marked: Vec<_> = rendered.boilerplate.iter().map(|span| span.of(&rendered.text)).collect();
    assert_eq!(marked, ["Council", "Home\n\nAbout", "Related", "unseen", "Contact", "(c) 2020"]);
    assert_eq!(page("<nav>all there is</nav>").boilerplate, []);
}

#[test]
fn a_page_declares_its_title_and_day() {
    let day = |year, month, day| Some(jiff::civil::date(year, month, day));
    for (source, title, published) in [
        ("<title> A \n B</title><svg><title>C</title></svg>", Some("A B"), None),
        (
            "<meta property='article:published_time' content='2007-06-01T00:00Z'><time datetime=2008-01-01>",
            None,
            day(2007, 6, 1),
        ),
        (r#"<script type="application/ld+json">{"datePublished" : "2019-03-04T1"}</script>"#, None, day(2019, 3, 4)),
        (r#"<script>{"datePublished" : "2019-03-04T1"}</script>"#, None, None),
        ("<time datetime='2007-06-01'>x</time><time datetime='2007-06-01T08:00'>y</time>", None, day(2007, 6, 1)),
        ("<time datetime='2007-06-01'>x</time><time datetime='2007-06-02'>y</time>", None, None),
        ("<meta name=viewport content='2007-06-01'>", None, None),
    ] {
        let rendered = page(source);
        assert_eq!((rendered.title.as_deref(), rendered.published), (title, published), "{source}");
    }
}

#[test]
fn the_declared_encoding_holds_where_the_bytes_allow_it() {
    let text = |bytes: &[u8]| {
        let rendered = render(bytes, &Limits::default());
        (rendered.text, rendered.encoding, rendered.diagnostics.iter().map(|d| d.code.as_str()).collect::<Vec<_>>())
    };
    assert_eq!(text(b"<meta charset=windows-1251><p>\xcf\xf3"), ("Пу".into(), "windows-1251", vec![]));
    assert_eq!(text("<meta charset=windows-1251><p>Пу".as_bytes()), ("Пу".into(), "UTF-8", vec![]));
    assert_eq!(text("<p>Moscowâ€™s".as_bytes()), ("Moscow’s".into(), "UTF-8", vec!["mojibake-repaired"]));
}

#[test]
fn tags_beyond_the_limit_lose_their_structure_and_not_their_text() {
    let source = format!("{}deep{}<p>after", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let rendered = page(&source);
    assert_eq!(rendered.text, "deep\n\nafter");
    assert_eq!(rendered.diagnostics.len(), 1);
    assert_eq!(rendered.diagnostics[0].code.as_str(), "nesting-too-deep");
    assert!(rendered.diagnostics[0].message.contains("99488"), "{}", rendered.diagnostics[0].message);
}
