"""A05: the slope of the loss, and how to walk down it."""

import torch
import torch.nn.functional as F
from torch import Tensor, tensor

from grader.author import Draw, NewAssignment, case, corner, grad, seen
from grader.author import rules as R

A05 = NewAssignment("A05", "a05_gradient_descent", needs=["A04"], minutes=60)

HOUSES = tensor([1.0, 2.0, 3.0])
PRICES = tensor([3.0, 6.0, 9.0])


def _slope(x: Tensor, y: Tensor, w: Tensor) -> Tensor:
    """2x(xw − y) of one sample, or of many at once."""
    return 2 * x * (x * w - y)


def _terms(x: Tensor, y: Tensor, w: Tensor) -> Tensor:
    """Σ |terms| of `_slope`."""
    return 2 * x.abs() * ((x * w).abs() + y.abs())


# What is right for a forward or a loss of one's own
_OF_OWN = {
    "A04.forward": lambda forward, x, y, w: grad(lambda w: F.mse_loss(forward(x, w), y), wrt=("w",))(w),
    "A04.mse_loss": lambda loss, x, y, w: grad(lambda w: loss(x * w, y), wrt=("w",))(w),
}


@A05.exercise(points=4, teaches=["S07", "S11", "S05"], forbid=[R.AUTOGRAD])
class grad_w_single:
    """∂loss/∂w = 2x(xw − y)"""

    reference = grad(lambda x, y, w: (x * w - y) ** 2, wrt=("w",))

    scale = _terms
    own_forward = _OF_OWN

    def cases(draw: Draw):
        yield seen(tensor(1.0), tensor(3.0), tensor(1.0))
        for _ in range(4):
            yield case(draw.normal(scale=2.0), draw.normal(scale=3.0), draw.normal(scale=2.0))
        yield corner(tensor(3.0), tensor(9.0), tensor(1.0), why="ordinary")
        yield corner(tensor(0.0), tensor(5.0), tensor(2.0), why="hard_zero")
        yield corner(tensor(2.0), tensor(6.0), tensor(3.0), why="hard_zero")
        yield corner(tensor(-2.0), tensor(6.0), tensor(0.5), why="negative")
        yield corner(tensor(100.0), tensor(-1e4), tensor(100.0), why="extreme")
        yield corner(tensor(2e-4), tensor(-3e-4), tensor(0.5), why="tiny")

    wrong = {
        "missing_2": lambda x, y, w: x * (x * w - y),
        "missing_x_chain": lambda x, y, w: 2 * (x * w - y),
        "sign_flipped": lambda x, y, w: 2 * x * (y - x * w),
        "w_instead_of_x": lambda x, y, w: 2 * w * (x * w - y),
        "loss_not_gradient": lambda x, y, w: (x * w - y) ** 2,
    }


@A05.exercise(points=4, teaches=["S09", "S11"], forbid=[R.AUTOGRAD, R.LOOP])
class grad_w_batch:
    """∂loss/∂w = (1/N) Σ 2x_n(x_n w − y_n)"""

    reference = grad(lambda x, y, w: F.mse_loss(x * w, y), wrt=("w",))
    own_forward = _OF_OWN

    def scale(x, y, w):
        return _terms(x, y, w).mean()

    def k(x, y, w):
        return len(x) + 4

    def cases(draw: Draw):
        yield seen(HOUSES, PRICES, tensor(1.0))
        yield case(draw.normal(7), draw.normal(7, scale=2.0), draw.normal())
        yield case(draw.normal(3), draw.normal(3, scale=2.0), draw.normal())
        yield case(draw.normal(5), draw.normal(5, scale=2.0), draw.normal())
        yield case(draw.normal(1), draw.normal(1, scale=2.0), draw.normal(), why="batch_of_one")
        yield corner(HOUSES, PRICES, tensor(3.0), why="hard_zero")
        yield corner(tensor([0.0, 2.0, -0.0]), tensor([1.0, -4.0, 5.0]), tensor(-0.5), why="hard_zero")
        yield corner(
            tensor([-2.0, 3.0, -1.0, 0.5, 7.0]), tensor([1.0, -4.0, 0.0, 2.0, 5.0]), tensor(0.5), why="negative"
        )
        yield corner(tensor([1e4, -1.0, 1e-4]), tensor([1e4, 2.0, -1e4]), tensor(-2.0), why="extreme")
        yield corner(tensor([2e-4, -1e-4, 5e-4]), tensor([1e-4, 3e-4, -2e-4]), tensor(-0.5), why="tiny")

    wrong = {
        "sum_not_mean": lambda x, y, w: _slope(x, y, w).sum(),
        "lab3_sum_no_2_over_m": lambda x, y, w: (x * (x * w - y)).sum(),
        "missing_2": lambda x, y, w: (x * (x * w - y)).mean(),
        "mean_of_parts": lambda x, y, w: 2 * x.mean() * (x * w - y).mean(),
        "missing_x_chain": lambda x, y, w: (2 * (x * w - y)).mean(),
        "w_instead_of_x": lambda x, y, w: (2 * w * (x * w - y)).mean(),
        "not_reduced": _slope,
        "sign_flipped": lambda x, y, w: -_slope(x, y, w).mean(),
    }


