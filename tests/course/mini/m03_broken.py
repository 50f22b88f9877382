"""M03: a page that fails while it is judged: the grader's fault, never the student's."""

from torch import tensor

from grader.author import Draw, NewAssignment, seen

M03 = NewAssignment("M03", "m03_broken", minutes=1)


@M03.exercise(points=1)
class faulty:
    """y = x"""

    def reference(x):
        raise RuntimeError("the author's mistake")

    def cases(draw: Draw):
        yield seen(tensor([1.0]))
