"""A09: several classes. Scores become probabilities, probabilities a loss, and the loss a gradient."""

import torch
import torch.nn.functional as F

from grader.author import Draw, NewAssignment, case, corner, grad, seen
from grader.author import rules as R

A09 = NewAssignment("A09", "a09_softmax_ce", needs=["A07", "A08"], minutes=75)


def _one_hot(labels, z):
    return F.one_hot(labels, z.shape[1]).to(z.dtype)


def _one_hot_slack(labels, z):
    """The course's own one_hot is float32: divided by N it has lost digits that a float64 call could keep."""
    return _one_hot(labels, z) * 2.0**-24 / z.shape[0]


def _log(p):
    """The logarithm with a floor, as the text asks, so that the wrong formulas below are wrong for one reason only."""
    return torch.log(p.clamp(min=torch.finfo(p.dtype).tiny))


def _probabilities(draw: Draw, *shape: int):
    return torch.softmax(draw.normal(*shape), -1)


# -------------------------------------------------------------------------------------------------- scores -> p


@A09.exercise(points=5, teaches=["S19", "S20"], forbid=[R.SOFTMAX, R.LOOP])
class softmax:
    """p_j = e^(z_j − m) / Σ_k e^(z_k − m),  m = max z"""

    def reference(z, dim):
        return torch.softmax(z, dim)

    def scale(z, dim):
        return torch.softmax(z, dim) * (1 + 2 * z.abs().amax(dim, keepdim=True))

    def k(z, dim):
        return z.shape[dim] + 4

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0, 2.0, 3.0]], dtype=torch.float64), 1)
        yield case(draw.normal(7, 5), 1)
        yield case(draw.normal(5, 3, scale=3.0), 0)
        yield case(draw.normal(2, 3, 7), 1)
        yield case(draw.normal(3, 11), -1)
        yield case(draw.normal(5, 5), 1, why="square")
        yield case(draw.normal(1, 7), 1, why="batch_of_one")
        yield case(draw.normal(3, 2, 5), 0)
        yield case(draw.normal(2, 5, 3), -1)
        yield corner(torch.tensor([1.0, -2.0, 0.5, 3.0]), 0, why="ordinary")
        yield corner(torch.tensor([[2.0], [-3.0], [0.0]]), 1, why="one_class")
        yield corner(torch.tensor([[1e4, 0.0, -1e4], [1000.0, 999.0, 998.0], [-89.0, 89.0, 88.0]]), 1, why="extreme")
        yield corner(torch.tensor([[1002.0, 1001.0, 1000.0], [-1000.0, -1001.0, -1002.0]]), 1, why="far_rows")
        yield corner(torch.tensor([[1e4, 9999.0, -1e4], [0.1, -0.3, 0.7]]), 1, why="far_rows")
        yield corner(torch.tensor([[-1000.0, -1001.0, -1002.0]]), 1, why="extreme")

    wrong = {
        "dim0": lambda z, dim: torch.softmax(z, 0),
        "all_elements": lambda z, dim: torch.softmax(z.flatten(), 0).reshape(z.shape),
        "no_exp": lambda z, dim: z / z.sum(dim, keepdim=True),
        "double_softmax": lambda z, dim: torch.softmax(torch.softmax(z, dim), dim),
        "sigmoid": lambda z, dim: torch.sigmoid(z),
        "log_softmax": lambda z, dim: torch.log_softmax(z, dim),
        "unnormalised": lambda z, dim: torch.exp(z - z.amax(dim, keepdim=True)),
        "max_subtracted_per_col": lambda z, dim: _normalised(torch.exp(z - z.amax(_other(dim), keepdim=True)), dim),
        "overflow": lambda z, dim: _normalised(torch.exp(z), dim),
        "global_max": lambda z, dim: _normalised(torch.exp(z - z.max()), dim),
        "negated": lambda z, dim: torch.softmax(-z, dim),
        "keepdim_missing": lambda z, dim: _normalised(torch.exp(z - z.amax(dim, keepdim=True)), dim, keepdim=False),
        "rows_by_view": lambda z, dim: torch.softmax(z.view(-1, z.shape[dim]), 1).view(z.shape),
        "sum_of_all": lambda z, dim: _over_all(torch.exp(z - z.amax(dim, keepdim=True))),
    }


def _normalised(e, dim, keepdim=True):
    return e / e.sum(dim, keepdim=keepdim)


