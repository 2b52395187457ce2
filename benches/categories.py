"""How well categories are learned: from labelled items, from bags, and where an issue's labels are hidden.

    python benches/categories.py            # everything below; a few minutes
    python benches/categories.py items bags archives

Items and bags are of the digest in `../shared/gold`, which is not part of the project; they are left out where it is
missing. `docs/categories.md` tells how to read the figures.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

import dateline as dl
import numpy as np
import polars as pl

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold" / "current-events-dev.jsonl.gz"

TEXT = ["headline", "text"]

# Shares of the items by date: learned from, and predicted.
SPLITS = [
    (0.0, 0.6, 1.0),
    (0.0, 0.5, 1.0),
    (0.0, 0.7, 1.0),
    (0.0, 0.8, 1.0),
    (0.0, 0.4, 0.7),
    (0.2, 0.7, 1.0),
    (0.3, 0.65, 0.9),
]


def figures(predicted: pl.DataFrame, truth: pl.Series) -> dict[str, float]:
    """Accuracy, Brier score, and the mean distance of probability and accuracy over ten ranges of probability."""
    right = (predicted["category"] == truth).to_numpy()
    score = predicted["score"].to_numpy()
    probabilities = predicted["probabilities"].struct.unnest()
    wanted = np.array([[label == one for label in probabilities.columns] for one in truth])
    brier = ((probabilities.to_numpy() - wanted) ** 2).sum(axis=1).mean()
    ranges = np.minimum((score * 10).astype(int), 9)
    gaps = [abs(right[ranges == at].mean() - score[ranges == at].mean()) * (ranges == at).mean() for at in set(ranges)]
    return {"accuracy": right.mean(), "brier": brier, "calibration error": sum(gaps)}


def show(name: str, values: dict[str, float]) -> None:
    """One line of figures."""
    print(f"{name:44}", "  ".join(f"{key} {value:.3f}" for key, value in values.items()), flush=True)


def gold() -> pl.DataFrame | None:
    """The items of the digest by date, or None where it is missing."""
    if not GOLD.exists():
        print(f"items and bags left out: no {GOLD}")
        return None
    with gzip.open(GOLD, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return pl.DataFrame([{"date": row["date"], "text": row["body"], "category": row["category"]} for row in rows]).sort(
        "date", maintain_order=True
    )


def items() -> None:
    """Ten headings, learned from what is earlier and tried on what is later."""
    frame = gold()
    if frame is None:
        return
    for begin, middle, end in SPLITS:
        cuts = [int(share * frame.height) for share in (begin, middle, end)]
        train, test = frame[cuts[0] : cuts[1]], frame[cuts[1] : cuts[2]]
        before = time.process_time()
        categorizer = dl.Categorizer().fit(train)
        seconds = time.process_time() - before
        values = figures(categorizer.predict(test), test["category"])
        most = (test["category"] == train["category"].mode()[0]).mean()
        show(
            f"items {begin:.0%}-{middle:.0%}, tried to {end:.0%}", values | {"most frequent": most, "seconds": seconds}
        )
        if middle == SPLITS[0][1]:
            print(f"  brier of thirds left out in fit: {categorizer.brier:.3f}")
            with pl.Config(tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True):
                print(categorizer.calibration(test))


def bags() -> None:
    """The same items in bags drawn at random, of which only the headings of the whole bag are told."""
    frame = gold()
    if frame is None:
        return
    cut = int(0.6 * frame.height)
    train, test = frame[:cut], frame[cut:]
    for size in (4, 6):
        number = np.empty(cut, dtype=int)
        number[np.random.default_rng(0).permutation(cut)] = np.arange(cut) // size
        bagged = train.with_columns(bag=pl.Series(number))
        bagged = bagged.with_columns(declared=pl.col("category").unique(maintain_order=True).implode().over("bag"))
        chance = (1 / bagged["declared"].list.len()).mean()
        before = time.process_time()
        categorizer = dl.Categorizer().fit(bagged, labels="declared", bags="bag")
        seconds = time.process_time() - before
        show(
            f"bags of {size}: later items", figures(categorizer.predict(test), test["category"]) | {"seconds": seconds}
        )
        archive = archive_of(bagged)
        found = archive.categorise().items
        right = (found["category"] == bagged.sort("bag", maintain_order=True)["category"]).mean()
        score = found["category_score"].mean()
        show(f"bags of {size}: own items, within the bag's", {"right": right, "mean score": score, "chance": chance})


def archive_of(bagged: pl.DataFrame) -> dl.Archive:
    """Bags as issues that declare their labels, printed and read."""
    pages, names = [], []
    for (bag,), rows in bagged.sort("bag", maintain_order=True).group_by("bag", maintain_order=True):
        body = "\n\n".join(f"{' '.join(text.split())} (Reuters, May 4, 2020)" for text in rows["text"])
        pages.append(f"Bag Monitor No. {bag + 1}\n\nRelated Categories: {'; '.join(rows['declared'][0])}\n\n{body}\n")
        names.append(f"bag-monitor-no-{bag + 1}")
    return dl.parse(pages, names)


def archives() -> None:
    """Issues with declared labels: who carries which; and the labels of an issue, told by all others."""
    sample = dl.sample().deduplicate()
    known = [json.loads(line) for line in (ROOT / "tests" / "sample_truth.jsonl").read_text().splitlines()]
    truth = {
        (issue["series"], issue["number"], place): item["category_true"]
        for issue in known
        if issue["layout"] != "listing"
        for place, item in enumerate(issue["items"], start=1)
    }
    for name, archive in (("lexicon", sample), ("learned", sample.categorise())):
        table = archive.items.select("series", "number", "item", "category", "category_basis", "category_score")
        right = [truth.get(row[:3]) == row[3] for row in table.iter_rows()]
        table = table.with_columns(right=pl.Series(right), category_basis=pl.col("category_basis").fill_null("none"))
        for (basis,), rows in table.group_by("category_basis", maintain_order=True):
            values = {"items": rows.height, "right": rows["right"].mean()}
            # The lexicon's scores are sums of weights, not probabilities.
            if name == "learned":
                values["mean score"] = rows["category_score"].mean()
            show(f"sample, {name}, {basis}", values)
    hidden("sample", sample)
    hidden("golden pages", dl.read(ROOT / "tests" / "cases").deduplicate())


def hidden(name: str, archive: dl.Archive) -> None:
    """Recall of an issue's hidden labels at their number: by the lexicon, and by what the other issues declare."""
    issues = archive.issues.filter(pl.col("categories").list.len() > 0, pl.col("items") > 0)
    items = archive.items.join(issues.select("issue_id", declared="categories"), on="issue_id", maintain_order="left")
    folds = min(10, issues.height)
    of_fold = dict(zip(issues["issue_id"], (at % folds for at in range(issues.height)), strict=True))
    fold = items["issue_id"].replace_strict(of_fold)
    hits: dict[str, int] = defaultdict(int)
    total = 0
    for at in range(folds):
        test = items.filter(fold == at)
        known = dl.Categorizer().fit(
            items.filter(fold != at), text=["headline", "text"], labels="declared", bags="issue_id"
        )
        learned = known.predict(test, text=["headline", "text"])["probabilities"].struct.unnest()
        texts = test.select(whole=pl.concat_str("headline", "text", separator="\n", ignore_nulls=True))
        lexicon = by_lexicon(texts["whole"].to_list())
        for (_,), rows in test.with_row_index().group_by("issue_id", maintain_order=True):
            declared = set(rows["declared"][0])
            total += len(declared)
            hits["lexicon"] += len(declared & top(lexicon[rows["index"]], len(declared)))
            hits["learned"] += len(declared & top(learned[rows["index"]], len(declared)))
    for way, count in hits.items():
        show(f"{name}, labels hidden, {way}", {"issues": issues.height, "labels": total, "recall": count / total})


def by_lexicon(texts: list[str]) -> pl.DataFrame:
    """Probabilities of topics before anything is learned."""
    from dateline.learning.logistic import softmax
    from dateline.learning.model import beliefs
    from dateline.vocabulary import shipped

    topics = dl.categories().filter(kind="topic")["label"].to_list()
    return pl.DataFrame(softmax(beliefs(texts, topics, shipped())), schema=topics)


def top(probabilities: pl.DataFrame, count: int) -> set[str]:
    """The labels that some item of an issue most probably carries."""
    some = 1 - np.prod(1 - probabilities.to_numpy(), axis=0)
    return {probabilities.columns[at] for at in np.argsort(-some, kind="stable")[:count]}


if __name__ == "__main__":
    parts = {"items": items, "bags": bags, "archives": archives}
    for part in sys.argv[1:] or parts:
        parts[part]()
