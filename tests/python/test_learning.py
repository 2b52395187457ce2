"""The arithmetic of learning against the definition of what it computes."""

import csv
import importlib
import itertools
import pkgutil
from pathlib import Path

import dateline as dl
import numpy as np
import polars as pl
import pytest
from dateline import learning
from dateline.learning import bags, calibration, features, logistic, subjects, tokens
from dateline.learning.sparse import Sparse
from dateline.vocabulary import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

TEXTS = [
    f"{day}: {what}"
    for day in ("Monday", "Friday")
    for what in ("A goal won it.", "Rates fell.", "Snow closed the roads.")
]


def test_too_sure_predictions_are_tempered():
    unsure = np.array([[0.7, 0.3]] * 7 + [[0.3, 0.7]] * 3)
    sure = calibration.tempered(unsure, 0.25)
    truth = np.zeros(10, dtype=np.intp)
    by = calibration.temperature(sure, np.eye(2)[truth])
    assert by == pytest.approx(4.0, rel=0.01)
    assert np.allclose(calibration.tempered(sure, by), unsure, atol=0.01)
    assert calibration.brier(unsure, truth) < calibration.brier(sure, truth)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_assignment_is_the_likeliest_that_carries_all_labels(data):
    labels = data.draw(st.integers(1, 4))
    items = data.draw(st.integers(1, 5))
    cells = st.floats(0.001, 1, allow_nan=False)
    weights = np.array(
        data.draw(st.lists(st.lists(cells, min_size=labels, max_size=labels), min_size=items, max_size=items))
    )
    shares = weights / weights.sum(axis=1, keepdims=True)
    everything = np.ones((items, labels))
    bag = np.zeros(items, dtype=np.intp)
    chosen = bags.assigned(shares, everything, bag)
    ways = [way for way in itertools.product(range(labels), repeat=items) if items < labels or len(set(way)) == labels]
    best = max(sum(np.log(shares[row, at]) for row, at in enumerate(way)) for way in ways)
    assert np.log(shares[np.arange(items), chosen]).sum() == pytest.approx(best)
    share = bags.covered(shares, everything, bag)
    assert np.allclose(share.sum(axis=1), 1)


def test_the_sparse_products_are_those_of_the_full_matrix():
    rng = np.random.default_rng(0)
    full = rng.random((6, 9)) * (rng.random((6, 9)) < 0.4)
    full[:, 0] = 1
    held = [np.flatnonzero(row) for row in full]
    ends = np.concatenate(([0], np.cumsum([len(row) for row in held])))
    matrix = Sparse(ends, np.concatenate(held), full[full != 0], 9)
    weights, errors_ = rng.random((3, 9)), rng.random((6, 3))
    assert np.allclose(matrix.times(weights), full @ weights.T)
    assert np.allclose(matrix.transposed_times(errors_), errors_.T @ full)
    rows = np.array([4, 0, 4])
    assert np.allclose(matrix.take(rows).times(weights), full[rows] @ weights.T)
    kept = np.array([True, False, True] * 3)
    assert np.allclose(matrix.narrowed(kept).times(weights[:, kept]), full[:, kept] @ weights[:, kept].T)


def test_the_fit_is_where_the_slope_is_flat():
    texts = TEXTS
    known = features.Features.learn(texts, shipped())
    rows = known.of(texts, shipped())
    targets = np.eye(3)[np.arange(len(texts)) % 3]
    weights = logistic.fit(rows, targets, strength=0.2, steps=500, tolerance=1e-8)
    slope = rows.transposed_times(logistic.softmax(rows.times(weights)) - targets)
    assert np.abs(slope + weights / 0.2).max() < 1e-5


def test_words_of_one_subject_count_once_each():
    found = subjects.subjects(["typhoon", "hurrican", "hurrican", "zorbium"])
    assert found["storms"] == 2
    assert not subjects.subjects(["zorbium"])


def test_a_word_that_was_never_seen_is_judged_by_its_subject():
    rows = [
        ("A hurricane came.", "weather"),
        ("The court heard it.", "law"),
        ("A storm came.", "weather"),
        ("The judge came.", "law"),
    ]
    learned = dl.Categorizer().fit(pl.DataFrame(rows, schema=["text", "category"], orient="row"))
    assert learned.predict(["Typhoon", "Verdict"])["category"].to_list() == ["weather", "law"]


def test_subjects_are_named_once_and_their_words_are_whole_stems():
    with (Path(learning.__file__).parent / "subjects.csv").open(encoding="utf-8") as file:
        rows = [(row["subject"], row["words"].split()) for row in csv.DictReader(file)]
    names = [name for name, _ in rows]
    assert names == sorted(set(names))
    for name, words in rows:
        assert words == sorted(words), name
        assert all(tokens.tokens(word) == [word] for word in words), name
        assert len({tokens.stem(word) for word in words}) == len(words), name


def test_every_module_of_learning_says_what_it_is_for():
    for module in pkgutil.iter_modules(learning.__path__):
        assert importlib.import_module(f"dateline.learning.{module.name}").__doc__
