"""What occurs together, as a graph."""

from __future__ import annotations

from typing import Any

import polars as pl

from .. import network as pairs_of
from ..errors import InvalidArgument
from .labels import labelled, number
from .layout import positions
from .tables import embedded, plain, result
from .theme import Look, Theme, alt, drawn, look

__all__ = ["network"]

COLUMNS = {
    "feature_1": pl.String,
    "feature_2": pl.String,
    "count": pl.Int64,
    "count_1": pl.Int64,
    "count_2": pl.Int64,
    "items": pl.Int64,
    "expected": pl.Float64,
    "score": pl.Float64,
}

LARGEST = 300
"""Pairs that are laid out at most: more are a tangle in any picture."""

AREA = 650
"""Of the largest circle, in square pixels."""


def network(
    data: Any,
    *,
    of: str | None = None,
    top: int = 40,
    seed: int = 0,
    theme: Theme = "auto",
    width: int = 700,
    height: int = 560,
    title: str | None = None,
    **options: Any,
) -> alt.LayerChart:
    """Features as circles, joined where they stand in the same items.

    Parameters
    ----------
    data
        What `dateline.cooccurrence` gave, or what it takes.
    of
        Column of the features (`countries` unless given). With a result it only serves the title.
    top
        So many pairs with the highest score, 300 at most.
    seed
        Of the layout; the same pairs and seed give the same picture.
    theme
        `"auto"` for any page, `"light"` or `"dark"`.
    width, height
        Of the picture in pixels; height without title and legends.
    title
        Instead of the one that says what is counted.
    **options
        Of `dateline.cooccurrence`, when `data` are items.

    Returns
    -------
    altair.LayerChart
        The area of a circle is the number of its items, the width of a line that of the items with both. A
        click on a circle leaves the lines that end in it. Nearness is a hint only.

    Raises
    ------
    MissingPackage
        When Altair or networkx is not installed.

    Notes
    -----
    The layout is that of T. Fruchterman and E. Reingold, "Graph drawing by force-directed placement", Software:
    Practice and Experience 21 (1991), 1129-1164, as networkx computes it, each connected part for itself.

    Examples
    --------
    >>> import dateline as dl
    >>> dl.plot.network(dl.sample(), top=10).to_dict()["title"]["text"]
    'Countries in the same items'
    """
    if not 1 <= top <= LARGEST:
        raise InvalidArgument(f"top: expected 1 to {LARGEST} pairs, found {top!r}")
    found = result(data, _counted(of), COLUMNS, options)
    frame = found.frame
    pairs = frame.sort("score", "count", "feature_1", "feature_2", descending=[True, True, False, False]).head(top)
    pairs, noun = labelled(pairs, "feature_1", "feature_2", by=of or ("countries" if found.made else None))
    ends = [pairs.select(name=f"feature_{i}_label", code=f"feature_{i}", count=f"count_{i}") for i in (1, 2)]
    nodes = pl.concat(ends).unique("code").sort("count", "code", descending=[True, False])
    placed = positions(
        pairs, seed=seed, names=dict(nodes.select("code", "name").iter_rows()), width=width, height=height
    )
    nodes = nodes.join(placed, on="code", maintain_order="left")
    at = nodes.select("code", "x", "y")
    edges = pairs.join(at, left_on="feature_1", right_on="code", maintain_order="left").join(
        at.rename({"x": "x2", "y": "y2"}), left_on="feature_2", right_on="code", maintain_order="left"
    )
    few = f"{pairs.height} of {number(frame.height, 'pair')} with the highest score, " if frame.height > top else ""
    said = [
        f"{few}out of {number(max(frame['items'].to_list(), default=0), 'item')}",
        "area: items with it; width: items with both; nearness means little",
        *found.notes,
    ]
    colours = look(theme)
    most = max(nodes["count"].to_list(), default=1)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.06, 1.06], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[1.06, -0.06], nice=False, zero=False))
    pick = alt.selection_point(fields=["name"], on="click", name="picked_feature")
    chosen = "picked_feature.name"
    ends_there = f"indexof({chosen}, datum.feature_1_label) >= 0 || indexof({chosen}, datum.feature_2_label) >= 0"
    lines = (
        alt.Chart(embedded(edges))
        .mark_rule(color=colours.quiet, strokeCap="round")
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            strokeWidth=alt.StrokeWidth(
                "count:Q",
                title="items with both",
                scale=alt.Scale(domainMin=0, range=[0, 9]),
                legend=_whole(edges, colours),
            ),
            opacity=alt.condition(f"!isArray({chosen}) || {ends_there}", alt.value(0.55), alt.value(0.05)),
            tooltip=[
                alt.Tooltip("feature_1_label:N", title="one"),
                alt.Tooltip("feature_2_label:N", title="other"),
                alt.Tooltip("count:Q", title="items with both", format=",d"),
                alt.Tooltip("expected:Q", title="expected by chance", format=",.2f"),
                alt.Tooltip("score:Q", format=",.3f"),
                alt.Tooltip("items:Q", title="of items", format=",d"),
            ],
        )
    )
    circles = (
        alt.Chart(embedded(nodes))
        .mark_circle(color=colours.colours[0], opacity=1, stroke=colours.background or colours.quiet, strokeWidth=1)
        .encode(
            x=x,
            y=y,
            size=alt.Size(
                "count:Q",
                title="items",
                scale=alt.Scale(domain=[0, most], range=[0, AREA]),
                legend=_whole(nodes, colours),
            ),
            tooltip=[
                alt.Tooltip("name:N", title=noun or "feature"),
                *([alt.Tooltip("code:N")] if noun == "country" else []),
                alt.Tooltip("count:Q", title="items", format=",d"),
            ],
        )
        .add_params(pick)
    )
    # Names stand on their circles.
    above = alt.ExprRef(f"-3 - sqrt({AREA} * datum.count / {most} / PI)")
    names = alt.Chart(embedded(nodes)).mark_text(color=colours.text, fontSize=11, baseline="bottom", dy=above)
    names = names.encode(x=x, y=y, text="name:N")
    heading = title or f"{number(2, noun or 'feature')[2:].capitalize()} in the same items"
    chart = alt.LayerChart(layer=[lines, circles, names])
    return drawn(chart, title=plain(heading), notes=said, theme=theme, width=width, height=height)


def _counted(of: str | None) -> Any:
    def cooccurrence(items: Any, **options: Any) -> Any:
        return pairs_of.cooccurrence(items, of=of or "countries", **options)

    return cooccurrence


def _whole(counted: pl.DataFrame, colours: Look) -> alt.Legend:
    """A legend with whole numbers, of which there may be few."""
    most = max(counted["count"].to_list(), default=1)
    shown = sorted({max(1, round(most * third / 3)) for third in (1, 2, 3)})
    return alt.Legend(values=shown, symbolFillColor=colours.colours[0], symbolOpacity=0.8, format=",d")
