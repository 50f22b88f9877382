"""A08: writing values where an index says, and the one-hot rows made that way."""

import torch
import torch.nn.functional as F
from torch import Tensor, tensor

from grader.author import Draw, NewAssignment, case, corner, seen, vjp
from grader.author import rules as R

A08 = NewAssignment("A08", "a08_scatter_onehot", needs=["A03"], minutes=60)

SCATTER_CALL = R.call("Tensor.scatter_", "Tensor.scatter")


@A08.exercise(points=5, teaches=["S22", "S39", "S40"], forbid=[R.ONEHOT, R.LOOP], require=[SCATTER_CALL])
class one_hot:
    """Y[i, labels_i] = 1,  0 elsewhere"""

    def reference(labels, num_classes):
        return F.one_hot(labels, num_classes).float()

    dtype = "any_float"

    def cases(draw: Draw):
        yield seen(tensor([0, 1, 2, 0]), 3)
        yield case(draw.labels(7, 5), 5)
        yield case(draw.labels(11, 3), 3)
        yield case(draw.labels(3, 7), 7)
        yield case(draw.labels(5, 5), 5, why="square")
        yield case(draw.labels(1, 3), 3, why="batch_of_one")
        yield corner(tensor([1, 0, 1, 2, 0]), 6, why="missing_label")
        yield corner(tensor([3, 1, 0, 2]), 4, why="ordinary")
        yield corner(torch.zeros(3, dtype=torch.int64), 1, why="one_class")
        yield corner(torch.zeros(0, dtype=torch.int64), 4, why="empty")
        yield corner(tensor([0, 3, 1]), 3, raises=RuntimeError, why="extreme")

    wrong = {
        "dim0": lambda labels, K: torch.zeros(len(labels), K).scatter_(0, labels.unsqueeze(1), 1.0),
        "index_1d": lambda labels, K: torch.zeros(len(labels), K).scatter_(1, labels, 1.0),
        "float_index": lambda labels, K: torch.zeros(len(labels), K).scatter_(1, labels.unsqueeze(1).float(), 1.0),
        "transposed": lambda labels, K: torch.zeros(K, len(labels)).scatter_(0, labels.unsqueeze(0), 1.0),
        "one_based": lambda labels, K: torch.zeros(len(labels), K + 1).scatter_(1, labels.unsqueeze(1) + 1, 1.0),
        "writes_label_value": lambda labels, K: torch.zeros(len(labels), K).scatter_(
            1, labels.unsqueeze(1), labels.unsqueeze(1).float()
        ),
        "index_row_only": lambda labels, K: torch.zeros(len(labels), K).scatter_(1, labels.unsqueeze(0), 1.0),
        "num_classes_from_max": lambda labels, K: torch.zeros(len(labels), int(labels.max()) + 1).scatter_(
            1, labels.unsqueeze(1), 1.0
        ),
        "long_dtype": lambda labels, K: torch.zeros(len(labels), K, dtype=torch.int64).scatter_(
            1, labels.unsqueeze(1), 1
        ),
    }


