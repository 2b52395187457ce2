"""Counts of features as bars: how frequent they are, and which of them mark one part against another."""

from __future__ import annotations

from typing import Any

import polars as pl

from .. import frequencies
from ..tidy import Rows
from .labels import labelled, legend_columns, number
from .tables import embedded, given, plain, result
from .theme import GROUPS, Theme, alt, drawn, look, picked, toggled

__all__ = ["frequency", "keyness"]

COLUMNS = {
    "feature": pl.String,
    "frequency": pl.Int64,
    "rank": pl.Int64,
    "docfreq": pl.Int64,
    "group": pl.String,
    "total": pl.Int64,
    "share": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
}


def frequency(
    data: Any,
    *,
    by: str | None = None,
    top: int = 20,
    theme: Theme = "auto",
    width: int = 700,
    title: str | None = None,
    **options: Any,
) -> alt.LayerChart:
    """The most frequent features as bars, with intervals.

    Parameters
    ----------
    data
        What `dateline.frequency` gave, or what it takes.
    by
        Column of the features (`country` unless given). With a result it only serves the title.
    top
        So many features; of several groups, those that are the most frequent in all of them together.
    theme
        `"auto"` for any page, `"light"` or `"dark"`.
    width
        Of the picture in pixels.
    title
        Instead of the one that says what is counted.
    **options
        Of `dateline.frequency`, when `data` are items.

    Returns
    -------
    altair.LayerChart
        Of one group, bars of items; the interval of the share is drawn at that share of the total. Of several groups,
        which have totals of their own, bars of shares beside each other, for the 7 largest groups.

    Raises
    ------
    MissingPackage
        When Altair is not installed.

    Examples
    --------
    >>> import dateline as dl
    >>> dl.plot.frequency(dl.sample(), by="series").to_dict()["title"]["text"]
    'Items by series'
    """
    found = result(data, _counted(by), COLUMNS, options)
    frame, by = found.frame, by or ("country" if found.made else None)
    groups = frame.group_by("group").agg(pl.col("total").first())
    groups = groups.sort(["total", "group"], descending=[True, False], nulls_last=True)
    several, largest = groups.height > 1, groups.head(GROUPS)
    frame = frame.join(largest, on="group", how="semi", nulls_equal=True)
    order = frame.group_by("feature").agg(pl.col("frequency").sum())
    order = order.sort(["frequency", "feature"], descending=[True, False], nulls_last=True)
    shown = order.head(top).select("feature").with_row_index("order")
    frame = shown.join(frame, on="feature", nulls_equal=True, maintain_order="left")
    frame, noun = labelled(frame, "feature", by=by)
    frame, of = labelled(frame, "group", by=options.get("groups"))
    scale = 1.0 if several else pl.col("total")
    bars = frame.with_columns(
        value=pl.col("share") if several else pl.col("frequency"),
        lower=pl.col("lower") * scale,
        upper=pl.col("upper") * scale,
    )
    what = "Share of items" if several else "Items"
    heading = title or f"{what}{f' by {noun}' if noun else ''}{f' and {of}' if of and several else ''}"
    few = f"{shown.height} most frequent of {number(order.height, noun or 'feature')}, " if order.height > top else ""
    items = number(sum(groups["total"].to_list()), "item")
    out_of = "out of the items of each group" if several else f"out of {items}"
    left = f", {largest.height} largest of {number(groups.height, of or 'group')}" if groups.height > GROUPS else ""
    said = [plain(few + out_of + left), f"lines: {found.intervals}" if frame["lower"].count() else "", *found.notes]

    domain = largest.join(frame, on="group", nulls_equal=True, maintain_order="left")["group_label"]
    domain = domain.unique(maintain_order=True)
    features = frame["feature_label"].unique(maintain_order=True)
    pick = toggled("group_label")
    y = alt.Y("feature_label:N", sort=features.to_list(), title=None)
    x = alt.X(
        "value:Q",
        title=what.lower(),
        scale=alt.Scale(zero=True),
        axis=alt.Axis(
            format=".0%" if several else ",d",
            tickMinStep=alt.Undefined if several else 1,
            labelOverlap="greedy",
            labelSeparation=6,
        ),
    )
    legend = alt.Legend(title=of or "group", columns=legend_columns(domain, width), symbolOpacity=1)
    tooltip = [
        alt.Tooltip("feature_label:N", title=noun or "feature"),
        *([alt.Tooltip("feature:N", title="code")] if noun == "country" else []),
        *([alt.Tooltip("group_label:N", title=of or "group")] if several else []),
        alt.Tooltip("frequency:Q", title="items", format=",d"),
        alt.Tooltip("total:Q", title="of items", format=",d"),
        alt.Tooltip("share:Q", title="share", format=".1%"),
        alt.Tooltip("docfreq:Q", title="issues", format=",d"),
        alt.Tooltip("lower:Q", title="from", format=".1%" if several else ",.1f"),
        alt.Tooltip("upper:Q", title="to", format=".1%" if several else ",.1f"),
    ]
    base = alt.Chart(embedded(bars.drop("order", "rank"))).encode(y=y)
    bar = base.mark_bar(color=look(theme).colours[0], cornerRadiusEnd=1, fillOpacity=0.65).encode(x=x, tooltip=tooltip)
    rule = base.mark_rule(color=look(theme).text, strokeWidth=1.6).encode(x=alt.X("lower:Q"), x2="upper:Q")
    if several:
        beside = alt.YOffset("group_label:N", sort=domain.to_list())
        colours = alt.Scale(domain=domain.to_list(), range=list(look(theme).colours[: domain.len()]))
        bar = bar.encode(
            yOffset=beside, color=alt.Color("group_label:N", scale=colours, legend=legend), opacity=picked(pick)
        )
        rule = rule.encode(yOffset=beside, opacity=picked(pick, 0.8))
        bar = bar.add_params(pick)
    chart = alt.LayerChart(layer=[bar, rule])
    size = max(18, 12 * largest.height) * max(1, shown.height)
    return drawn(chart, title=plain(heading), notes=said, theme=theme, width=width, height=size)


