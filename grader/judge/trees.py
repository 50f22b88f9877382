"""Nested tuples, lists and dicts of leaves, with a path for every leaf ("[1]", "['dw']", "" for a bare leaf)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def leaves(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf with its path, in order."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, f"{path}[{key!r}]")
    elif isinstance(tree, (tuple, list)):
        for index, value in enumerate(tree):
            yield from leaves(value, f"{path}[{index}]")
    else:
        yield path, tree


def mapped(function: Callable[[Any], Any], tree: Any) -> Any:
    """The same tree with `function` applied to each leaf. Named tuples become tuples."""
    if isinstance(tree, dict):
        return {key: mapped(function, value) for key, value in tree.items()}
    if isinstance(tree, tuple):
        return tuple(mapped(function, value) for value in tree)
    if isinstance(tree, list):
        return [mapped(function, value) for value in tree]
    return function(tree)


def at(tree: Any, path: str) -> Any:
    """The leaf of `tree` at `path`, when `tree` has the shape of the tree that the path came from."""
    return dict(leaves(tree))[path]
