"""The report as a file; `test_report_browser.py` opens it."""

import base64
import json
import re
import zlib
from datetime import date
from itertools import islice

import dateline as dl
import polars as pl
import pytest
from conftest import ROOT
from dateline.cli import main
from dateline.reports import figures
from dateline.tidy import UndatedItems

PARTS = ROOT / "python" / "dateline" / "reports"

HOSTILE = (
    "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">'&amp;\u2028{{items}}"
)
FILE = "<svg onload=\"document.title='run'\">.txt"
PAGE = f"""\
Africa Watch No. 3

Related Categories: <b onmouseover="document.title='run'">SPACE</b>; Energy Security

</SCRIPT><SCRIPT>DOCUMENT.TITLE='RUN'</SCRIPT> "QUOTED" & 'SPENT'

Officials in Nairobi said “sanctions” \U0001f6e2 on oil would stay {HOSTILE}, Xinhua reports. (Xylo Post, May 4, 2020)
"""


def packed(page, name):
    """The data of a page by the id of its block."""
    block = re.search(f'<script type="[a-z/]+" id="data-{name}">([^<]*)</script>', page)[1]
    return json.loads(block if name == "figures" else zlib.decompress(base64.b64decode(block)))


def marks(items, index):
    """Marks of one item as kind, marked text, label and rule."""
    text, numbers, start = items["text"][index].encode("utf-16-le"), items["marks"][index], 0
    for gap, length, look in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        start += gap
        kind, label, rule = items["looks"][look]
        yield kind, text[2 * start : 2 * (start + length)].decode("utf-16-le"), label, rule


@pytest.fixture(scope="module")
def path(sample, tmp_path_factory):
    return dl.report(sample, tmp_path_factory.mktemp("report") / "report.html")


@pytest.fixture(scope="module")
def page(path):
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def hostile():
    outlets = pl.DataFrame({"name": [HOSTILE], "variants": [["Xylo Post"]]})
    return dl.parse(PAGE, names=FILE, outlets=outlets)


def test_figures_are_those_of_the_verbs(sample, page):
    found = packed(page, "figures")
    for key, by in (("countries", "countries"), ("outlets", "sources"), ("categories", "category")):
        counted = dl.frequency(sample, by=by).select("feature", "frequency", "lower").rows()
        assert [(row["value"], row["count"], row["lower"]) for row in found[key]["rows"]] == counted
    windows = dl.timeline(sample, every="1y").select("count", "lower", "upper", "complete", "silent").rows(named=True)
    assert [{name: row[name] for name in windows[0]} for row in found["timeline"]] == windows
    with pytest.warns(UndatedItems):
        assert [row["median"] for row in found["lag"]] == dl.lag(sample)["median"].to_list()
    assert found["summary"]["items"] == sample.deduplicate().items.height
    assert {row["code"]: row["count"] for row in found["diagnostics"]} == dict(
        sample.diagnostics["code"].value_counts().iter_rows()
    )
    assert sum(row["missing"] for row in found["series"]) == dl.gaps(sample)["missing"].sum()


def test_windows_in_which_nothing_was_published_are_unknown_and_not_zero(page):
    windows = packed(page, "figures")["timelines"]
    silent = [window for window in windows if window["silent"]]
    assert silent
    assert {window["count"] for window in silent} == {None}


@pytest.mark.parametrize(
    ("last", "every", "label"),
    [
        ("2020-03-30", "1w", "2020-03-30 to 2020-04-05"),
        ("2023-03-30", "1mo", "Mar 2023"),
        ("2030-03-30", "1q", "2030 Q1"),
        ("2050-03-30", "1y", "2050"),
        ("2150-03-30", "10y", "2150-01-01 to 2159-12-31"),
    ],
)
def test_windows_are_long_enough_to_be_hit(last, every, label):
    days = pl.Series([date(2020, 1, 1), date.fromisoformat(last)])
    assert figures._every(days) == every
    windows = dl.timeline(pl.DataFrame({"date": days}), every=every)
    assert windows.height <= figures.WINDOWS + 1
    start, end = windows.select("window_start", "window_end").row(-1)
    assert figures._label(start, end, every) == label


def test_every_item_is_there_with_the_evidence_at_its_place(sample, page):
    counted = sample.deduplicate()
    items = packed(page, "items")
    assert sorted(items["id"]) == sorted(counted.items["item_id"])
    known = [day for day in items["date"] if day is not None]
    assert known == sorted(known, reverse=True)
    plain = 0
    for index in range(0, len(items["id"]), 5):
        item_id = items["id"][index]
        assert items["text"][index] == counted.excerpt(item_id)
        plain += items["text"][index].isascii()
        evidence = counted.evidence(item_id).filter(pl.col("kind") != "category").drop_nulls("byte_start")
        marked = [
            (kind, " ".join(text.split())) for kind, text, *_ in marks(items, index) if kind in set(evidence["kind"])
        ]
        start, end = counted.items.filter(item_id=item_id).select("byte_start", "byte_end").row(0)
        inside = evidence.filter(pl.col("byte_start") >= start, pl.col("byte_end") <= end)
        assert sorted(set(marked)) == sorted(set(inside.select("kind", "surface").iter_rows()))
    assert 0 < plain < len(items["id"]) // 5  # with and without characters of several bytes


def test_marks_say_what_they_mean_and_by_which_rule(hostile, tmp_path):
    items = packed(dl.report(hostile, tmp_path / "x.html").read_text(encoding="utf-8"), "items")
    found = list(marks(items, 0))
    assert ("country", "Nairobi", "KEN", "only") in found
    assert ("outlet", "Xylo Post", " ".join(HOSTILE.split()), "paren") in found
    assert ("date", "May 4, 2020", "", "citation") in found
    assert ("category", "oil", "Energy Security", "term of the lexicon") in found


