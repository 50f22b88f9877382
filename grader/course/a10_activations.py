"""A10: three activations, their slopes, and the number that somebody has to choose at the kink."""

import torch
import torch.nn.functional as F

from grader.author import Draw, NewAssignment, case, corner, seen, vjp
from grader.author import rules as R

A10 = NewAssignment("A10", "a10_activations", needs=["A07"], minutes=50)

_KINK = torch.tensor([0.0, -0.0, 1.5, -2.5, 0.0, 3.0, -1.0])  # both zeros, and both signs around them
_EXTREME = torch.tensor([-1e4, -100.0, -89.0, -20.0, 20.0, 89.0, 100.0, 1e4, 0.5])  # 0.5: no answer for all of them
_NEGATIVE = torch.tensor([-1.0, -2.5, -0.5])
_TINY = torch.tensor([1e-8, -1e-8, 1e-15, -1e-15])


def _inputs(draw: Draw):
    """Numbers of both signs; the engine would never draw an exact 0, so each case gets one."""
    for shape in ((7, 5), (3, 11), (2, 3, 5)):
        x = draw.normal(*shape)
        x.view(-1)[0] = 0.0
        x[-1] = -x[-1].abs()  # in a row of its own no number is above 0
        yield x


def _slope_cases(draw: Draw, *extra):
    """Upstream gradients of both signs for a backward that looks at the input."""
    for x in _inputs(draw):
        yield case(draw.normal(*x.shape), x, *extra)
    yield case(draw.normal(1), draw.normal(1), *extra, why="batch_of_one")
    yield corner(torch.tensor([2.0, -3.0, 0.5, -1.0, -4.0, -5.0, 7.0]), _KINK, *extra, why="kink")
    yield corner(torch.tensor([2e4, -3.0, 0.5, -1.0, 4.0, -5e3, 7.0, 1.0, 6.0]), _EXTREME, *extra, why="extreme")
    yield corner(torch.tensor([1e-8, -1e-8, 1e-8, 1.0]), torch.tensor([1e-6, 1e-6, -1e-6, 1e-30]), *extra, why="tiny")
    yield corner(torch.tensor([2.0, -3.0, 5.0]), _NEGATIVE, *extra, why="negative")


# -------------------------------------------------------------------------------------------------- ReLU


def _zero_the_negatives(x):
    x[x < 0] = 0
    return x


@A10.exercise(points=2, teaches=["S43"], forbid=[R.RELU, R.LOOP])
class relu:
    """f(x) = max(0, x)"""

    def reference(x):
        return torch.relu(x)

    def scale(x):  # below 0 nothing but 0
        return torch.relu(x)

    def cases(draw: Draw):
        yield seen(torch.tensor([-2.0, 0.0, 3.0]))
        for x in _inputs(draw):
            yield case(x)
        yield case(draw.normal(1), why="batch_of_one")
        yield corner(_KINK, why="kink")
        yield corner(_EXTREME, why="extreme")
        yield corner(_TINY, why="tiny")
        yield corner(_NEGATIVE, why="negative")

    wrong = {
        "python_max": lambda x: max(0, x),
        "abs": lambda x: x.abs(),
        "in_place": _zero_the_negatives,
        "returns_mask": lambda x: (x > 0).to(x.dtype),
        "sign_flipped": lambda x: torch.relu(-x),
        "drops_negatives": lambda x: x[x > 0],
    }


@A10.exercise(points=4, teaches=["S15", "S43", "S44"], forbid=[R.AUTOGRAD, R.RELU])
class relu_backward:
    """∂L/∂x = g · 1[x > 0]"""

    reference = vjp(lambda x: torch.relu(x), wrt=("x",))

    def scale(grad_out, x):  # what is blocked is exactly 0
        return grad_out * (x > 0)

    own_forward = "A10.relu"
    wrt = ("x",)

    def cases(draw: Draw):
        yield seen(torch.tensor([5.0, 5.0, -7.0]), torch.tensor([-2.0, 0.0, 3.0]))
        yield from _slope_cases(draw)

    wrong = {
        "kink_one": lambda grad_out, x: grad_out * (x >= 0),
        "kink_half": lambda grad_out, x: grad_out * ((x > 0) + 0.5 * (x == 0)),
        "masks_on_grad_sign": lambda grad_out, x: torch.relu(grad_out),
        "relu_of_product": lambda grad_out, x: torch.relu(grad_out * x),
        "returns_relu": lambda grad_out, x: grad_out * torch.relu(x),
        "ignores_upstream": lambda grad_out, x: (x > 0).to(x.dtype),
        "no_mask": lambda grad_out, x: grad_out.clone(),
        "mask_inverted": lambda grad_out, x: grad_out * (x <= 0),
        "drops_blocked": lambda grad_out, x: grad_out[x > 0],
    }


