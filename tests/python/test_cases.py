"""Golden pages in every layout: items, boundaries, headlines, dates, citations, notes; with figures per layout."""

import datetime as dt
import functools
import json
from collections import defaultdict

import dateline as dl
import pytest
from conftest import CASES, SHARED

FOLDERS = [CASES, SHARED / "cases"]
STEMS = sorted(path.stem for path in CASES.glob("*.json"))
FORMS = {
    "paren": {"paren"},
    "in-prose": {"prose"},
    "in-prose with date": {"prose-dated"},
    "in-prose document link": {"document"},
}

pytestmark = pytest.mark.parametrize(
    "folder",
    [pytest.param(f, marks=pytest.mark.skipif(not f.is_dir(), reason=f"{f.name} is not there")) for f in FOLDERS],
    ids=["bundled", "shared"],
)


@functools.cache
def read(folder):
    return dl.read(f"{folder}/*.txt")


@functools.cache
def truth(folder, stem):
    return json.loads((folder / f"{stem}.json").read_text())


@functools.cache
def outlet_names():
    """Each printed form of each known outlet to its names."""
    names = defaultdict(set)
    for row in dl.outlets().iter_rows(named=True):
        for form in (row["name"], *row["variants"], *row["bracket_only"], *(f.split(" (")[0] for f in row["former"])):
            names[bare(form)].add(row["name"])
    return names


def bare(form):
    return form.casefold().removeprefix("the ")


def same_outlet(cited, source):
    """Printed alike, or resolved to the outlet that the source stands for."""
    return bare(cited["outlet_raw"]) == bare(source) or cited["outlet"] in outlet_names()[bare(source)]


def month_day(value):
    return None if value is None else f"{value:%m-%d}"


def printed_day(heading):
    """Month and day of a heading such as `March 5:`; in a leap year, for `February 29`."""
    return heading and month_day(dt.datetime.strptime(f"{heading.strip(' :')} 2000", "%B %d %Y"))


def compared(folder, stem):
    """Every fact of a case as (kind, expected, found, whether they agree)."""
    archive, expected = read(folder), truth(folder, stem)
    document = f"{stem}.txt"
    issues = archive.issues.filter(document=document).to_dicts()
    yield "issues", 1, len(issues), len(issues) == 1
    issue = issues[0]
    if expected["series_and_number_in_text"]:
        for name in ("series", "number"):
            yield name, expected[name], issue[name], expected[name] == issue[name]
    if expected["publication_date"]:
        found = (str(issue["published"]), issue["published_basis"])
        yield "published", expected["publication_date"], found, found == (expected["publication_date"], "declared")
    yield "editors", expected["editors"], issue["editors"], same_people(expected["editors"], issue["editors"])
    labels = sorted(issue["categories"] + issue["regions"])
    yield "labels", sorted(expected["issue_categories"]), labels, sorted(expected["issue_categories"]) == labels
    teasers = expected["issue_teaser_headlines"]
    yield "teasers", teasers, issue["headlines"], teasers == issue["headlines"]

    items = archive.items.filter(document=document).to_dicts()
    complete = expected["items"]
    # A cut-off page ends in one more, partial item.
    allowed = {len(complete), len(complete) + 1} if expected["truncated"] else {len(complete)}
    yield "items", sorted(allowed), len(items), len(items) in allowed
    for one, item in zip(complete, items, strict=False):
        yield from compared_item(archive, one, item)


def same_people(expected, found):
    def names(people):
        return {tuple(part for part in person.split() if not part.endswith(".")) for person in people}

    return names(expected) == names(found)


def compared_item(archive, expected, item):
    start = " ".join(item["text"].split()[: len(expected["first_words"].split())])
    yield "first words", expected["first_words"], start, expected["first_words"] == start
    yield "paragraphs", expected["n_paragraphs"], item["paragraphs"], expected["n_paragraphs"] == item["paragraphs"]
    if item["headline_basis"] != "teaser":
        yield "headline", expected["headline"], item["headline"], expected["headline"] == item["headline"]
    yield "note", expected["has_editors_note"], item["note"], expected["has_editors_note"] == (item["note"] is not None)
    if "item_month_day" in expected:
        wanted = expected["item_month_day"]
        if expected["item_date"]:
            found = str(item["date"])
            yield "date", expected["item_date"], found, expected["item_date"] == found
        else:
            found = (item["date_raw"], item["date"])
            yield "date", wanted, found, printed_day(found[0]) == wanted and month_day(found[1]) in (None, wanted)

    cited = archive.citations.filter(item_id=item["item_id"]).to_dicts()
    wanted = expected["citations"]
    printed = [row["outlet_raw"] for row in cited]
    yield "citations", [source["source"] for source in wanted], printed, len(cited) == len(wanted)
    for source in wanted:
        rows = [row for row in cited if same_outlet(row, source["source"])]
        yield "outlet", source["source"], printed, bool(rows)
        forms = FORMS[source["form"]]
        yield "form", sorted(forms), [row["form"] for row in rows], any(row["form"] in forms for row in rows)
        if source["date"]:
            dates = [str(row["date"]) for row in rows]
            yield "citation date", source["date"], dates, source["date"] in dates


@pytest.mark.parametrize("stem", STEMS)
def test_every_fact_of_a_page_is_found(folder, stem):
    wrong = [
        f"{kind}: expected {want!r}, found {got!r}" for kind, want, got, right in compared(folder, stem) if not right
    ]
    assert not wrong, "\n".join(wrong)


def test_figures_per_layout(folder, figures):
    counts = defaultdict(lambda: [0, 0])
    for stem in STEMS:
        for kind, _, _, right in compared(folder, stem):
            for key in ((truth(folder, stem)["layout"], kind), ("all", kind)):
                counts[key][0] += right
                counts[key][1] += 1
    kinds = list(dict.fromkeys(kind for _, kind in counts))
    figures.append(f"facts found on {folder.parent.name}/{folder.name}, right/all:")
    figures.append(f"{'layout':8}" + "".join(f"{kind:>14}" for kind in kinds))
    for layout in sorted({layout for layout, _ in counts}):
        cells = [counts.get((layout, kind), (0, 0)) for kind in kinds]
        cells = [f"{right}/{whole}" if whole else "-" for right, whole in cells]
        figures.append(f"{layout:8}" + "".join(f"{cell:>14}" for cell in cells))
    assert counts["all", "items"][1] == len(STEMS)


def test_a_listing_page_gives_no_items_and_says_so(folder):
    archive = dl.read(folder / "listing-search-dup.txt")
    assert archive.items.height == 0
    assert "listing-page" in archive.diagnostics["code"].to_list()
