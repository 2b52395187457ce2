"""Archives that grow: a store of Parquet files that is brought up to its source, read only where that changed.

| module | subject |
|---|---|
| `updating` | `update`: arguments, the lock |
| `survey` | the source against the store |
| `transition` | from one state to the next |
| `parts` | documents in runs that share their files |
| `layout`, `manifest` | what lies where; which of it counts |
| `opening` | `open` and the archive it gives |
| `command` | `dateline update` |
"""

from .opening import StoredArchive, open  # noqa: A004
from .updating import Update, update

__all__ = ["StoredArchive", "Update", "open", "update"]
