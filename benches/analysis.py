"""Speed of the verbs over tables and texts beside what else one would write, for the same result.

    python benches/analysis.py                        1,000,000 items; 20 MB of text
    python benches/analysis.py --items 100000 --megabytes 100

Items and texts are invented: words by Zipf's law with blanks between them, so that all contenders agree
on what a word is. That every contender gives the result of dateline is checked before a line is printed. Prints
Markdown; the best of all runs counts. Needs pandas and scikit-learn.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dateline as dl
import numpy as np
import pandas as pd
import polars as pl
from sklearn.feature_extraction.text import CountVectorizer

ROOT = Path(__file__).resolve().parent.parent

Contender = tuple[str, Callable[[], Any], Callable[[Any], Any] | None]


def invented_items(number: int) -> pl.DataFrame:
    """Items of twenty years, in issues of ten, about 60 countries."""
    random = np.random.default_rng(1)
    countries = np.array([f"C{n:02}" for n in range(60)])
    shares = 1 / np.arange(1, 61)
    days = np.sort(random.integers(0, 7305, number)).astype("timedelta64[D]") + np.datetime64("2005-01-01")
    return pl.DataFrame(
        {
            "item_id": [f"s/{n // 10}/{n % 10}" for n in range(number)],
            "issue_id": [f"s/{n // 10}" for n in range(number)],
            "date": days,
            "country": random.choice(countries, number, p=shares / shares.sum()),
        }
    )


def invented_texts(megabytes: float) -> pl.DataFrame:
    """Texts of 100 words: each by Zipf's law or, more often, one of thirty that like to follow the one before."""
    random = np.random.default_rng(2)
    letters = np.array(list("etaoinshrdlu"))
    words = np.array(["".join(random.choice(letters, random.integers(2, 11))) for _ in range(50_000)])
    words[::7] = np.char.capitalize(words[::7])
    shares, near = 1 / np.arange(10, 50_010), 1 / np.arange(1, 31)
    rows = int(megabytes * 1e4 / 6.4)

    def drawn(*size: int) -> np.ndarray:
        return random.choice(50_000, size, p=shares / shares.sum())

    followers = drawn(50_000, 30)
    text = [drawn(rows)]
    for _ in range(99):
        nth = random.choice(30, rows, p=near / near.sum())
        text.append(np.where(random.random(rows) < 0.7, followers[text[-1], nth], drawn(rows)))
    texts = [" ".join(row) for row in words[np.stack(text, axis=1)]]
    return pl.DataFrame({"item_id": [f"t/{n}" for n in range(rows)], "text": texts})


