"""C01: a convolution in one dimension, its slope, and the pooling behind it."""

import torch
import torch.nn.functional as F
from torch import Tensor, tensor

from grader.author import Draw, NewAssignment, case, corner, seen, vjp
from grader.author import rules as R

C01 = NewAssignment("C01", "c01_convolution", minutes=40)

CONV = R.call("F.conv1d", "torch.conv1d", "nn.Conv1d", "F.conv2d", "F.conv_transpose1d")
POOL = R.call("F.max_pool1d", "F.max_pool2d", "F.adaptive_max_pool1d", "nn.MaxPool1d")


def _conv(x: Tensor, w: Tensor) -> Tensor:
    return F.conv1d(x.unsqueeze(0), w).squeeze(0)


@C01.exercise(points=4, forbid=[CONV])
class conv1d:
    """y_ot = Σ_c Σ_k w_ock · x_c,t+k"""

    def reference(x, w):
        return _conv(x, w)

    def scale(x, w):
        return _conv(x.abs(), w.abs())

    def k(x, w):
        return w.size(1) * w.size(2) + 4

    def cases(draw: Draw):
        yield seen(tensor([[1.0, 2.0, 3.0, 4.0]]), tensor([[[1.0, -1.0]]]))
        yield case(draw.normal(3, 11), draw.normal(5, 3, 2))
        yield case(draw.normal(2, 7), draw.normal(3, 2, 5))
        yield case(draw.normal(5, 13), draw.normal(2, 5, 3))
        yield case(draw.normal(3, 3), draw.normal(3, 3, 3), why="square")
        yield corner(tensor([[1.0, -2.0, 3.0], [0.5, 0.0, -1.0]]), tensor([[[2.0], [-1.0]]]), why="batch_of_one")
        yield corner(tensor([[1e4, -1e4, 1.0, 1e4]]), tensor([[[1e4, 1e4, -0.5]]]), why="extreme")
        yield corner(torch.ones(2, 5), torch.ones(1, 3, 2), raises=ValueError, why="mixed_shapes")

    wrong = {
        "kernel_flipped": lambda x, w: _conv(x, w.flip(-1)),
        "padded_with_zeros": lambda x, w: _conv(F.pad(x, (w.size(2) - 1, 0)), w),
        "first_channel_only": lambda x, w: _conv(x[:1], w[:, :1]),
        "last_window_missing": lambda x, w: _conv(x, w)[:, :-1],
        "mean_not_sum": lambda x, w: _conv(x, w) / (w.size(1) * w.size(2)),
    }


@C01.exercise(points=4, forbid=[R.AUTOGRAD, CONV])
class conv1d_backward:
    """∂L/∂x_cs = Σ_o Σ_k g_o,s−k · w_ock,   ∂L/∂w_ock = Σ_t g_ot · x_c,t+k"""

    reference = vjp(_conv, wrt=("x", "w"))

    def scale(grad_out, x, w):
        return _slopes(grad_out.abs(), x.abs(), w.abs())

    def k(grad_out, x, w):
        return grad_out.numel() + w.size(2) + 4

    own_forward = "C01.conv1d"
    wrt = ("x", "w")

    def cases(draw: Draw):
        yield seen(tensor([[1.0, 10.0, 100.0]]), tensor([[1.0, 2.0, 3.0, 4.0]]), tensor([[[1.0, -1.0]]]))
        yield case(draw.normal(5, 10), draw.normal(3, 11), draw.normal(5, 3, 2))
        yield case(draw.normal(3, 3), draw.normal(2, 7), draw.normal(3, 2, 5))
        yield case(draw.normal(2, 11), draw.normal(5, 13), draw.normal(2, 5, 3))
        yield corner(tensor([[2.0, -3.0]]), tensor([[1.0, -1.0], [0.5, 4.0]]), tensor([[[2.0], [-1.0]]]), why="scalar")
        yield corner(tensor([[1e4, -1e4]]), tensor([[1e4, 1.0, -1e4]]), tensor([[[1e4, -0.5]]]), why="extreme")

    wrong = {
        "upstream_ignored": lambda grad_out, x, w: _slopes(torch.ones_like(grad_out), x, w),
        "kernel_flipped": lambda grad_out, x, w: _slopes(grad_out, x, w.flip(-1)),
        "swapped_answers": lambda grad_out, x, w: _slopes(grad_out, x, w)[::-1],
        "dw_mean_over_positions": lambda grad_out, x, w: _with_mean(grad_out, x, w),
        "last_window_missing": lambda grad_out, x, w: _slopes(_without_last(grad_out), x, w),
    }


_slopes = vjp(_conv, wrt=("x", "w"))


def _with_mean(grad_out: Tensor, x: Tensor, w: Tensor) -> tuple[Tensor, Tensor]:
    dx, dw = _slopes(grad_out, x, w)
    return dx, dw / grad_out.size(1)


def _without_last(grad_out: Tensor) -> Tensor:
    return torch.cat([grad_out[:, :-1], torch.zeros_like(grad_out[:, -1:])], dim=1)


@C01.exercise(points=2, forbid=[POOL])
class max_pool1d:
    """y_ct = max of x_c,s over t·size ≤ s < (t + 1)·size"""

    def reference(x, size):
        return F.max_pool1d(x.unsqueeze(0), size).squeeze(0)

    def cases(draw: Draw):
        yield seen(tensor([[1.0, 5.0, 2.0, 3.0]]), 2)
        yield case(draw.normal(3, 10), 2)
        yield case(draw.normal(5, 11), 3)
        yield case(draw.normal(2, 7), 7)
        yield case(draw.normal(1, 13), 5, why="batch_of_one")
        yield corner(-tensor([[1.0, 2.0, 3.0, 4.0, 5.0]]), 2, why="negative")
        yield corner(tensor([[-1e4, -1.0, 1e4, 1.0]]), 2, why="extreme")
        yield corner(tensor([[2.0, 2.0, -1.0, -1.0]]), 2, why="tie")

    wrong = {
        "mean_not_max": lambda x, size: F.avg_pool1d(x.unsqueeze(0), size).squeeze(0),
        "windows_overlap": lambda x, size: F.max_pool1d(x.unsqueeze(0), size, stride=1).squeeze(0),
        "rest_kept": lambda x, size: F.max_pool1d(x.unsqueeze(0), size, ceil_mode=True).squeeze(0),
        "largest_magnitude": lambda x, size: F.max_pool1d(x.abs().unsqueeze(0), size).squeeze(0),
        "channels_mixed": lambda x, size: F.max_pool1d(x.amax(dim=0, keepdim=True).unsqueeze(0), size).squeeze(0),
    }
