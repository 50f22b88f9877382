"""A01: what a tensor says about itself: rank, shape, dtype."""

import math

import torch

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.author import rules as R

A01 = NewAssignment("A01", "a01_tensor_basics", minutes=30)

NAMES = ("scalar", "vector", "matrix", "tensor")
AXES = {"2d": ("batch", "dim"), "cv": ("batch", "width", "height"), "nlp": ("batch", "length", "dim")}


def _name(rank):
    return NAMES[min(rank, 3)]


@A01.exercise(points=2, teaches=["S24", "S25"])
class rank_name:
    """ndim 0 → scalar, 1 → vector, 2 → matrix, ≥ 3 → tensor"""

    def reference(t):
        return _name(t.dim())

    def cases(draw: Draw):
        yield seen(torch.tensor(3.0))
        yield case(draw.normal(7))
        yield case(draw.normal(5, 3))
        yield case(draw.integers(0, 9, 2, 3, 5))
        yield case(draw.normal(3, 1, 2, 1, 1))
        yield case(draw.normal(7, 1))
        yield corner(torch.tensor([3.0]), why="batch_of_one")
        yield corner(torch.tensor([[3]]), why="batch_of_one")
        yield corner(torch.tensor([[[True]]]), why="batch_of_one")
        yield corner(torch.zeros(1, 5), why="batch_of_one")
        yield corner(torch.zeros(0, 3), why="empty")

    wrong = {
        "ndim_called": lambda t: _name(t.ndim()),
        "one_element_is_scalar": lambda t: "scalar" if t.numel() == 1 else _name(t.dim()),
        "len_of_tensor": lambda t: _name(len(t)),
        "ones_not_counted": lambda t: _name(t.squeeze().dim()),
    }


@A01.exercise(points=1, teaches=["S25", "S27"])
class describe:
    """(ndim, shape, Π sizes)"""

    def reference(t):
        return t.dim(), tuple(t.shape), t.numel()

    def cases(draw: Draw):
        yield seen(torch.zeros(2, 3))
        yield case(draw.normal(7))
        yield case(draw.normal(5, 3))
        yield case(draw.integers(0, 9, 3, 5, 2))
        yield case(draw.normal(3, 7), layout="transposed")
        yield corner(torch.tensor(3.0), why="scalar")
        yield corner(torch.zeros(0, 3), why="empty")
        yield corner(torch.zeros(1, 5, 1), why="batch_of_one")

    wrong = {
        "shape_called": lambda t: (t.dim(), tuple(t.shape()), t.numel()),
        "numel_is_first_dim": lambda t: (t.dim(), tuple(t.shape), len(t)),
        "numel_is_sum": lambda t: (t.dim(), tuple(t.shape), sum(t.shape)),
    }


def _zero_instead_of_an_error(t, dim):
    try:
        return t.size(dim)
    except IndexError:
        return 0


@A01.exercise(points=1, teaches=["S27"])
class size_of_dim:
    """t.size(dim)"""

    def reference(t, dim):
        return t.size(dim)

    def cases(draw: Draw):
        yield seen(torch.zeros(2, 3, 5), 0)
        yield case(draw.normal(7, 5, 3), 1)
        yield case(draw.normal(2, 11, 3), -1)
        yield case(draw.integers(0, 9, 7), 0)
        yield case(draw.normal(5, 3, 2, 7), -3)
        yield corner(torch.zeros(3, 0), 1, why="empty")
        yield corner(torch.zeros(5), -1, why="negative")
        yield corner(torch.zeros(2, 3), 2, raises=IndexError, why="ordinary")
        yield corner(torch.zeros(2, 3), -3, raises=IndexError, why="negative")

    wrong = {
        "swallowed_error": _zero_instead_of_an_error,
        "abs_dim": lambda t, dim: t.size(abs(dim)),
        "counts_from_one": lambda t, dim: t.size(dim - 1),
    }


def _named(axes):
    """What a student writes who believes in other axis names: right checks, wrong names."""

    def sizes(t, kind):
        if t.dim() != len(axes[kind]):
            raise ValueError(f"wrong number of dimensions for {kind}")
        return dict(zip(axes[kind], t.shape))

    return sizes


@A01.exercise(points=2, teaches=["S26"])
class named_sizes:
    """2d → (batch, dim) · cv → (batch, width, height) · nlp → (batch, length, dim)"""

    def reference(t, kind):
        return dict(zip(AXES[kind], t.shape))

    def cases(draw: Draw):
        yield seen(torch.zeros(64, 256), "2d")
        yield case(draw.normal(7, 5), "2d")
        yield case(draw.normal(3, 7, 5), "cv")
        yield case(draw.normal(5, 2, 11), "cv")
        yield case(draw.normal(7, 3, 2), "nlp")
        yield case(draw.integers(0, 9, 3, 11, 5), "nlp")
        yield case(draw.normal(1, 5, 3), "nlp", why="batch_of_one")
        for kind in ("2d", "cv", "nlp"):  # one dimension too few, and one too many
            for sizes in ((2, 3, 5, 7)[: len(AXES[kind]) + more] for more in (-1, 1)):
                yield corner(torch.zeros(sizes), kind, raises=ValueError, why="mixed_shapes")

    wrong = {
        "nlp_cv_swapped": _named({"2d": AXES["2d"], "cv": AXES["nlp"], "nlp": AXES["cv"]}),
        "height_before_width": _named({**AXES, "cv": ("batch", "height", "width")}),
        "batch_last": _named({kind: names[1:] + names[:1] for kind, names in AXES.items()}),
    }


