"""The three kinds of case a page yields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grader.model.exercise import Case


def seen(
    *args: Any, raises: type[BaseException] | None = None, dtypes: Iterable[str] = (), why: str = "ordinary"
) -> Case:
    """The worked example of the stub: the first case, because students recognise it. `why` is the input class of an
    example that shows an edge, such as numbers that overflow."""
    return Case(args, "seen", why, tuple(dtypes), _name(raises))


def case(*args: Any, why: str = "ordinary", dtypes: Iterable[str] = (), layout: str = "contiguous") -> Case:
    """A random case. `why` is the id of an input class when it is not ordinary ("batch_of_one")."""
    return Case(args, "random", why, tuple(dtypes), layout=layout)


def corner(
    *args: Any,
    why: str,
    raises: type[BaseException] | None = None,
    dtypes: Iterable[str] = (),
    layout: str = "contiguous",
) -> Case:
    """A fixed edge. `raises` is the exception that the stub promises; `dtypes` limits it to one float dtype."""
    return Case(args, "corner", why, tuple(dtypes), _name(raises), layout)


def _name(error: type[BaseException] | None) -> str:
    return error.__name__ if error else ""
