"""A02: products of matrices, and reductions: the dim you name is the one that disappears."""

import torch

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.author import rules as R

A02 = NewAssignment("A02", "a02_tensor_ops", needs=["A01"], minutes=45)

# Exam scores of five students, printed with their standardized values in Lab 07-1 (first entry -1.0674).
LAB_7 = torch.tensor(
    [[73.0, 80.0, 75.0], [93.0, 88.0, 93.0], [89.0, 91.0, 90.0], [96.0, 98.0, 100.0], [73.0, 66.0, 70.0]]
)


@A02.exercise(points=2, teaches=["S29"], forbid=[R.MATMUL])
class hadamard:
    """c_ij = a_ij · b_ij"""

    def reference(a, b):
        return a * b

    def scale(a, b):
        return (a * b).abs()

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1.0, 2.0], [1.0, 2.0]]))
        yield case(draw.normal(3, 3), draw.normal(3, 3), why="square")
        yield case(draw.normal(7, 5), draw.normal(7, 5))
        yield case(draw.normal(11), draw.normal(11))
        yield case(draw.normal(3, 1, 5), draw.normal(3, 1, 5))
        yield case(draw.integers(-9, 9, 3, 3), draw.integers(-9, 9, 3, 3), why="square")
        yield corner(torch.tensor([7, -4097, 0, 9]), torch.tensor([7, 4099, -5, -7]), why="ordinary")
        yield corner(torch.tensor([2_000_003, -3]), torch.tensor([3_000_017, -7]), why="extreme")
        yield corner(torch.tensor([-1e4, 0.0, 1e4]), torch.tensor([1e4, -1e4, -1e-4]), why="extreme")
        yield corner(torch.ones(2, 2), torch.tensor([[2.0], [3.0]]), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(3), torch.tensor(2.0), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(3, 1), torch.ones(1, 3), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(2, 3), torch.ones(1, 3), raises=ValueError, why="mixed_shapes")

    wrong = {
        "matrix_product": lambda a, b: a @ b,
        "silent_broadcast": lambda a, b: a * b,
    }


def _product_of_any_rank(a, b):
    if a.size(-1) != b.size(-2):
        raise ValueError("inner sizes differ")
    return (a.unsqueeze(-1) * b.unsqueeze(-3)).sum(dim=-2)


@A02.exercise(points=4, teaches=["S30"], forbid=[R.MATMUL, R.LOOP])
class matmul2d:
    """c_ij = Σ_k a_ik · b_kj"""

    def reference(a, b):
        return torch.mm(a, b)

    def scale(a, b):
        return torch.mm(a.abs(), b.abs())

    def k(a, b):
        return a.size(1) + 3

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1.0], [2.0]]))
        yield case(draw.normal(7, 3), draw.normal(3, 5))
        yield case(draw.normal(3, 11), draw.normal(11, 2))
        yield case(draw.normal(5, 1), draw.normal(1, 3))
        yield case(draw.normal(3, 7), draw.normal(7, 1))
        yield case(draw.normal(3, 3), draw.normal(3, 3), why="square")
        yield case(draw.normal(1, 5), draw.normal(5, 1), why="batch_of_one")
        yield corner(torch.zeros(0, 3), torch.ones(3, 5), why="empty")
        yield corner(torch.tensor([[1e4, -1e4, 1.0]]), torch.tensor([[1e4], [1e4], [0.5]]), why="extreme")
        yield corner(torch.ones(2, 3), torch.ones(2, 3), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(2, 1), torch.ones(3, 5), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(2, 3), torch.ones(1, 5), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(5, 2, 3), torch.ones(3, 2), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(2, 3), torch.ones(5, 3, 2), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(3), torch.ones(3, 2), raises=ValueError, why="mixed_shapes")
        yield corner(torch.ones(2, 3), torch.ones(3), raises=ValueError, why="mixed_shapes")

    wrong = {
        "elementwise": lambda a, b: a * b,
        "summed_wrong_axis": lambda a, b: (a.unsqueeze(2) * b.unsqueeze(0)).sum(dim=2),
        "accepts_3d": _product_of_any_rank,
    }