def _over_all(e):
    return e / e.sum()


def _other(dim):
    return -1 if dim == 0 else 0


@A09.exercise(points=4, teaches=["S15", "S20"], forbid=[R.AUTOGRAD, R.SOFTMAX, R.LOOP])
class softmax_backward:
    """∂L/∂z = p ⊙ (g − Σ_k g_k p_k)"""

    def reference(grad_out, p, dim):
        return torch.ops.aten._softmax_backward_data(grad_out, p, dim, p.dtype)  # torch's own backward, from the output

    def scale(grad_out, p, dim):
        return p * (grad_out.abs() + (grad_out.abs() * p).sum(dim, keepdim=True))

    def k(grad_out, p, dim):
        return p.shape[dim] + 4

    own_forward = "A09.softmax"
    forward_args = lambda grad_out, p, dim: (torch.log(p.clamp(min=1e-30)), dim)
    own_cache = lambda forward, grad_out, p, dim: (grad_out, forward(torch.log(p.clamp(min=1e-30)), dim), dim)
    wrt = ("z",)

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0, 0.0]]), torch.tensor([[0.5, 0.5]]), 1)
        yield case(draw.normal(7, 5), _probabilities(draw, 7, 5), 1)
        yield case(draw.normal(5, 3), torch.softmax(draw.normal(5, 3), 0), 0)
        yield case(draw.normal(3, 11), _probabilities(draw, 3, 11), -1)
        yield case(draw.normal(5, 5), _probabilities(draw, 5, 5), 1, why="square")
        yield case(draw.normal(1, 7), _probabilities(draw, 1, 7), 1, why="batch_of_one")
        yield case(draw.normal(2, 7, 3), torch.softmax(draw.normal(2, 7, 3), 1), 1)
        yield case(draw.normal(2, 5, 3), _probabilities(draw, 2, 5, 3), -1)
        yield corner(torch.tensor([1.0, -2.0, 0.5]), torch.tensor([0.5, 0.25, 0.25]), 0, why="ordinary")
        yield corner(torch.tensor([[2.0], [-3.0]]), torch.ones(2, 1), 1, why="one_class")
        yield corner(torch.tensor([[3.0, -2.0, 5.0]]), torch.tensor([[0.0, 1.0, 0.0]]), 1, why="saturated")
        p = torch.tensor([[1e-8, 0.75, 0.25 - 1e-8]], dtype=torch.float64)
        yield corner(torch.tensor([[3.0, -2.0, 5.0]]), p, 1, why="tiny")

    wrong = {
        "diagonal_only": lambda grad_out, p, dim: grad_out * p * (1 - p),
        "no_sum": lambda grad_out, p, dim: p * grad_out,
        "sum_all": lambda grad_out, p, dim: p * (grad_out - (grad_out * p).sum()),
        "mean_not_sum": lambda grad_out, p, dim: p * (grad_out - (grad_out * p).mean(dim, keepdim=True)),
        "dim0": lambda grad_out, p, dim: p * (grad_out - (grad_out * p).sum(0, keepdim=True)),
        "ignores_upstream": lambda grad_out, p, dim: p * (1 - p),
        "unweighted_sum": lambda grad_out, p, dim: p * (grad_out - grad_out.sum(dim, keepdim=True)),
        "unweighted_mean": lambda grad_out, p, dim: p * (grad_out - grad_out.mean(dim, keepdim=True)),
        "sum_of_p": lambda grad_out, p, dim: p * (grad_out - p.sum(dim, keepdim=True)),
        "log_softmax_rule": lambda grad_out, p, dim: grad_out - p * grad_out.sum(dim, keepdim=True),
        "softmax_again": lambda grad_out, p, dim: softmax_backward.reference(grad_out, torch.softmax(p, dim), dim),
    }


# -------------------------------------------------------------------------------------------------- p -> loss


