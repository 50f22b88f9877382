"""A03: the same numbers in another shape, and whose memory they live in."""

import torch

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.author import rules as R

A03 = NewAssignment("A03", "a03_shapes_inplace", needs=["A02"], minutes=45)


@A03.exercise(points=2, teaches=["S35", "S26"], forbid=[R.LOOP])
class flatten_batch:
    """out[n, w·H+h] = x[n, w, h]"""

    def reference(x):
        return x.view(x.size(0), x.size(1) * x.size(2))

    view_of = "x"
    layouts = False  # the contract says contiguous

    def cases(draw: Draw):
        yield seen(torch.arange(12).view(2, 3, 2))
        yield case(draw.normal(7, 3, 5))
        yield case(draw.normal(3, 5, 2))
        yield case(draw.normal(5, 2, 11))
        yield case(draw.normal(3, 3, 3), why="square")
        yield case(draw.normal(5, 1, 3))
        yield case(draw.normal(5, 3, 1))
        yield case(draw.normal(1, 5, 3), why="batch_of_one")
        yield corner(torch.zeros(0, 3, 5), why="empty")
        yield corner(torch.arange(30, dtype=torch.uint8).view(5, 3, 2), why="ordinary")
        yield case(draw.normal(3, 2, 5), layout="inside")

    wrong = {
        "flattened_batch_too": lambda x: x.view(-1),
        "height_first": lambda x: x.transpose(1, 2).reshape(x.size(0), x.size(1) * x.size(2)),
        "transposed_order": lambda x: x.view(x.size(1) * x.size(2), x.size(0)).t(),
        "copied": lambda x: x.reshape(x.size(0), x.size(1) * x.size(2)).clone(),
    }


@A03.exercise(points=1, teaches=["S37"])
class to_column:
    """out[i, 0] = y[i]"""

    def reference(y):
        return y.unsqueeze(1)

    view_of = "y"

    def cases(draw: Draw):
        yield seen(torch.tensor([1, 2, 3]))
        yield case(draw.normal(7))
        yield case(draw.normal(5))
        yield case(draw.labels(11, 4))
        yield case(draw.normal(1), why="batch_of_one")
        yield corner(torch.tensor([True, False, True, True]), why="ordinary")

    wrong = {
        "row_not_column": lambda y: y.unsqueeze(0),
        "unsqueeze_no_arg": lambda y: y.unsqueeze(),
        "copied": lambda y: y.unsqueeze(1).clone(),
    }


@A03.exercise(points=3, teaches=["S36"])
class drop_axis:
    """x.size(dim) == 1 이면 그 축만 제거 / drop axis dim if its size is 1"""

    def reference(x, dim):
        return x.squeeze(dim)

    def cases(draw: Draw):
        yield seen(torch.zeros(1, 3, 1), 0)
        yield case(draw.normal(7, 1, 3), 1)
        yield case(draw.normal(5, 3, 1), -1)
        yield case(draw.normal(3, 1, 2, 1), 1)
        yield case(draw.normal(3, 1, 1, 2), 1)
        yield case(draw.normal(1, 5, 1), -1, why="batch_of_one")
        yield case(draw.normal(1, 1), 1, why="batch_of_one")
        yield case(draw.normal(1, 7, 1), 1)
        yield case(draw.normal(3, 5, 2), 1)
        yield case(draw.normal(5, 1, 3), -2)
        yield case(draw.normal(2, 1, 3, 1), -1)
        yield case(draw.normal(2, 1, 3, 1), -3)
        yield corner(torch.tensor([[1, 2, 3]]), 0, why="ordinary")
        yield corner(torch.tensor([7.0]), 0, why="batch_of_one")
        yield corner(torch.tensor([7]), -1, why="batch_of_one")
        yield corner(torch.tensor([[True], [False]]), 1, why="ordinary")
        yield corner(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), 0, why="square")
        yield corner(torch.zeros(0, 1, 3), 1, why="empty")
        yield corner(torch.zeros(3, 0), 1, why="empty")

    wrong = {
        "squeeze_all": lambda x, dim: x.squeeze(),
        "indexed_zero": lambda x, dim: x.select(dim, 0),
    }


@A03.exercise(points=2, teaches=["S37"], forbid=[R.LOOP])
class outer_diff:
    """d_ij = a_i − b_j"""

    def reference(a, b):
        return a[:, None] - b[None, :]

    def scale(a, b):
        return a[:, None].abs() + b[None, :].abs()

    def cases(draw: Draw):
        yield seen(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.0, 10.0]))
        yield case(draw.normal(7), draw.normal(3))
        yield case(draw.normal(5), draw.normal(11))
        yield case(draw.normal(3), draw.normal(2))
        yield case(draw.integers(-9, 9, 5), draw.integers(-9, 9, 3))
        yield case(draw.normal(5), draw.normal(5), why="square")
        yield case(draw.normal(1), draw.normal(3), why="batch_of_one")
        yield case(draw.normal(3), draw.normal(1), why="batch_of_one")
        yield corner(torch.tensor([1e4, -1e4, 0.0]), torch.tensor([1e4, 1e-4]), why="extreme")
        yield corner(torch.tensor([3_000_000_019, -2]), torch.tensor([-2_000_000_011, 5, 7]), why="extreme")

    wrong = {
        "transposed": lambda a, b: b.unsqueeze(1) - a.unsqueeze(0),
        "sign": lambda a, b: b.unsqueeze(0) - a.unsqueeze(1),
        "needs_same_length": lambda a, b: a - b,
    }