@A02.exercise(points=2, teaches=["S31"], forbid=[R.LOOP], require=[R.call("torch.matmul", "Tensor.matmul")])
class batched_matmul:
    """y_bij = Σ_k x_bik · w_kj"""

    def reference(x, w):
        return torch.matmul(x, w)

    def scale(x, w):
        return torch.matmul(x.abs(), w.abs())

    def k(x, w):
        return w.size(0) + 3

    def cases(draw: Draw):
        yield seen(torch.tensor([[[1.0, 2.0]], [[3.0, 4.0]]]), torch.tensor([[1.0], [2.0]]))
        yield case(draw.normal(2, 7, 3), draw.normal(3, 5))
        yield case(draw.normal(5, 3, 2), draw.normal(2, 7))
        yield case(draw.normal(3, 5, 11), draw.normal(11, 2))
        yield case(draw.normal(3, 3, 3), draw.normal(3, 3), why="square")
        yield case(draw.normal(1, 5, 3), draw.normal(3, 2), why="batch_of_one")
        yield corner(torch.zeros(0, 5, 3), torch.ones(3, 2), why="empty")
        yield corner(torch.tensor([[[1e4, -1e4]], [[1.0, 1e4]]]), torch.tensor([[1e4], [0.5]]), why="extreme")

    wrong = {
        "mm_on_3d": lambda x, w: torch.mm(x, w),
        "flatten_then_forget": lambda x, w: x.reshape(-1, w.size(0)) @ w,
        "weight_on_the_left": lambda x, w: torch.matmul(w, x),
    }


@A02.exercise(points=2, teaches=["S32"])
class safe_mean:
    """(1/N) Σ t_i"""

    def reference(t):
        return (t if t.is_floating_point() else t.float()).mean()

    def scale(t):
        return t.double().abs().mean()

    def k(t):
        return t.numel() + 4

    def cases(draw: Draw):
        yield seen(torch.tensor([1, 2]))
        yield case(draw.normal(7))
        yield case(draw.normal(3, 5))
        yield case(draw.integers(-9, 9, 11))
        yield case(draw.integers(0, 255, 5, 2).to(torch.uint8))
        yield case(draw.normal(1), why="batch_of_one")
        yield corner(torch.tensor([True, False, True]), why="ordinary")
        yield corner(torch.tensor([250, 250, 249], dtype=torch.uint8), why="extreme")
        yield corner(torch.tensor(2.5), why="scalar")
        yield corner(torch.tensor([]), why="empty")
        yield corner(torch.tensor([], dtype=torch.int64), why="empty")
        yield corner(torch.tensor(7), why="scalar")
        yield corner(torch.tensor([-3, -4]), why="negative")

    wrong = {
        "mean_on_long": lambda t: t.mean(),
        "downcasts_float64": lambda t: t.float().mean(),
        "int_division": lambda t: t.mean() if t.is_floating_point() else t.sum() // t.numel(),
        "floored_floats_too": lambda t: t.sum() // t.numel(),
    }


def _sum_over_the_others(t, dim):
    return t.sum(dim=[axis for axis in range(t.dim()) if axis != dim % t.dim()])


@A02.exercise(points=1, teaches=["S33", "S34"], forbid=[R.LOOP])
class sum_out_dim:
    """out = Σ_dim t"""

    def reference(t, dim):
        return t.sum(dim=dim)

    def scale(t, dim):
        return t.abs().sum(dim=dim)

    def k(t, dim):
        return t.size(dim) + 3

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 0)
        yield case(draw.normal(7, 3), 1)
        yield case(draw.normal(2, 3, 5), 0)
        yield case(draw.normal(2, 3, 5), 1)
        yield case(draw.normal(3, 2, 5), -1)
        yield case(draw.normal(3, 3), 0, why="square")
        yield case(draw.normal(7), 0)
        yield corner(torch.tensor([[1, 2, 3], [4, 5, 6]]), -2, why="ordinary")
        yield corner(torch.tensor([[3_000_000_019, 5], [2_000_000_011, 5]]), 0, why="extreme")
        yield corner(torch.tensor([[2.0, -3.0], [5.0, 7.0], [2.0, -3.0]]), 0, why="ordinary")
        yield corner(torch.tensor([[[1.0, -2.0, 4.0]]]), 0, why="batch_of_one")
        yield corner(torch.tensor([[1e4, -1e4], [1.0, 1e4]]), 1, why="extreme")

    wrong = {
        "dim_is_kept": _sum_over_the_others,
        "keepdim_left": lambda t, dim: t.sum(dim=dim, keepdim=True),
        "summed_everything": lambda t, dim: t.sum(),
    }


def _close_together(draw: Draw, apart: float = 2.0**-12):
    """Scores that a narrower dtype takes for one, without ties."""
    return 100 + torch.stack([draw.permutation(7) for _ in range(13)]).double() * apart


def _names_a_maximum(got, t):
    values, indices = got
    inside = (indices >= 0) & (indices < t.size(1))
    named = t.gather(1, indices.clamp(0, t.size(1) - 1).unsqueeze(1)).squeeze(1)
    highest = t.amax(dim=1)
    return bool((inside & (named == highest) & (values.double() == highest)).all())


