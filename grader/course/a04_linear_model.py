"""A04: a line through the origin, how wrong it is, and where it is least wrong."""

import torch
import torch.nn.functional as F

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.author import rules as R

A04 = NewAssignment("A04", "a04_linear_model", needs=["A02"], minutes=40)

SIZES = torch.tensor([1.0, 2.0, 3.0])
PRICES = torch.tensor([3.0, 6.0, 9.0])


def _noisy_line(draw: Draw, n: int):
    """x (n,) and y = w x + noise for a w that is never 3."""
    x = draw.normal(n)
    return x, draw.number(0.5, 2.5) * x + draw.normal(n, scale=0.5)


@A04.exercise(points=2, teaches=["S03", "S02"], forbid=[R.MATMUL])
class forward:
    """ŷ = x·w"""

    def reference(x, w):
        return x * w

    def scale(x, w):
        return (x * w).abs()

    def cases(draw: Draw):
        yield seen(SIZES, torch.tensor(3.0))
        yield case(draw.normal(7), draw.normal())
        yield case(draw.normal(3), draw.normal())
        yield case(draw.normal(5), draw.normal(1))
        yield case(draw.normal(1), draw.normal(), why="batch_of_one")
        yield case(draw.normal(1), draw.normal(1), why="batch_of_one")
        yield corner(SIZES, torch.tensor(1.0), why="ordinary")
        yield corner(torch.tensor([0.0, -0.0, 5.0]), torch.tensor([-2.0]), why="hard_zero")
        yield corner(torch.tensor([-2.0, 0.0, 5.0]), torch.tensor(0.0), why="hard_zero")
        yield corner(torch.tensor([-1e4, -0.5, 1e4, 7.0, 1e-4]), torch.tensor(-1e4), why="extreme")
        yield corner(torch.tensor([-2.0, 3.0, 1e-8]), torch.tensor(3e-8), why="tiny")

    wrong = {
        "added": lambda x, w: x + w,
        "dot_product": lambda x, w: (x * w).sum(),
        "hard_coded_3": lambda x, w: 3 * x,
    }


@A04.exercise(points=2, teaches=["S05"], forbid=[R.LOOP])
class residual:
    """e = ŷ − y"""

    def reference(y_hat, y):
        return y_hat - y

    def scale(y_hat, y):
        return y_hat.abs() + y.abs()

    def cases(draw: Draw):
        yield seen(SIZES, PRICES)
        yield case(draw.normal(7), draw.normal(7))
        yield case(draw.normal(5, 3), draw.normal(5, 3))
        yield case(draw.normal(11, 1), draw.normal(11, 1))
        yield case(draw.normal(5), draw.integers(-9, 9, 5))
        yield case(draw.normal(1), draw.normal(1), why="batch_of_one")
        yield corner(torch.tensor([-1e4, 1e4, 0.0]), torch.tensor([1e4, 1e4 - 1, -0.0]), why="extreme")
        yield corner(torch.tensor([2e-8, -1e-8]), torch.tensor([5e-8, 3e-8]), why="tiny")
        yield corner(SIZES.view(3, 1), PRICES, raises=ValueError, why="mixed_shapes")
        yield corner(torch.tensor([2.0]), PRICES, raises=ValueError, why="mixed_shapes")
        yield corner(SIZES, torch.tensor([2.0]), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(3, 2), torch.ones(3, 1), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(3, 2), torch.ones(1, 2), raises=ValueError, why="mixed_shapes")

    wrong = {
        "sign_flipped": lambda y_hat, y: y - y_hat,
        "silent_broadcast": lambda y_hat, y: y_hat - y,
    }