@A05.exercise(points=3, teaches=["S13", "S07"], forbid=[R.AUTOGRAD, R.LOOP])
class grad_wb_batch:
    """∂loss/∂w = (2/N) Σ x_n e_n,   ∂loss/∂b = (2/N) Σ e_n,   e_n = x_n w + b − y_n"""

    reference = grad(lambda x, y, w, b: F.mse_loss(x * w + b, y), wrt=("w", "b"))

    own_forward = {"A04.mse_loss": lambda loss, x, y, w, b: grad(lambda w, b: loss(x * w + b, y), wrt=("w", "b"))(w, b)}

    def scale(x, y, w, b):
        e = 2 * ((x * w).abs() + b.abs() + y.abs())
        return (x.abs() * e).mean(), e.mean()

    def k(x, y, w, b):
        return len(x) + 4

    def cases(draw: Draw):
        yield seen(HOUSES, HOUSES, tensor(0.0), tensor(0.0))
        yield case(draw.normal(7), draw.normal(7), draw.normal(), draw.normal(scale=2.0))
        yield case(draw.normal(3), draw.normal(3), draw.normal(), draw.normal(scale=2.0))
        yield case(draw.normal(5), draw.normal(5), draw.normal(), draw.normal(scale=2.0))
        yield case(draw.normal(1), draw.normal(1), draw.normal(), draw.normal(), why="batch_of_one")
        yield corner(HOUSES, PRICES, tensor(1.0), tensor(0.0), why="hard_zero")
        yield corner(tensor([-2.0, 3.0, -0.5]), tensor([1.0, -4.0, 5.0]), tensor(-0.5), tensor(2.0), why="negative")
        yield corner(tensor([2.0, 0.0, 3.0]), tensor([1.0, 5.0, 4.0]), tensor(0.5), tensor(2.0), why="hard_zero")
        yield corner(tensor([2e-4, -1e-4, 5e-4]), tensor([1e-4, 3e-4, -2e-4]), tensor(-0.5), tensor(1e-4), why="tiny")
        yield corner(tensor([2e-8, -1e-8, 5e-8]), tensor([1e-8, 3e-8, -2e-8]), tensor(-0.5), tensor(1e-8), why="tiny")
        yield corner(tensor([1e4, -1.0, 1e-4]), tensor([1e4, 2.0, -1e4]), tensor(-2.0), tensor(7.0), why="extreme")

    wrong = {
        "db_has_x": lambda x, y, w, b: ((2 * x * (x * w + b - y)).mean(),) * 2,
        "order_swapped": lambda x, y, w, b: ((2 * (x * w + b - y)).mean(), (2 * x * (x * w + b - y)).mean()),
        "b_left_out_of_e": lambda x, y, w, b: ((2 * x * (x * w - y)).mean(), (2 * (x * w - y)).mean()),
        "means_multiplied": lambda x, y, w, b: (2 * x.mean() * (x * w + b - y).mean(), 2 * (x * w + b - y).mean()),
    }


def _sgd_step(w: Tensor, grad: Tensor, lr: float) -> Tensor:
    """One step of torch.optim.SGD without momentum, by its documented rule: that class takes 0.8 s to import."""
    return w - lr * grad