def _flags(seq):
    return torch.ByteTensor([1 if value else 0 for value in seq])


def _with_longs(whole):
    """What a student writes who turns each number into an integer by `whole`."""
    return lambda seq: (torch.FloatTensor(seq), torch.LongTensor([whole(v) for v in seq]), _flags(seq))


@A01.exercise(points=3, teaches=["S28"], forbid=[R.NUMPY])
class make_typed:
    """(FloatTensor(seq), LongTensor(seq), ByteTensor(0/1))"""

    def reference(seq):
        return torch.FloatTensor(seq), torch.LongTensor(seq), _flags(seq)

    def cases(draw: Draw):
        yield seen([1.9, 0.0, -1.9])
        yield case(draw.normal(7, scale=5.0).tolist())
        yield case(draw.uniform(-9.0, 9.0, 5).tolist())
        yield case([*draw.uniform(0.0, 99.0, 3).tolist(), 0.0])
        yield case([0.0, *draw.uniform(-1.0, 1.0, 11).tolist()])
        yield case([draw.number(2.0, 9.0)], why="batch_of_one")
        yield corner([], why="empty")
        yield corner([-1.0, -0.0, 0.0, -255.0], why="negative")
        yield corner([-1, 0, 7], why="ordinary")
        yield corner([0.5, -0.25, 0.999], why="tiny")
        yield corner([256.0, 1e4, -1e4, 3e9, -5e9], why="extreme")

    wrong = {
        "long_rounds": _with_longs(round),
        "long_floors": _with_longs(math.floor),
        "long_adds_half": _with_longs(lambda v: int(v + 0.5)),
        "flag_of_whole_part": lambda seq: (torch.FloatTensor(seq), torch.LongTensor(seq), _flags(map(int, seq))),
        "byte_wraps": lambda seq: (torch.FloatTensor(seq), torch.LongTensor(seq), torch.ByteTensor(seq)),
        "byte_of_the_number": lambda seq: (
            torch.FloatTensor(seq),
            torch.LongTensor(seq),
            torch.FloatTensor(seq).byte(),
        ),
        "size_not_data": lambda seq: (torch.FloatTensor(*seq), torch.LongTensor(*seq), torch.ByteTensor(*seq)),
    }


@A01.exercise(points=2, teaches=["S28"])
class invert_mask:
    """0 ↔ 1"""

    def reference(mask):
        return torch.logical_not(mask).to(mask.dtype)

    def cases(draw: Draw):
        yield seen(torch.tensor([1, 0, 1], dtype=torch.uint8))
        yield case(draw.integers(0, 2, 7).to(torch.uint8))
        yield case(draw.integers(0, 2, 3, 5).to(torch.uint8))
        yield case(draw.integers(0, 2, 11).bool())
        yield case(draw.integers(0, 2, 5, 3).bool())
        yield case(draw.integers(0, 2, 2, 3, 5).to(torch.uint8))
        yield corner(torch.tensor([True, False]), why="ordinary")
        yield corner(torch.tensor([], dtype=torch.bool), why="empty")
        yield corner(torch.tensor([], dtype=torch.uint8), why="empty")
        yield corner(torch.tensor(1, dtype=torch.uint8), why="scalar")

    wrong = {
        "bitwise_not_on_byte": lambda mask: ~mask,
        "one_minus_bool": lambda mask: 1 - mask,
        "dtype_changed": lambda mask: torch.logical_not(mask),
    }


@A01.exercise(points=1, teaches=["S28", "S33"], forbid=[R.LOOP])
class count_true:
    """Σ mask"""

    def reference(mask):
        return int(mask.sum())

    def cases(draw: Draw):
        yield seen(torch.tensor([[True, False], [True, True]]))
        yield case(draw.integers(0, 2, 7).bool())
        yield case(draw.integers(0, 2, 3, 5).to(torch.uint8))
        yield case(draw.integers(0, 2, 11, 2).bool())
        yield corner(torch.zeros(5, dtype=torch.uint8), why="ordinary")
        yield corner(torch.arange(41) == 7, why="ordinary")  # 1/41 · 41 is below 1 in float32, 1/49 · 49 in float64
        yield corner(torch.arange(49) == 7, why="ordinary")
        yield corner(torch.ones(300, dtype=torch.uint8), why="many")
        yield corner(torch.ones(67, 31, dtype=torch.bool), why="many")
        yield corner(torch.tensor([], dtype=torch.bool), why="empty")
        yield corner(torch.tensor(True), why="scalar")

    wrong = {
        "returns_tensor": lambda mask: mask.sum(),
        "counts_elements": lambda mask: mask.numel(),
    }