@A04.exercise(points=5, teaches=["S04", "S05"], forbid=[R.MSE, R.LOOP], uses=["A04.residual"])
class mse_loss:
    """loss = (1/N) Σ (ŷ_n − y_n)²"""

    def reference(y_hat, y):
        return F.mse_loss(y_hat, y)

    def scale(y_hat, y):
        return ((y_hat.abs() + y.abs()) ** 2).mean()

    def k(y_hat, y):
        return y_hat.numel() + 4

    def cases(draw: Draw):
        yield seen(SIZES, PRICES)
        yield case(draw.normal(7), draw.normal(7))
        yield case(draw.normal(3), draw.normal(3))
        yield case(draw.normal(5), draw.normal(5))
        yield case(draw.normal(11, 1), draw.normal(11, 1))
        yield case(draw.normal(1), draw.normal(1), why="batch_of_one")
        yield corner(PRICES, PRICES, why="hard_zero")
        yield corner(torch.tensor([2.0, -2.0, 4.0, -4.0]), torch.zeros(4), why="negative")
        yield corner(torch.tensor([1e4, -1e4, 5e3]), torch.tensor([-1e4, -1e4, 1.0]), why="extreme")
        yield corner(torch.tensor([2e-6, -1e-6, 5e-6]), torch.tensor([1e-6, 3e-6, 0.0]), why="tiny")
        yield corner(SIZES.view(3, 1), PRICES, raises=ValueError, why="mixed_shapes")
        yield corner(SIZES, torch.tensor([2.0]), raises=ValueError, why="mixed_shapes")
        yield corner(SIZES.view(3, 1), torch.tensor([[2.0]]), raises=ValueError, why="mixed_shapes")

    wrong = {
        "sum_not_mean": lambda y_hat, y: ((y_hat - y) ** 2).sum(),
        "half_mse": lambda y_hat, y: ((y_hat - y) ** 2).mean() / 2,
        "rmse": lambda y_hat, y: ((y_hat - y) ** 2).mean().sqrt(),
        "abs": lambda y_hat, y: (y_hat - y).abs().mean(),
        "square_of_mean": lambda y_hat, y: (y_hat - y).mean() ** 2,
        "no_square": lambda y_hat, y: (y_hat - y).mean(),
        "n_minus_1": lambda y_hat, y: ((y_hat - y) ** 2).sum() / (y.numel() - 1),
        "per_sample_not_reduced": lambda y_hat, y: (y_hat - y) ** 2,
        "broadcast_n_by_n": lambda y_hat, y: ((y_hat - y) ** 2).mean(),
    }


@A04.exercise(points=3, teaches=["S04", "S06"], forbid=[R.LOOP, R.MSE])
class loss_curve:
    """L_m = (1/N) Σ_n (w_m·x_n − y_n)²"""

    def reference(x, y, ws):
        return torch.stack([F.mse_loss(w * x, y) for w in ws])

    def scale(x, y, ws):
        return torch.stack([((w * x).abs() + y.abs()).square().mean() for w in ws])

    def k(x, y, ws):
        return x.numel() + 4

    def cases(draw: Draw):
        yield seen(SIZES, PRICES, torch.tensor([0.0, 1.0, 2.0, 3.0, 4.0]))
        yield case(*_noisy_line(draw, 7), draw.normal(5))
        yield case(*_noisy_line(draw, 3), draw.normal(11))
        yield case(*_noisy_line(draw, 5), draw.normal(1))
        yield case(*_noisy_line(draw, 5), draw.normal(5), why="square")
        yield case(*_noisy_line(draw, 1), draw.normal(3), why="batch_of_one")
        yield corner(SIZES, PRICES, torch.tensor([4.0, -1.0, 2.5]), why="square")
        yield corner(1e-6 * SIZES, 1e-6 * PRICES, torch.tensor([4.0, 2.5]), why="tiny")
        yield corner(
            torch.tensor([0.0, 2.0, 0.0]), torch.tensor([1.0, 5.0, 3.0]), torch.tensor([4.0, 2.5]), why="hard_zero"
        )
        yield corner(torch.tensor([-1e4, 1e4]), torch.tensor([1e4, 3.0]), torch.tensor([2.0, 0.0, -1.0]), why="extreme")

    wrong = {
        "averaged_wrong_axis": lambda x, y, ws: ((ws.unsqueeze(1) * x - y) ** 2).mean(dim=0),
        "grand_mean": lambda x, y, ws: ((ws.unsqueeze(1) * x - y) ** 2).mean(),
    }


@A04.exercise(points=2, teaches=["S06", "S01"], forbid=[R.LOOP])
class best_w:
    """w* = ws[argmin losses]"""

    def reference(ws, losses):
        return ws[losses.argmin()]

    def accept(got, ws, losses):
        return bool(((ws == got.double()) & (losses == losses.min())).any())

    def cases(draw: Draw):
        yield seen(torch.tensor([0.0, 2.0, 3.0, 4.0]), torch.tensor([42.0, 4.6667, 0.0, 4.6667]))
        yield case(draw.normal(7), draw.uniform(0.0, 50.0, 7))
        yield case(draw.normal(5), draw.uniform(0.0, 50.0, 5))
        yield case(draw.normal(11), draw.uniform(0.0, 50.0, 11))
        yield case(draw.normal(1), draw.uniform(1.0, 50.0, 1), why="batch_of_one")
        yield corner(torch.tensor([5.0, -2.0, 7.0, 1.5]), torch.tensor([3.0, 1.0, 1.0, 4.0]), why="tie")
        yield corner(torch.tensor([-1e4, 1e4, 3.0]), torch.tensor([1e8, 1e8 - 64, 1e9]), why="extreme")
        yield corner(torch.tensor([2.0, -1.0, 5.0, 4.0]), torch.tensor([0.4, 0.3, 0.1, 0.2]), why="ordinary")
        yield corner(torch.tensor([3.0, 7.0, -2.0]), torch.tensor([3e-8, 1e-8, 2e-8]), why="tiny")

    wrong = {
        "returned_loss": lambda ws, losses: losses.min(),
        "returned_index": lambda ws, losses: losses.argmin(),
        "argmax": lambda ws, losses: ws[losses.argmax()],
    }