@A05.exercise(points=2, teaches=["S10", "S12"], forbid=[R.AUTOGRAD])
class update:
    """w ← w − α · ∂loss/∂w"""

    reference = _sgd_step

    def scale(w, grad, lr):
        return w.abs() + lr * grad.abs()

    fresh = True

    def cases(draw: Draw):
        yield seen(tensor(1.0), tensor(-4.0), 0.5)
        yield case(draw.normal(7, 3), draw.normal(7, 3), draw.number(0.05, 0.9))
        yield case(draw.normal(5), draw.normal(5), draw.number(0.05, 0.9))
        yield case(draw.normal(), draw.normal(scale=3.0), draw.number(0.05, 0.9))
        yield case(draw.normal(1), draw.normal(1), draw.number(0.05, 0.9), why="batch_of_one")
        yield case(draw.normal(3, 3), draw.normal(3, 3), draw.number(0.05, 0.9), why="square")
        yield case(draw.normal(3), draw.normal(3), draw.number(1.5, 4.0))
        yield corner(tensor([2.0, -3.0]), tensor([5.0, 7.0]), 0.0, why="zero_rate")
        yield corner(tensor([2.0, -3.0]), tensor([0.0, 0.0]), 0.5, why="hard_zero")
        yield corner(tensor([2.0, -3.0]), tensor([5.0, 7.0]), 1e-4, why="tiny")
        yield corner(tensor([[1e4, -1.0]]), tensor([[-1e4, 1e-4]]), 1.0, why="extreme")
        yield corner(tensor([1e-6, -2.0]), tensor([3e-7, -1e-7]), 0.5, why="tiny")

    def _in_place(w, grad, lr):
        w -= lr * grad
        return w

    wrong = {
        "plus_update": lambda w, grad, lr: w + lr * grad,
        "in_place": _in_place,
        "lr_divides": lambda w, grad, lr: w - grad / lr,
        "sign_only": lambda w, grad, lr: w - lr * grad.sign(),
    }


_grad_of_mse = grad(lambda x, y, w: F.mse_loss(x * w, y), wrt=("w",))


def _epoch(x: Tensor, y: Tensor, w: Tensor, lr: float, order: Tensor) -> Tensor:
    """torch.optim.SGD's steps, one sample after the other."""
    for i in order.tolist():
        w = _sgd_step(w, _grad_of_mse(x[i], y[i], w), lr)
    return w


def _epoch_terms(x: Tensor, y: Tensor, w: Tensor, lr: float, order: Tensor) -> Tensor:
    for i in order.tolist():
        w = w.abs() + lr * _terms(x[i], y[i], w)
    return w.abs()


@A05.exercise(points=4, teaches=["S08", "S12"], forbid=[R.AUTOGRAD], uses=["A05.grad_w_single", "A05.update"])
class sgd_epoch:
    """for i in order:   w ← w − α · 2x_i(x_i w − y_i)"""

    reference = _epoch
    scale = _epoch_terms

    def k(x, y, w, lr, order):
        return 4 * len(order)

    def cases(draw: Draw):
        yield seen(HOUSES, 2 * HOUSES, tensor(1.0), 0.01, tensor([0, 1, 2]))
        for n in (7, 5, 3):
            yield case(draw.normal(n), draw.normal(n), draw.normal(), draw.number(0.05, 0.2), draw.permutation(n))
        yield case(draw.normal(5), draw.normal(5), draw.normal(), 0.1, draw.integers(0, 5, 5), why="duplicate")
        yield case(draw.normal(1), draw.normal(1), draw.normal(), 0.1, tensor([0]), why="batch_of_one")
        yield corner(HOUSES, PRICES, tensor(1.0), 0.02, tensor([2, 1, 0]), why="ordinary")
        yield corner(HOUSES, PRICES, tensor(-1.0), 0.02, tensor([1, 1, 1]), why="duplicate")
        yield corner(HOUSES, PRICES, tensor(1.0), 0.0, tensor([2, 0, 1]), why="zero_rate")
        yield corner(1e-3 * HOUSES, 1e-3 * PRICES, tensor(1.0), 0.1, tensor([2, 0, 1]), why="tiny")
        yield corner(HOUSES, PRICES, tensor(-9997.0), 0.01, tensor([2, 0, 1]), why="extreme")

    def _accumulating(x, y, w, lr, order):
        slope = torch.zeros_like(w)
        for i in order:
            slope = slope + _slope(x[i], y[i], w)
            w = w - lr * slope
        return w

    def _climbing(x, y, w, lr, order):
        for i in order:
            w = w + lr * _slope(x[i], y[i], w)
        return w

    wrong = {
        "stale_w_batch_sum": lambda x, y, w, lr, order: w - lr * _slope(x[order], y[order], w).sum(),
        "is_batch_gd": lambda x, y, w, lr, order: w - lr * _slope(x, y, w).mean(),
        "order_ignored": lambda x, y, w, lr, order: _epoch(x, y, w, lr, torch.arange(len(x))),
        "grad_accumulates": _accumulating,
        "plus_update": _climbing,
    }