def test_lags_of_items_are_those_that_lag_counts(sample, page):
    items = packed(page, "items")
    lags = pl.DataFrame({"group": items["source"], "lag": items["lag"]}).drop_nulls("lag")
    medians = lags.group_by("group").agg(items=pl.len(), median=pl.col("lag").median())
    with pytest.warns(UndatedItems):
        counted = dl.lag(sample).select("group", "items", "median")
    assert medians.sort("group").rows() == counted.sort("group").rows()


def test_the_same_archive_gives_the_same_page(sample, page, tmp_path):
    assert dl.report(dl.sample(), tmp_path / "again.html").read_text(encoding="utf-8") == page


def test_nothing_of_the_archive_is_markup(hostile, tmp_path):
    page = dl.report(hostile, tmp_path / "x.html", title=HOSTILE).read_text(encoding="utf-8")
    harmless = dl.report(dl.parse("Africa Watch No. 3\n\nRain.\n"), tmp_path / "y.html").read_text(encoding="utf-8")
    assert re.findall(r"<[a-z/!][^\s>]*", page) == re.findall(r"<[a-z/!][^\s>]*", harmless)
    block = re.search('id="data-figures">([^<]*)<', page)[1]
    assert not set("<>&\u2028\u2029") & set(block)
    assert packed(page, "figures")["title"] == HOSTILE


def test_the_page_names_nothing_outside_itself(page):
    data = re.compile(r'(<script type="[a-z/]+" id="data-\w+">)[^<]*')
    shell = data.sub(r"\1", page)
    assert len(shell) < 60_000
    assert not re.search(r"https?:|//[a-z]|@import|url\(|\bfetch\b|XMLHttp|WebSocket|sendBeacon|import\(", shell)
    assert set(re.findall(r'\b(?:src|href)="([^"]*)"', shell)) == {"data:,", "#items"}
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function", shell)
    policy = re.search('Content-Security-Policy" content="([^"]*)"', shell)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "connect-src" not in policy


def test_an_archive_without_items_has_a_page_too(tmp_path):
    found = packed(dl.report(dl.parse([]), tmp_path / "empty.html").read_text(encoding="utf-8"), "figures")
    assert found["summary"]["items"] == 0
    assert found["timeline"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((None, "x.html"), "expected an Archive, as dl.read gives, found NoneType"),
        (("archive", "x.pdf"), "expected a name ending in .html"),
        (("archive", "no/such/folder/x.html"), "cannot write"),
    ],
)
def test_errors_say_what_was_expected(sample, tmp_path, arguments, message):
    archive, name = arguments
    with pytest.raises(dl.DatelineError, match=message):
        dl.report(sample if archive else None, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_window_that_is_none_is_an_error(sample, tmp_path):
    with pytest.raises(dl.errors.InvalidArgument, match="every: expected a duration"):
        dl.report(sample, tmp_path / "x.html", every="month")


def test_a_file_that_changed_since_is_not_shown(folder, tmp_path):
    archive = dl.read(folder)
    next(folder.rglob("*.txt")).write_text("Other News No. 1\n\nNothing.\n")
    with pytest.raises(dl.errors.DocumentChanged):
        dl.report(archive, tmp_path / "x.html")


def test_the_command_writes_the_page(folder, tmp_path, capsys):
    out = tmp_path / "report.html"
    assert main(["report", str(folder), "-o", str(out), "--title", "Ports & <courts>", "--every", "1w"]) == 0
    assert "3 issues, 6 items" in capsys.readouterr().err
    page = out.read_text(encoding="utf-8")
    assert "<title>Ports &amp; &lt;courts&gt;</title>" in page
    assert [window["count"] for window in packed(page, "figures")["timeline"]] == [2, 2, 2]
    assert main(["report", str(folder), "-o", str(tmp_path / "report.pdf")]) == 2
    assert "expected a name ending in .html" in capsys.readouterr().err


def test_ten_thousand_items_stay_under_five_megabytes(tmp_path, monkeypatch, figures):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    from sample import archive as generator

    pages = list(islice(generator.endless(1), 860))
    archive = dl.parse([text for _, text in pages], names=[name for name, _ in pages])
    size = dl.report(archive, tmp_path / "large.html").stat().st_size
    items = archive.deduplicate().items
    assert 9_500 < items.height < 10_500
    share = size / items["text"].str.len_bytes().sum()
    figures.append(f"report: {items.height:,} items in {size / 1e6:.2f} MB, {share:.2f} of their text")
    assert size < 5_000_000


def _luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_colours_can_be_read(scheme):
    """Contrast of WCAG 2.2: 4.5 for text (1.4.3), 3 for what is drawn (1.4.11)."""
    blocks = re.findall(r":root \{([^}]*)\}", "".join((PARTS / name).read_text() for name in ("page.css", "media.css")))
    schemes = [dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", block)) for block in blocks]
    colours = {"light": schemes[0], "dark": schemes[1], "print": schemes[2]}[scheme]
    colours = {
        name: "#" + "".join(2 * c for c in value[1:]) if len(value) == 4 else value for name, value in colours.items()
    }

    def contrast(front, back):
        light, dark = sorted((_luminance(colours[front]), _luminance(colours[back])), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for back in ("page", "raised", "chosen"):
        assert contrast("text", back) >= 4.5
    for front in ("quiet", "less"):
        assert contrast(front, "page") >= 4.5
    for front in ("bar", "less", "over") + (("focus",) if "focus" in colours else ()):
        assert contrast(front, "page") >= 3
