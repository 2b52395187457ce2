"""Texts to words as learning compares them: folded, without the endings that grammar gives them."""

from __future__ import annotations

import functools
import re
import unicodedata

__all__ = ["stem", "tokens"]

_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*")
_ENDINGS = ("ations", "ation", "ings", "ing", "ed", "es", "s", "e")
_LEAST = 4  # letters that an ending must leave


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without its ending; a number as so many noughts."""
    if word[0].isdigit():
        return "0" * sum(map(str.isdigit, word))  # how large a number is tells more than which
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word[: -len(ending)]
    return word


def tokens(text: str) -> list[str]:
    """Words and numbers in their order, in small letters and without diacritics."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(ch for ch in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(ch))
    return _TOKEN.findall(plain)