@A05.exercise(points=2, teaches=["S09", "S12"], forbid=[R.AUTOGRAD, R.LOOP], uses=["A05.grad_w_batch", "A05.update"])
class bgd_step:
    """w ← w − α · (1/N) Σ 2x_n(x_n w − y_n)"""

    def reference(x, y, w, lr):
        return _sgd_step(w, _grad_of_mse(x, y, w), lr)

    def scale(x, y, w, lr):
        return w.abs() + lr * _terms(x, y, w).mean()

    def k(x, y, w, lr):
        return len(x) + 6

    def cases(draw: Draw):
        yield seen(HOUSES, PRICES, tensor(1.0), 0.01)
        yield case(draw.normal(7), draw.normal(7), draw.normal(), draw.number(0.05, 0.4))
        yield case(draw.normal(5), draw.normal(5), draw.normal(), draw.number(0.05, 0.4))
        yield case(draw.normal(3), draw.normal(3), draw.normal(), draw.number(0.05, 0.4))
        yield case(draw.normal(1), draw.normal(1), draw.normal(), 0.1, why="batch_of_one")
        yield case(draw.normal(5, scale=0.5), draw.normal(5), draw.normal(), draw.number(0.6, 0.9))
        yield corner(HOUSES, PRICES, tensor(1.0), 0.0, why="zero_rate")
        yield corner(HOUSES, PRICES, tensor(2.5), 0.3, why="diverging")
        yield corner(tensor([-2.0, 0.5, 1.0]), tensor([1.0, 5.0, -3.0]), tensor(4.0), 0.3, why="negative")
        yield corner(tensor([2.0, 0.0, 1.0]), tensor([1.0, 5.0, 3.0]), tensor(4.0), 0.3, why="hard_zero")
        yield corner(1e-3 * HOUSES, 1e-3 * PRICES, tensor(1.0), 0.3, why="tiny")
        yield corner(HOUSES, PRICES, tensor(-9997.0), 0.01, why="extreme")

    wrong = {
        "n_steps": lambda x, y, w, lr: _epoch(x, y, w, lr, torch.arange(len(x))),
        "summed": lambda x, y, w, lr: w - lr * _slope(x, y, w).sum(),
        "plus_update": lambda x, y, w, lr: w + lr * _slope(x, y, w).mean(),
    }


def _walk(x: Tensor, y: Tensor, w: Tensor, lr: float, epochs: int, mode: str) -> tuple[Tensor, list[Tensor]]:
    """The last w, and every MSE on the way, that of the start included."""
    losses = [F.mse_loss(x * w, y)]
    for _ in range(epochs):
        w = _epoch(x, y, w, lr, torch.arange(len(x))) if mode == "sgd" else bgd_step.reference(x, y, w, lr)
        losses.append(F.mse_loss(x * w, y))
    return w, losses


