"""Lay values out for display: a few entries as text, the differing ones marked."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from grader.contestant.tensors import decode
from grader.judge.compare import Mismatch, number, type_name
from grader.judge.expect import Leaf
from grader.judge.trees import leaves, mapped
from grader.model.value import Opaque, TensorValue, Value
from grader.model.verdict import Picture

MOST = 64
_TEXT = 400


def argument_pictures(parameters: tuple[str, ...], args: tuple[Any, ...]) -> tuple[tuple[str, Picture], ...]:
    """One picture per tensor of each argument: ("X", …), ("hs[0]", …)."""
    shown = []
    for name, value in zip(parameters, args, strict=False):
        for path, leaf in leaves(value):
            shown.append((f"{name}{path}", picture(leaf)))
    return tuple(shown)


def expected_picture(expected: Any, path: str) -> Picture:
    """The expected part at `path`, or the whole answer when the form itself is wrong."""
    by_path = dict(leaves(expected))
    if path in by_path:
        leaf = by_path[path]
        return picture(leaf.value, leaf.dtype)
    return Picture("plain", _outline(mapped(lambda leaf: leaf.value if isinstance(leaf, Leaf) else leaf, expected)))


def got_picture(value: Value, path: str, mismatch: Mismatch | None) -> Picture:
    """The student's part at `path`, with the entries that differ marked."""
    by_path = dict(leaves(value))
    leaf = by_path.get(path, value)
    if isinstance(leaf, TensorValue):
        name = leaf.kind if leaf.kind not in ("Tensor", "Parameter") else ""
        shown = picture(decode(leaf), name or leaf.dtype)
        if mismatch is None:
            return shown
        wrong = tuple(i for i in mismatch.wrong if i < len(shown.cells))
        worst = mismatch.worst if mismatch.worst in wrong else -1
        return Picture("tensor", shown.text, shown.dtype, shown.shape, shown.cells, wrong, worst)
    if isinstance(leaf, (tuple, list, dict)):
        return Picture("plain", _outline(mapped(lambda v: decode(v) if isinstance(v, TensorValue) else v, leaf)))
    if isinstance(leaf, Opaque):
        return Picture("plain", f"{leaf.type_name} {leaf.text}".strip()[:_TEXT])
    return Picture("plain", f"{leaf!r}"[:_TEXT] if type_name(leaf) != "torch.dtype" else f"torch.{leaf.name}")  # type: ignore[union-attr]


def picture(value: Any, dtype: str = "") -> Picture:
    """A picture of a torch or plain value."""
    if not isinstance(value, Tensor):
        return Picture("plain", number(value) if isinstance(value, float) else repr(value)[:_TEXT])
    name = dtype if dtype and dtype != "any_float" else str(value.dtype).removeprefix("torch.")
    flat = value.detach().flatten()[:MOST].tolist()
    cells = tuple(number(v) for v in flat)
    return Picture("tensor", _nested(value), name, tuple(value.shape), cells)


def _nested(value: Tensor) -> str:
    if value.numel() > MOST:
        return f"{tuple(value.shape)}"
    return _brackets(value.detach().tolist())


def _brackets(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_brackets(v) for v in value) + "]"
    return number(value)


def _outline(tree: Any) -> str:
    def name(leaf: Any) -> str:
        if isinstance(leaf, Tensor):
            return f"Tensor{tuple(leaf.shape)}"
        return repr(leaf)[:60]

    if isinstance(tree, dict):
        return "{" + ", ".join(f"{k!r}: {_outline(v)}" for k, v in tree.items()) + "}"
    if isinstance(tree, (tuple, list)):
        inside = ", ".join(_outline(v) for v in tree)
        return f"({inside})" if isinstance(tree, tuple) else f"[{inside}]"
    return name(tree)
