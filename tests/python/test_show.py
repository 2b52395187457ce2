"""Evidence of an item, and the item shown with its evidence marked."""

import html.parser
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import dateline as dl
import polars as pl
import pytest
from dateline.evidence import SCHEMA
from dateline.show import KINDS

ITEM = "africa-watch/3/1"
PAGE = """\
Africa Watch No. 3

EBOLA <RETURNS> TO KENYA

Officials in Nairobi & elsewhere said “sanctions” on oil would stay, Xinhua reports. (Unheard Daily & Sons,
May 4, 2020; Reuters, April 30)

[EDITORS' NOTE: Kenya's sanctions date from 2018.]
"""


@pytest.fixture(scope="module")
def archive():
    return dl.parse(PAGE)


class Page(html.parser.HTMLParser):
    """The text of a page and the tags that are open at its end."""

    def __init__(self, page):
        super().__init__()
        self.text, self.open, self.tags, self.quiet = "", [], set(), 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag != "br":
            self.open.append((tag, "user-select:none" in dict(attributes).get("style", "")))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if not any(label for _, label in self.open):
            self.text += data


def test_evidence_says_what_spoke_for_what(archive):
    rows = archive.evidence(ITEM).select("kind", "surface", "value", "rule", "field").rows()
    for row in (
        ("country", "KENYA", "KEN", "only", "headline"),
        ("country", "Nairobi", "KEN", "only", "text"),
        ("country", "Kenya", "KEN", "only", "note"),
        ("outlet", "Xinhua", "Xinhua", "prose", "text"),
        ("outlet", "Unheard Daily & Sons", None, "paren", "citation"),
        ("outlet", "Reuters", "Reuters", "paren", "citation"),
        ("date", "May 4, 2020", "2020-05-04", "citation", "citation"),
    ):
        assert row in rows
    terms = archive.evidence(ITEM).filter(kind="category")
    assert ("sanctions", "Economic Sanctions") in terms.select("surface", "value").rows()
    assert (terms["weight"] != 0).all()
    assert "note" not in terms["field"]


def test_a_year_that_is_not_printed_is_told_from_one_that_is(archive):
    dates = archive.evidence(ITEM).filter(kind="date")
    rules = dict(dates.select("surface", "rule").iter_rows())
    assert rules["May 4, 2020"] == "citation"
    assert re.fullmatch(r"citation; year: \w+", rules["April 30"])


def test_evidence_of_every_item_stands_where_it_says(sample):
    for item in sample.items.gather_every(7).iter_rows(named=True):
        found = sample.evidence(item["item_id"])
        assert found.schema == SCHEMA
        placed = found.drop_nulls("byte_start")
        assert found["byte_start"].to_list() == [None] * (found.height - placed.height) + sorted(placed["byte_start"])
        assert (placed["byte_start"] >= item["byte_start"]).all()
        encoded = sample.text(item["document"]).encode()
        for row in placed.iter_rows(named=True):
            printed = encoded[row["byte_start"] : row["byte_end"]].decode()
            assert row["surface"] == " ".join(printed.split())
        countries = set(placed.filter(kind="country")["value"])
        assert set(item["countries"]) <= countries
        assert set(item["sources"]) == set(placed.filter(kind="outlet")["value"].drop_nulls())


def test_a_date_from_the_heading_has_no_place(sample):
    item_id = sample.items.filter(date_basis="heading")["item_id"][0]
    first = sample.evidence(item_id).row(0, named=True)
    assert first["kind"] == "date"
    assert first["rule"].startswith("heading")
    assert first["byte_start"] is None


def test_evidence_and_show_name_an_unknown_item(archive):
    for method in (archive.evidence, archive.show):
        with pytest.raises(dl.errors.UnknownItem, match="nearest: africa-watch/3/1"):
            method("africa-watch/3/7")


def test_evidence_knows_the_users_own_terms():
    lexicon = pl.DataFrame({"category": ["Resource Security"], "term": ["officials"], "weight": [9.0]})
    rows = dl.parse(PAGE, lexicon=lexicon).deduplicate().evidence(ITEM)
    assert ("Officials", 9.0) in rows.filter(value="Resource Security").select("surface", "weight").rows()


def test_a_row_of_ones_own_mends_a_value_and_the_evidence_says_so(sample):
    """The calls that notebooks/02_evidence.ipynb takes as its examples."""
    item_id = "northern-policy-monitor/1136/1"
    veto = pl.DataFrame({"surface": ["Russian register"], "country": [""], "kind": ["veto"]})
    outlet = pl.DataFrame({"name": ["Ahram Online"], "country": ["EGY"], "kind": ["online"]})
    mended = dl.read(Path(dl.__file__).parent / "sample", gazetteer=veto, outlets=outlet)
    for archive, country, surfaces in ((sample, "RUS", ["Russia", "Russian"]), (mended, "ARM", ["Russia"])):
        assert archive.item(item_id)["country"] == country
        assert archive.evidence(item_id).filter(value="RUS")["surface"].to_list() == surfaces
    columns = ["item_id", "country", "source"]
    both = sample.items.select(columns).join(mended.items.select(columns), on="item_id", suffix="_mended")
    assert both.filter(pl.col("country") != pl.col("country_mended"))["item_id"].to_list() == [item_id]
    sources = both.filter(pl.col("source") != pl.col("source_mended")).select("source", "source_mended")
    assert sources.unique().rows() == [("Al-Ahram", "Ahram Online")]


