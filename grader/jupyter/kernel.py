"""What the running IPython has: the text of the cells executed so far."""

from __future__ import annotations

import inspect
import linecache
import sys
from typing import Any

from grader.model.submission import Chunk
from grader.submission.magics import plain


def shell() -> Any | None:
    """The IPython that runs, or None; IPython is never imported for it."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None else None


def cells() -> tuple[Chunk, ...]:
    """Every executed cell in order, labelled as its prompt ("In [3]"), without magics; elsewhere the running script."""
    running = shell()
    if running is None:
        return _file(getattr(sys.modules.get("__main__"), "__file__", None) or "")
    sources = running.history_manager.input_hist_raw
    return tuple(Chunk(f"In [{n}]", plain(source)) for n, source in enumerate(sources) if source.strip())


def source_of(function: Any) -> tuple[Chunk, ...]:
    """The whole source that a function was written in, for scripts and files. Empty when nobody has it."""
    try:
        return _file(inspect.getsourcefile(function) or inspect.getfile(function))
    except TypeError:
        return ()


def _file(path: str) -> tuple[Chunk, ...]:
    lines = linecache.getlines(path) if path.endswith(".py") or path.startswith("<") else []
    return (Chunk(path.replace("\\", "/").rpartition("/")[2], "".join(lines)),) if lines else ()


def typed(function: Any) -> bool:
    """Whether a function was written in a cell of the running IPython."""
    return shell() is not None and getattr(function, "__module__", "") == "__main__"