def _indexed(draw: Draw, dim: int, base: tuple[int, ...], index: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """A base and an index that names no cell twice: every line along `dim` is drawn without repetition."""
    lines = torch.argsort(draw.uniform(0, 1, *index[:dim], base[dim], *index[dim + 1 :]), dim=dim)
    return draw.normal(*base), lines.narrow(dim, 0, index[dim]).contiguous()


def _scatter(draw: Draw, dim: int, base: tuple[int, ...], index: tuple[int, ...], src: tuple[int, ...]):
    filled, where = _indexed(draw, dim, base, index)
    return filled, dim, where, draw.normal(*src)


def _write(out: Tensor, dim: int, index: Tensor, src: Tensor, over: torch.Size) -> Tensor:
    """The specification, run over the positions of a tensor of shape `over`."""
    for i in range(over[0]):
        for j in range(over[1]):
            for k in range(over[2]):
                if dim == 0:
                    out[index[i, j, k], j, k] = src[i, j, k]
                elif dim == 1:
                    out[i, index[i, j, k], k] = src[i, j, k]
                elif dim == 2:
                    out[i, j, index[i, j, k]] = src[i, j, k]
                else:
                    raise ValueError(f"dim {dim}")
    return out


@A08.exercise(points=4, teaches=["S40"], forbid=[R.SCATTER], require=[R.LOOP])
class scatter3d_loop:
    """out[index[i,j,k], j, k],   out[i, index[i,j,k], k]   or   out[i, j, index[i,j,k]]   = src[i,j,k]"""

    def reference(base, dim, index, src):
        return base.clone().scatter_(dim, index, src)

    fresh = True

    def cases(draw: Draw):
        yield seen(torch.zeros(1, 2, 2), 1, tensor([[[1, 0]]]), tensor([[[5.0, 7.0]]]))
        yield case(*_scatter(draw, 0, (3, 4, 5), (2, 4, 3), (2, 4, 3)))
        yield case(*_scatter(draw, 1, (3, 4, 5), (2, 3, 5), (2, 3, 5)))
        yield case(*_scatter(draw, 2, (3, 4, 5), (3, 2, 4), (3, 2, 4)))
        yield case(*_scatter(draw, 2, (2, 3, 5), (2, 3, 2), (3, 4, 5)))
        yield case(*_scatter(draw, 0, (5, 3, 2), (2, 2, 2), (4, 3, 5)))
        yield case(*_scatter(draw, 1, (3, 3, 3), (3, 3, 3), (3, 3, 3)), why="square")
        yield corner(*_scatter(Draw(8, "one cell"), 2, (3, 4, 5), (1, 2, 2), (1, 2, 2)), why="ordinary")
        yield corner(torch.ones(1, 1, 1), 0, tensor([[[0]]]), tensor([[[-2.0]]]), why="batch_of_one")
        yield corner(torch.ones(1, 2, 2), 1, tensor([[[1, 0]]]), tensor([[[0.0, 7.0]]]), why="hard_zero")
        for dim, why in ((3, "extreme"), (-1, "negative")):
            index, src = tensor([[[1, 0]]]), tensor([[[5.0, 7.0]]])
            yield corner(torch.ones(1, 2, 2), dim, index, src, raises=ValueError, why=why)

    def _over_base(base, dim, index, src):
        return _write(base.clone(), dim, index, src, base.shape)

    def _lines_mixed_up(base, dim, index, src):
        return _write(base.clone(), 1 if dim == 2 else dim, index, src, index.shape)

    def _gathered(base, dim, index, src):
        out = base.clone()
        for i in range(index.shape[0]):
            for j in range(index.shape[1]):
                for k in range(index.shape[2]):
                    if dim == 0:
                        out[i, j, k] = src[index[i, j, k], j, k]
                    elif dim == 1:
                        out[i, j, k] = src[i, index[i, j, k], k]
                    elif dim == 2:
                        out[i, j, k] = src[i, j, index[i, j, k]]
                    else:
                        raise ValueError(f"dim {dim}")
        return out

    wrong = {
        "loops_over_base": _over_base,
        "dims_rotated": _lines_mixed_up,
        "gather_instead": _gathered,
        "base_mutated": lambda base, dim, index, src: _write(base, dim, index, src, index.shape),
        "adds": lambda base, dim, index, src: base + _write(torch.zeros_like(base), dim, index, src, index.shape),
    }


def _along(labels: Tensor, num_classes: int, dim: int, scatter_dim: int) -> Tensor:
    """Zeros with the class axis at `dim`, the labels unsqueezed there, written along `scatter_dim`."""
    shape = list(labels.shape)
    shape.insert(dim, num_classes)
    return torch.zeros(shape).scatter_(scatter_dim, labels.unsqueeze(dim), 1.0)


@A08.exercise(points=4, teaches=["S40", "S26", "S22"], forbid=[R.ONEHOT, R.LOOP], require=[SCATTER_CALL])
class one_hot_3d:
    """1 at the class position along `dim`"""

    def reference(labels, num_classes, dim):
        return F.one_hot(labels, num_classes).movedim(-1, dim).float()

    dtype = "any_float"

    def cases(draw: Draw):
        yield seen(tensor([[0, 2]]), 3, 1)
        for dim in (0, 1, 2):
            yield case(draw.integers(0, 4, 3, 2), 5, dim)
            yield case(draw.integers(0, 2, 2, 7), 3, dim)
        yield case(draw.integers(0, 3, 3, 3), 3, draw.choice((0, 1)), why="square")
        yield corner(tensor([[1, 0, 1]]), 4, 0, why="missing_label")
        yield corner(tensor([[1], [0], [3], [1], [2]]), 5, 1, why="missing_label")
        yield corner(torch.zeros(2, 3, dtype=torch.int64), 1, 2, why="one_class")

    wrong = {
        "always_last": lambda labels, num_classes, dim: _along(labels, num_classes, 2, 2),
        "permuted_wrong": lambda labels, num_classes, dim: _along(labels.t(), num_classes, dim, dim),
        "dim_mismatch": lambda labels, num_classes, dim: _along(labels, num_classes, dim, (dim + 1) % 3),
        "axes_swapped": lambda labels, num_classes, dim: _along(labels, num_classes, 2, 2).transpose(2, dim),
        "viewed": lambda labels, num_classes, dim: _along(labels, num_classes, 2, 2).view(
            *labels.shape[:dim], num_classes, *labels.shape[dim:]
        ),
        "num_classes_from_max": lambda labels, num_classes, dim: _along(labels, int(labels.max()) + 1, dim, dim),
        "writes_label_value": lambda labels, num_classes, dim: (
            _along(labels, num_classes, dim, dim) * labels.unsqueeze(dim)
        ),
    }


@A08.exercise(points=2, teaches=["S39", "S40"], forbid=[R.LOOP])
class place_values:
    """base.scatter(dim, index, src), base untouched"""

    def reference(base, dim, index, src):
        return base.scatter(dim, index, src)

    fresh = True

    def cases(draw: Draw):
        yield seen(torch.zeros(4), 0, tensor([2, 0]), tensor([5.0, 7.0]))
        yield case(*_scatter(draw, 0, (7,), (3,), (3,)))
        yield case(*_scatter(draw, 1, (3, 5), (3, 2), (3, 4)))
        yield case(*_scatter(draw, 0, (5, 3), (2, 3), (4, 3)))
        yield case(*_scatter(draw, 2, (2, 3, 5), (2, 2, 3), (2, 2, 3)))
        yield case(*_scatter(draw, 0, (1, 5), (1, 5), (1, 5)), why="batch_of_one")
        yield corner(torch.ones(2, 3), -1, tensor([[2], [0]]), tensor([[-1.0], [0.0]]), why="negative")
        yield corner(torch.ones(3), 0, tensor([1]), tensor([7]), raises=RuntimeError, why="extreme")
        half = torch.ones(3, dtype=torch.float16)  # promoted, it would take src in
        yield corner(half, 0, tensor([1]), tensor([7.0]), raises=RuntimeError, why="extreme", dtypes=("float32",))

    wrong = {
        "base_mutated": lambda base, dim, index, src: base.scatter_(dim, index, src),
        "zeros_base": lambda base, dim, index, src: torch.zeros_like(base).scatter_(dim, index, src),
        "adds": lambda base, dim, index, src: base.scatter_add(dim, index, src),
    }


def _probabilities(draw: Draw, n: int, classes: int) -> Tensor:
    return torch.softmax(draw.normal(n, classes), dim=1)


@A08.exercise(points=2, teaches=["S22", "S21"], forbid=[R.LOOP], uses=["A08.one_hot"])
class pick_true_prob:
    """out_i = p[i, labels_i]"""

    def reference(p, labels):
        return p.gather(1, labels[:, None]).squeeze(1)

    def cases(draw: Draw):
        yield seen(tensor([[0.1, 0.9], [0.7, 0.3]]), tensor([0, 1]))
        yield case(_probabilities(draw, 7, 3), draw.labels(7, 3))
        yield case(_probabilities(draw, 5, 11), draw.labels(5, 11))
        yield case(_probabilities(draw, 3, 3), draw.labels(3, 3), why="square")
        yield case(_probabilities(draw, 1, 5), draw.labels(1, 5), why="batch_of_one")
        yield corner(tensor([[1.0, 0.0, 0.0], [0.25, 0.25, 0.5]]), tensor([1, 2]), why="hard_zero")
        yield corner(torch.ones(3, 1), torch.zeros(3, dtype=torch.int64), why="one_class")
        yield corner(tensor([[0.25, 0.75]]), tensor([0]), why="batch_of_one")

    wrong = {
        "columns_by_label": lambda p, labels: p[:, labels],
        "max_prob": lambda p, labels: p.max(dim=1).values,
        "squeeze_all": lambda p, labels: p.gather(1, labels.unsqueeze(1)).squeeze(),
        "one_based": lambda p, labels: p[torch.arange(len(p)), labels - 1],
        "first_label": lambda p, labels: p[:, labels[0]],
    }


@A08.exercise(points=1, teaches=["S22", "S33"], forbid=[R.LOOP])
class labels_from_one_hot:
    """label_i = argmax_k Y_ik"""

    def reference(Y):
        return Y.argmax(dim=1)

    def cases(draw: Draw):
        yield seen(tensor([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]))
        yield case(F.one_hot(draw.labels(7, 5), 5).double())
        yield case(F.one_hot(draw.labels(5, 3), 3))
        yield case(F.one_hot(draw.labels(3, 11), 11).double())
        yield case(F.one_hot(draw.labels(1, 5), 5).double(), why="batch_of_one")
        yield corner(F.one_hot(tensor([1, 2, 0]), 3).double(), why="square")
        yield corner(torch.ones(3, 1), why="one_class")

    wrong = {
        "dim0": lambda Y: Y.argmax(dim=0),
        "nonzero_flat": lambda Y: Y.nonzero(),
        "row_numbers": lambda Y: Y.nonzero()[:, 0],
    }


@A08.exercise(points=3, tier="extra", teaches=["S40", "S15"], forbid=[R.AUTOGRAD, R.LOOP])
class scatter_backward:
    """∂L/∂base = g with the written cells 0,   ∂L/∂src = g read at the written cells"""

    def reference(grad_out, dim, index):
        with torch.enable_grad():
            base = torch.zeros_like(grad_out, requires_grad=True)
            src = torch.zeros(index.shape, dtype=grad_out.dtype, requires_grad=True)
            return torch.autograd.grad(base.scatter(dim, index, src), (base, src), grad_out)

    def _of_own(forward, grad_out, dim, index):
        placed = vjp(lambda base, src: forward(base, dim, index, src), wrt=("base", "src"))
        return placed(grad_out, torch.zeros_like(grad_out), torch.zeros(index.shape, dtype=grad_out.dtype))

    own_forward = {"A08.place_values": _of_own}

    def cases(draw: Draw):
        def scattered(dim: int, base: tuple[int, ...], index: tuple[int, ...]):
            grad_out, where = _indexed(draw, dim, base, index)
            return grad_out, dim, where

        yield seen(tensor([1.0, 2.0, 3.0]), 0, tensor([2, 0]))
        yield case(*scattered(0, (7, 3), (2, 3)))
        yield case(*scattered(1, (3, 5), (2, 3)))
        yield case(*scattered(0, (5,), (3,)))
        yield case(*scattered(2, (2, 3, 5), (2, 2, 4)))
        yield case(*scattered(1, (3, 3), (3, 3)), why="square")
        yield corner(tensor([-4.0]), 0, tensor([0]), why="batch_of_one")
        yield corner(tensor([[1.0, -2.0], [3.0, 5.0]]), 1, tensor([[1]]), why="ordinary")
        yield corner(tensor([[2.0, 2.0, -1.0], [2.0, -1.0, 2.0]]), 1, tensor([[1], [0]]), why="duplicate")

    def _scattered_again(grad_out, dim, index):
        grad_base = grad_out.clone().scatter_(dim, index, 0.0)
        return grad_base, torch.zeros(index.shape, dtype=grad_out.dtype).scatter_(dim, index, grad_out)

    def _in_place(grad_out, dim, index):
        grad_src = grad_out.gather(dim, index)
        return grad_out.scatter_(dim, index, 0.0), grad_src

    wrong = {
        "base_gets_everything": lambda grad_out, dim, index: (grad_out, grad_out.gather(dim, index)),
        "src_scattered": _scattered_again,
        "written_cells_kept": lambda grad_out, dim, index: (
            torch.zeros_like(grad_out).scatter_(dim, index, grad_out.gather(dim, index)),
            grad_out.gather(dim, index),
        ),
        "mutates_grad_out": _in_place,
    }
