"""How old the news of each outlet is, as boxes, and over time as lines."""

from __future__ import annotations

from typing import Any

import polars as pl

from .. import sources
from .curves import axis_of_time, largest, middle
from .labels import labelled, legend_columns, number, span_of, unit_of, window_names
from .tables import embedded, plain, result
from .theme import GROUPS, Look, Theme, alt, drawn, look, picked, toggled

__all__ = ["lag"]

NUMBERS = ("mean", "median", "q1", "q3", "min", "max")
COLUMNS = {
    "group": pl.String,
    "items": pl.Int64,
    **dict.fromkeys(NUMBERS, pl.Float64),
    "negative": pl.Int64,
    "outliers": pl.Int64,
}
WINDOWS = {"window_start": pl.Date, "window_end": pl.Date}
DAYS = "days from the cited date to publication"


def lag(
    data: Any,
    *,
    by: str | None = "source",
    top: int | None = None,
    theme: Theme = "auto",
    width: int = 700,
    height: int = 320,
    title: str | None = None,
    **options: Any,
) -> alt.LayerChart:
    """How many days lie between the day a source is dated and the issue that cites it, per outlet or over time.

    Parameters
    ----------
    data
        What `dateline.lag` gave (without `outliers=True`), or what it takes.
    by
        Column of the groups. With a result it only serves the title.
    top
        So many of the largest groups: 25 unless given, and with windows 7, which is the most.
    theme
        `"auto"` for any page, `"light"` or `"dark"`.
    width, height
        Of the picture in pixels; the height is for windows, without title and legend.
    title
        Instead of the one that says what is shown.
    **options
        Of `dateline.lag`, when `data` are items.

    Returns
    -------
    altair.LayerChart
        One box for each group: from the first to the third quartile, the median in it, a line from the least to the
        greatest lag, and the number of items beside the name. Where the table has windows (`every=`), the median as a
        line over time, with the quartiles.

    Raises
    ------
    MissingPackage
        When Altair is not installed.

    Examples
    --------
    >>> import dateline as dl
    >>> items = dl.sample().items.filter(date_basis="citation")
    >>> dl.plot.lag(items).to_dict()["title"]["text"]
    'Days from source to issue by outlet'
    """
    found = result(data, _counted(by), COLUMNS, options, optional=WINDOWS)
    frame = found.frame
    windowed = set(WINDOWS) <= set(frame.columns)
    groups, total = largest(frame, min(top or 25, GROUPS) if windowed else top or 25, of="items")
    items = int(frame["items"].sum())
    frame = groups.join(frame, on="group", how="inner", nulls_equal=True, maintain_order="left")
    frame, noun = labelled(frame, "group", by=by)
    few = f"{groups.height} largest of {number(total, noun or 'group')}, " if total > groups.height else ""
    said = [plain(f"{few}out of {number(items, 'item')} with both dates"), *found.notes]
    heading = title or f"Days from source to issue{f' by {noun}' if noun and total > 1 else ''}"
    draw = _over_time if windowed else _boxes
    chart, marks = draw(frame, noun or "group", look(theme), width)
    said.insert(1, marks)
    size = height if windowed else 20 * max(1, groups.height)
    return drawn(chart, title=plain(heading), notes=said, theme=theme, width=width, height=size)


def _counted(by: str | None) -> Any:
    def lag(items: Any, **options: Any) -> Any:
        return sources.lag(items, by=by, **options)

    return lag


def _tooltip(noun: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("group_label:N", title=noun),
        *([alt.Tooltip("group:N", title="code")] if noun == "country" else []),
        alt.Tooltip("items:Q", format=",d"),
        *(alt.Tooltip(f"{name}:Q", format=",.1f") for name in ("median", "q1", "q3", "mean", "min", "max")),
        alt.Tooltip("negative:Q", title="cited before they appeared", format=",d"),
        alt.Tooltip("outliers:Q", format=",d"),
    ]


def _boxes(frame: pl.DataFrame, noun: str, colours: Look, width: int) -> tuple[alt.LayerChart, str]:
    shown = frame.with_columns(name=pl.format("{} ({})", "group_label", "items"))
    order = shown["name"].to_list()
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, offset=4))
    base = alt.Chart(embedded(shown)).encode(y=y, tooltip=_tooltip(noun))
    x = alt.X("min:Q", title=DAYS, scale=alt.Scale(zero=True), axis=alt.Axis(format=",d", tickMinStep=1))
    reach = base.mark_rule(color=colours.quiet, strokeWidth=1.5).encode(x=x, x2="max:Q")
    box = base.mark_bar(color=colours.colours[0], fillOpacity=0.65, height=11, stroke=colours.colours[0]).encode(
        x="q1:Q", x2="q3:Q"
    )
    median = base.mark_tick(color=colours.colours[1], thickness=3, height=13).encode(x="median:Q")
    return alt.LayerChart(layer=[reach, box, median]), "box: the middle half; mark: median; line: least to greatest"


def _over_time(frame: pl.DataFrame, noun: str, colours: Look, width: int) -> tuple[alt.LayerChart, str]:
    windows = frame.select("window_start", "window_end").unique().sort("window_start")
    unit = unit_of(windows)
    domain = frame["group_label"].unique(maintain_order=True)
    frame = frame.with_columns(window=window_names(frame, unit))
    # Windows without an item of the group are not in the table: a row without values breaks the line there.
    grid = pl.DataFrame(domain).join(windows, how="cross")
    frame = grid.join(frame, on=["group_label", "window_start", "window_end"], how="left", maintain_order="left")
    frame = frame.with_columns(at=middle(domain.to_list()))
    pick = toggled("group_label")
    scale = alt.Scale(domain=domain.to_list(), range=list(colours.colours[: max(1, domain.len())]))
    legend = alt.Legend(title=noun, columns=legend_columns(domain, width), symbolOpacity=1)
    colour = alt.Color("group_label:N", scale=scale, legend=legend if domain.len() > 1 else None)
    y = alt.Y("median:Q", title=DAYS, scale=alt.Scale(zero=True))
    base = alt.Chart(embedded(frame)).encode(x=axis_of_time("at", windows), color=colour)
    quartiles = base.mark_rule(strokeWidth=1.5).encode(y=alt.Y("q1:Q"), y2="q3:Q", opacity=picked(pick, 0.45, 0.03))
    line = base.mark_line(strokeWidth=1.4, invalid="break-paths-show-path-domains").encode(y=y, opacity=picked(pick))
    points = base.mark_point(filled=True, size=36).encode(
        y=y, tooltip=[alt.Tooltip("window:N"), *_tooltip(noun)], opacity=picked(pick)
    )
    said = f"points: median; vertical lines: first to third quartile; {span_of(windows, unit)}"
    return alt.LayerChart(layer=[quartiles, line, points]).add_params(pick), said