@A02.exercise(points=2, teaches=["S33"], forbid=[R.LOOP])
class row_max:
    """v_i = max_j t_ij,  k_i = argmax_j t_ij"""

    def reference(t):
        return tuple(t.max(dim=1))

    accept = _names_a_maximum

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0, 2.0], [4.0, 3.0]]))
        yield case(draw.normal(7, 3))
        yield case(draw.normal(3, 11))
        yield case(-draw.uniform(1.0, 9.0, 5, 3), why="negative")
        yield case(_close_together(draw))
        yield case(_close_together(draw, 2.0**-30), dtypes=("float64",))
        yield case(draw.normal(3, 3), why="square")
        yield case(draw.normal(1, 5), why="batch_of_one")
        yield corner(torch.tensor([[2.0], [-1.0], [0.0]]), why="one_class")
        yield corner(torch.tensor([[1.0, 3.0, 3.0], [-2.0, -2.0, -5.0]]), why="tie")
        yield corner(torch.tensor([[3.0, 1.0, 3.0], [-2.0, -5.0, -2.0]]), why="tie")
        yield corner(torch.tensor([[-1e4, 1e4, 0.0], [0.0, -1e4, -5.0]]), why="extreme")

    wrong = {
        "per_column": lambda t: tuple(t.max(dim=0)),
        "global_max": lambda t: t.max(),
        "only_values": lambda t: t.max(dim=1).values,
    }


@A02.exercise(points=2, teaches=["S33", "S19"], forbid=[R.LOOP])
class predict_class:
    """ŷ_i = argmax_k s_ik"""

    def reference(scores):
        return scores.argmax(dim=1)

    def cases(draw: Draw):
        yield seen(torch.tensor([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]))
        yield case(draw.normal(7, 3))
        yield case(draw.normal(3, 11))
        yield case(draw.normal(11, 5).softmax(dim=1))
        yield case(_close_together(draw))
        yield case(_close_together(draw, 2.0**-30), dtypes=("float64",))
        yield case(draw.normal(5, 5), why="square")
        yield case(draw.normal(1, 5), why="batch_of_one")
        yield corner(torch.tensor([[3.0], [-2.0], [5.0]]), why="one_class")
        yield corner(torch.tensor([[-1e4, -2e4, -5e3], [1e4, 0.0, -1.0]]), why="extreme")

    wrong = {
        "flattened_argmax": lambda scores: scores.argmax(),
        "argmax_dim0": lambda scores: scores.argmax(dim=0),
        "float_dtype": lambda scores: scores.argmax(dim=1).float(),
        "score_not_position": lambda scores: scores.max(dim=1).values,
    }


@A02.exercise(points=3, tier="extra", teaches=["S33", "S34"], forbid=[R.LOOP])
class standardize:
    """z_nd = (x_nd − mean_d) / std_d"""

    def reference(x):
        return (x - x.mean(dim=0)) / x.std(dim=0)

    def scale(x):
        spread = x.std(dim=0)
        size = x.abs().amax(dim=0)
        z = (x - x.mean(dim=0)) / spread
        return 2 * size / spread + z.abs() * (1 + 2 * size / spread)  # rounding of x - mean, then of std

    def k(x):
        return x.size(0) + 4

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0, 10.0], [2.0, 30.0], [3.0, 20.0]]))
        yield case(draw.normal(7, 3))
        yield case(draw.normal(11, 5) * 10 + 30)
        yield case(draw.normal(5, 3))
        yield case(draw.normal(5, 1))
        yield case(draw.normal(5, 5), why="square")
        yield case(draw.normal(7, 2, scale=1e-5), why="tiny")
        yield corner(torch.cat([torch.arange(16.0), torch.tensor([1e4])]).view(17, 1), why="extreme")
        yield corner(LAB_7, why="ordinary")
        yield corner(torch.tensor([[1e4, 0.0], [-1e4, 1e-5], [0.0, -1e-5]]), why="extreme")
        yield corner(torch.tensor([[1.0, 5.0], [4.0, -2.0]]), why="square")

    wrong = {
        "global_stats": lambda x: (x - x.mean()) / x.std(),
        "per_row": lambda x: (x - x.mean(dim=1)) / x.std(dim=1),
        "per_row_kept": lambda x: (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, keepdim=True),
        "population_std": lambda x: (x - x.mean(dim=0)) / x.std(dim=0, unbiased=False),
        "divided_by_variance": lambda x: (x - x.mean(dim=0)) / x.var(dim=0),
    }
