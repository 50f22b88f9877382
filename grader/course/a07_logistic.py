"""A07: from logits to a probability, how wrong it is, and the slope of both."""

import torch
import torch.nn.functional as F
from torch import Tensor, tensor

from grader.author import Draw, NewAssignment, case, corner, grad, seen
from grader.author import rules as R

A07 = NewAssignment("A07", "a07_logistic", needs=["A06"], minutes=75)

# Lab 05's data set.
STUDY = tensor([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0], [4.0, 3.0], [5.0, 3.0], [6.0, 2.0]])
PASSED = tensor([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]])
TWO = tensor([[1.0, 2.0], [3.0, 4.0]]), tensor([[0.0], [1.0]])


def _zeros_and_ones(draw: Draw, *shape: int) -> Tensor:
    """Labels of both classes, where there is room for both."""
    y = draw.integers(0, 2, *shape).double()
    y.view(-1)[:2] = tensor([1.0, 0.0])[: y.numel()]
    return y


def _data(draw: Draw, n: int, d: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    return draw.normal(n, d), _zeros_and_ones(draw, n, 1), draw.normal(d, 1), draw.normal(1)


@A07.exercise(points=5, teaches=["S16", "S17"], forbid=[R.SIGMOID, R.LOOP])
class sigmoid:
    """σ(x) = 1 / (1 + e^-x)"""

    def reference(x):
        return torch.sigmoid(x)

    def scale(x):
        return torch.ones_like(x)

    differentiable = True

    def cases(draw: Draw):
        yield seen(tensor([0.0, 1.0, -1.0]))
        yield case(draw.normal(7, 5))
        yield case(draw.normal(3, 11, scale=3.0))
        yield case(draw.normal(5, scale=2.0))
        yield case(draw.normal(1), why="batch_of_one")
        yield corner(tensor([-1e4, -710.0, -100.0, -89.0, 0.5, 89.0, 100.0, 710.0, 1e4]), why="extreme")
        yield corner(tensor([-30.0, -20.0, -12.0, 12.0, 20.0, 30.0]), why="saturated")
        yield corner(tensor(-0.75), why="scalar")
        yield corner(tensor([1.0, torch.nan, -1.0]), why="nan")
        yield corner(torch.zeros(0, 3), why="empty")

    wrong = {
        "sign_of_exponent": lambda x: 1 / (1 + torch.exp(x)),
        "exp_over_one_plus_exp_overflow": lambda x: torch.exp(x) / (1 + torch.exp(x)),
        "naive_autograd_nan": lambda x: 1 / (1 + torch.exp(-x)),
        "clamped": lambda x: 1 / (1 + torch.exp(-x.clamp(-10, 10))),
    }


@A07.exercise(points=3, teaches=["S41", "S15"], forbid=[R.AUTOGRAD, R.SIGMOID])
class sigmoid_backward:
    """∂L/∂x = g · σ(x) · (1 − σ(x))"""

    def reference(grad_out, out):
        return torch.ops.aten.sigmoid_backward(grad_out, out)

    def scale(grad_out, out):  # forms like 1/4 − (σ − 1/2)² have terms of size 1, however small σ is
        return grad_out.abs()

    own_forward = "A07.sigmoid"
    wrt = ("x",)

    def forward_args(grad_out, out):
        return (torch.logit(out),)

    def own_cache(forward, grad_out, out):
        return grad_out, forward(torch.logit(out))

    def cases(draw: Draw):
        yield seen(tensor([4.0, 10.0]), tensor([0.5, 1.0]))
        yield case(draw.normal(7, 5), draw.uniform(0.02, 0.98, 7, 5))
        yield case(draw.normal(3, 11), draw.uniform(0.02, 0.98, 3, 11))
        yield case(draw.normal(5), draw.uniform(0.02, 0.98, 5))
        yield case(draw.normal(1), draw.uniform(0.02, 0.98, 1), why="batch_of_one")
        yield corner(tensor([3.0, -2.0, 5.0, -7.0]), tensor([0.0, 1.0, 0.5, 0.25]), why="saturated")
        yield corner(tensor([1e4, -1e4, 1e-6]), tensor([1e-6, 0.5, 0.75]), why="extreme")

    wrong = {
        "double_sigmoid": lambda grad_out, out: grad_out * torch.sigmoid(out) * (1 - torch.sigmoid(out)),
        "ignores_upstream": lambda grad_out, out: out * (1 - out),
        "missing_one_minus": lambda grad_out, out: grad_out * out,
        "tanh_slope": lambda grad_out, out: grad_out * (1 - out * out),
        "added_not_multiplied": lambda grad_out, out: grad_out + out * (1 - out),
    }


def _log(p: Tensor, log=torch.log) -> Tensor:
    return log(p).clamp(min=-100)


def _bce(p: Tensor, y: Tensor, log=torch.log) -> Tensor:
    return -(y * _log(p, log) + (1 - y) * _log(1 - p, log)).mean()


def _of_the_label(p: Tensor, y: Tensor) -> Tensor:
    """The probability that was given to the true class."""
    return y * p + (1 - y) * (1 - p)


@A07.exercise(points=5, teaches=["S18", "S16"], forbid=[R.BCE, R.LOOP])
class bce_loss:
    """L = −(1/N) Σ [ y log p + (1 − y) log(1 − p) ]"""

    def reference(p, y):
        return F.binary_cross_entropy(p, y)

    def scale(p, y):
        return _bce(p, y) + 1  # + 1: the rounding of 1 − p is one of the logarithm as well

    def slack(p, y):  # an epsilon inside the log is customary; with p = 0 and y = 1 it is not the stated rule
        q = _of_the_label(p, y)
        return 1e-6 * torch.where(q > 1e-4, 1 / q, 0).mean()

    full_precision = True

    def k(p, y):
        return p.numel() + 4

    def cases(draw: Draw):
        yield seen(tensor([0.2, 0.5]), tensor([1.0, 0.0]))
        yield case(draw.uniform(0.02, 0.98, 7), _zeros_and_ones(draw, 7))
        yield case(draw.uniform(0.02, 0.98, 5, 1), _zeros_and_ones(draw, 5, 1))
        yield case(draw.uniform(0.02, 0.98, 11, 1), _zeros_and_ones(draw, 11, 1))
        yield case(draw.uniform(0.02, 0.98, 1), _zeros_and_ones(draw, 1), why="batch_of_one")
        yield case(draw.uniform(0.02, 0.98, 3), torch.zeros(3), why="one_class")
        yield corner(tensor([0.0, 1.0, 0.25, 1.0]), tensor([0.0, 1.0, 0.0, 1.0]), why="saturated")
        yield corner(tensor([0.0, 1.0, 0.5]), tensor([1.0, 0.0, 1.0]), why="hard_zero")
        below = tensor([1e-60, 0.25], dtype=torch.float64)  # its log is finite, and smaller than −100
        yield corner(below, tensor([1.0, 0.0]), why="hard_zero", dtypes=("float64",))
        yield corner(torch.full((5, 1), 0.5), torch.ones(5), raises=ValueError, why="mixed_shapes")
        yield corner(torch.full((3,), 0.5), torch.ones(3, 1), raises=ValueError, why="mixed_shapes")
        yield corner(torch.full((1,), 0.5), torch.ones(3), raises=ValueError, why="mixed_shapes")

    wrong = {
        "minus_only_first_term": lambda p, y: (-y * _log(p) + (1 - y) * _log(1 - p)).mean(),
        "only_positive_term": lambda p, y: -(y * _log(p)).mean(),
        "sum_not_mean": lambda p, y: -(y * _log(p) + (1 - y) * _log(1 - p)).sum(),
        "missing_minus": lambda p, y: (y * _log(p) + (1 - y) * _log(1 - p)).mean(),
        "labels_flipped": lambda p, y: _bce(p, 1 - y),
        "swapped_args": lambda p, y: _bce(y, p),
        "log2": lambda p, y: _bce(p, y, torch.log2),
        "log10": lambda p, y: _bce(p, y, torch.log10),
        "sigmoid_applied_twice": lambda p, y: _bce(torch.sigmoid(p), y),
        "nan_at_certainty": lambda p, y: -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean(),
    }


@A07.exercise(points=3, teaches=["S18", "S15"], forbid=[R.AUTOGRAD, R.BCE])
class bce_backward:
    """∂L/∂p = (p − y) / (N p (1 − p))"""

    reference = grad(lambda p, y: F.binary_cross_entropy(p, y), wrt=("p",))

    def scale(p, y):
        return (p + y) / (p * (1 - p) * p.numel())

    def slack(p, y):  # an epsilon beside p or in the denominator
        return 1e-7 / (_of_the_label(p, y) * p * (1 - p) * p.numel())

    full_precision = True

    own_forward = "A07.bce_loss"
    wrt = ("p",)

    def forward_args(p, y):
        return p, y

    def cases(draw: Draw):
        yield seen(tensor([0.2, 0.5]), tensor([1.0, 0.0]))
        yield case(draw.uniform(0.05, 0.95, 7), _zeros_and_ones(draw, 7))
        yield case(draw.uniform(0.05, 0.95, 5, 1), _zeros_and_ones(draw, 5, 1))
        yield case(draw.uniform(0.05, 0.95, 11, 1), _zeros_and_ones(draw, 11, 1))
        yield case(draw.uniform(0.05, 0.95, 1), _zeros_and_ones(draw, 1), why="batch_of_one")
        yield corner(tensor([0.25, 0.5, 0.75]), tensor([0.0, 0.0, 0.0]), why="one_class")
        yield corner(tensor([1e-4, 0.9999, 1e-4, 0.9999, 0.5]), tensor([0.0, 1.0, 1.0, 0.0, 1.0]), why="confident")

    wrong = {
        "logit_gradient": lambda p, y: (p - y) / p.numel(),
        "only_positive_term": lambda p, y: -y / p / p.numel(),
        "sum_not_mean": lambda p, y: (p - y) / (p * (1 - p)),
        "sign": lambda p, y: (y - p) / (p * (1 - p)) / p.numel(),
        "logit_gradient_no_mean": lambda p, y: p - y,
    }


def _residual(z: Tensor, y: Tensor) -> Tensor:
    return (torch.sigmoid(z) - y) / z.numel()


def _chained(z: Tensor, y: Tensor) -> Tensor:
    p = torch.sigmoid(z)
    return (p - y) / (p * (1 - p)) / z.numel() * p * (1 - p)


@A07.exercise(points=3, teaches=["S41", "S15", "S18"], forbid=[R.AUTOGRAD, R.BCE], uses=["A07.sigmoid"])
class bce_logits_backward:
    """∂L/∂z = (σ(z) − y) / N"""

    reference = grad(lambda z, y: F.binary_cross_entropy_with_logits(z, y), wrt=("z",))

    def scale(z, y):
        return (1 + y) / z.numel()

    own_forward = {
        "A07.sigmoid": lambda forward, z, y: grad(lambda z: _bce(forward(z), y), wrt=("z",))(z),
        "A07.bce_loss": lambda loss, z, y: grad(lambda z: loss(torch.sigmoid(z), y), wrt=("z",))(z),
    }

    k = 6

    def cases(draw: Draw):
        yield seen(tensor([0.0, 0.0]), tensor([1.0, 0.0]))
        yield case(draw.normal(7), _zeros_and_ones(draw, 7))
        yield case(draw.normal(5, 3), _zeros_and_ones(draw, 5, 3))
        yield case(draw.normal(11, 1), _zeros_and_ones(draw, 11, 1))
        yield case(draw.normal(1), _zeros_and_ones(draw, 1), why="batch_of_one")
        yield corner(tensor([-100.0, 100.0, -100.0, 100.0, 2.0]), tensor([0.0, 1.0, 1.0, 0.0, 0.0]), why="extreme")
        yield corner(tensor([-1.0, 2.0, 0.5]), tensor([1.0, 1.0, 1.0]), why="one_class")

    wrong = {
        "forgot_sigmoid": lambda z, y: (z - y) / z.numel(),
        "extra_sigmoid_slope": lambda z, y: _residual(z, y) * torch.sigmoid(z) * (1 - torch.sigmoid(z)),
        "sum_not_mean": lambda z, y: torch.sigmoid(z) - y,
        "sign": lambda z, y: -_residual(z, y),
        "chain_not_simplified": _chained,
    }


def _loss(X: Tensor, y: Tensor, W: Tensor, b: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(X @ W + b, y)


_autograd_grads = grad(_loss, wrt=("W", "b"))


def _grads(X: Tensor, y: Tensor, W: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    d = _residual(X @ W + b, y)
    return X.t() @ d, d.sum(dim=0)


def _terms(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """Σ |terms| of the logits."""
    return X.abs() @ W.abs() + b.abs()


@A07.exercise(
    points=3,
    teaches=["S13", "S14", "S41"],
    forbid=[R.AUTOGRAD, R.BCE, R.LOOP],
    uses=["A07.sigmoid", "A07.bce_logits_backward", "A06.linear_backward"],
)
class logistic_grads:
    """∂L/∂W = Xᵀ(σ(XW + b) − y)/N,   ∂L/∂b = Σ (σ(XW + b) − y)/N"""

    reference = _autograd_grads

    def _with_sigmoid(forward, X, y, W, b):
        return grad(lambda W, b: _bce(forward(X @ W + b), y), wrt=("W", "b"))(W, b)

    def _with_loss(loss, X, y, W, b):
        return grad(lambda W, b: loss(torch.sigmoid(X @ W + b), y), wrt=("W", "b"))(W, b)

    own_forward = {"A07.sigmoid": _with_sigmoid, "A07.bce_loss": _with_loss}

    def scale(X, y, W, b):
        p = torch.sigmoid(X @ W + b)
        d = (1 + y + p * (1 - p) * _terms(X, W, b)) / y.numel()
        return X.abs().t() @ d, d.sum(dim=0)

    def k(X, y, W, b):
        return sum(X.shape) + 6

    def cases(draw: Draw):
        yield seen(*TWO, torch.zeros(2, 1), torch.zeros(1))
        yield case(*_data(draw, 7, 3))
        yield case(*_data(draw, 5, 11))
        yield case(*_data(draw, 3, 3), why="square")
        yield case(*_data(draw, 11, 1))
        yield case(*_data(draw, 1, 5), why="batch_of_one")
        yield corner(STUDY, PASSED, torch.zeros(2, 1), torch.zeros(1), why="ordinary")
        yield corner(50 * STUDY, PASSED, tensor([[1.0], [-1.0]]), tensor([0.5]), why="extreme")

    def _mse_style(X, y, W, b):
        p = torch.sigmoid(X @ W + b)
        d = (p - y) * p * (1 - p) / y.numel()
        return X.t() @ d, d.sum(dim=0)

    wrong = {
        "mse_style_slope": _mse_style,
        "b_missing": lambda X, y, W, b: (_grads(X, y, W, b)[0], torch.zeros_like(b)),
        "X_transposed_shape": lambda X, y, W, b: (_grads(X, y, W, b)[0].t(), _grads(X, y, W, b)[1]),
        "sum": lambda X, y, W, b: tuple(g * y.numel() for g in _grads(X, y, W, b)),
    }


@A07.exercise(
    points=3,
    teaches=["S10", "S17", "S18"],
    forbid=[R.AUTOGRAD, R.BCE],
    uses=["A07.sigmoid", "A07.bce_loss", "A07.logistic_grads", "A05.update"],
)
class logistic_step:
    """W ← W − α ∂L/∂W,   b ← b − α ∂L/∂b"""

    def reference(X, y, W, b, lr):
        dW, db = _autograd_grads(X, y, W, b)
        return W - lr * dW, b - lr * db, _loss(X, y, W, b)

    def scale(X, y, W, b, lr):
        dW, db = logistic_grads.scale(X, y, W, b)
        p = torch.sigmoid(X @ W + b)
        of_p = 1 + p * (1 - p) * _terms(X, W, b)  # error of p in roundings; 1/q of it reaches log q
        return W.abs() + lr * dW, b.abs() + lr * db, _bce(p, y) + (of_p / _of_the_label(p, y)).mean()

    def slack(X, y, W, b, lr):
        return 0.0, 0.0, bce_loss.slack(torch.sigmoid(X @ W + b), y)

    full_precision = True

    def k(X, y, W, b, lr):
        return sum(X.shape) + 8

    def cases(draw: Draw):
        yield seen(*TWO, torch.zeros(2, 1), torch.zeros(1), 1.0)
        yield case(*_data(draw, 7, 3), draw.number(0.1, 1.5))
        yield case(*_data(draw, 5, 2), draw.number(0.1, 1.5))
        yield case(*_data(draw, 11, 1), draw.number(0.1, 1.5))
        yield case(*_data(draw, 1, 3), draw.number(0.1, 1.5), why="batch_of_one")
        yield corner(STUDY, PASSED, torch.zeros(2, 1), torch.zeros(1), 1.0, why="ordinary")
        yield corner(STUDY, PASSED, tensor([[1.5], [-0.25]]), tensor([-4.5]), 1.0, why="confident")
        yield corner(STUDY, PASSED, tensor([[0.5], [-0.5]]), tensor([-1.0]), 0.0, why="zero_rate")
        yield corner(50 * STUDY, PASSED, torch.zeros(2, 1), torch.zeros(1), 0.5, why="extreme")

    def _b_after_W(X, y, W, b, lr):
        new_W = W - lr * _grads(X, y, W, b)[0]
        return new_W, b - lr * _grads(X, y, new_W, b)[1], _bce(torch.sigmoid(X @ W + b), y)

    def _W_after_b(X, y, W, b, lr):
        new_b = b - lr * _grads(X, y, W, b)[1]
        return W - lr * _grads(X, y, W, new_b)[0], new_b, _bce(torch.sigmoid(X @ W + b), y)

    def _mse_as_loss(X, y, W, b, lr):
        p = torch.sigmoid(X @ W + b)
        dW, db = _grads(X, y, W, b)
        return W - lr * dW, b - lr * db, (p - y).square().mean()

    def _loss_after(X, y, W, b, lr):
        dW, db = _grads(X, y, W, b)
        W, b = W - lr * dW, b - lr * db
        return W, b, _bce(torch.sigmoid(X @ W + b), y)

    def _in_place(X, y, W, b, lr):
        loss = _bce(torch.sigmoid(X @ W + b), y)
        dW, db = _grads(X, y, W, b)
        W -= lr * dW
        b -= lr * db
        return W, b, loss

    wrong = {
        "b_uses_new_W": _b_after_W,
        "W_uses_new_b": _W_after_b,
        "mse_as_loss": _mse_as_loss,
        "loss_after": _loss_after,
        "in_place": _in_place,
    }


@A07.exercise(points=1, teaches=["S16"], forbid=[R.LOOP], uses=["A07.sigmoid"])
class predict_label:
    """1[ σ(XW + b) ≥ threshold ]"""

    def reference(X, W, b, threshold=0.5):
        return (torch.sigmoid(X @ W + b) >= threshold).long()

    def cases(draw: Draw):
        yield seen(tensor([[2.0], [-2.0], [0.0]]), tensor([[1.0]]), tensor([0.0]))
        yield case(draw.normal(7, 3), draw.normal(3, 1), draw.normal(1))
        yield case(draw.normal(11, 5), draw.normal(5, 1), draw.normal(1), 0.9)
        yield case(draw.normal(5, 2), draw.normal(2, 1), draw.normal(1), 0.25)
        yield case(draw.normal(1, 3), draw.normal(3, 1), draw.normal(1), why="batch_of_one")
        yield corner(torch.ones(3, 2), torch.zeros(2, 1), torch.zeros(1), why="tie")
        yield corner(tensor([[1e-3], [-1e-3], [1e-5], [-1e-5]]), tensor([[1.0]]), tensor([0.0]), why="tiny")
        yield corner(tensor([[0.25], [3.0], [-1.0]]), tensor([[1.0]]), tensor([0.0]), 0.75, why="ordinary")

    wrong = {
        "strict_greater": lambda X, W, b, threshold=0.5: (torch.sigmoid(X @ W + b) > threshold).long(),
        "bool_returned": lambda X, W, b, threshold=0.5: torch.sigmoid(X @ W + b) >= threshold,
        "thresholds_logits": lambda X, W, b, threshold=0.5: (X @ W + b >= threshold).long(),
        "rounds": lambda X, W, b, threshold=0.5: torch.sigmoid(X @ W + b).round().long(),
    }
