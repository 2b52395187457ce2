"""For the reference pages: parameters that a docstring describes together stay together.

Loaded by mkdocstrings (`zensical.toml`). Its parser makes one entry of each name in `every, period, offset`, all with
the type and the default of the first, which is wrong for the others.
"""

from itertools import groupby
from typing import Any

import griffe


class GroupedParameters(griffe.Extension):
    """Joins neighbouring parameters of one description; their types and defaults stand in the signature."""

    def on_function(self, *, func: griffe.Function, **kwargs: Any) -> None:
        """Rewrite the sections of a docstring before it is shown."""
        if func.docstring is None:
            return
        for section in func.docstring.parsed:
            if isinstance(section, griffe.DocstringSectionParameters):
                groups = (list(group) for _, group in groupby(section.value, lambda parameter: parameter.description))
                section.value = [joined(group) for group in groups]


def joined(group: list[griffe.DocstringParameter]) -> griffe.DocstringParameter:
    """One entry of several names, or the only one."""
    if len(group) == 1:
        return group[0]
    names = ", ".join(parameter.name for parameter in group)
    return griffe.DocstringParameter(names, description=group[0].description)
