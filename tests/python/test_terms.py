"""Words and phrases: counted against texts whose phrases are known, scored against scipy."""

import signal
import subprocess
import sys
import time
from collections import Counter

import dateline as dl
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy import stats

WORDS = ["Gas", "GAS", "gas", "Москва", "pipeline", "U.S", "don’t", "don't", "3,000", "the", "of", "café"]
JOINTS = [" ", "\n", " “", "-", " $"]
ENDS = [", ", "! The ", "\n\n", " (", "; ", " – "]


def plain(word):
    return word.lower().replace("’", "'")


def known_texts(number, seed=7):
    """Texts and the phrases they are made of."""
    random = np.random.default_rng(seed)
    texts, phrases = [], []
    for _ in range(number):
        text, runs = "", []
        for _ in range(random.integers(0, 6)):
            words = [str(word) for word in random.choice(WORDS, random.integers(1, 7))]
            run = words[0] + "".join(str(random.choice(JOINTS)) + word for word in words[1:])
            end = str(random.choice(ENDS))
            text += run + end
            runs.append([plain(word) for word in words])
            if "The" in end:
                text += "; "
                runs.append(["the"])
        texts.append(text)
        phrases.append(runs)
    return texts, phrases


def grams(runs, n):
    return [tuple(run[at : at + n]) for run in runs for at in range(len(run) - n + 1)]


@pytest.fixture(scope="module")
def corpus():
    texts, phrases = known_texts(200)
    items = pl.DataFrame(
        {
            "item_id": [f"s/{n:03}" for n in range(200)],
            "text": texts,
            "side": ["a", "b"] * 100,
            "odd": [["x", "y"]] * 200,
        }
    )
    return items, phrases


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_every_phrase_is_counted_as_by_hand(corpus, threads):
    items, phrases = corpus
    found = dl.terms(items, ngrams=(1, 2, 3, 5), stop=None, item_ids=True, threads=threads)
    for n in (1, 2, 3, 5):
        expected = Counter(gram for runs in phrases for gram in grams(runs, n))
        part = found.filter(n=n)
        assert dict(zip(part["feature"], part["frequency"], strict=True)) == {
            " ".join(gram): count for gram, count in expected.items()
        }
        assert part["total"].unique().to_list() == [sum(expected.values())]
        assert part["rank"].to_list() == part["frequency"].rank("min", descending=True).to_list()
        for row in part.head(40).iter_rows(named=True):
            holding = [
                item
                for item, runs in zip(items["item_id"], phrases, strict=True)
                if tuple(row["feature"].split(" ")) in grams(runs, n)
            ]
            assert (row["docfreq"], row["item_ids"]) == (len(holding), holding)


def test_stop_words_are_left_out_but_counted_in_the_totals(corpus):
    items, _ = corpus
    found = dl.terms(items, ngrams=(1, 2, 3), stop=["The", "of", "don’t"])
    everything = dl.terms(items, ngrams=(1, 2, 3), stop=None)
    stop = {"the", "of", "don't"}
    words = pl.col("feature").str.split(" ")
    kept = everything.filter(~words.list.first().is_in(stop) & ~words.list.last().is_in(stop))
    assert_frame_equal(found.drop("rank"), kept.drop("rank"))
    assert found.filter(pl.col("feature").str.contains(" of ")).height > 0
    assert "the" not in dl.terms(items, ngrams=1)["feature"]


def test_groups_are_counted_apart(corpus):
    items, _ = corpus
    found = dl.terms(items, groups="side", item_ids=True)
    for side in "ab":
        alone = dl.terms(items.filter(side=side), item_ids=True).with_columns(group=pl.lit(side))
        assert_frame_equal(found.filter(group=side), alone)
    twice = dl.terms(items, groups="odd")
    whole = dl.terms(items)
    for group in "xy":
        assert_frame_equal(twice.filter(group=group).drop("group"), whole.drop("group"))


def test_scores_agree_with_scipy(corpus):
    items, phrases = corpus
    found = dl.terms(items, ngrams=(2, 3), stop=None)
    pairs = [gram for runs in phrases for gram in grams(runs, 2)]
    words = Counter(word for runs in phrases for run in runs for word in run)
    for row in found.filter(n=2).iter_rows(named=True):
        first, last = row["feature"].split(" ")
        both = row["frequency"]
        one = sum(pair[0] == first for pair in pairs)
        other = sum(pair[1] == last for pair in pairs)
        table = np.array([[both, one - both], [other - both, len(pairs) - one - other + both]])
        ratio = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
        assert row["expected"] == pytest.approx(ratio.expected_freq[0, 0])
        sign = 1 if both >= row["expected"] else -1
        assert row["lr"] == pytest.approx(sign * ratio.statistic, abs=1e-9)
        assert row["pmi"] == pytest.approx(np.log2(both * len(pairs) / (one * other)))
    for row in found.filter(n=3).iter_rows(named=True):
        shares = [words[word] / words.total() for word in row["feature"].split(" ")]
        expected = row["total"] * np.prod(shares)
        assert row["expected"] == pytest.approx(expected)
        seen = np.array([row["frequency"], row["total"] - row["frequency"]])
        chance = np.array([expected, row["total"] - expected])
        ratio = stats.power_divergence(seen, chance, lambda_="log-likelihood").statistic
        assert abs(row["lr"]) == pytest.approx(ratio, abs=1e-9)