def test_html_is_the_text_with_marks_and_nothing_of_it_is_markup(archive):
    page = Page(archive.show(ITEM)._repr_html_())
    assert page.open == []
    assert page.tags <= {"div", "span", "b", "i", "br"}
    assert archive.excerpt(ITEM) in page.text
    assert "<RETURNS>" in page.text
    for word in (*KINDS, "Economic Sanctions", "Unheard Daily & Sons?"):
        assert word in page.text


def test_html_of_every_item_keeps_its_text(sample):
    for item_id in sample.items["item_id"].gather_every(5):
        page = Page(sample.show(item_id)._repr_html_())
        assert page.open == []
        assert sample.excerpt(item_id) in page.text


def test_a_name_cannot_break_out_of_its_attribute():
    outlets = pl.DataFrame({"name": ['X" onmouseover="alert(1)<script>'], "variants": [["Xylo Post"]]})
    archive = dl.parse("Africa Watch No. 3\n\nRain fell. (Xylo Post, May 4, 2020)\n", outlets=outlets)
    page = archive.show(ITEM)._repr_html_()
    assert "<script>" not in page
    assert '" onmouseover' not in page


def _luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("page", ["#ffffff", "#111111", "#1e1e1e"])
def test_lines_stand_out_on_light_and_dark_pages(page):
    """Contrast of 3:1, as WCAG 2.2 asks of graphical objects (success criterion 1.4.11)."""
    for kind, style in KINDS.items():
        for colour in re.findall(r"#[0-9A-F]{6}", style.css):
            light, dark = sorted((_luminance(colour), _luminance(page)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 3, kind


def test_no_two_kinds_differ_by_colour_alone():
    without = [re.sub(r"#[0-9A-F]{6}", "", style.css) for style in KINDS.values()]
    assert len(set(without)) == len(KINDS)


def test_ansi_is_the_text_with_marks_and_labels(archive):
    shown = archive.show(ITEM).ansi()
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown)
    assert "TO KENYA[KEN]" in plain
    assert "in Nairobi[KEN] & elsewhere" in plain
    assert "Unheard Daily & Sons[?]" in plain
    assert "April 30[2020-04-30]" in plain
    assert "\x1b[4;36mNairobi\x1b[0m" in shown
    assert shown.count("\x1b[0m") == len(re.findall(r"\x1b\[[1-9][\d;]*m", shown))


def test_what_could_steer_a_terminal_is_made_visible():
    archive = dl.parse("Africa Watch No. 3\n\nRain \x1b[2J fell in Nairobi. (Reuters, May 4, 2020)\n")
    for shown in (archive.show(ITEM).ansi(), str(archive.show(ITEM))):
        assert "\x1b[2J" not in shown
        assert "\ufffd[2J" in shown


@pytest.fixture
def path(tmp_path):
    (tmp_path / "aw.txt").write_text(PAGE)
    return tmp_path / "aw.txt"


def _on_a_terminal(*arguments, **environment):
    ours, theirs = pty.openpty()
    code = "import sys; from dateline.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | environment,
    )
    os.close(theirs)
    shown = b""
    # Linux answers a read of a closed terminal with an error.
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:
        pass
    os.close(ours)
    assert process.wait() == 0
    return shown.decode()


def test_the_command_colours_a_terminal_and_ends_with_a_legend(path):
    shown = _on_a_terminal("show", path, ITEM)
    assert "\x1b[4;36mNairobi" in shown
    assert re.search(r"country\x1b\[0m \d", shown.split("2018.]")[-1])


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {"NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": ""}, True),
        ((), {"TERM": "dumb"}, False),
        (("--color", "never"), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
    ],
)
def test_colours_follow_the_option_and_the_environment(path, arguments, environment, coloured):
    assert ("\x1b[" in _on_a_terminal("show", path, ITEM, *arguments, **environment)) is coloured


def test_no_colours_in_a_pipe_unless_asked_for(path):
    command = [sys.executable, "-c", "import sys; from dateline.cli import main; sys.exit(main())", "show", path, ITEM]
    plain = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "\x1b" not in plain
    assert "  country | Nairobi | KEN | only | text" in plain
    assert "\x1b[" in subprocess.run([*command, "--color", "always"], capture_output=True, text=True, check=True).stdout
