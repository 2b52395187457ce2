"""What a document or a container may cost, so that no input takes more than its reader can afford."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from . import _core
from .errors import InvalidArgument

__all__ = ["Limits", "settings"]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of a reading; what lies beyond one is left out with a diagnostic, and the rest is read.

    Parameters
    ----------
    document_bytes
        Bytes of one document; also of a ZIP or Parquet file inside another container, which is laid aside to be read.
    expansion
        Bytes that may come out of a file, with all containers in it, for each byte of the file. The first MiB is free.
    nesting
        Containers inside one another; a `.tar.gz` counts as two.
    depth
        Open elements of a page inside one another.
    mail_parts
        Parts of one mail.
    members
        Members of one container.

    Examples
    --------
    >>> import dateline as dl
    >>> dl.Limits(nesting=2).nesting
    2
    >>> dl.Limits().expansion
    1000
    """

    document_bytes: int = 1 << 28
    expansion: int = 1_000
    nesting: int = 8
    depth: int = 512
    mail_parts: int = 1_000
    members: int = 10_000_000

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 1 << 63:
                raise InvalidArgument(f"limits: expected a number from 1 up for {name!r}, found {value!r}")


def settings(limits: Limits | Mapping[str, int] | None, text_column: str) -> _core.Settings:
    """Limits and the column of texts as the core takes them."""
    if not isinstance(text_column, str) or not text_column:
        raise InvalidArgument(f"text_column: expected the name of a column, found {text_column!r}")
    if limits is None:
        limits = Limits()
    elif isinstance(limits, Mapping):
        names = [field.name for field in fields(Limits)]
        unknown = next((name for name in limits if name not in names), None)
        if unknown is not None:
            raise InvalidArgument(f"limits: expected {', '.join(names)}, found {unknown!r}")
        limits = Limits(**limits)
    elif not isinstance(limits, Limits):
        raise InvalidArgument(f"limits: expected dateline.Limits or a mapping, found {type(limits).__name__}")
    return _core.Settings(asdict(limits), text_column)