# -------------------------------------------------------------------------------------------------- LeakyReLU


def _leaky(x, negative_slope=0.01):
    return F.leaky_relu(x, negative_slope)


def _slope_slack(size, x, negative_slope):
    """A Python float that meets a mask becomes float32: the slope below 0 may have lost its last digits."""
    return torch.where(x > 0, 0.0, 2.0**-24 * negative_slope * size.abs())


def _sloped(grad_out, positive, slope):
    return torch.where(positive, grad_out, slope * grad_out)


@A10.exercise(points=1, teaches=["S46"], forbid=[R.RELU, R.LOOP])
class leaky_relu:
    """f(x) = x if x > 0 else negative_slope · x"""

    reference = _leaky

    def scale(x, negative_slope=0.01):
        return x.abs() * max(1.0, negative_slope)

    k = 3

    def slack(x, negative_slope=0.01):
        return _slope_slack(x, x, negative_slope)

    def cases(draw: Draw):
        yield seen(torch.tensor([-2.0, 0.0, 3.0]), 0.5)
        for x, slope in zip(_inputs(draw), (0.2, 1.5, 0.01)):
            yield case(x, slope)
        yield case(draw.normal(5, 3))
        yield case(draw.normal(5, 7), draw.number(1.2, 2.5))
        yield corner(_KINK, 1.5, why="kink")
        yield corner(torch.tensor([-2.0]), 0.3, why="batch_of_one")
        yield corner(_EXTREME, 0.1, why="extreme")
        yield corner(_TINY, 0.1, why="tiny")
        yield corner(_NEGATIVE, 0.3, why="negative")
        yield corner(_KINK, 0.0, why="zero_rate")
        yield corner(_KINK, 1.0, why="tie")

    wrong = {
        "hard_coded_slope": lambda x, negative_slope=0.01: _leaky(x),
        "max_formula": lambda x, negative_slope=0.01: torch.maximum(x, negative_slope * x),
        "sign": lambda x, negative_slope=0.01: _leaky(x, -negative_slope),
        "constant_below": lambda x, negative_slope=0.01: torch.where(x > 0, x, -negative_slope),
        "sides_swapped": lambda x, negative_slope=0.01: torch.where(x > 0, negative_slope * x, x),
    }


@A10.exercise(points=2, teaches=["S15", "S45", "S46"], forbid=[R.AUTOGRAD, R.RELU])
class leaky_relu_backward:
    """∂L/∂x = g · (1 if x > 0 else negative_slope)"""

    reference = vjp(_leaky, wrt=("x",))

    def scale(grad_out, x, negative_slope=0.01):
        return grad_out.abs() * max(1.0, negative_slope)

    k = 3

    def slack(grad_out, x, negative_slope=0.01):
        return _slope_slack(grad_out, x, negative_slope)

    own_forward = "A10.leaky_relu"
    wrt = ("x",)

    def cases(draw: Draw):
        yield seen(torch.tensor([4.0, 4.0, 4.0]), torch.tensor([-2.0, 0.0, 3.0]), 0.5)
        for slope in (0.2, 1.5):
            yield from _slope_cases(draw, slope)
        yield case(draw.normal(5, 3), draw.normal(5, 3))
        yield corner(torch.tensor([2.0, -3.0, 0.5, -1.0, -4.0, -5.0, 7.0]), _KINK, 0.0, why="zero_rate")

    wrong = {
        "zero_slope": lambda grad_out, x, negative_slope=0.01: grad_out * (x > 0),
        "kink_one": lambda grad_out, x, negative_slope=0.01: _sloped(grad_out, x >= 0, negative_slope),
        "negative_sign": lambda grad_out, x, negative_slope=0.01: _sloped(grad_out, x > 0, -negative_slope),
        "slope_times_x": lambda grad_out, x, negative_slope=0.01: _sloped(grad_out, x > 0, negative_slope * x),
        "hard_coded_slope": lambda grad_out, x, negative_slope=0.01: _sloped(grad_out, x > 0, 0.01),
        "ignores_upstream": lambda grad_out, x, negative_slope=0.01: _sloped(torch.ones_like(x), x > 0, negative_slope),
    }


# -------------------------------------------------------------------------------------------------- tanh


