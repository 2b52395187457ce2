"""Counts over time as lines."""

from __future__ import annotations

from typing import Any

import polars as pl

from .. import timelines
from .labels import dodge, labelled, legend_columns, number, span_of, unit_of, window_names
from .tables import embedded, plain, result
from .theme import GROUPS, Theme, alt, drawn, look, picked, toggled

__all__ = ["COLUMNS", "VALUES", "counted", "denominator", "largest", "measured", "timeline", "windows_of"]

COLUMNS = {
    "window_start": pl.Date,
    "window_end": pl.Date,
    "group": pl.String,
    "count": pl.Int64,
    "items": pl.Int64,
    "issues": pl.Int64,
    "share": pl.Float64,
    "per_issue": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "complete": pl.Boolean,
    "silent": pl.Boolean,
}

VALUES = {"count": ("Items", ",d"), "share": ("Share of items", ".1%"), "per_issue": ("Items per issue", ",.2f")}
"""What a timeline can show: its words in titles, and its number format."""


def timeline(
    data: Any,
    *,
    by: str | None = None,
    normalise: timelines.Normalise | None = None,
    top: int = GROUPS,
    theme: Theme = "auto",
    width: int = 700,
    height: int = 320,
    title: str | None = None,
    **options: Any,
) -> alt.LayerChart:
    """Items per window as one line for each group, with intervals, gaps and unfinished windows.

    Parameters
    ----------
    data
        What `dateline.timeline` gave, or what it takes.
    by
        Column of the groups. With a result it only serves the title.
    normalise
        What is shown: None for `count`, `"share"` or `"per_issue"`. With a result, None takes what its intervals are
        about.
    top
        Lines for so many of the largest groups, 7 at most: more colours cannot be told apart. `heatmap` shows more.
    theme
        `"auto"` for any page, `"light"` or `"dark"`.
    width, height
        Of the picture in pixels; height without title and legend.
    title
        Instead of the one that says what is counted.
    **options
        Of `dateline.timeline`, when `data` are items.

    Returns
    -------
    altair.LayerChart
        Points stand within their windows, moved aside a little so that the intervals of groups do not hide each other.
        Points of windows that reach beyond the data are hollow; where nothing was published there is no point, the line
        is broken and the ground grey.

    Raises
    ------
    MissingPackage
        When Altair is not installed.

    Examples
    --------
    >>> import dateline as dl
    >>> chart = dl.plot.timeline(dl.sample(), every="1y", by="country", top=3)
    >>> chart.to_dict()["title"]["text"]
    'Items per year by country'
    """
    top = min(top, GROUPS)
    found = result(data, counted(by, normalise), COLUMNS, options)
    groups, total = largest(found.frame, top)
    frame = found.frame.join(groups, on="group", how="semi", nulls_equal=True)
    frame, noun = labelled(frame, "group", by=by)
    value = normalise or measured(frame)
    what, form = VALUES[value]
    windows, unit = windows_of(frame)
    single = groups.height <= 1
    domain = groups.join(frame, on="group", nulls_equal=True, maintain_order="left")["group_label"].unique(
        maintain_order=True
    )
    at = middle(domain.to_list())
    points = frame.with_columns(at=at, window=window_names(frame, unit), value=pl.col(value))

    by_words = f" by {noun}" if noun else "" if single else " by group"
    per = f", per {unit}" if value == "per_issue" else f" per {unit}"
    heading = title or f"{what}{per}{by_words}"
    shown = f"{groups.height} largest of {number(total, noun or 'group')}, " if total > groups.height else ""
    marks = [f"vertical lines: {found.intervals}"] if frame["lower"].count() else []
    marks += ["hollow: window reaches beyond the data"] if not frame["complete"].all() else []
    marks += ["grey: nothing published"] if frame["silent"].any() else []
    said = [plain(shown + denominator(windows, unit, value)), "; ".join(marks), *found.notes]

    pick = toggled("group_label")
    colours = alt.Scale(domain=domain.to_list(), range=list(look(theme).colours[: max(1, domain.len())]))
    legend = (
        None if single else alt.Legend(title=noun or "group", columns=legend_columns(domain, width), symbolOpacity=1)
    )
    colour = alt.Color("group_label:N", scale=colours, legend=legend)
    y = alt.Y(
        "value:Q",
        title=f"{what}{per}".lower(),
        scale=alt.Scale(zero=True, domainMin=0),
        axis=alt.Axis(
            format={"count": ",d", "share": "%", "per_issue": ",.1f"}[value],
            tickMinStep=1 if value == "count" else alt.Undefined,
        ),
    )
    tooltip = [
        alt.Tooltip("window:N", title="window"),
        *([] if single else [alt.Tooltip("group_label:N", title=noun or "group")]),
        *([alt.Tooltip("group:N", title="code")] if noun == "country" else []),
        alt.Tooltip("count:Q", title="items", format=",d"),
        alt.Tooltip("items:Q", title="of items", format=",d"),
        alt.Tooltip("issues:Q", title="issues", format=",d"),
        *([alt.Tooltip("value:Q", title=what.lower(), format=form)] if value != "count" else []),
        alt.Tooltip("lower:Q", title="from", format=form.replace(",d", ",.1f")),
        alt.Tooltip("upper:Q", title="to", format=form.replace(",d", ",.1f")),
        alt.Tooltip("complete:N", title="window complete"),
    ]
    names = ["at", "window", "group", "group_label", "value", "lower", "upper", "count", "items", "issues", "complete"]
    base = alt.Chart(embedded(points.select(names))).encode(x=axis_of_time("at", windows), color=colour)
    dense, crowded = windows.height > 60, windows.height * groups.height > 60
    ground = alt.Chart(embedded(_silent_runs(frame))).mark_rect(color=look(theme).quiet, opacity=0.15)
    layers = [
        ground.encode(x=alt.X("window_start:T", title=None), x2="window_end:T"),
        base.mark_rule(strokeWidth=1 if crowded else 1.5).encode(
            y=alt.Y("lower:Q"), y2="upper:Q", opacity=picked(pick, 0.45 if crowded else 0.55, 0.03)
        ),
        # The selection belongs to a layer that has the legend: the first, as Altair would have it, is the ground.
        base.mark_line(strokeWidth=1.4, invalid="break-paths-show-path-domains")
        .encode(y=y, opacity=picked(pick))
        .add_params(pick),
        base.transform_filter("datum.complete")
        .mark_point(filled=True, size=14 if dense else 40)
        .encode(y=y, tooltip=tooltip, opacity=picked(pick)),
        base.transform_filter("!datum.complete")
        .mark_point(filled=False, size=24 if dense else 50, fill=look(theme).background or alt.Undefined)
        .encode(y=y, tooltip=tooltip, opacity=picked(pick)),
    ]
    chart = alt.LayerChart(layer=layers)
    return drawn(chart, title=plain(heading), notes=said, theme=theme, width=width, height=height)