def test_a_word_that_follows_itself_has_a_table_too():
    found = dl.terms(pl.DataFrame({"text": ["very very very very very good"]}), stop=None, ngrams=2)
    row = found.row(0, named=True)
    assert (row["feature"], row["frequency"], row["expected"]) == ("very very", 4, 5 * 4 / 5)
    assert row["lr"] == 0


def test_stems_count_together():
    items = pl.DataFrame({"text": ["Missile tests were tested.", "A test of missiles; Russia’s test"]})
    found = dl.terms(items, stem=True, ngrams=(1, 2))
    assert found.select("feature", "frequency", "docfreq").rows()[:2] == [("test", 4, 2), ("missil", 2, 2)]
    assert {"missil test", "russia test"} <= set(found["feature"])


def test_phrases_do_not_go_over_punctuation():
    found = dl.terms(
        pl.DataFrame({"text": ["U.S. forces in Kabul, Kandahar. Herat (west)\n\nNext"]}), ngrams=2, stop=None
    )
    assert found["feature"].to_list() == ["forces in", "in kabul", "u.s forces"]


def test_rare_ones_can_be_left_out(corpus):
    items, _ = corpus
    whole = dl.terms(items)
    assert_frame_equal(dl.terms(items, min_frequency=5), whole.filter(pl.col("frequency") >= 5))
    assert dl.terms(items, top=2)["rank"].max() <= 2


def test_the_same_from_archive_polars_lazy_pandas_and_namespace(sample):
    expected = dl.terms(sample.deduplicate().items, top=20)
    assert_frame_equal(dl.terms(sample, top=20), expected)
    items = sample.deduplicate().items
    assert_frame_equal(items.dateline.terms(top=20), expected)
    assert_frame_equal(items.lazy().dateline.terms(top=20).collect(), expected)
    pandas = dl.terms(items.select("text").to_pandas(), top=20)
    assert pandas["feature"].tolist() == expected["feature"].to_list()
    assert dl.terms(dl.parse([]), item_ids=True).schema == dl.terms(sample, top=1, item_ids=True).schema


def test_missing_texts_have_no_words():
    items = pl.DataFrame({"item_id": ["a", "b", "c"], "text": ["gas", None, ""], "side": [None, "x", "y"]})
    found = dl.terms(items, ngrams=1, item_ids=True, groups="side")
    assert found.select("feature", "group", "total", "item_ids").rows() == [("gas", None, 1, ["a"])]


@pytest.mark.parametrize(
    "wrong",
    [{"ngrams": 6}, {"ngrams": 0}, {"ngrams": ()}, {"stop": "klingon"}, {"stop": [1]}, {"text": "item"}, {"top": 0}],
)
def test_what_cannot_be_meant_is_refused(sample, wrong):
    with pytest.raises(dl.errors.InvalidArgument):
        dl.terms(sample, **wrong)


def test_many_phrases_are_counted_as_polars_counts_them():
    # More than a thread keeps at once, so that they are counted in parts and added up on the way.
    random = np.random.default_rng(9)
    numbers = pl.DataFrame({"item": np.repeat(np.arange(4000), 400), "word": random.integers(0, 1500, 1_600_000)})
    texts = numbers.group_by("item", maintain_order=True).agg(text=pl.col("word").cast(pl.String).str.join(" "))
    pairs = numbers.with_columns(next=pl.col("word").shift(-1).over("item")).drop_nulls()
    expected = pairs.group_by("word", "next").agg(frequency=pl.len(), docfreq=pl.col("item").n_unique())
    expected = expected.select(pl.format("{} {}", "word", "next").alias("feature"), "frequency", "docfreq")
    for threads in (1, 2):
        found = dl.terms(texts, ngrams=2, stop=None, threads=threads).select("feature", "frequency", "docfreq")
        assert_frame_equal(found.sort("feature"), expected.sort("feature"), check_dtypes=False)


COUNT = """
import signal, sys, dateline as dl, polars as pl
signal.signal(signal.SIGINT, signal.default_int_handler)
text = " ".join(f"w{n % 997} w{n % 1009}" for n in range(100_000))
texts = pl.DataFrame({"text": pl.Series([text]).gather([0] * 2000)})  # two gigabytes that share one
print("counting", flush=True)
try:
    dl.terms(texts, stop=None) if sys.argv[1] == "terms" else dl.kwic(texts, "x*")
except KeyboardInterrupt:
    sys.exit(77)
"""


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["terms", "kwic"])
def test_ctrl_c_stops_a_long_count_within_a_second(verb):
    process = subprocess.Popen([sys.executable, "-c", COUNT, verb], stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    time.sleep(0.5)
    assert process.poll() is None, "the texts are too short for this machine"
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 77
    assert time.monotonic() - sent < 1.0
    process.stdout.close()
