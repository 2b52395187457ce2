"""What it costs that Polars calls the expressions through Python: a function that does nothing, beside one that reads.

    python benches/expressions.py [--texts 200000] [--runs 5]

Prints Markdown: processor seconds of the best run, in the engine in memory and in the streaming one.
"""

from __future__ import annotations

import argparse
import time

import dateline as dl
import polars as pl

TEXT = "Kenyan police met Ugandans in Moscow, the ministry said, for the {}th time. (Reuters, May 4, 2020)"


def seconds(frame: pl.LazyFrame, expression: pl.Expr, engine: str, runs: int) -> float:
    """Processor time of the best run."""
    found = []
    for _ in range(runs):
        began = time.process_time()
        frame.select(expression).collect(engine=engine)
        found.append(time.process_time() - began)
    return min(found)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    dl.mentions("Kenya")  # the vocabulary is built once
    frame = pl.LazyFrame({"text": [TEXT.format(number) for number in range(arguments.texts)]})
    column = pl.col("text")
    contenders = {
        "the column alone": column,
        "a function that does nothing": column.map_batches(
            lambda texts: texts, return_dtype=pl.String, is_elementwise=True
        ),
        "`countries`": column.dateline.countries(),
    }
    print("| expression | in memory | streaming |\n|---|--:|--:|")
    for name, expression in contenders.items():
        found = [seconds(frame, expression, engine, arguments.runs) for engine in ("in-memory", "streaming")]
        print(f"| {name} | {found[0]:.5f} | {found[1]:.5f} |", flush=True)


if __name__ == "__main__":
    main()