def _float32_step(x):
    out = torch.zeros(x.shape)
    out[x > 0] = 1
    return out


@A03.exercise(points=2, teaches=["S38"], forbid=[R.LOOP], require=[R.call("torch.ones_like", "torch.zeros_like")])
class step_like:
    """out = 1[x > 0]"""

    def reference(x):
        return (x > 0).to(x.dtype)

    def cases(draw: Draw):
        yield seen(torch.tensor([-2.0, 0.0, 5.0]))
        yield case(draw.normal(7))
        yield case(draw.normal(3, 5))
        yield case(draw.normal(2, 3, 5))
        yield case(draw.normal(3, 3), why="square")
        yield case(draw.normal(1), why="batch_of_one")
        yield corner(torch.tensor([0.0, -0.0]), why="kink")
        yield corner(torch.tensor([1e-30, -1e-30, 1e-40, -1e-40]), why="tiny")
        yield corner(torch.tensor([1e4, -1e4, 0.5]), why="extreme")
        yield corner(torch.tensor([float("nan"), 1.0, float("nan"), -1.0]), why="nan")
        yield corner(torch.tensor(2.5), why="scalar")
        yield corner(torch.zeros(0, 3), why="empty")

    wrong = {
        "bool_dtype": lambda x: x > 0,
        "hard_float32": _float32_step,
        "zero_counts_as_positive": lambda x: torch.where(x >= 0, torch.ones_like(x), torch.zeros_like(x)),
    }


@A03.exercise(points=3, teaches=["S39"], forbid=[R.LOOP])
class scale_:
    """x ← factor·x"""

    def reference(x, factor):
        return x * factor

    def scale(x, factor):
        return (x * factor).abs()

    inplace = "x"

    def cases(draw: Draw):
        yield seen(torch.tensor([1.0, 2.0, 3.0]), 10.0)
        yield case(draw.normal(7), draw.number(2.0, 5.0))
        yield case(draw.normal(3, 5), draw.number(-5.0, -2.0))
        yield case(draw.normal(2, 3, 5), draw.number(0.1, 0.9))
        yield case(draw.normal(5), 1.0)
        yield case(draw.normal(1), draw.number(2.0, 5.0), why="batch_of_one")
        yield corner(torch.tensor([1.0, -2.0, 3.0]), 0.0, why="zero_rate")
        yield corner(torch.tensor(2.5), -2.0, why="scalar")
        yield corner(torch.zeros(0), 2.0, why="empty")
        yield case(draw.normal(3), draw.number(-5.0, -2.0), layout="inside")
        yield corner(torch.tensor([1e4, -1e4, 1e-4]), 1e4, why="extreme")

    wrong = {
        "rebinding": lambda x, factor: x * factor,
        "returns_none": lambda x, factor: [x.mul_(factor), None][1],
    }


def _same_tensor_for_one(x, factor):
    return x if factor == 1 else x * factor


@A03.exercise(points=2, teaches=["S39", "S29"], forbid=[R.LOOP])
class scaled:
    """y = factor·x"""

    def reference(x, factor):
        return x * factor

    def scale(x, factor):
        return (x * factor).abs()

    fresh = True

    def cases(draw: Draw):
        yield seen(torch.tensor([1.0, 2.0, 3.0]), 10.0)
        yield case(draw.normal(7), draw.number(2.0, 5.0))
        yield case(draw.normal(3, 5), draw.number(-5.0, -2.0))
        yield case(draw.normal(2, 3, 5), draw.number(0.1, 0.9))
        yield case(draw.normal(5), 1.0)
        yield case(draw.normal(1), draw.number(2.0, 5.0), why="batch_of_one")
        yield corner(torch.tensor([1.0, -2.0, 3.0]), 1.0, why="ordinary")
        yield corner(torch.tensor([[2.0, -1.0]]), 1.0, why="ordinary")
        yield corner(torch.tensor([1.0, -2.0, 3.0]), 0.0, why="zero_rate")
        yield corner(torch.tensor(2.5), -2.0, why="scalar")
        yield corner(torch.zeros(0), 2.0, why="empty")
        yield corner(torch.tensor([1e4, -1e4, 1e-4]), 1e4, why="extreme")

    wrong = {
        "augmented_assignment": lambda x, factor: x.mul_(factor),
        "returned_alias": _same_tensor_for_one,
    }


@A03.exercise(points=3, tier="extra", teaches=["S35", "S37"], forbid=[R.LOOP, R.MSE])
class column_vs_row:
    """e_i = (ŷ_i − y_i)²"""

    def reference(y_hat, y):
        return (y_hat - y[:, None]) ** 2

    def scale(y_hat, y):
        return (y_hat.abs() + y[:, None].abs()) ** 2

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([3.0, 6.0, 9.0]))
        yield case(draw.normal(7, 1), draw.normal(7))
        yield case(draw.normal(3, 1), draw.normal(3))
        yield case(draw.normal(5, 1), draw.normal(5))
        yield case(draw.normal(1, 1), draw.normal(1), why="batch_of_one")
        yield corner(torch.tensor([[1e4], [-1e4]]), torch.tensor([-1e4, -1e4]), why="extreme")
        yield corner(torch.tensor([[3e-6], [-2e-6], [0.0]]), torch.tensor([1e-6, 2e-6, -5e-6]), why="tiny")

    wrong = {
        "broadcast_n_by_n": lambda y_hat, y: (y_hat - y) ** 2,
    }
