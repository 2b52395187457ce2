"""A diagnostic with the line of source it is about and a caret under the place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

__all__ = ["columns", "heading", "pointed_at", "printed", "shown"]

WIDTH = 100
"""Columns of a source line that are shown; longer lines are cut around the place."""

_TAB = 4
_CUT = "…"


def heading(row: Mapping[str, Any]) -> str:
    """`path:line:column: severity: message [code]`, with the document's name where there is no path."""
    place = row["path"] or row["document"]
    if row["line"] is not None:
        place += f":{row['line']}:{row['column']}"
    return f"{shown(place)}: {row['severity']}: {shown(row['message'])} [{row['code']}]"


def pointed_at(text: str, byte_start: int, byte_end: int, *, width: int = WIDTH) -> str:
    r"""The line of `text` that holds the byte `byte_start`, and below it carets under the span as far as the line goes.

    Examples
    --------
    >>> print(pointed_at("one\ntwo (three", 8, 9))
    two (three
        ^
    """
    encoded = text.encode()
    line_start = encoded.rfind(b"\n", 0, byte_start) + 1
    # A document may be one line of many megabytes: no more of it is looked at than can be shown.
    reach = 8 * width
    window_start = max(line_start, byte_start - reach)
    window_end = encoded.find(b"\n", byte_start, byte_start + reach)
    cut_after = window_end < 0 and byte_start + reach < len(encoded)
    if window_end < 0:
        window_end = min(len(encoded), byte_start + reach)
    # A window may begin or end inside a character, of which `ignore` drops the remains.
    before = encoded[window_start:byte_start].decode(errors="ignore")
    inside = encoded[byte_start : min(byte_end, window_end)].decode(errors="ignore")
    after = encoded[max(byte_start, min(byte_end, window_end)) : window_end].decode(errors="ignore").rstrip("\r")
    before, inside, after = shown(before), shown(inside.rstrip("\r")), shown(after)

    # What stands after the place takes half of the width, or less when it needs less.
    left = _last(before, max(width // 2, width - columns(_first(inside + after, width))))
    right = _first(inside + after, width - columns(left))
    carets = max(1, columns(_first(inside, width - columns(left))))
    head = _CUT if len(left) < len(before) or window_start > line_start else ""
    tail = _CUT if len(right) < len(inside + after) or cut_after else ""
    return f"{head}{left}{right}{tail}\n{' ' * columns(head + left)}{'^' * carets}"


def columns(text: str) -> int:
    """Columns that a terminal gives to a text."""
    return sum(_columns(character) for character in text)


def shown(text: str) -> str:
    """The text with tabs as blanks, and with what could steer a terminal or turn its direction made visible."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def printed(text: str) -> str:
    """Several lines as they were printed, each safe for a terminal."""
    return "\n".join(shown(line) for line in text.replace("\r\n", "\n").split("\n"))


def _shown(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    # Cc holds the escapes, Cf the marks of direction; Zl and Zp break lines, and Cs cannot be printed.
    return "\ufffd" if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else character


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _first(text: str, limit: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += _columns(character)
        if used > limit:
            return text[:index]
    return text


def _last(text: str, limit: int) -> str:
    return _first(text[::-1], limit)[::-1]
