"""T01: four functions, twenty checks: what one submission of the side-by-side benchmark is asked."""

import torch
import torch.nn.functional as F

from grader.author import Draw, NewAssignment, case, corner, grad, seen, vjp
from grader.author import rules as R

T01 = NewAssignment("T01", "t01_twenty")
_DOUBLE = ("float64",)


@T01.exercise(points=5, forbid=[R.SIGMOID])
class sigmoid:
    """σ(x) = 1 / (1 + e^-x)"""

    def reference(x):
        return torch.sigmoid(x)

    def scale(x):
        return torch.ones_like(x)

    layouts = False

    def cases(draw: Draw):
        yield seen(torch.tensor([0.0, 1.0, -1.0]), dtypes=_DOUBLE)
        for shape in ((7, 5), (3, 11), (5,)):
            yield case(draw.normal(*shape), dtypes=_DOUBLE)
        yield corner(torch.tensor([-100.0, 100.0]), why="extreme", dtypes=_DOUBLE)

    wrong = {"sign_of_exponent": lambda x: 1 / (1 + torch.exp(x))}


@T01.exercise(points=5, forbid=[R.AUTOGRAD])
class sigmoid_backward:
    """∂L/∂x = g σ(x) (1 − σ(x))"""

    reference = vjp(lambda x: torch.sigmoid(x), wrt=("x",))

    def scale(grad_out, x):
        return grad_out.abs()

    k = 8
    layouts = False

    def cases(draw: Draw):
        yield seen(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 1.0]), dtypes=_DOUBLE)
        for shape in ((7, 5), (3, 11), (5,), (1,)):
            yield case(draw.normal(*shape), draw.normal(*shape), dtypes=_DOUBLE)

    wrong = {"ignores_upstream": lambda grad_out, x: torch.sigmoid(x) * (1 - torch.sigmoid(x))}


def _loss(p, y):
    return F.mse_loss(p, y)


@T01.exercise(points=5, forbid=[R.MSE])
class mse_loss:
    """L = mean((p − y)²)"""

    reference = _loss

    def scale(p, y):
        return ((p.abs() + y.abs()) ** 2).mean()

    def k(p, y):
        return p.numel() + 4

    layouts = False

    def cases(draw: Draw):
        yield seen(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 4.0]), dtypes=_DOUBLE)
        for n in (7, 3, 5, 1):
            yield case(draw.normal(n), draw.normal(n), dtypes=_DOUBLE)

    wrong = {"sum_not_mean": lambda p, y: ((p - y) ** 2).sum()}


@T01.exercise(points=5, forbid=[R.AUTOGRAD])
class mse_backward:
    """∂L/∂p = 2 (p − y) / N"""

    reference = grad(_loss, wrt=("p",))

    def scale(p, y):
        return 2 * (p.abs() + y.abs()) / p.numel()

    layouts = False

    def cases(draw: Draw):
        yield seen(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 4.0]), dtypes=_DOUBLE)
        for n in (7, 3, 5, 1):
            yield case(draw.normal(n), draw.normal(n), dtypes=_DOUBLE)

    wrong = {"missing_two": lambda p, y: (p - y) / p.numel()}
