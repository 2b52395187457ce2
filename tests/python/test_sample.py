"""The bundled archive against what its generator knows of it: it wrote the truth down before printing a page."""

import datetime as dt
import json
from collections import Counter, defaultdict

import dateline as dl
import pytest
from conftest import ROOT

KNOWN = [json.loads(line) for line in (ROOT / "tests" / "sample_truth.jsonl").read_text().splitlines()]
TRUTH = [issue for issue in KNOWN if issue["layout"] != "listing"]


def date(text):
    return text and dt.date.fromisoformat(text)


@pytest.fixture(scope="module")
def pairs(sample):
    """Each printed issue with what was read of it, in the order of the page."""
    found = defaultdict(list)
    for row in sample.issues.iter_rows(named=True):
        found[row["document"]].append(row)
    known = defaultdict(list)
    for issue in TRUTH:
        known[issue["file"]].append(issue)
    counts = {file: (len(known[file]), len(found[file])) for file in known}
    assert {file: pair for file, pair in counts.items() if pair[0] != pair[1]} == {}
    return [(truth, row) for file in known for truth, row in zip(known[file], found[file], strict=True)]


@pytest.fixture(scope="module")
def items(sample, pairs):
    """Each printed item with what was read of it."""
    rows = defaultdict(list)
    for row in sample.items.iter_rows(named=True):
        rows[row["issue_id"]].append(row)
    return [
        (issue, truth, row)
        for issue, found in pairs
        for truth, row in zip(issue["items"], rows[found["issue_id"]], strict=False)
    ]


def agree(facts):
    """Facts as (place, expected, found): all alike, or the first that differ are shown."""
    wrong = [f"{place}: expected {want!r}, found {found!r}" for place, want, found in facts if want != found]
    assert not wrong, f"{len(wrong)} facts differ\n" + "\n".join(wrong[:15])


def place(issue, item=None):
    return f"{issue['file']} {issue['layout']} {issue['style']}" + (f" {item['first_words']!r}" if item else "")


def test_the_archive_is_large_and_varied(sample):
    assert len({(issue["series"], issue["number"]) for issue in TRUTH}) >= 120
    assert len({issue["series"] for issue in TRUTH}) == 3
    assert {issue["layout"] for issue in TRUTH} == set("ABCDEF")
    assert {issue["style"] for issue in TRUTH} == {"date-heading", "headline", "bare"}
    assert len({issue["published_true"][:4] for issue in TRUTH}) >= 10
    listings = [page["file"] for page in KNOWN if page["layout"] == "listing"]
    found = sample.diagnostics.filter(code="listing-page")["document"].to_list()
    assert found == listings
    assert sample.items.filter(sample.items["document"].is_in(listings)).height == 0


@pytest.mark.parametrize("name", ["series", "number", "categories", "regions", "headlines"])
def test_mastheads(pairs, name):
    agree((place(issue), issue[name], row[name]) for issue, row in pairs)


def test_editors(pairs):
    agree((place(issue), issue["editors"], row["editors"]) for issue, row in pairs)


def test_dates_of_issues(pairs):
    declared = [(issue, row) for issue, row in pairs if issue["published"]]
    agree((place(issue), date(issue["published"]), row["published"]) for issue, row in declared)
    agree((place(issue), "declared", row["published_basis"]) for issue, row in declared)
    for issue, row in pairs:
        if not issue["published"]:
            assert row["published_basis"] != "declared", place(issue)
            if row["published_earliest"] is not None:
                assert row["published_earliest"] <= date(issue["published_true"]), place(issue)
            if row["published_latest"] is not None:
                assert row["published_latest"] >= date(issue["published_true"]), place(issue)


def test_updates_belong_to_the_issue(pairs):
    agree((place(issue), issue["update"], row["note"]) for issue, row in pairs)


def test_renderings_of_one_issue_are_linked(pairs):
    rows = {issue["file"]: row for issue, row in pairs if not issue["duplicate_of"]}
    again = [(issue, rows[issue["duplicate_of"]], row) for issue, row in pairs if issue["duplicate_of"]]
    assert again
    linked = set()
    for issue, new, old in again:
        pair = {new["issue_id"]: new["duplicate_of"], old["issue_id"]: old["duplicate_of"]}
        (kept,) = [issue_id for issue_id, other in pair.items() if other is None]
        (dropped,) = set(pair) - {kept}
        assert pair[dropped] == kept, place(issue)
        if any(item["teaser"] or item["headline"] for item in issue["items"]):
            assert kept == new["issue_id"], place(issue)
        linked.add(dropped)
    assert linked == {row["issue_id"] for _, row in pairs if row["duplicate_of"]}


def test_number_of_items(pairs):
    agree((place(issue), len(issue["items"]), row["items"]) for issue, row in pairs)


