"""The three kinds of case a page yields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grader.model.exercise import Case


def seen(*args: Any, raises: type[BaseException] | None = None, dtypes: Iterable[str] = ()) -> Case:
    """The worked example of the stub: the first case, because students recognise it."""
    return _case(args, "seen", "ordinary", raises, dtypes, "contiguous")


def case(*args: Any, why: str = "ordinary", dtypes: Iterable[str] = (), layout: str = "contiguous") -> Case:
    """A random case. `why` is the id of an input class when it is not ordinary ("batch_of_one")."""
    return _case(args, "random", why, None, dtypes, layout)


def corner(
    *args: Any,
    why: str,
    raises: type[BaseException] | None = None,
    dtypes: Iterable[str] = (),
    layout: str = "contiguous",
) -> Case:
    """A fixed edge. `raises` is the exception that the stub promises; `dtypes` limits it to one float dtype."""
    return _case(args, "corner", why, raises, dtypes, layout)


def _case(
    args: tuple[Any, ...],
    kind: str,
    why: str,
    raises: type[BaseException] | None,
    dtypes: Iterable[str],
    layout: str,
) -> Case:
    return Case(args, kind, why, tuple(dtypes), raises.__name__ if raises else "", layout)