@A09.exercise(points=3, teaches=["S21", "S22"], forbid=[R.CE, R.BCE, R.LOOP])
class cross_entropy_from_probs:
    """L = −(1/N) Σ_i Σ_k Y_ik log p_ik"""

    def reference(p, Y):
        return F.nll_loss(_log(p), Y.argmax(1))

    def scale(p, Y):
        return (Y * (1 - _log(p))).sum(1).mean()

    def k(p, Y):
        return sum(p.shape) + 3

    def slack(p, Y):  # what an epsilon of 1e-6 inside the logarithm changes
        return (Y * 1e-6 / p.clamp(min=1e-4)).sum(1).mean()

    full_precision = True

    def between(p, Y):  # where the true class has p = 0, any large loss will do
        return tuple(-(Y * torch.where(p > 0, _log(p), -floor)).sum(1).mean() for floor in (9.0, 1e37))

    def cases(draw: Draw):
        yield seen(torch.tensor([[0.7, 0.2, 0.1]]), torch.tensor([[1.0, 0.0, 0.0]]))
        for n, classes in ((7, 5), (5, 3), (3, 11)):
            yield case(_probabilities(draw, n, classes), _targets(draw, n, classes))
        yield case(_probabilities(draw, 5, 5), _targets(draw, 5, 5), why="square")
        yield case(_probabilities(draw, 1, 7), _targets(draw, 1, 7), why="batch_of_one")
        yield corner(torch.tensor([[0.25, 0.75, 0.0], [1.0, 0.0, 0.0]]), torch.eye(3)[[1, 0]], why="hard_zero")
        yield corner(torch.tensor([[0.5, 0.5], [0.0, 1.0]]), torch.eye(2)[[0, 0]], why="saturated")

    wrong = {
        "mean_over_all_elements": lambda p, Y: -(Y * _log(p)).mean(),
        "sum": lambda p, Y: -(Y * _log(p)).sum(),
        "softmax_again": lambda p, Y: -(Y * torch.log_softmax(p, 1)).sum(1).mean(),
        "bce_style": lambda p, Y: -(Y * _log(p) + (1 - Y) * _log(1 - p)).sum(1).mean(),
        "swapped": lambda p, Y: -(p * torch.log(Y)).sum(1).mean(),
        "log_outside": lambda p, Y: -_log((Y * p).sum(1).mean()),
        "missing_minus": lambda p, Y: (Y * _log(p)).sum(1).mean(),
        "no_log": lambda p, Y: (1 - (Y * p).sum(1)).mean(),
        "largest_probability": lambda p, Y: -_log(p.amax(1)).mean(),
        "zero_times_log_zero": lambda p, Y: -(Y * torch.log(p)).sum(1).mean(),
    }


def _targets(draw: Draw, n: int, classes: int):
    return F.one_hot(draw.labels(n, classes), classes).double()


# -------------------------------------------------------------------------------------------------- scores -> loss


@A09.exercise(points=2, teaches=["S20", "S23"], forbid=[R.SOFTMAX, R.LOOP])
class log_softmax:
    """log p = z − m − log Σ e^(z − m)"""

    def reference(z, dim):
        return torch.log_softmax(z, dim)

    def scale(z, dim):
        return z.abs() + z.abs().amax(dim, keepdim=True) + 1

    def k(z, dim):
        return z.shape[dim] + 4

    def cases(draw: Draw):
        yield seen(torch.tensor([[1000.0, 0.0, -1000.0]]), 1, why="extreme")
        yield case(draw.normal(7, 5), 1)
        yield case(draw.normal(5, 3, scale=3.0), 0)
        yield case(draw.normal(3, 11), -1)
        yield case(draw.normal(5, 5), 1, why="square")
        yield case(draw.normal(1, 7), 1, why="batch_of_one")
        yield case(draw.normal(2, 7, 3), 1)
        yield case(draw.normal(3, 2, 5), 0)
        yield case(draw.normal(2, 5, 3), -1)
        yield corner(torch.tensor([1.0, -2.0, 0.5, 3.0]), 0, why="ordinary")
        yield corner(torch.tensor([[2.0], [-3.0], [0.0]]), 1, why="one_class")
        yield corner(torch.tensor([[1e4, 0.0, -1e4], [-1000.0, -999.0, -998.0]]), 1, why="extreme")
        yield corner(torch.tensor([[1002.0, 1001.0, 1000.0], [-1000.0, -1001.0, -1002.0]]), 1, why="far_rows")
        yield corner(torch.tensor([[1e4, 9999.0, -1e4], [0.1, -0.3, 0.7]]), 1, why="far_rows")

    wrong = {
        "log_of_softmax": lambda z, dim: torch.log(torch.softmax(z, dim)),
        "log_sum_without_exp": lambda z, dim: z - torch.log(z.sum(dim, keepdim=True)),
        "overflow": lambda z, dim: z - torch.log(torch.exp(z).sum(dim, keepdim=True)),
        "dim0": lambda z, dim: torch.log_softmax(z, 0),
        "shifted_in_the_sum_only": lambda z, dim: torch.log_softmax(z, dim) + z.amax(dim, keepdim=True),
        "no_log": lambda z, dim: _less_sum_of_exp(z - z.amax(dim, keepdim=True), dim),
    }