def digests(megabytes: float) -> pl.DataFrame:
    """Texts of the items of invented digests, which have punctuation and stop words."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, ROOT / "scripts/make_sample.py", "--megabytes", str(megabytes), "--out", folder]
        subprocess.run([*command, "--seed", "1"], check=True, stdout=subprocess.DEVNULL)
        return dl.read(folder).items.select("text")


def timelines(items: pl.DataFrame) -> list[Contender]:
    """Items per month and country, and the items of the month."""
    pandas = items.to_pandas()

    def by_polars() -> pl.DataFrame:
        month = pl.col("date").dt.truncate("1mo")
        counts = items.group_by(month, "country").agg(count=pl.len(), issues=pl.col("issue_id").n_unique())
        totals = items.group_by(month).agg(items=pl.len())
        return counts.join(totals, on="date").with_columns(share=pl.col("count") / pl.col("items"))

    def by_pandas() -> pd.DataFrame:
        month = pandas["date"].dt.to_period("M").dt.start_time.rename("date")
        counts = pandas.groupby([month, "country"]).agg(count=("country", "size"), issues=("issue_id", "nunique"))
        counts = counts.reset_index()
        counts["items"] = counts["date"].map(pandas.groupby(month).size())
        return counts.assign(share=counts["count"] / counts["items"])

    def plain(found: pl.DataFrame) -> list[tuple[Any, ...]]:
        return sorted(found.select(pl.col("date").cast(pl.Date), "country", "count", "items").rows())

    return [
        (
            "dl.timeline",
            lambda: dl.timeline(items, by="country"),
            lambda found: plain(found.rename({"window_start": "date", "group": "country"}).filter(pl.col("count") > 0)),
        ),
        ("Polars", by_polars, plain),
        ("pandas", by_pandas, lambda found: plain(pl.from_pandas(found))),
    ]


def frequencies(items: pl.DataFrame) -> list[Contender]:
    """Items and issues of each country."""
    pandas = items.to_pandas()

    def by_polars() -> pl.DataFrame:
        return items.group_by(feature="country").agg(frequency=pl.len(), docfreq=pl.col("issue_id").n_unique())

    def by_pandas() -> pd.DataFrame:
        return pandas.groupby("country").agg(frequency=("country", "size"), docfreq=("issue_id", "nunique"))

    def plain(found: pl.DataFrame) -> list[tuple[Any, ...]]:
        return sorted(found.select("feature", "frequency", "docfreq").rows())

    return [
        ("dl.frequency", lambda: dl.frequency(items, by="country"), plain),
        ("Polars", by_polars, plain),
        ("pandas", by_pandas, lambda found: plain(pl.from_pandas(found.rename_axis("feature").reset_index()))),
    ]


def words(texts: pl.DataFrame) -> list[Contender]:
    """Words and phrases of two words: how often, and in how many texts."""
    strings = texts["text"].to_list()

    def by_polars() -> pl.DataFrame:
        lists = texts.select(pl.col("text").str.to_lowercase().str.extract_all(r"\w+").alias("word")).with_row_index()
        tokens = lists.explode("word")
        following = pl.col("word") + " " + pl.col("word").shift(-1).over("index")
        pairs = tokens.select("index", word=following).drop_nulls()
        counted = (
            table.group_by("word", "index")
            .agg(n=pl.len())
            .group_by("word")
            .agg(frequency=pl.col("n").sum(), docfreq=pl.len())
            for table in (tokens, pairs)
        )
        return pl.concat(counted).rename({"word": "feature"})

    def by_sklearn() -> tuple[list[str], Any, Any]:
        vectorizer = CountVectorizer(ngram_range=(1, 2), token_pattern=r"\w+")
        matrix = vectorizer.fit_transform(strings)
        names = list(vectorizer.get_feature_names_out())
        return names, np.asarray(matrix.sum(axis=0)).ravel(), np.bincount(matrix.indices, minlength=len(names))

    def plain(found: pl.DataFrame) -> pl.DataFrame:
        return found.select("feature", pl.col("frequency", "docfreq").cast(pl.Int64)).sort("feature")

    return [
        ("dl.terms", lambda: dl.terms(texts, stop=None), plain),
        ("Polars", by_polars, plain),
        (
            "CountVectorizer",
            by_sklearn,
            lambda found: plain(pl.DataFrame(dict(zip(("feature", "frequency", "docfreq"), found, strict=True)))),
        ),
    ]


def contexts(texts: pl.DataFrame) -> list[Contender]:
    """Every word that begins as the most frequent one of four letters, with five words on each side."""
    counts = dl.terms(texts, ngrams=1, stop=None, top=300)
    stem = next(word for word in counts["feature"] if len(word) == 4)
    pandas = texts.to_pandas()

    def by_script() -> list[tuple[str, int, str, str, str]]:
        word, wanted, found = re.compile(r"\w+"), re.compile(stem + r"\w*\Z", re.IGNORECASE), []
        for name, text in zip(pandas["item_id"], pandas["text"], strict=True):
            tokens = word.findall(text)
            for at, token in enumerate(tokens):
                if wanted.match(token):
                    pre, post = tokens[max(0, at - 5) : at], tokens[at + 1 : at + 6]
                    found.append((name, at + 1, " ".join(pre), token, " ".join(post)))
        return found

    return [
        (
            "dl.kwic",
            lambda: dl.kwic(texts, f"{stem}*"),
            lambda found: found.select("docname", "from", "pre", "keyword", "post").rows(),
        ),
        ("Python script over pandas", by_script, lambda found: found),
    ]


def measured(contenders: list[Contender], runs: int) -> dict[str, tuple[float, float]]:
    """Least seconds of each contender, by the clock and of all cores; fails where results differ."""
    expected, seconds = None, {}
    for name, run, plain in contenders:
        times = []
        for _ in range(runs):
            start, busy = time.perf_counter(), time.process_time()
            found = run()
            times.append((time.perf_counter() - start, time.process_time() - busy))
        seconds[name] = (min(clock for clock, _ in times), min(busy for _, busy in times))
        if plain is None:  # alone of its kind
            continue
        found = plain(found)
        expected = found if expected is None else expected
        same = found.equals(expected) if isinstance(found, pl.DataFrame) else found == expected
        assert same, f"{name} has another result"
    return seconds


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    items, texts = invented_items(arguments.items), invented_texts(arguments.megabytes)
    size = texts["text"].str.len_bytes().sum() / 1e6
    print(f"{items.height:,} items; {texts.height:,} texts, {size:.1f} MB; ", end="")
    print(f"{platform.machine()}, {os.cpu_count()} cores; Python {platform.python_version()}.\n")
    print(
        "| contender | seconds | of all cores | MB/s | takes times as long | of all cores |\n|---|--:|--:|--:|--:|--:|"
    )
    printed = digests(arguments.megabytes)
    tables: list[tuple[list[Contender], float]] = [
        (timelines(items), 0),
        (frequencies(items), 0),
        (words(texts), size),
        ([("dl.terms of digests", lambda: dl.terms(printed), None)], printed["text"].str.len_bytes().sum() / 1e6),
        (contexts(texts), size),
    ]
    for contenders, per in tables:
        seconds = measured(contenders, arguments.runs)
        clock, busy = next(iter(seconds.values()))
        for name, (value, used) in seconds.items():
            speed = f"{per / value:,.1f}" if per else ""
            print(
                f"| {name} | {value:.2f} | {used:.2f} | {speed} | {value / clock:.1f} | {used / busy:.1f} |", flush=True
            )


if __name__ == "__main__":
    main()