@A10.exercise(points=3, teaches=["S47"], forbid=[R.TANH, R.LOOP])
class tanh:
    """tanh(x) = (e^x − e^−x) / (e^x + e^−x)"""

    def reference(x):
        return torch.tanh(x)

    def scale(x):  # the formula with exponentials loses relative accuracy near 0: its terms are of size 1
        return torch.ones_like(x)

    k = 4

    def cases(draw: Draw):
        yield seen(torch.tensor([0.0, 1.0, -1000.0]), why="extreme")
        yield case(draw.normal(7, 5))
        yield case(draw.normal(3, 11, scale=3.0))
        yield case(draw.normal(2, 3, 5))
        yield case(draw.normal(1), why="batch_of_one")
        yield corner(_EXTREME, why="extreme")
        yield corner(torch.tensor([0.0, -0.0, 1e-3, -1e-3]), why="tiny")

    wrong = {
        "sinh": lambda x: torch.exp(x) - torch.exp(-x),
        "sigmoid_not_scaled": lambda x: 2 * torch.sigmoid(x) - 1,
        "overflow": lambda x: (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x)),
        "sigmoid": lambda x: torch.sigmoid(x),
        "even": lambda x: torch.tanh(x.abs()),
        "missing_parentheses": lambda x: torch.exp(x) - torch.exp(-x) / (torch.exp(x) + torch.exp(-x)),
    }


def _before_tanh(out):
    return torch.where(out.abs() < 1, torch.atanh(out), 20 * out)


@A10.exercise(points=3, teaches=["S15", "S47"], forbid=[R.AUTOGRAD, R.TANH])
class tanh_backward:
    """∂L/∂x = g · (1 − out²)"""

    def reference(grad_out, out):
        return torch.ops.aten.tanh_backward(grad_out, out)  # torch's own backward, from the output

    def scale(grad_out, out):
        return grad_out.abs() * (1 + out * out)

    k = 4
    own_forward = "A10.tanh"
    forward_args = lambda grad_out, out: (_before_tanh(out),)
    own_cache = lambda forward, grad_out, out: (grad_out, forward(_before_tanh(out)))
    wrt = ("x",)

    def cases(draw: Draw):
        yield seen(torch.tensor([2.0, 2.0]), torch.tensor([0.0, 0.5]))
        for x in _inputs(draw):
            yield case(draw.normal(*x.shape), torch.tanh(x))
        yield case(draw.normal(1), torch.tanh(draw.normal(1)), why="batch_of_one")
        yield corner(torch.tensor([2.0, -3.0, 5.0]), torch.tensor([1.0, -1.0, 1.0]), why="saturated")
        yield corner(torch.tensor([2.0, -3.0, 1e-8]), torch.tensor([0.0, -0.0, 0.5]), why="tiny")

    wrong = {
        "sigmoid_slope": lambda grad_out, out: grad_out * out * (1 - out),
        "double_tanh": lambda grad_out, out: grad_out * (1 - torch.tanh(out) ** 2),
        "one_minus_out": lambda grad_out, out: grad_out * (1 - out),
        "square_of_difference": lambda grad_out, out: grad_out * (1 - out) ** 2,
        "doubled_not_squared": lambda grad_out, out: grad_out * (1 - 2 * out),
        "ignores_upstream": lambda grad_out, out: 1 - out * out,
    }


@A10.exercise(points=2, teaches=["S28", "S48"], forbid=[R.LOOP])
class normalize_pixels:
    """x / 127.5 − 1"""

    def reference(img):
        return (img.double() / 127.5 - 1).float()

    def scale(img):
        return img.double() / 127.5 + 1

    k = 3
    dtype = "exact"

    def cases(draw: Draw):
        yield seen(torch.tensor([0, 51, 255], dtype=torch.uint8))
        for shape in ((7, 5), (3, 5, 3), (11,)):  # neither 0 nor 255: the image's own range is not the range of pixels
            yield case(draw.integers(3, 250, *shape).to(torch.uint8))
        yield corner(torch.full((3, 5), 200, dtype=torch.uint8), why="duplicate")
        yield corner(torch.tensor([[0, 1, 127, 128, 254, 255]], dtype=torch.uint8), why="saturated")
        yield corner(torch.tensor([[0, 1], [1, 0]], dtype=torch.uint8), why="tiny")  # dark, not normalised already
        yield corner(torch.tensor([3.0, 127.5, 252.0]), why="ordinary", dtypes=("float32",))

    wrong = {
        "uint8_wrap": lambda img: (img - 128).float() / 127.5,
        "zero_to_one": lambda img: img.float() / 255,
        "min_max_per_image": lambda img: 2 * (img.float() - img.min()) / (img.float().max() - img.min()) - 1,
        "divide_128": lambda img: img.float() / 128 - 1,
        "whole_quotient": lambda img: img.float() // 127.5 - 1,
        "own_maximum": lambda img: 2 * img.float() / img.max() - 1,
    }
