"""The parts of `dateline.Categorizer`: texts to features, features to probabilities, bags to items.

In: strings, labels, bags. Out: arrays. The modules here need numpy, which reading does not, so that they are imported
where they are used, after `require_numpy`.
"""

from ..errors import MissingPackage

__all__ = ["require_numpy"]


def require_numpy() -> None:
    """Stop with what to install where numpy is missing."""
    try:
        import numpy  # noqa: F401
    except ImportError:
        raise MissingPackage("learning categories needs numpy: pip install 'dateline[learn]'") from None