def _less_sum_of_exp(shifted, dim):
    return shifted - torch.exp(shifted).sum(dim, keepdim=True)


def _classification(draw: Draw, n: int, classes: int, scale: float = 2.0):
    return draw.normal(n, classes, scale=scale), draw.labels(n, classes)


def _logit_cases(draw: Draw):
    yield case(*_classification(draw, 7, 5))
    yield case(*_classification(draw, 5, 3), why="missing_label")
    yield case(*_classification(draw, 3, 11))
    yield case(*_classification(draw, 11, 7))
    yield case(*_classification(draw, 5, 5), why="square")
    yield case(*_classification(draw, 1, 7), why="batch_of_one")
    yield corner(torch.zeros(5, 3), torch.tensor([0, 1, 2, 1, 0]), why="tie")
    yield corner(torch.tensor([[2.0], [-3.0]]), torch.tensor([0, 0]), why="one_class")
    yield corner(torch.tensor([[30.0, 0.0, 1.0], [0.0, 40.0, -1.0]]), torch.tensor([0, 1]), why="confident")
    yield corner(torch.tensor([[1e4, 0.0, -1e4], [-1000.0, 1000.0, 0.0]]), torch.tensor([1, 0]), why="extreme")
    rows = torch.tensor([[1002.0, 1001.0, 1000.0], [-1000.0, -1001.0, -1002.0]])
    yield corner(rows, torch.tensor([1, 0]), why="far_rows")


@A09.exercise(points=5, teaches=["S21", "S23"], forbid=[R.SOFTMAX, R.CE, R.LOOP], uses=["A09.log_softmax"])
class cross_entropy_from_logits:
    """L = −(1/N) Σ_i log_softmax(z)[i, labels_i]"""

    def reference(z, labels):
        return F.cross_entropy(z, labels)

    def scale(z, labels):
        true = z.gather(1, labels[:, None])[:, 0]
        return (torch.logsumexp(z, 1).abs() + true.abs() + z.abs().amax(1) + 1).mean()

    def k(z, labels):
        return sum(z.shape) + 4

    def cases(draw: Draw):
        yield seen(torch.zeros(1, 3), torch.tensor([1]))
        yield from _logit_cases(draw)

    wrong = {
        "double_softmax": lambda z, labels: F.cross_entropy(torch.softmax(z, 1), labels),
        "no_log_sum_exp": lambda z, labels: -z.gather(1, labels[:, None]).mean(),
        "sum": lambda z, labels: F.cross_entropy(z, labels, reduction="sum"),
        "softmax_dim0": lambda z, labels: F.nll_loss(torch.log_softmax(z, 0), labels),
        "columns_0_to_N": lambda z, labels: -torch.log_softmax(z, 1).diagonal().mean(),
        "not_reduced": lambda z, labels: F.cross_entropy(z, labels, reduction="none"),
        "mean_over_all_elements": lambda z, labels: F.cross_entropy(z, labels) / z.shape[1],
        "every_row_every_label": lambda z, labels: -torch.log_softmax(z, 1)[:, labels].mean(),
        "log_of_softmax": lambda z, labels: F.nll_loss(torch.log(torch.softmax(z, 1)), labels),
        "epsilon_in_log": lambda z, labels: F.nll_loss(torch.log(torch.softmax(z, 1) + 1e-8), labels),
        "labels_one_based": lambda z, labels: F.cross_entropy(z, (labels - 1) % z.shape[1]),
        "shifted_in_the_sum_only": lambda z, labels: F.cross_entropy(z, labels) - z.amax(1).mean(),
    }


