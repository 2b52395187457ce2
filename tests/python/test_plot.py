"""Charts: what they draw, what they say, and that they stand alone."""

import datetime
import html.parser
import json
import sys
import warnings

import dateline as dl
import pandas as pd
import polars as pl
import pytest

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

HOSTILE = "</script><script>alert(1)</script><!-- \"'&{datum.x}"


@pytest.fixture(scope="module")
def charts(sample):
    """One chart of each kind, by name."""
    words = pl.DataFrame(
        {
            "feature": ["gas", "vote", "rail"],
            "score": [9.1, -7.2, 0.4],
            "p": [0.003, 0.007, 0.5],
            "q": [0.006, 0.007, 0.5],
            "target": [12, 1, 3],
            "reference": [2, 11, 2],
            "target_total": [90, 90, 90],
            "reference_total": [80, 80, 80],
            "effect": [2.1, -3.2, 0.4],
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dl.UndatedItems)
        return {
            "timeline": dl.plot.timeline(sample, every="1y", by="country", top=3),
            "frequency": dl.plot.frequency(sample, by="country"),
            "heatmap": dl.plot.heatmap(sample, every="1y", by="source"),
            "keyness": dl.plot.keyness(words),
            "network": dl.plot.network(sample, top=20),
            "calendar": dl.plot.calendar(sample, date="published", span=("2012-01-01", "2012-12-31")),
            "lag": dl.plot.lag(sample),
        }


NAMES = ("timeline", "frequency", "heatmap", "keyness", "network", "calendar", "lag")


class Tags(html.parser.HTMLParser):
    """The tags of a page, and what they load."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.loaded = []

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        self.loaded += [value for name, value in attrs if name in ("src", "href")]


def layers(spec):
    """The layers of a chart, whose own encoding is that of the whole besides."""
    inner = spec.get("spec", spec)
    return inner["layer"]


def drawn_by(spec, mark, channel):
    """The first layer with that mark and channel."""
    return next(part for part in layers(spec) if part["mark"]["type"] == mark and channel in part["encoding"])


def values(spec, layer):
    """The rows that a layer draws before its own filter."""
    data = layer.get("data", spec.get("data"))
    return list(spec["datasets"][data["name"]] if "name" in data else data["values"])


def said(spec):
    return " | ".join([spec["title"]["text"], *spec["title"]["subtitle"]])


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def gapped():
    """Three months of issues: news in the first, nothing published in the second, news in the third."""
    return pl.DataFrame(
        {
            "item_id": ["a", "b", "c", "d"],
            "issue_id": ["1", "1", "2", "2"],
            "series": ["S"] * 4,
            "published": [day("2020-01-20")] * 2 + [day("2020-03-20")] * 2,
            "date": [day("2020-01-01"), day("2020-01-19"), day("2020-03-02"), day("2020-03-15")],
            "country": ["RUS", "KEN", "RUS", "RUS"],
        }
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_saves_as_picture_and_as_page_without_the_network(charts, name, tmp_path):
    for ending in ("png", "svg", "html"):
        charts[name].save(tmp_path / f"x.{ending}", **({"inline": True} if ending == "html" else {}))
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "x.png").stat().st_size > 5_000
    assert "<path" in (tmp_path / "x.svg").read_text(encoding="utf-8")
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "vegaEmbed(" in page
    tags = Tags()
    tags.feed(page)
    assert "script" in tags.found
    assert not tags.loaded


@pytest.mark.parametrize("name", NAMES)
def test_every_title_says_out_of_how_many(charts, name):
    spec = charts[name].to_dict()
    number = {"keyness": "90 in target : 80 in reference", "calendar": "items, 2012-01-01", "lag": "out of 301 items"}
    assert number.get(name, "out of 739 items") in said(spec)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_of_a_chart_sends_its_rows_to_an_editor_on_the_web(charts, name):
    assert charts[name].to_dict()["usermeta"]["embedOptions"]["actions"]["editor"] is False


def test_counts_start_at_zero(charts):
    assert drawn_by(charts["timeline"].to_dict(), "line", "y")["encoding"]["y"]["scale"]["zero"] is True
    assert drawn_by(charts["frequency"].to_dict(), "bar", "x")["encoding"]["x"]["scale"]["zero"] is True
    for name in ("heatmap", "calendar"):
        assert drawn_by(charts[name].to_dict(), "rect", "color")["encoding"]["color"]["scale"]["domainMin"] == 0
    reach = drawn_by(charts["keyness"].to_dict(), "bar", "x")["encoding"]["x"]["scale"]["domain"]
    assert reach[0] < 0 < reach[1]


def test_a_silent_window_is_a_break_in_the_line_and_a_grey_ground(gapped):
    spec = dl.plot.timeline(gapped, every="1mo").to_dict()
    line = drawn_by(spec, "line", "y")
    assert [row["value"] for row in values(spec, line)] == [2, None, 2]
    assert line["mark"]["invalid"] == "break-paths-show-path-domains"
    ground = drawn_by(spec, "rect", "x")
    assert values(spec, ground) == [{"window_start": "2020-02-01T00:00:00", "window_end": "2020-03-01T00:00:00"}]
    assert "grey: nothing published" in said(spec)


def test_a_partial_window_is_hollow(gapped):
    spec = dl.plot.timeline(gapped, every="1mo").to_dict()
    points = [part for part in layers(spec) if part["mark"]["type"] == "point"]
    filters = {part["mark"]["filled"]: part["transform"][0]["filter"] for part in points}
    assert filters == {True: "datum.complete", False: "!datum.complete"}
    assert [row["complete"] for row in values(spec, points[0])] == [True, True, False]
    assert "hollow: window reaches beyond the data" in said(spec)
    whole = gapped.filter(pl.col("issue_id") == "1")
    assert "hollow" not in said(dl.plot.timeline(whole, every="1mo", span=("2020-01-01", "2020-01-31")).to_dict())


def test_a_heatmap_has_no_cell_where_nothing_was_published_and_strikes_through_what_is_partial(gapped):
    spec = dl.plot.heatmap(gapped, every="1mo", by="country").to_dict()
    cells = values(spec, drawn_by(spec, "rect", "color"))
    assert {cell["window"] for cell in cells} == {"January 2020", "March 2020"}
    assert [(cell["group"], cell["value"]) for cell in cells if cell["window"] == "January 2020"] == [
        ("RUS", 1),
        ("KEN", 1),
    ]
    assert drawn_by(spec, "rule", "x2")["transform"][0]["filter"] == "!datum.complete"
    assert "no cell: nothing published" in said(spec)


def test_intervals_are_drawn_about_what_is_shown(sample):
    for normalise, column in ((None, "count"), ("share", "share"), ("per_issue", "per_issue")):
        table = dl.timeline(sample, every="1y", by="country", top=3, normalise=normalise)
        spec = dl.plot.timeline(table).to_dict()
        rows = values(spec, drawn_by(spec, "rule", "y2"))
        assert all(row["lower"] <= row["value"] <= row["upper"] for row in rows)
        shown = [row["value"] for row in rows if row["group"] == "RUS"]
        assert shown == pytest.approx(table.filter(group="RUS")[column].to_list(), rel=1e-5)


def test_a_chart_of_items_is_that_of_the_result(sample):
    table = dl.timeline(sample, every="1y", by="country", normalise="share")
    made = dl.plot.timeline(sample, every="1y", by="country", normalise="share").to_dict()
    given = dl.plot.timeline(table, by="country").to_dict()
    assert made["datasets"] == given["datasets"]
    assert made["title"]["text"] == given["title"]["text"] == "Share of items per year by country"


def test_options_of_the_verb_need_items(sample):
    with pytest.raises(dl.errors.InvalidArgument, match="every: expected with items"):
        dl.plot.timeline(dl.timeline(sample, every="1y"), every="1mo")
    with pytest.raises(dl.errors.InvalidArgument, match="expected a column 'date'"):
        dl.plot.timeline(pl.DataFrame({"x": [1]}))


def test_countries_are_shown_by_name_and_keep_their_code(charts):
    spec = charts["frequency"].to_dict()
    bar = drawn_by(spec, "bar", "x")
    names = {row["feature"]: row["feature_label"] for row in values(spec, bar)}
    assert names["RUS"] == "Russia"
    assert {"field": "feature", "title": "code", "type": "nominal"} in bar["encoding"]["tooltip"]
    assert bar["encoding"]["y"]["field"] == "feature_label"


def test_outlets_are_not_taken_for_countries(gapped):
    items = gapped.with_columns(source=pl.Series(["CNN", "RUS", "TASS", "TASS"]))
    spec = dl.plot.frequency(dl.frequency(items, by="source"), by="source").to_dict()
    assert {row["feature_label"] for row in values(spec, drawn_by(spec, "bar", "x"))} == {"CNN", "RUS", "TASS"}


def test_more_groups_than_colours_are_left_to_the_heatmap_and_said(sample):
    spec = dl.plot.timeline(sample, every="1y", by="country", top=50).to_dict()
    rows = values(spec, drawn_by(spec, "line", "y"))
    assert len({row["group"] for row in rows}) == 7
    assert "7 largest of 69 countries" in said(spec)


def test_legends_toggle(charts, sample, gapped):
    several = [dl.plot.frequency(sample, groups="series"), dl.plot.lag(gapped, by="country", every="1mo")]
    for chart in (charts["timeline"], charts["keyness"], *several):
        spec = chart.to_dict()
        (selection,) = spec["params"]
        assert (selection["bind"], selection["select"]["toggle"]) == ("legend", "true")
        # A layer without that colour has no legend that could be clicked.
        (layer,) = [part for part in layers(spec) if part.get("name") in selection["views"]]
        assert layer["encoding"]["color"]["field"] == selection["select"]["fields"][0]


@pytest.mark.parametrize("rows", [20_000])
def test_twenty_thousand_rows_are_drawn(rows, tmp_path):
    start = pl.date_range(day("1960-01-01"), day("2014-10-03"), "1d", eager=True)[:rows]
    table = pl.DataFrame({"window_start": start}).with_columns(
        window_end=pl.col("window_start").dt.offset_by("1d"),
        group=pl.lit("all"),
        count=pl.int_range(pl.len()) % 7,
        items=pl.int_range(pl.len()) % 7,
        issues=pl.lit(1),
        share=pl.lit(1.0),
        per_issue=pl.lit(1.0),
        lower=pl.lit(0.0),
        upper=pl.lit(9.0),
        complete=pl.lit(True),
        silent=pl.lit(False),
    )
    assert table.height == rows
    for chart in (dl.plot.timeline(table), dl.plot.calendar(table)):
        spec = chart.to_dict()
        assert max(len(data) for data in spec["datasets"].values()) == rows
    dl.plot.timeline(table).save(tmp_path / "x.svg")
    assert (tmp_path / "x.svg").stat().st_size > 100_000


def test_pandas_frames_give_the_same_charts(sample):
    table = dl.timeline(sample, every="1y", by="country", top=3)
    pandas = table.to_pandas()
    assert isinstance(pandas, pd.DataFrame)
    assert dl.plot.timeline(pandas).to_dict() == dl.plot.timeline(table).to_dict()
    assert dl.plot.heatmap(pandas).to_dict() == dl.plot.heatmap(table).to_dict()
    items = sample.deduplicate().items.select("item_id", "issue_id", "country", "countries")
    of_items = dl.plot.frequency(items.to_pandas(), by="country").to_dict()
    assert of_items["datasets"] == dl.plot.frequency(items, by="country").to_dict()["datasets"]
    pairs = dl.cooccurrence(items)
    assert dl.plot.network(pairs.to_pandas()).to_dict() == dl.plot.network(pairs).to_dict()


def test_lazy_frames_are_taken(sample):
    table = dl.frequency(sample, by="country")
    assert dl.plot.frequency(table.lazy()).to_dict() == dl.plot.frequency(table).to_dict()


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_rows_gives_an_empty_chart(sample, name, tmp_path):
    items = sample.items.clear()
    table = {
        "timeline": lambda: dl.timeline(items, by="country"),
        "heatmap": lambda: dl.timeline(items, by="country"),
        "calendar": lambda: dl.timeline(items, every="1d"),
        "frequency": lambda: dl.frequency(items),
        "network": lambda: dl.cooccurrence(items),
        "lag": lambda: dl.lag(items),
        "keyness": lambda: pl.DataFrame(
            schema={"feature": pl.String, "score": pl.Float64, "p": pl.Float64, "q": pl.Float64}
            | dict.fromkeys(("target", "reference", "target_total", "reference_total"), pl.Int64)
            | {"effect": pl.Float64}
        ),
    }[name]()
    getattr(dl.plot, name)(table).save(tmp_path / "x.png")
    assert (tmp_path / "x.png").stat().st_size > 1_000


def test_hostile_text_stays_text(tmp_path):
    items = pl.DataFrame(
        {
            "item_id": ["1", "2"],
            "issue_id": ["1", "1"],
            "date": [day("2020-01-01"), day("2020-02-01")],
            "published": [day("2020-01-05"), day("2020-02-05")],
            "source": [HOSTILE, HOSTILE.upper()],
            "sources": [[HOSTILE, "x"], ["x", "y"]],
        }
    )
    table = dl.frequency(items, by="source")
    words = table.select(
        "feature",
        score=pl.Series([2.0, -2.0]),
        p=pl.lit(0.5),
        q=pl.lit(0.5),
        target="frequency",
        reference="frequency",
        target_total="total",
        reference_total="total",
        effect=pl.lit(1.0),
    )
    charts = [
        dl.plot.timeline(items, by="source", title=HOSTILE),
        dl.plot.frequency(table, by=HOSTILE),
        dl.plot.heatmap(items, by="source"),
        dl.plot.keyness(words, names=(HOSTILE, "b"), measure=HOSTILE),
        dl.plot.network(items, of="sources"),
        dl.plot.lag(items),
    ]
    for chart in charts:
        # Without the library, in which such strings stand.
        page = chart.to_html()
        assert "<script>alert" not in page.lower()
        assert "<!--" not in page
        tags = Tags()
        tags.feed(page)
        assert tags.found.count("script") == 4
        text = json.dumps(chart.to_dict(), ensure_ascii=False).replace("\u2060", "").lower()
        assert json.dumps(HOSTILE, ensure_ascii=False)[1:-1] in text
        chart.save(tmp_path / "x.svg")
        assert "<script" not in (tmp_path / "x.svg").read_text(encoding="utf-8")


def test_the_shown_text_differs_from_the_hostile_one_by_what_is_not_seen_only(gapped):
    spec = dl.plot.frequency(gapped.with_columns(source=pl.lit("a </b> c < d"))).to_dict()
    assert said(spec).startswith("Items by country")
    spec = dl.plot.frequency(gapped.with_columns(source=pl.lit("a </b> c < d")), by="source").to_dict()
    (row,) = values(spec, drawn_by(spec, "bar", "x"))
    assert row["feature_label"] == "a <\u2060/b> c < d"
    assert row["feature_label"] in drawn_by(spec, "bar", "x")["encoding"]["y"]["sort"]


def test_the_same_pairs_stand_in_the_same_places(sample):
    pairs = dl.cooccurrence(sample)
    first = dl.plot.network(pairs).to_dict()
    assert first == dl.plot.network(pairs.sample(fraction=1.0, shuffle=True, seed=3)).to_dict()
    assert first != dl.plot.network(pairs, seed=1).to_dict()
    nodes = values(first, drawn_by(first, "circle", "size"))
    assert all(0 <= node[axis] <= 1 for node in nodes for axis in ("x", "y"))
    places = {(node["x"], node["y"]) for node in nodes}
    assert len(places) == len(nodes) > 10


def test_more_pairs_than_can_be_seen_are_refused(sample):
    with pytest.raises(dl.errors.InvalidArgument, match="top: expected 1 to 300 pairs, found 1000"):
        dl.plot.network(sample, top=1000)


def test_a_calendar_puts_days_in_their_week_and_weekday(gapped):
    spec = dl.plot.calendar(gapped, date="published").to_dict()
    rows = {row["day"][:10]: row for row in values(spec, layers(spec)[0])}
    # 2020 began on a Wednesday; 20 January was a Monday, the third.
    assert (rows["2020-01-20"]["week"], rows["2020-01-20"]["weekday"], rows["2020-01-20"]["count"]) == (3, 0, 2)
    assert rows["2020-01-21"]["count"] is None
    assert min(rows) == "2020-01-20"
    assert max(rows) == "2020-03-20"


def test_a_calendar_refuses_months_and_groups(gapped):
    for table in (dl.timeline(gapped, every="1mo"), dl.timeline(gapped, every="1d", by="country")):
        with pytest.raises(dl.errors.InvalidArgument, match="calendar: expected one group by day"):
            dl.plot.calendar(table)


def test_lags_are_boxes_or_with_windows_lines_that_break(gapped):
    spec = dl.plot.lag(gapped, by="country").to_dict()
    (box, _) = values(spec, drawn_by(spec, "bar", "x"))
    found = dl.lag(gapped, by="country").row(0, named=True)
    assert box["name"] == "Russia (3)"
    assert [box[name] for name in ("min", "q1", "median", "q3", "max")] == pytest.approx(
        [found[name] for name in ("min", "q1", "median", "q3", "max")]
    )
    spec = dl.plot.lag(gapped, by="country", every="1mo").to_dict()
    rows = values(spec, drawn_by(spec, "line", "y"))
    assert [row["median"] for row in rows if row["group_label"] == "Kenya"] == [1, None]


def test_items_left_out_are_warned_of_and_written_under_the_title(gapped):
    items = gapped.with_columns(date=pl.when(pl.col("item_id") != "a").then("date"))
    with pytest.warns(dl.UndatedItems, match="1 of 4 items") as caught:
        chart = dl.plot.timeline(items)
    assert caught[0].filename == __file__
    assert "left out: 1 of 4 items have no `date`" in said(chart.to_dict())


def test_themes_have_grounds_and_auto_has_none(sample):
    table = dl.frequency(sample)
    grounds = {theme: dl.plot.frequency(table, theme=theme).to_dict()["config"] for theme in ("auto", "light", "dark")}
    assert grounds["auto"]["background"] == "transparent"
    for theme, (ground, text) in {"light": ("#ffffff", 7), "dark": ("#161b22", 7)}.items():
        assert grounds[theme]["background"] == ground
        assert contrast(grounds[theme]["title"]["color"], ground) > text
    # In between: for large and small type on white, and on the grounds of dark notebooks.
    assert contrast(grounds["auto"]["title"]["color"], "#ffffff") > 4.5
    assert contrast(grounds["auto"]["title"]["color"], "#111111") > 4
    with pytest.raises(dl.errors.InvalidArgument, match="theme: expected 'auto', 'light', 'dark', found 'blue'"):
        dl.plot.frequency(table, theme="blue")


def contrast(one, other):
    """Contrast of two colours as WCAG 2 defines it."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_without_altair_the_error_says_how_to_get_it(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("dateline.plot.")]:
        monkeypatch.delitem(sys.modules, name)
    for name in NAMES:
        monkeypatch.delitem(vars(dl.plot), name, raising=False)
    monkeypatch.setitem(sys.modules, "altair", None)
    for name in NAMES:
        with pytest.raises(dl.errors.MissingPackage, match=r"altair: pip install 'dateline\[plot\]'"):
            getattr(dl.plot, name)
    assert set(NAMES) < set(dir(dl.plot))


def test_without_networkx_the_error_says_how_to_get_it(monkeypatch, sample):
    pairs = dl.cooccurrence(sample)
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(dl.errors.MissingPackage, match=r"networkx: pip install 'dateline\[plot\]'"):
        dl.plot.network(pairs)


def test_reading_does_not_load_altair():
    import subprocess

    code = "import sys, dateline as dl; dl.sample(); dl.plot; sys.exit('altair' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
