"""What holds on every input."""

import dateline as dl
import polars as pl
import pytest
from conftest import CASES, SHARED
from polars import selectors

SOURCES = {
    "sample": dl.sample,
    "cases": lambda: dl.read(CASES),
    "shared-cases": lambda: dl.read(SHARED / "cases"),
    "shared-seed": lambda: dl.read(SHARED / "seed"),
    "notes": lambda: dl.parse("[Editor's Update: late.]\n\nRain. (CNN, May 4, 2020)\n\n[Editor's Note: wet"),
}


@pytest.fixture(scope="module", params=SOURCES)
def archive(request):
    if request.param.startswith("shared-") and not (SHARED / request.param.removeprefix("shared-")).is_dir():
        pytest.skip("the shared folder is not there")
    return SOURCES[request.param]()


@pytest.fixture(scope="module")
def texts(archive):
    documents = set(archive.issues["document"]) | set(archive.diagnostics["document"])
    return {document: archive.text(document).encode() for document in documents}


def test_every_byte_has_one_role(archive, texts):
    covered = archive.coverage(by="document").group_by("document").agg(pl.col("bytes").sum())
    for document, total in covered.iter_rows():
        assert total == len(texts[document])
    assert archive.coverage()["share"].sum() == pytest.approx(1.0)


def test_spans_lie_in_their_document_on_characters(archive, texts):
    document_of = dict(archive.items.select("item_id", "document").iter_rows())
    for table in ("items", "citations", "mentions", "diagnostics"):
        frame = getattr(archive, table)
        pairs = [(name, name.replace("start", "end")) for name in frame.columns if name.endswith("_start")]
        pairs = [("date_start", "date_stop") if start == "date_start" else (start, end) for start, end in pairs]
        for row in frame.iter_rows(named=True):
            text = texts[row.get("document") or document_of[row["item_id"]]]
            for start, end in pairs:
                if row[start] is None:
                    assert row[end] is None
                    continue
                assert 0 <= row[start] <= row[end] <= len(text), (table, start, row)
                text[row[start] : row[end]].decode()


def test_items_follow_each_other(archive):
    for _, items in archive.items.group_by("document", maintain_order=True):
        starts, ends = items["byte_start"].to_list(), items["byte_end"].to_list()
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
        assert all(start < end for start, end in zip(starts, ends, strict=True))
    for _, items in archive.items.group_by("issue_id", maintain_order=True):
        assert items["item"].to_list() == list(range(1, items.height + 1))


def test_an_excerpt_holds_the_words_of_its_item(archive):
    for row in archive.items.iter_rows(named=True):
        printed = squeezed(archive.excerpt(row))
        if "[[" in printed or "[http" in printed:
            continue  # values of wikitext leave its markup out
        for paragraph in (row["text"] or "").split("\n\n"):
            assert squeezed(paragraph) in printed
        if row["headline_basis"] == "printed":
            assert squeezed(row["headline"]) in printed
        if row["note"] is not None:
            assert squeezed(row["note"]) in printed


def squeezed(text):
    """Without anything that a line break, a soft hyphen or a blank can change."""
    return "".join(text.replace("\u00ad", "").replace("\ufeff", "").split())


def test_values_stand_where_their_spans_point(archive):
    for row in archive.citations.iter_rows(named=True):
        document = archive.item(row["item_id"])["document"]

        def cut(start, end, document=document):
            return squeezed(archive.excerpt({"document": document, "byte_start": start, "byte_end": end}))

        assert cut(row["outlet_start"], row["outlet_end"]) == squeezed(row["outlet_raw"])
        if row["date_start"] is not None:
            assert cut(row["date_start"], row["date_stop"]) == squeezed(row["date_raw"])
    for row in archive.mentions.iter_rows(named=True):
        assert squeezed(archive.excerpt(row)) == squeezed(row["surface"])


def test_ids_are_unique_and_keys_lead_somewhere(archive):
    issues, items = archive.issues, archive.items
    assert issues["issue_id"].is_unique().all()
    assert items["item_id"].is_unique().all()
    assert set(items["issue_id"]) <= set(issues["issue_id"])
    assert set(issues["duplicate_of"].drop_nulls()) <= set(issues["issue_id"])
    assert set(items["continues"].drop_nulls()) <= set(items["item_id"])
    for table in ("citations", "mentions"):
        assert set(getattr(archive, table)["item_id"]) <= set(items["item_id"])
    assert set(archive.diagnostics["item_id"].drop_nulls()) <= set(items["item_id"])
    assert set(archive.diagnostics["issue_id"].drop_nulls()) <= set(issues["issue_id"])
    counted = items.group_by("issue_id").len().rename({"len": "found"})
    both = issues.join(counted, on="issue_id", how="left").with_columns(pl.col("found").fill_null(0))
    assert (both["items"] == both["found"]).all()
    known = set(dl.countries()["iso3"])
    assert set(items["country"].drop_nulls()) <= known
    assert set(archive.mentions["country"].drop_nulls()) <= known


def test_citations_and_mentions_lie_in_their_item(archive):
    spans = archive.items.select("item_id", start="byte_start", end="byte_end")
    for table in ("citations", "mentions"):
        joined = getattr(archive, table).join(spans, on="item_id")
        if table == "citations":
            # A paper that heads several items stands above the first of them.
            assert (joined.filter(form="before")["byte_end"] <= joined.filter(form="before")["end"]).all()
            joined = joined.filter(pl.col("form") != "before")
        outside = joined.filter((pl.col("byte_start") < pl.col("start")) | (pl.col("byte_end") > pl.col("end")))
        assert outside.height == 0, outside
        numbered = getattr(archive, table).group_by("item_id", maintain_order=True).agg(table[:-1])
        for _, numbers in numbered.iter_rows():
            assert numbers == list(range(1, len(numbers) + 1))


def test_principal_values_are_among_the_lists(archive):
    for one, many in (("category", "categories"), ("country", "countries"), ("source", "sources")):
        for value, values, raw in archive.items.select(one, many, "source_raw").iter_rows():
            assert value is None or value in values
            if value is None and values:
                # The first outlet cited may be one that is not known, or not which.
                assert one == "source"
                assert raw is not None


def test_missing_is_null_and_never_empty(archive):
    for table in ("issues", "items", "citations", "mentions", "diagnostics"):
        frame = getattr(archive, table)
        for column in frame.select(selectors.string()):
            if (table, column.name) != ("issues", "path"):
                assert not (column == "").any(), (table, column.name)
        for column in frame.select(selectors.by_dtype(pl.List(pl.String))):
            if column.name == "candidates":
                assert not (column.list.len() < 2).any(), "one candidate is no choice"
            else:
                assert column.null_count() == 0, (table, column.name)
        for column in frame.select(selectors.matches("_basis$|_precision$")):
            assert column.drop_nulls().str.contains(r"^[a-z]+(-[a-z]+)*$").all()
    assert (archive.items["date"].is_null() | archive.items["date_basis"].is_not_null()).all()


def test_line_and_column_lead_to_the_byte(archive, texts):
    for row in archive.diagnostics.filter(pl.col("line").is_not_null()).iter_rows(named=True):
        before = texts[row["document"]][: row["byte_start"]].decode()
        assert row["line"] == before.count("\n") + 1
        assert row["column"] == len(before) - (before.rfind("\n") + 1) + 1
