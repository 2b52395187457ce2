"""Categories learned from items and from bags: what holds whatever is learned, and what cannot be learned says so."""

import doctest
import importlib
import itertools
import json
import subprocess
import sys
import zipfile

import dateline as dl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from dateline import errors

SUBJECTS = {
    "sport": ["The team won the cup final.", "A late goal decided the match.", "The striker left the club."],
    "money": ["The central bank raised rates.", "Share prices fell sharply.", "Inflation slowed in the spring."],
    "weather": ["Heavy snow closed the roads.", "A storm brought rain and wind.", "The drought dried the rivers."],
}
ROWS = [
    (f"{day}: {text}", label)
    for day in ("Monday", "Friday")
    for texts in zip(*SUBJECTS.values(), strict=True)
    for text, label in zip(texts, SUBJECTS, strict=True)
]
ITEMS = pl.DataFrame(ROWS, schema=["text", "category"], orient="row")


@pytest.fixture(scope="module")
def learned():
    return dl.Categorizer().fit(ITEMS)


@pytest.mark.parametrize("name", [f"dateline.{name}" for name in ("categorizer", "categorisation")])
def test_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_known_words_tell_the_category(learned):
    found = learned.predict(["The team lost the match.", "Rates and prices fell.", "Snow and rain and wind."])
    assert found["category"].to_list() == ["sport", "money", "weather"]


def test_probabilities_add_up_to_one_and_the_score_is_the_largest(learned):
    found = learned.predict(["A goal.", "Something else entirely.", "12,5", "Ünïcödé"])
    probabilities = found["probabilities"].struct.unnest()
    assert probabilities.columns == learned.labels == sorted(SUBJECTS)
    assert np.allclose(probabilities.to_numpy().sum(axis=1), 1)
    assert np.array_equal(probabilities.to_numpy().max(axis=1), found["score"].to_numpy())
    assert [probabilities.columns[at] for at in probabilities.to_numpy().argmax(axis=1)] == found["category"].to_list()


def test_rows_without_text_stay_rows(learned):
    found = learned.predict([None, "The match.", "  ", float("nan")])
    assert found["category"].is_null().to_list() == [True, False, True, True]
    assert found["probabilities"].is_null().to_list() == [True, False, True, True]
    empty = learned.predict([])
    assert empty.schema == found.schema
    assert empty.height == 0


def test_frames_of_any_kind_give_the_same(learned):
    texts = ITEMS["text"]
    expected = learned.predict(texts.to_list())
    for data in (texts, ITEMS, ITEMS.to_pandas(), texts.to_pandas(), texts.to_arrow()):
        assert learned.predict(data).equals(expected)
    assert dl.Categorizer().fit(ITEMS.to_pandas()).predict(texts).equals(expected)
    missing = pd.DataFrame({"text": ["A goal.", None], "category": ["sport", None]})
    assert learned.predict(missing)["category"].to_list()[1] is None


def test_several_columns_are_read_as_one_text(learned):
    frame = pl.DataFrame({"headline": ["SNOW", None], "text": ["and storm", "goal"]})
    found = learned.predict(frame, text=["headline", "text"])
    assert found.equals(learned.predict(["SNOW\nand storm", "goal"]))


def test_the_same_texts_give_the_same_model(learned, tmp_path):
    again = dl.Categorizer().fit(ITEMS)
    assert learned.save(tmp_path / "one").read_bytes() == again.save(tmp_path / "two").read_bytes()


def test_threads_do_not_change_what_is_learned(tmp_path, learned):
    code = (
        "import sys, json, polars as pl, dateline as dl\n"
        "rows = json.load(sys.stdin)\n"
        "frame = pl.DataFrame(rows, schema=['text', 'category'], orient='row')\n"
        f"dl.Categorizer().fit(frame).save({str(tmp_path / 'one')!r})"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(ROWS),
        text=True,
        check=True,
        env={"POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1", "PYTHONHASHSEED": "7"},
    )
    assert (tmp_path / "one").read_bytes() == learned.save(tmp_path / "two").read_bytes()


def test_a_saved_categorizer_predicts_as_before(learned, tmp_path):
    path = learned.save(tmp_path / "scheme.zip")
    loaded = dl.Categorizer.load(path)
    assert loaded.labels == learned.labels
    assert loaded.brier == learned.brier
    assert loaded.predict(ITEMS).equals(learned.predict(ITEMS))
    assert loaded.calibration().equals(learned.calibration())
    assert sorted(zipfile.ZipFile(path).namelist()) == ["features.parquet", "model.json"]


def test_own_terms_are_learned_from_and_saved(tmp_path):
    terms = pl.DataFrame({"category": ["Energy Security"], "term": ["zorbium"], "weight": [4]})
    frame = pl.DataFrame({"text": ["Zorbium was sold.", "A tax rose."], "category": ["Energy Security", "Corruption"]})
    categorizer = dl.Categorizer(lexicon=terms).fit(frame)
    plain = dl.Categorizer().fit(frame)

    def energy(one):
        return one.predict("zorbium")["probabilities"].struct.field("Energy Security").item()

    assert energy(categorizer) > energy(plain)
    assert energy(dl.Categorizer.load(categorizer.save(tmp_path / "own.zip"))) == energy(categorizer)


def _rewritten(path, member, change):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def _facts(**changes):
    return lambda content: json.dumps(json.loads(content) | changes).encode()