@A09.exercise(
    points=5,
    teaches=["S15", "S21", "S23"],
    forbid=[R.AUTOGRAD, R.SOFTMAX, R.CE],
    uses=["A08.one_hot", "A09.softmax"],
)
class cross_entropy_logits_backward:
    """∂L/∂z = (softmax(z) − onehot(labels)) / N"""

    reference = grad(lambda z, labels: F.cross_entropy(z, labels), wrt=("z",))

    def scale(z, labels):
        p = torch.softmax(z, 1) * (1 + 2 * z.abs().amax(1, keepdim=True))
        return (p + _one_hot(labels, z)) / z.shape[0]

    def k(z, labels):
        return z.shape[1] + 4

    def slack(z, labels):
        return _one_hot_slack(labels, z)

    def _with_softmax(forward, z, labels):
        return grad(lambda z: F.nll_loss(forward(z, 1).log(), labels), wrt=("z",))(z)

    own_forward = {
        "A09.cross_entropy_from_logits": lambda loss, z, labels: grad(lambda z: loss(z, labels), wrt=("z",))(z),
        "A09.softmax": _with_softmax,
    }

    def cases(draw: Draw):
        yield seen(torch.zeros(1, 2), torch.tensor([0]))
        yield from _logit_cases(draw)

    wrong = {
        "sum_not_mean": lambda z, labels: torch.softmax(z, 1) - _one_hot(labels, z),
        "divided_by_N_times_K": lambda z, labels: (torch.softmax(z, 1) - _one_hot(labels, z)) / z.numel(),
        "forgot_subtract_onehot": lambda z, labels: torch.softmax(z, 1) / z.shape[0],
        "only_true_class": lambda z, labels: (torch.softmax(z, 1) - 1) * _one_hot(labels, z) / z.shape[0],
        "subtract_after_divide": lambda z, labels: torch.softmax(z, 1) / z.shape[0] - _one_hot(labels, z),
        "logits_minus_onehot": lambda z, labels: (z - _one_hot(labels, z)) / z.shape[0],
        "sign": lambda z, labels: (_one_hot(labels, z) - torch.softmax(z, 1)) / z.shape[0],
        "only_onehot": lambda z, labels: -_one_hot(labels, z) / z.shape[0],
        "hard_prediction": lambda z, labels: (_one_hot(z.argmax(1), z) - _one_hot(labels, z)) / z.shape[0],
        "softmax_over_batch": lambda z, labels: (torch.softmax(z, 0) - _one_hot(labels, z)) / z.shape[0],
        "overflow": lambda z, labels: (_normalised(torch.exp(z), 1) - _one_hot(labels, z)) / z.shape[0],
    }


# -------------------------------------------------------------------------------------------------- a step, a score

_LAB6_COLUMNS = [1, 2, 3, 4, 1, 1, 1, 1], [2, 1, 1, 1, 7, 2, 6, 7], [1, 3, 3, 5, 5, 5, 6, 7], [1, 2, 4, 5, 5, 6, 6, 7]
_LAB6_X = torch.tensor(_LAB6_COLUMNS, dtype=torch.float64).mT.contiguous()
_LAB6_LABELS = torch.tensor([2, 2, 2, 1, 1, 1, 0, 0])


def _step(X, labels, W, b, lr, squash=lambda z: z, shared=False):
    z = squash(X @ W + b)
    d = (torch.softmax(z, 1) - _one_hot(labels, z)) / z.shape[0]
    db = d.sum() if shared else d.sum(0)
    return W - lr * X.mT @ d, b - lr * db, F.cross_entropy(z, labels)


