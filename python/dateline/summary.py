"""An archive at a glance, as text and as HTML."""

from __future__ import annotations

import html
from collections.abc import Mapping

import polars as pl

__all__ = ["as_html", "as_text", "facts"]

_SHOWN = 6


def facts(frames: Mapping[str, pl.DataFrame], coverage: pl.DataFrame) -> dict[str, str]:
    """What a reader wants to know first, as label and value."""
    issues, items, diagnostics = frames["issues"], frames["items"], frames["diagnostics"]
    facts = {
        "issues": f"{issues.height:,}",
        "items": f"{items.height:,}",
        "dates": _span(items),
        "series": _counts(issues["series"], "unknown"),
        "citations": f"{frames['citations'].height:,}",
        "mentions": f"{frames['mentions'].height:,}",
        "coverage": _coverage(coverage),
    }
    for severity in ("error", "warning", "info"):
        codes = diagnostics.filter(pl.col("severity") == severity)["code"]
        if codes.len():
            facts[severity] = _counts(codes, "")
    return facts


def as_text(frames: Mapping[str, pl.DataFrame], coverage: pl.DataFrame) -> str:
    """The summary in lines."""
    lines = [f"  {label:<10} {value}" for label, value in facts(frames, coverage).items()]
    return "\n".join(["Archive", *lines])


def as_html(frames: Mapping[str, pl.DataFrame], coverage: pl.DataFrame) -> str:
    """The summary as a table that takes the colours of the page around it."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{html.escape(label)}</th>"
        f"<td style='text-align:left'>{html.escape(value)}</td></tr>"
        for label, value in facts(frames, coverage).items()
    )
    return f"<table><caption style='text-align:left'>dateline.Archive</caption><tbody>{rows}</tbody></table>"


def _span(items: pl.DataFrame) -> str:
    dates = items["date"]
    if dates.is_empty():
        return "none"
    undated = f", {dates.null_count():,} items without" if dates.null_count() else ""
    if dates.null_count() == dates.len():
        return "none"
    return f"{dates.min()!s} to {dates.max()!s}{undated}"


def _counts(values: pl.Series, missing: str) -> str:
    counted = values.fill_null(missing).value_counts().sort(["count", values.name], descending=[True, False])
    shown = [f"{value} ({count:,})" for value, count in counted.head(_SHOWN).iter_rows()]
    more = counted.height - _SHOWN
    return ", ".join(shown + ([f"{more} more"] if more > 0 else [])) or "none"


def _coverage(coverage: pl.DataFrame) -> str:
    total = int(coverage["bytes"].sum())
    if not total:
        return "no text"
    unparsed = int(coverage.filter(pl.col("role") == "unparsed")["bytes"].sum())
    return f"{total:,} bytes, {unparsed / total:.2%} of them unparsed"