@pytest.mark.parametrize(
    ("member", "change", "message"),
    [
        ("model.json", _facts(format="other"), "format 'dateline-categorizer'"),
        ("model.json", _facts(version=99), "version 1"),
        ("model.json", _facts(labels=["sport", "sport", "money"]), "labels, each once"),
        ("model.json", _facts(labels=["sport", "money"]), "a constant for each label"),
        ("model.json", _facts(temperature=0), "temperature above 0"),
        ("model.json", _facts(constants=[1, 2, "3"]), "a constant for each label"),
        ("model.json", _facts(reliability=[{"from": "x"}]), "as reliability"),
        ("model.json", lambda _: b"[]", "an object"),
        ("model.json", lambda _: b"{", "model.json and features.parquet"),
        ("model.json", lambda _: None, "model.json and features.parquet"),
        ("features.parquet", lambda content: content[:100], "model.json and features.parquet"),
    ],
)
def test_a_file_that_is_not_a_categorizer_is_refused(learned, tmp_path, member, change, message):
    path = _rewritten(learned.save(tmp_path / "scheme.zip"), member, change)
    with pytest.raises(errors.InvalidArgument, match=message) as caught:
        dl.Categorizer.load(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.drop("idf"), "columns block, feature"),
        (lambda table: table.with_columns(block=pl.lit("other")), "blocks words"),
        (lambda table: table.reverse(), "in this order"),
        (lambda table: pl.concat([table[:1], table]), "each feature once"),
        (lambda table: table.with_columns(weights=pl.col("weights").list.head(2)), "a weight for each label"),
        (lambda table: table.with_columns(idf=pl.lit(float("nan"))), "finite"),
        (lambda table: table.with_columns(feature=pl.lit(None, pl.String)), "no missing values"),
    ],
)
def test_features_that_do_not_fit_are_refused(learned, tmp_path, change, message):
    def rewrite(content):
        (tmp_path / "part").write_bytes(content)
        change(pl.read_parquet(tmp_path / "part")).write_parquet(tmp_path / "part")
        return (tmp_path / "part").read_bytes()

    path = _rewritten(learned.save(tmp_path / "scheme.zip"), "features.parquet", rewrite)
    with pytest.raises(errors.InvalidArgument, match=message):
        dl.Categorizer.load(path)


def test_a_missing_or_foreign_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        dl.Categorizer.load(tmp_path / "nowhere.zip")
    (tmp_path / "page.txt").write_text("Rain fell.")
    with pytest.raises(errors.InvalidArgument, match=r"page\.txt: expected a zip archive"):
        dl.Categorizer.load(tmp_path / "page.txt")


@pytest.mark.parametrize(
    ("frame", "options", "message"),
    [
        (ITEMS.drop("text"), {}, "text: expected a column among category, found 'text'"),
        (ITEMS, {"labels": "heading"}, "labels: expected a column among text, category, found 'heading'"),
        (ITEMS.with_columns(category=1), {}, "expected strings in column 'category'"),
        (ITEMS.with_columns(category=pl.lit("one")), {}, "at least two in column 'category', found"),
        (ITEMS.with_columns(text=1), {}, "expected a string"),
        (ITEMS, {"bags": "text"}, "expected a list of strings"),
        (ITEMS.with_columns(pl.concat_list("category"), bag=1), {"bags": "bag"}, "expected one list for all of bag 1"),
        ("ITEMS", {}, "expected a Polars or pandas frame, found str"),
    ],
)
def test_what_cannot_be_learned_from_is_named(frame, options, message):
    with pytest.raises(errors.InvalidArgument, match=message):
        dl.Categorizer().fit(frame, **options)


def test_nothing_is_predicted_before_something_is_learned():
    for call in (lambda one: one.predict("x"), lambda one: one.labels, lambda one: one.save("x")):
        with pytest.raises(errors.InvalidArgument, match="has learned"):
            call(dl.Categorizer())


def test_calibration_counts_every_item_once(learned):
    for table in (learned.calibration(), learned.calibration(ITEMS, bins=4)):
        assert table["items"].sum() == ITEMS.height
        assert (
            table.select((pl.col("predicted") >= pl.col("from")) & (pl.col("predicted") <= pl.col("to")))
            .to_series()
            .all()
        )
        assert table["observed"].is_between(0, 1).all()
    assert 0 <= learned.brier <= 2
    with pytest.raises(errors.InvalidArgument, match="found 'rain'"):
        learned.calibration(ITEMS.with_columns(category=pl.lit("rain")))


def test_bags_tell_what_no_item_tells():
    """Two headings that always come with a third: only together do the bags say which is which."""
    pairs = [pair for _ in range(6) for pair in itertools.combinations(SUBJECTS, 2)]
    rows = [
        {"bag": bag, "text": SUBJECTS[label][bag % 3], "truth": label, "declared": list(pair)}
        for bag, pair in enumerate(pairs)
        for label in pair
    ]
    frame = pl.DataFrame(rows)
    categorizer = dl.Categorizer().fit(frame, labels="declared", bags="bag")
    assert categorizer.labels == sorted(SUBJECTS)
    assert categorizer.predict(frame)["category"].to_list() == frame["truth"].to_list()
    assert categorizer.brier is None
    with pytest.raises(errors.InvalidArgument, match="after learning from bags"):
        categorizer.calibration()
    assert categorizer.calibration(frame, labels="truth")["items"].sum() == frame.height