@pytest.mark.parametrize("name", ["headline", "paragraphs", "text", "note"])
def test_items(items, name):
    def value(issue, text):
        # A blank that a page has lost cannot be known to be missing.
        return text.replace(" ", "") if name == "text" and "glued" in issue["damage"] else text

    facts = [(place(issue, truth), value(issue, truth[name]), value(issue, row[name])) for issue, truth, row in items]
    if name == "headline":
        # Where a page prints none, an item may have taken that of a teaser.
        facts = [fact for fact, (_, _, row) in zip(facts, items, strict=True) if row["headline_basis"] != "teaser"]
    agree(facts)


def test_teasers_become_headlines_where_counts_agree(items):
    taken = [(issue, truth, row) for issue, truth, row in items if row["headline_basis"] == "teaser"]
    assert taken
    agree((place(issue, truth), truth["teaser"], row["headline"]) for issue, truth, row in taken)


def test_dates_of_items(items):
    dated = [(issue, truth, row) for issue, truth, row in items if row["date"] is not None]
    agree((place(issue, truth), date(truth["date_true"]), row["date"]) for issue, truth, row in dated)
    undated = [place(issue, truth) for issue, truth, row in items if row["date"] is None]
    assert len(undated) <= len(items) // 50, undated[:10]


def test_continued_headlines_are_linked(items):
    agree(
        (place(issue, truth), truth["continues"] and f"{row['issue_id']}/{truth['continues']}", row["continues"])
        for issue, truth, row in items
    )


@pytest.fixture(scope="module")
def cited(sample, items):
    """Place, expected and found citations of each item."""
    rows = defaultdict(list)
    for row in sample.citations.iter_rows(named=True):
        rows[row["item_id"]].append(row)
    return [(place(issue, truth), truth["citations"], rows[row["item_id"]]) for issue, truth, row in items]


def bare(printed):
    """Without the article, of which running text does not tell whether it belongs to the name."""
    return printed.removeprefix("The ").removeprefix("the ")


def test_outlets_as_printed(cited):
    def printed(citations):
        return Counter(bare(citation["outlet_raw"]) for citation in citations)

    agree((where, printed(known), printed(rows)) for where, known, rows in cited)


def test_outlets(cited):
    agree(
        (where, Counter(c["outlet"] for c in known), Counter(c["outlet"] for c in rows)) for where, known, rows in cited
    )


def test_forms_of_citations(cited):
    def form(citation):
        return "prose-dated" if citation["form"] == "prose" and citation["date_printed"] else citation["form"]

    agree((where, Counter(map(form, known)), Counter(c["form"] for c in rows)) for where, known, rows in cited)


def test_dates_of_citations(cited):
    def known_dates(citations):
        return Counter((bare(c["outlet_raw"]), date(c["date"]), date(c["date_end"])) for c in citations)

    def found_dates(rows):
        return Counter((bare(c["outlet_raw"]), c["date"], c["date_end"]) for c in rows)

    agree((where, known_dates(known), found_dates(rows)) for where, known, rows in cited)


def test_countries(items, figures):
    right = missed = extra = 0
    wrong = []
    for issue, truth, row in items:
        expected, found = set(truth["countries"]), set(row["countries"])
        right += len(expected & found)
        missed += len(expected - found)
        extra += len(found - expected)
        if expected != found:
            wrong.append(f"{place(issue, truth)}: missed {expected - found}, took {found - expected}")
    precision, recall = right / (right + extra), right / (right + missed)
    figures.append(f"countries of the sample: precision {precision:.3f}, recall {recall:.3f}")
    assert precision > 0.97, wrong[:15]
    assert recall > 0.97, wrong[:15]


def test_categories(items, figures):
    known = [(truth["category_true"], row["category"], row["categories"]) for _, truth, row in items]
    first = sum(truth == category for truth, category, _ in known) / len(known)
    among = sum(truth in categories for truth, _, categories in known) / len(known)
    figures.append(f"categories of the sample: first {first:.3f}, among all {among:.3f}")
    assert first > 0.7
    assert among > 0.8


def test_deduplicated_issues_are_those_that_were_invented(sample):
    issues = sample.deduplicate().issues
    assert sorted(issues.select("series", "number").rows()) == sorted(
        {(issue["series"], issue["number"]) for issue in TRUTH}
    )
    known = {(issue["series"], issue["number"]): date(issue["published_true"]) for issue in TRUTH}
    for row in issues.filter(published_basis="rendering").iter_rows(named=True):
        assert row["published"] == known[row["series"], row["number"]]


def test_the_sample_reads_without_errors(sample):
    errors = sample.diagnostics.filter(severity="error")
    assert errors.height == 0, errors
    unparsed = sample.coverage().filter(role="unparsed")["bytes"].sum()
    assert unparsed == 0
    assert isinstance(sample, dl.Archive)