@A05.exercise(
    points=2,
    teaches=["S07", "S08", "S09", "S10"],
    forbid=[R.AUTOGRAD],
    uses=["A05.sgd_epoch", "A05.bgd_step", "A04.mse_loss", "A04.forward"],
)
class train:
    """repeat: sgd_epoch or bgd_step;   losses = MSE before the first and after every epoch"""

    def reference(x, y, w0, lr, epochs, mode):
        w, losses = _walk(x, y, w0, lr, epochs, mode)
        return w, torch.stack(losses)

    def scale(x, y, w0, lr, epochs, mode):
        ws = [w0.abs()]
        for _ in range(epochs):
            step = sgd_epoch.scale if mode == "sgd" else lambda x, y, w, lr, _: bgd_step.scale(x, y, w, lr)
            ws.append(step(x, y, ws[-1], lr, torch.arange(len(x))))
        return ws[-1], torch.stack([(((x * w).abs() + y.abs()) ** 2).mean() for w in ws])

    def k(x, y, w0, lr, epochs, mode):
        return 4 * (epochs + 1) * len(x)

    def cases(draw: Draw):
        yield seen(HOUSES, PRICES, tensor(1.0), 0.01, 10, "sgd")
        yield case(draw.normal(5), draw.normal(5), draw.normal(), draw.number(0.02, 0.08), 4, "sgd")
        yield case(draw.normal(7), draw.normal(7), draw.normal(), draw.number(0.05, 0.2), 5, "bgd")
        yield case(draw.normal(3), draw.normal(3), draw.normal(), draw.number(0.05, 0.2), 3, "bgd")
        yield case(draw.normal(3), draw.normal(3), draw.normal(), draw.number(0.02, 0.08), 2, "sgd")
        yield corner(HOUSES, PRICES, tensor(1.0), 0.01, 10, "bgd", why="ordinary")
        for mode in ("sgd", "bgd"):
            yield corner(HOUSES, PRICES, tensor(1.0), 0.01, 0, mode, why="zero_count")
            yield corner(HOUSES[1:2], PRICES[2:], tensor(1.0), 0.02, 3, mode, why="batch_of_one")
        yield corner(HOUSES, PRICES, tensor(2.5), 0.3, 4, "bgd", why="diverging")
        yield corner(HOUSES, PRICES, tensor(-997.0), 0.3, 3, "bgd", why="diverging")
        yield corner(HOUSES, PRICES, tensor(997.0), 0.1, 2, "sgd", why="diverging")
        for start in (2.999, 3.00001):
            yield corner(HOUSES, PRICES, tensor(start), 0.02, 4, "bgd", why="tiny")
            yield corner(HOUSES, PRICES, tensor(start), 0.02, 4, "sgd", why="tiny")

    def _only_after(x, y, w0, lr, epochs, mode):
        w, losses = _walk(x, y, w0, lr, epochs, mode)
        return w, torch.stack(losses[1:])

    def _one_behind(x, y, w0, lr, epochs, mode):
        w, losses = _walk(x, y, w0, lr, epochs, mode)
        return w, torch.stack(losses[:1] + losses[:-1])

    def _moves_w0(x, y, w0, lr, epochs, mode):
        w, losses = _walk(x, y, w0, lr, epochs, mode)
        return w0.copy_(w), torch.stack(losses)

    def _swapped(x, y, w0, lr, epochs, mode):
        w, losses = _walk(x, y, w0, lr, epochs, "bgd" if mode == "sgd" else "sgd")
        return w, torch.stack(losses)

    wrong = {
        "off_by_one_history": _only_after,
        "loss_before_update": _one_behind,
        "w0_mutated": _moves_w0,
        "modes_swapped": _swapped,
    }


@A05.exercise(points=2, tier="extra", teaches=["S10"], forbid=[R.AUTOGRAD])
class max_stable_lr:
    """α_max = 1 / mean(x²)"""

    def reference(x):
        return 1 / (x * x).mean()

    scale = reference

    def k(x):
        return len(x) + 4

    def cases(draw: Draw):
        yield seen(HOUSES)
        yield case(draw.normal(7))
        yield case(draw.normal(5, scale=3.0))
        yield case(draw.normal(3))
        yield case(draw.normal(1), why="batch_of_one")
        yield corner(tensor([-2.0, 0.5, 1.0]), why="negative")
        yield corner(tensor([2.0, 0.0, 1.0]), why="hard_zero")
        yield corner(tensor([1e4, -1e-4, 3.0]), why="extreme")
        yield corner(tensor([1e-4, -3e-4, 2e-4]), why="tiny")

    wrong = {
        "one_over_mean_x": lambda x: 1 / x.mean(),
        "square_of_mean": lambda x: 1 / x.mean() ** 2,
        "factor_two": lambda x: 1 / (2 * (x * x).mean()),
    }
