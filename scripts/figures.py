#!/usr/bin/env python3
"""Draw the pictures of `docs/figures/` from the bundled archive.

    python scripts/figures.py [FOLDER]

As SVG in tones that can be read on light and on dark pages: a picture does not know which one its reader has chosen.
"""

import sys
from pathlib import Path
from typing import Any

import dateline as dl
import polars as pl
import vl_convert

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "figures"
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
"""A picture keeps the widths of its letters: it takes a font that most systems have, or one as wide."""


def charts() -> dict[str, Any]:
    """Name of each picture and its chart."""
    archive = dl.sample()
    later = pl.col("published") >= pl.date(2016, 1, 1)
    items = archive.deduplicate().items
    own = items.filter(pl.col("date_basis") != "issue")
    return {
        "timeline": dl.plot.timeline(archive, every="1y", by="series", date="published", normalise="per_issue"),
        "frequency": dl.plot.frequency(archive, by="country", top=10),
        "heatmap": dl.plot.heatmap(archive, every="1y", date="published", by="country", top=10),
        "calendar": dl.plot.calendar(archive, date="published", span=("2012-01-01", "2012-12-31")),
        "network": dl.plot.network(archive, of="countries", top=25),
        "keyness": dl.plot.keyness(
            dl.keyness(items.filter(later), items.filter(~later)), names=("since 2016", "before 2016"), top=8
        ),
        "lag": dl.plot.lag(own, top=10),
    }


def drawn(chart: Any) -> str:
    """The chart as SVG."""
    spec = chart.to_dict()
    spec["config"]["font"] = FONT
    return vl_convert.vegalite_to_svg(spec)


def main(folder: Path) -> None:
    """Write one SVG for each chart."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in charts().items():
        (folder / f"{name}.svg").write_text(drawn(chart) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