@A09.exercise(
    points=2,
    teaches=["S10", "S19", "S21"],
    forbid=[R.AUTOGRAD, R.SOFTMAX, R.CE],
    uses=["A05.update", "A06.linear_backward", "A09.cross_entropy_from_logits", "A09.cross_entropy_logits_backward"],
)
class softmax_regression_step:
    """W ← W − α ∂L/∂W,  b ← b − α ∂L/∂b,  L = CE(XW + b, labels)"""

    def reference(X, labels, W, b, lr):
        loss = lambda W, b: F.cross_entropy(X @ W + b, labels)
        dW, db = grad(loss, wrt=("W", "b"))(W, b)
        return W - lr * dW, b - lr * db, loss(W, b)

    def scale(X, labels, W, b, lr):
        terms = X.abs() @ W.abs() + b.abs()
        spread = terms.amax(1, keepdim=True)
        d = (torch.softmax(X @ W + b, 1) * (1 + 2 * spread) + _one_hot(labels, terms)) / len(labels)
        return W.abs() + lr * X.abs().mT @ d, b.abs() + lr * d.sum(0), (3 * spread + 1).mean()

    def k(X, labels, W, b, lr):
        return sum(X.shape) + W.shape[1] + 6

    def slack(X, labels, W, b, lr):
        d = _one_hot_slack(labels, X @ W)
        return lr * X.abs().mT @ d, lr * d.sum(0), 0.0

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0, 2.0]]), torch.tensor([0]), torch.zeros(2, 2), torch.zeros(2), 0.5)
        yield seen(_LAB6_X, _LAB6_LABELS, torch.zeros(4, 3), torch.zeros(3), 0.1)
        for n, d, classes in ((7, 3, 5), (5, 2, 3), (3, 5, 11)):
            X, W, b = draw.normal(n, d), draw.normal(d, classes), draw.normal(classes)
            yield case(X, draw.labels(n, classes), W, b, draw.number(0.1, 0.9))
        yield case(draw.normal(1, 3), draw.labels(1, 5), draw.normal(3, 5), draw.normal(5), 0.3, why="batch_of_one")
        W, b = torch.ones(4, 3), torch.tensor([1.0, 2.0, -3.0])
        yield corner(_LAB6_X, _LAB6_LABELS, W, b, 0.0, why="zero_rate")
        yield corner(1000 * _LAB6_X, _LAB6_LABELS, W, b, 0.5, why="extreme")
        W = torch.tensor([[1.0, 0.0, -1.0], [0.0, 1.0, -1.0], [-1.0, 0.0, 1.0], [0.0, -1.0, 1.0]])
        yield corner(100 * _LAB6_X, _LAB6_LABELS, W, b, 0.5, why="extreme")

    wrong = {
        "shared_bias": lambda X, labels, W, b, lr: _step(X, labels, W, b, lr, shared=True),
        "loss_after": lambda X, labels, W, b, lr: (
            *_step(X, labels, W, b, lr)[:2],
            _step(X, labels, *_step(X, labels, W, b, lr)[:2], lr)[2],
        ),
        "double_softmax": lambda X, labels, W, b, lr: _step(X, labels, W, b, lr, squash=lambda z: torch.softmax(z, 1)),
    }


def _scored(draw: Draw, n: int, classes: int):
    """Scores and labels of which some rows, not all, are guessed wrong."""
    z = draw.normal(n, classes)
    labels = z.argmax(1)
    wrong = draw.permutation(n)[: int(draw.integers(1, n))]
    labels[wrong] = (labels[wrong] + 1) % classes
    return z, labels


@A09.exercise(points=1, tier="extra", teaches=["S32", "S33"], forbid=[R.LOOP])
class accuracy:
    """(1/N) Σ_i 1[argmax z_i = labels_i]"""

    def reference(z, labels):
        return (z.argmax(1) == labels).double().mean().item()

    def scale(z, labels):
        return 1.0

    def slack(z, labels):  # a mean in float32 is precise enough for a share
        return 1e-6

    def cases(draw: Draw):
        yield seen(torch.tensor([[0.1, 0.9], [0.8, 0.2]]), torch.tensor([1, 1]))
        for n, classes in ((7, 5), (5, 3), (3, 11)):
            yield case(*_scored(draw, n, classes))
        yield case(*_scored(draw, 5, 5), why="square")
        yield corner(torch.tensor([[-3.0, -1.0, -2.0]]), torch.tensor([1]), why="batch_of_one")
        yield corner(torch.tensor([[2.0, 1.0], [-1.0, -2.0], [5.0, 3.0]]), torch.tensor([0, 0, 0]), why="missing_label")
        yield corner(torch.tensor([[-1.0, 800.0, 900.0], [1e5, 1e4, 2e5]]), torch.tensor([2, 2]), why="extreme")
        yield corner(torch.tensor([[1.0, 1.0001], [-2.0, -2.0001]]), torch.tensor([1, 0]), why="tiny")

    wrong = {
        "mean_on_bool": lambda z, labels: (z.argmax(1) == labels).mean().item(),
        "percentage": lambda z, labels: 100 * (z.argmax(1) == labels).double().mean().item(),
        "counts": lambda z, labels: (z.argmax(1) == labels).sum().item(),
        "argmax_over_rows": lambda z, labels: (z.argmax(0) == labels).double().mean().item(),
        "every_pair": lambda z, labels: (z.argmax(1)[:, None] == labels).double().mean().item(),
    }