def _centred_slope(x, y):
    """The slope of a line that need not go through the origin."""
    dx, dy = x - x.mean(), y - y.mean()
    return (dx * dy).sum() / (dx * dx).sum()


@A04.exercise(points=3, tier="extra", teaches=["S01", "S02", "S06"], forbid=[R.MATMUL, R.LOOP])
class fit_closed_form:
    """w* = Σ x_n·y_n / Σ x_n²"""

    def reference(x, y):
        return torch.linalg.lstsq(x.unsqueeze(1), y.unsqueeze(1)).solution[0, 0]

    def scale(x, y):
        return 2 * (x * y).abs().sum() / (x * x).sum()

    def k(x, y):
        return x.numel() + 4

    def cases(draw: Draw):
        yield seen(SIZES, PRICES)
        yield case(*_noisy_line(draw, 7))
        yield case(*_noisy_line(draw, 5))
        yield case(*_noisy_line(draw, 11))
        yield case(*_noisy_line(draw, 1), why="batch_of_one")
        yield corner(torch.tensor([0.0, 2.0, 0.0, -1.0]), torch.tensor([1.0, 5.0, -2.0, 0.5]), why="hard_zero")
        yield corner(torch.tensor([-1e4, 1e4, 3e3]), torch.tensor([2e4, -1e4, 1.0]), why="extreme")
        yield corner(torch.tensor([1.0, 2.0, 4.0]), torch.tensor([2.0, 4.0, 8.0]), why="ordinary")
        yield corner(torch.tensor([2.0, 3.0, 2.0, 2.0]), torch.tensor([1.0, 5.0, 1.0, 1.0]), why="ordinary")
        yield corner(torch.tensor([1e-5, -3e-5, 2e-5]), torch.tensor([2e-5, -4e-5, 5e-5]), why="tiny")

    wrong = {
        "mean_of_ratios": lambda x, y: (y / x).mean(),
        "ratio_of_means": lambda x, y: y.mean() / x.mean(),
        "square_of_sum": lambda x, y: (x * y).sum() / x.sum() ** 2,
        "hard_coded": lambda x, y: torch.tensor(3.0, dtype=x.dtype),
        "with_intercept": lambda x, y: _centred_slope(x, y),
    }


@A04.exercise(
    points=2, tier="extra", teaches=["S01", "S02"], forbid=[R.MATMUL], uses=["A04.forward", "A04.fit_closed_form"]
)
class predict:
    """ŷ = x_new · w*(x, y)"""

    def reference(x_new, x, y):
        return x_new * torch.linalg.lstsq(x.unsqueeze(1), y.unsqueeze(1)).solution[0, 0]

    def scale(x_new, x, y):
        return 2 * x_new.abs() * (x * y).abs().sum() / (x * x).sum()

    def k(x_new, x, y):
        return x.numel() + 5

    def cases(draw: Draw):
        yield seen(torch.tensor([4.0]), SIZES, PRICES)
        yield case(draw.normal(3), *_noisy_line(draw, 7))
        yield case(draw.normal(11), *_noisy_line(draw, 5))
        yield case(draw.normal(5), *_noisy_line(draw, 3))
        yield case(draw.normal(5), *_noisy_line(draw, 5), why="square")
        yield case(draw.normal(1), *_noisy_line(draw, 1), why="batch_of_one")
        yield corner(torch.tensor([0.0, -4.0, 1e4]), SIZES, torch.tensor([2.0, 4.0, 6.0]), why="extreme")
        yield corner(torch.tensor([2.0, -4.0]), SIZES, torch.tensor([2e-8, 4e-8, 7e-8]), why="tiny")

    wrong = {
        "refits_on_new": lambda x_new, x, y: x_new * ((x_new * y).sum() / (x_new * x_new).sum()),
        "ignored_data": lambda x_new, x, y: 3 * x_new,
        "weight_only": lambda x_new, x, y: (x * y).sum() / (x * x).sum(),
        "predicts_old_inputs": lambda x_new, x, y: x * ((x * y).sum() / (x * x).sum()),
        "with_intercept": lambda x_new, x, y: y.mean() + _centred_slope(x, y) * (x_new - x.mean()),
    }
