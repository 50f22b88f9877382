"""Which loops of a text are work on data, and which only walk over the axes of a tensor.

A rule against loops is about the data. Who collects `[d for d in range(x.dim()) if d != dim]`, or multiplies the
sizes in `x.shape[1:]`, has not computed anything entry by entry; and where a loop is asked for, these are none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

Loop = ast.For | ast.AsyncFor | ast.While | ast.comprehension

_PAIRS = ("topk", "sort", "kthvalue", "mode", "aminmax", "cummax", "cummin", "var_mean", "std_mean", "frexp")
_PAIRS_ALONG = ("max", "min", "median", "nanmedian")  # of a whole tensor, or of two, they give a tensor
_PASSING_ON = ("enumerate", "reversed", "sorted", "list", "tuple")
_RANK = ("dim", "ndimension")


def kind_of_loop(node: Loop) -> str:
    """ "loop", or "small_loop" when it runs over a literal, the sizes of a tensor or its axes."""
    if isinstance(node, ast.While):
        return "loop"
    over = node.iter.value if isinstance(node.iter, ast.Subscript) else node.iter
    return "small_loop" if isinstance(over, (ast.Tuple, ast.List)) or _small(node.iter) else "loop"


def _small(over: ast.expr) -> bool:
    """Whether this is the sizes of a tensor (`x.shape[1:]`), or its axes (`range(x.dim())`)."""
    while isinstance(over, ast.Subscript) and isinstance(over.slice, ast.Slice):
        over = over.value
    if isinstance(over, ast.Attribute):
        return over.attr == "shape"
    if not isinstance(over, ast.Call) or not isinstance(over.func, (ast.Name, ast.Attribute)):
        return False
    if isinstance(over.func, ast.Attribute):
        return (over.func.attr == "size" and not over.args) or _pair(over, over.func.attr)
    if over.func.id == "range":
        return _of_ranks(over.args)
    if over.func.id == "zip":  # ends with the shortest
        return any(map(_small, over.args))
    return over.func.id in _PASSING_ON and bool(over.args) and _small(over.args[0])


def _of_ranks(nodes: Sequence[ast.expr]) -> bool:
    """Whether these are numbers of axes and constants, at least one of the former."""
    terms = list(_terms(nodes))
    ranks = {term for term in terms if _rank(term)}
    return bool(ranks) and all(term in ranks or isinstance(term, ast.Constant) for term in terms)


def _terms(nodes: Sequence[ast.expr]) -> Iterator[ast.expr]:
    """What sums, products and signs are made of: each term once, however many there are."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.BinOp):
            waiting += [node.left, node.right]
        elif isinstance(node, ast.UnaryOp):
            waiting.append(node.operand)
        else:
            yield node


def _pair(call: ast.Call, name: str) -> bool:
    """Whether this is a call that gives two results (values and positions): a loop over those is none over data."""
    if name in _PAIRS:
        return True
    along = any(keyword.arg == "dim" for keyword in call.keywords)
    return name in _PAIRS_ALONG and (along or any(_whole(argument) for argument in call.args))


def _whole(node: ast.expr) -> bool:
    """Whether this is a whole number, as an axis is."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _rank(node: ast.expr) -> bool:
    """Whether this is how many axes a tensor has."""
    if isinstance(node, ast.Attribute):
        return node.attr == "ndim"
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        return node.func.attr in _RANK and not node.args
    return isinstance(node.func, ast.Name) and node.func.id == "len" and len(node.args) == 1 and _small(node.args[0])
