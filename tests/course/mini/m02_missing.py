"""M02: nobody hands this in."""

from torch import tensor

from grader.author import Draw, NewAssignment, case, seen

M02 = NewAssignment("M02", "m02_missing", minutes=1)


@M02.exercise(points=1)
class skipped:
    """y = x + 1"""

    def reference(x):
        return x + 1

    def scale(x):
        return x.abs() + 1

    def cases(draw: Draw):
        yield seen(tensor([1.0]))
        yield case(draw.normal(7))
        yield case(draw.normal(3, 5))
        yield case(draw.normal(11))

    wrong = {"one_less": lambda x: x - 1}