def counted(by: str | None, normalise: timelines.Normalise | None) -> Any:
    """The verb with the options that the chart has by the same name."""

    def timeline(items: Any, **options: Any) -> Any:
        return timelines.timeline(items, by=by, normalise=normalise, **options)

    return timeline


def measured(frame: pl.DataFrame) -> str:
    """Which column the intervals of a timeline are about: the one that lies in most of them."""
    inside = {name: int(frame[name].is_between(frame["lower"], frame["upper"]).sum()) for name in VALUES}
    return max(inside, key=lambda name: inside[name])


def windows_of(frame: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """The windows of a timeline, each once, and what they are."""
    windows = frame.select("window_start", "window_end", "items", "complete", "silent")
    windows = windows.unique(["window_start", "window_end"], maintain_order=True).sort("window_start")
    return windows, unit_of(windows)


def largest(frame: pl.DataFrame, top: int, of: str = "count") -> tuple[pl.DataFrame, int]:
    """The largest groups in the order of their size, and how many there are."""
    totals = frame.group_by("group").agg(pl.col(of).sum())
    ranked = totals.sort([of, "group"], descending=[True, False], nulls_last=True).select("group")
    return ranked.head(top), ranked.height


def denominator(windows: pl.DataFrame, unit: str, value: str) -> str:
    """Out of what the values are counted, and from when to when."""
    of = {"count": "", "share": f"items of each {unit}", "per_issue": f"issues of each {unit}"}[value]
    every = number(int(windows["items"].sum()), "item")
    if (windows["window_start"].shift(-1) < windows["window_end"]).any():
        # An item lies in several of them, and would be counted as often.
        return f"out of the {of or f'items of each {unit}'}, windows overlap; {span_of(windows, unit)}"
    return (
        f"out of the {of}, {every} in all; {span_of(windows, unit)}"
        if of
        else f"out of {every}, {span_of(windows, unit)}"
    )


def middle(groups: list[str]) -> pl.Expr:
    """The moment at which a value is drawn: in the middle of its window, groups beside each other."""
    length = (pl.col("window_end") - pl.col("window_start")).dt.total_seconds()
    place = dict(zip(groups, dodge(len(groups)), strict=True))
    within = pl.col("group_label").replace_strict(place, default=0.5, return_dtype=pl.Float64)
    moment = pl.col("window_start").cast(pl.Datetime("ms")) + pl.duration(seconds=length * within)
    return moment.dt.strftime("%Y-%m-%dT%H:%M:%S")


def axis_of_time(field: str, windows: pl.DataFrame) -> alt.X:
    """From the beginning of the first window to the end of the last."""
    if windows.is_empty():
        return alt.X(f"{field}:T", title=None)
    first, last = windows["window_start"].to_list()[0], max(windows["window_end"].to_list())
    axis = alt.Axis(labelOverlap="greedy", labelSeparation=6)
    return alt.X(
        f"{field}:T",
        axis=axis,
        title=None,
        scale=alt.Scale(domain=[f"{first}T00:00:00", f"{last}T00:00:00"], nice=False),
    )


def _silent_runs(frame: pl.DataFrame) -> pl.DataFrame:
    """Neighbouring windows in which nothing was published, as one; with series apart, those silent for all."""
    windows = frame.group_by("window_start", "window_end").agg(pl.col("silent").all()).sort("window_start")
    silent = windows.with_columns(run=pl.col("silent").rle_id()).filter("silent")
    return (
        silent.group_by("run", maintain_order=True)
        .agg(pl.col("window_start").first(), pl.col("window_end").last())
        .drop("run")
    )
