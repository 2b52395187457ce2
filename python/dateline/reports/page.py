"""One file of figures and items: the template with style, script and data put in.

Nothing of the archive becomes markup. The figures are JSON in a data block, with every character escaped that could end
it; the items, which are most of the page, are JSON deflated and in base64, a fifth of the size; the script makes text
nodes of both. The content security policy names the one style and the one script by their hashes, allows no connection,
and has the browser refuse any text as markup (trusted types).
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from importlib import resources
from typing import Any

from .._core import __version__
from ..show import KINDS

__all__ = ["page"]

STYLES = ("page.css", "charts.css", "items.css", "media.css")
SCRIPTS = ("elements.js", "charts.js", "items.js", "sections.js", "page.js")
"""In order: what comes later decides, or uses what came before."""

ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def page(title: str, figures: dict[str, Any], items: dict[str, list[Any]]) -> str:
    """The page as HTML."""
    marks = (f".kind-{kind} {{ {look.css} }}\n" for kind, look in KINDS.items())
    style = "".join([*map(_part, STYLES), *marks])
    # In a block, whose functions are no properties of the window.
    script = '"use strict";\n{\n' + "\n".join(map(_part, SCRIPTS)) + "}\n"
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    parts = {
        "policy": policy,
        "title": html.escape(title),
        "version": html.escape(__version__),
        "style": style,
        "script": script,
        "figures": _json({"title": title, **figures}).translate(ESCAPES),
        "items": base64.b64encode(zlib.compress(_json(items).encode(), 9)).decode(),
    }
    # In one pass, so that nothing which was put in is looked at again.
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], _part("page.html"))


def _part(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