def _counted(by: str | None) -> Any:
    def frequency(items: Any, **options: Any) -> Any:
        return frequencies.frequency(items, by=by or "country", **options)

    return frequency


KEYNESS = {
    "feature": pl.String,
    "score": pl.Float64,
    "p": pl.Float64,
    "q": pl.Float64,
    "target": pl.Int64,
    "reference": pl.Int64,
    "target_total": pl.Int64,
    "reference_total": pl.Int64,
    "effect": pl.Float64,
}


def keyness(
    data: Any,
    *,
    top: int = 12,
    names: tuple[str, str] = ("target", "reference"),
    by: str | None = None,
    measure: str = "score",
    level: float = 0.05,
    theme: Theme = "auto",
    width: int = 700,
    title: str | None = None,
) -> alt.LayerChart:
    """What marks the target, to the right, and what marks the reference, to the left.

    Parameters
    ----------
    data
        What `dateline.keyness` gave.
    top
        So many features with the highest and so many with the lowest score.
    names
        What target and reference are called.
    by
        What the features are, as the column they come from; codes of countries are recognised without it.
    measure
        What the score is called on its axis.
    level
        Features with a higher `q`, the rate of false discoveries, are drawn faint.
    theme
        `"auto"` for any page, `"light"` or `"dark"`.
    width
        Of the picture in pixels.
    title
        Instead of the one that says what is compared.

    Returns
    -------
    altair.LayerChart
        Bars from zero, with both raw counts written beside them.

    Raises
    ------
    MissingPackage
        When Altair is not installed.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> found = pl.DataFrame({"feature": ["gas", "vote"], "score": [9.1, -7.2], "p": [0.003, 0.007],
    ...     "q": [0.006, 0.007], "target": [12, 1], "reference": [2, 11], "target_total": [90, 90],
    ...     "reference_total": [80, 80], "effect": [2.1, -3.2]})
    >>> dl.plot.keyness(found, names=("2024", "2023")).to_dict()["title"]["text"]
    'What marks 2024 against 2023'
    """
    frame = given(Rows(data), KEYNESS).filter(pl.col("score").is_finite())
    ranked = frame.sort("score", "feature", descending=[True, False])
    above = ranked.filter(pl.col("score") > 0).head(top)
    below = ranked.filter(pl.col("score") < 0).tail(top)
    shown, noun = labelled(pl.concat([above, below]), "feature", by=by)
    target, reference = map(plain, names)
    measure = plain(measure)
    shown = shown.with_columns(
        side=pl.when(pl.col("score") > 0).then(pl.lit(target)).otherwise(pl.lit(reference)),
        counts=pl.format("{} : {}", "target", "reference"),
        certain=pl.col("q") <= level,
        # Beside the bar, on the side to which it grows.
        right=pl.when(pl.col("score") > 0).then("score"),
        left=pl.when(pl.col("score") < 0).then("score"),
    )
    totals = frame.select(pl.col("target_total", "reference_total").max()).row(0)
    said = [
        f"counts out of {totals[0] or 0:,} in {target} : {totals[1] or 0:,} in {reference}",
        f"{shown.height} of {number(frame.height, noun or 'feature')}; faint: q above {level:g}",
    ]
    y = alt.Y(
        "feature_label:N",
        sort=shown["feature_label"].to_list(),
        title=None,
        axis=alt.Axis(domain=False, ticks=False, offset=6),
    )
    edge = max(1.0, float(shown["score"].abs().max() or 0)) * 1.12  # type: ignore[arg-type]
    reach = [-edge if below.height else 0.0, edge if above.height else 0.0]
    pick = toggled("side")
    colours = alt.Scale(domain=[target, reference], range=list(look(theme).colours[:2]))
    tooltip = [
        alt.Tooltip("feature_label:N", title=noun or "feature"),
        *([alt.Tooltip("feature:N", title="code")] if noun == "country" else []),
        alt.Tooltip("target:Q", title=target, format=",d"),
        alt.Tooltip("target_total:Q", title="out of", format=",d"),
        alt.Tooltip("reference:Q", title=reference, format=",d"),
        alt.Tooltip("reference_total:Q", title="out of ", format=",d"),
        alt.Tooltip("score:Q", title=measure, format=".2f"),
        alt.Tooltip("effect:Q", title="log ratio", format=".2f"),
        alt.Tooltip("p:Q", format=".2g"),
        alt.Tooltip("q:Q", format=".2g"),
    ]
    base = alt.Chart(embedded(shown)).encode(y=y)
    bar = base.mark_bar().encode(
        x=alt.X("score:Q", title=measure, scale=alt.Scale(zero=True, domain=reach, nice=False)),
        color=alt.Color("side:N", scale=colours, legend=alt.Legend(title="marks", symbolOpacity=1)),
        opacity=picked(pick),
        fillOpacity=alt.condition("datum.certain", alt.value(1), alt.value(0.35)),
        tooltip=tooltip,
    )
    ink = look(theme).text
    counts = base.encode(text="counts:N", opacity=picked(pick))
    right = counts.mark_text(align="left", dx=4, color=ink, fontSize=10).encode(x="right:Q")
    left = counts.mark_text(align="right", dx=-4, color=ink, fontSize=10).encode(x="left:Q")
    zero = alt.Chart(embedded(pl.DataFrame({"zero": [0]}))).mark_rule(color=look(theme).quiet).encode(x="zero:Q")
    chart = alt.LayerChart(layer=[bar, zero, right, left]).add_params(pick)
    heading = title or f"What marks {target} against {reference}"
    said = [plain(note) for note in said]
    return drawn(chart, title=plain(heading), notes=said, theme=theme, width=width, height=18 * max(1, shown.height))
