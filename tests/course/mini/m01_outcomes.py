"""M01: every exercise asks the same, y = 2x; the submission answers each in a way of its own."""

from torch import tensor

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.author import rules as R

M01 = NewAssignment("M01", "m01_outcomes", minutes=1)


def _twice(x):
    return 2 * x


def _size(x):
    return 2 * x.abs()


def _cases(draw: Draw):
    yield seen(tensor([1.0, -2.0]))
    yield case(draw.normal(7, 5))
    yield case(draw.normal(3, 11))
    yield case(draw.normal(5))
    yield corner(tensor([-1e4, 1e4]), why="extreme")


_WRONG = {"factor_forgotten": lambda x: x.clone()}


@M01.exercise(points=2)
class passes:
    """y = 2x"""

    reference, scale, cases, wrong = _twice, _size, _cases, _WRONG


@M01.exercise(points=2)
class partly:
    """y = 2x"""

    reference, scale, cases, wrong = _twice, _size, _cases, _WRONG


@M01.exercise(points=2)
class fails:
    """y = 2x"""

    reference, scale, cases, wrong = _twice, _size, _cases, _WRONG


@M01.exercise(points=2)
class raises:
    """y = 2x"""

    reference, scale, cases, wrong = _twice, _size, _cases, _WRONG


@M01.exercise(points=2)
class hangs:
    """y = 2x"""

    reference, scale, cases, wrong = _twice, _size, _cases, _WRONG


@M01.exercise(points=2)
class dies:
    """y = 2x"""

    reference, scale, cases, wrong = _twice, _size, _cases, _WRONG


@M01.exercise(points=2, forbid=[R.LOOP])
class loops:
    """y = 2x"""

    reference, scale, cases, wrong = _twice, _size, _cases, _WRONG


@M01.exercise(points=2)
class unwritten:
    """y = 2x"""

    reference, scale, cases, wrong = _twice, _size, _cases, _WRONG


@M01.exercise(points=2, uses=["M01.fails"])
class leans:
    """y = 2x"""

    reference, scale, cases, wrong = _twice, _size, _cases, _WRONG


@M01.exercise(points=2, tier="bonus")
class absent:
    """y = 2x"""

    reference, scale, cases, wrong = _twice, _size, _cases, _WRONG
