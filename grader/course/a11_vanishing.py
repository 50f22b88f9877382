"""A11: how much of a gradient arrives at the first layer, measured."""

from itertools import accumulate, pairwise

import torch
import torch.nn.functional as F

from grader.author import Draw, NewAssignment, case, corner, seen, vjp
from grader.author import rules as R
from grader.course import depth as nets
from grader.course.depth import ACTIVATIONS, LOST

A11 = NewAssignment("A11", "a11_vanishing", needs=["A10"], minutes=60)

_KINDS = tuple(ACTIVATIONS)


# -------------------------------------------------------------------------------------------------- one layer

_MANUAL = [R.AUTOGRAD, R.SIGMOID, R.TANH, R.RELU]
_FORWARDS = ["A07.sigmoid", "A10.tanh", "A10.relu", "A10.leaky_relu"]
_BACKWARDS = ["A07.sigmoid_backward", "A10.tanh_backward", "A10.relu_backward", "A10.leaky_relu_backward"]


def _of_own(kind, depth=None):
    """What is right where the activation `kind` is the student's own, for a layer or for a chain of them."""

    def composed(forward, x, depth, asked):
        for _ in range(depth):
            x = forward(x) if asked == kind else ACTIVATIONS[asked](x)
        return x

    def gradient(forward, x, *rest):
        layers, asked = rest if depth is None else (depth, *rest)
        return vjp(lambda x: composed(forward, x, layers, asked), wrt=("x",))(torch.ones_like(x), x)

    return gradient


@A11.exercise(points=2, teaches=["S41", "S43", "S46", "S47"], forbid=_MANUAL, uses=[*_FORWARDS, *_BACKWARDS])
class activation_slope:
    """f′(x): σ(1−σ), 1 − tanh², 1[x > 0], 1 if x > 0 else 0.01"""

    def reference(x, kind):
        return nets.slope(x, kind)

    own_forward = {forward: _of_own(kind, depth=1) for forward, kind in zip(_FORWARDS, _KINDS)}

    def scale(x, kind):
        return torch.full_like(x, nets.TERMS[kind])

    k = 6

    def slack(x, kind):
        return LOST[kind] * nets.slope(x, kind) * (x <= 0)

    def cases(draw: Draw):
        yield seen(torch.tensor([0.0]), "sigmoid")
        yield seen(torch.tensor([-2.0, 0.0, 3.0]), "relu")
        for shape, kind in zip(((7, 5), (3, 11), (5, 3), (11,)), draw.permuted(_KINDS)):
            yield case(draw.normal(*shape), kind)
        for kind in _KINDS:
            yield case(draw.normal(1, scale=2.0), kind, why="batch_of_one")
            yield corner(torch.tensor([0.0, -0.0, 2.0, -3.0]), kind, why="kink")
            yield corner(torch.tensor([-100.0, -40.0, 0.5, 40.0, 100.0]), kind, why="extreme")
        for other in ("swish", "ReLU", "elu"):
            yield corner(torch.tensor([1.0]), other, why="ordinary", raises=ValueError)

    wrong = {
        "passed_x_as_out": lambda x, kind: nets.slope_from_output(x, kind),
        "kink_one": lambda x, kind: (x >= 0).to(x.dtype) if kind == "relu" else nets.slope(x, kind),
        "returns_activation": lambda x, kind: ACTIVATIONS[kind](x),
    }


# -------------------------------------------------------------------------------------------------- a chain of layers


@A11.exercise(points=5, teaches=["S15", "S41", "S42"], forbid=[R.AUTOGRAD], uses=["A11.activation_slope", *_FORWARDS])
class chain_gradient:
    """d x_depth / d x0 = Π f′(x_l),  x_{l+1} = f(x_l)"""

    def reference(x0, depth, kind):
        return vjp(nets.composed, wrt=("x0",))(torch.ones_like(x0), x0, depth, kind)

    own_forward = {forward: _of_own(kind) for forward, kind in zip(_FORWARDS, _KINDS)}

    def scale(x0, depth, kind):
        return nets.chain_errors(x0, depth, kind)

    k = 8

    def slack(x0, depth, kind):
        return LOST[kind] * depth * nets.chain_slopes(x0, depth, kind).prod(0)

    def cases(draw: Draw):
        yield seen(torch.tensor([0.0]), 1, "sigmoid")
        yield seen(torch.tensor([3.0, -3.0]), 2, "leaky_relu")
        for n, depth, kind in ((7, 5, "sigmoid"), (5, 3, "tanh"), (11, 2, "sigmoid"), (3, 5, "tanh")):
            yield case(draw.normal(n), depth, kind)
        for kind in _KINDS:
            yield case(draw.normal(7), draw.choice((2, 3, 4)), kind)
            yield corner(torch.tensor([0.5, -1.5, 2.0]), 20, kind, why="deep")
            yield corner(torch.tensor([0.5, -1.5, 2.0]), 0, kind, why="empty")
        yield case(draw.normal(1), 3, "sigmoid", why="batch_of_one")

    wrong = {
        "slope_at_x0_every_layer": lambda x0, depth, kind: nets.slope(x0, kind) ** depth,
        "max_slope_power": lambda x0, depth, kind: torch.full_like(x0, 0.25 if kind == "sigmoid" else 1.0) ** depth,
        "one_layer_short": lambda x0, depth, kind: nets.chain_slopes(x0, max(depth - 1, 0), kind).prod(0),
        "sum_of_slopes": lambda x0, depth, kind: nets.chain_slopes(x0, depth, kind).sum(0),
        "slope_at_next_layer": lambda x0, depth, kind: nets.chain_slopes(ACTIVATIONS[kind](x0), depth, kind).prod(0),
    }


# -------------------------------------------------------------------------------------------------- a deep network


def _weights(draw: Draw, *widths: int):
    """Matrices that keep the size of the activations, so that deep layers stay alive."""
    return [draw.normal(a, b, scale=(2 / a) ** 0.5) for a, b in pairwise(widths)]


def _networks(draw: Draw):
    """(x, Ws, kind) with layers of pairwise unequal widths, square ones, a single one, and a deep stack."""
    for n, widths, kind in ((7, (3, 5, 11), "sigmoid"), (5, (7, 3), "tanh"), (3, (5, 7, 2, 3), "leaky_relu")):
        yield draw.normal(n, widths[0]), _weights(draw, *widths), kind, "ordinary"
    for n, widths, kind in ((3, (5, 5, 5), "tanh"), (5, (3, 3, 3, 3), "sigmoid"), (7, (2, 2, 2), "leaky_relu")):
        yield draw.normal(n, widths[0]), _weights(draw, *widths), kind, "square"
    yield draw.normal(5, 7), _weights(draw, 7, 5, 11, 3), "relu", "ordinary"
    yield draw.normal(1, 3), _weights(draw, 3, 5, 2), "relu", "batch_of_one"
    for kind in _KINDS:
        yield draw.normal(2, 5), _weights(draw, *[5] * 11), kind, "deep"


@A11.exercise(points=2, teaches=["S13", "S42"], uses=_FORWARDS)
class deep_forward:
    """h_0 = x,  h_{l+1} = f(h_l W_l)"""

    def reference(x, Ws, kind):
        return nets.stack(x, Ws, kind)

    def scale(x, Ws, kind):
        return nets.forward_errors(x, Ws, kind)

    def k(x, Ws, kind):
        return 6 + max((W.shape[0] for W in Ws), default=0)

    def slack(x, Ws, kind):
        return [LOST[kind] * error for error in nets.forward_errors(x, Ws, kind)]

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0, -2.0]]), [torch.eye(2), torch.eye(2)], "relu")
        for x, Ws, kind, why in _networks(draw):
            yield case(x, Ws, kind, why=why)
        yield corner(torch.tensor([[1.0, -2.0, 3.0]]), [], "tanh", why="empty")
        for kind in ("sigmoid", "tanh"):
            yield corner(torch.tensor([[1e4, -1e4], [100.0, -89.0]]), [torch.ones(2, 3)], kind, why="extreme")

    wrong = {
        "missing_h0": lambda x, Ws, kind: nets.stack(x, Ws, kind)[1:],
        "activation_missing_last": lambda x, Ws, kind: nets.stack(x, Ws[:-1], kind) + _preactivations(x, Ws, kind)[-1:],
        "stores_preactivation": lambda x, Ws, kind: [x, *_preactivations(x, Ws, kind)],
        "only_last": lambda x, Ws, kind: nets.stack(x, Ws, kind)[-1],
        "last_layer_missing": lambda x, Ws, kind: nets.stack(x, Ws[:-1], kind),
        "activates_input": lambda x, Ws, kind: nets.stack(ACTIVATIONS[kind](x), Ws, kind),
        "always_from_x": lambda x, Ws, kind: [x, *(ACTIVATIONS[kind](x @ W) for W in Ws)],
        "activation_before_weight": lambda x, Ws, kind: list(
            accumulate(Ws, lambda h, W: ACTIVATIONS[kind](h) @ W, initial=x)
        ),
        "W_transposed": lambda x, Ws, kind: nets.stack(x, [W.mT for W in Ws], kind),
    }


def _preactivations(x, Ws, kind):
    return [h @ W for h, W in zip(nets.stack(x, Ws, kind), Ws)]


def _walk(grad_out, hs, Ws, kind, outputs=1, factor=nets.slope_from_output, through=lambda Ws, layer: Ws[layer].mT):
    """Back-propagation layer by layer; `outputs`, `factor` and `through` are where the wrong formulas differ."""
    grads, g = [], grad_out
    for layer in reversed(range(len(Ws))):
        d = g * factor(hs[layer + outputs], kind)
        grads.append(hs[layer].mT @ d)
        g = d @ through(Ws, layer)
    return grads[::-1]


def _without_last_slope(grad_out, hs, Ws, kind):
    top = nets.slope_from_output(hs[-1], kind)
    layers = range(1, len(hs))
    slopes = {id(hs[n]): nets.slope_from_output(hs[n], kind) if n < len(Ws) else torch.ones_like(top) for n in layers}
    return _walk(grad_out, hs, Ws, kind, factor=lambda h, kind: slopes[id(h)])


def _without_slope_on_the_way(grad_out, hs, Ws, kind):
    grads, g = [], grad_out
    for layer in reversed(range(len(Ws))):
        grads.append(hs[layer].mT @ (g * nets.slope_from_output(hs[layer + 1], kind)))
        g = g @ Ws[layer].mT
    return grads[::-1]


_through_stack = vjp(lambda x, Ws, kind: nets.stack(x, Ws, kind)[-1], wrt=("Ws",))


@A11.exercise(points=4, teaches=["S13", "S15", "S42"], forbid=[R.AUTOGRAD], uses=["A11.activation_slope", *_BACKWARDS])
class deep_backward:
    """d = g ⊙ f′,  dW_l = h_lᵀ d,  g ← d W_lᵀ"""

    def reference(grad_out, hs, Ws, kind):
        return _through_stack(grad_out, hs[0], Ws, kind)

    def _of_own(forward, grad_out, hs, Ws, kind):
        return vjp(lambda Ws: forward(hs[0], Ws, kind)[-1], wrt=("Ws",))(grad_out, Ws)

    own_forward = {"A11.deep_forward": _of_own}
    own_cache = {
        "A11.deep_forward": lambda forward, grad_out, hs, Ws, kind: (grad_out, forward(hs[0], Ws, kind), Ws, kind)
    }

    def scale(grad_out, hs, Ws, kind):
        return nets.backward_errors(grad_out, hs, Ws, kind)

    def k(grad_out, hs, Ws, kind):
        return 8 + max(max(h.shape) for h in hs)

    def slack(grad_out, hs, Ws, kind):
        return [LOST[kind] * error for error in nets.backward_errors(grad_out, hs, Ws, kind)]

    def cases(draw: Draw):
        hs = [torch.tensor([[1.0, 2.0]]), torch.tensor([[3.0]])]
        yield seen(torch.tensor([[10.0]]), hs, [torch.ones(2, 1)], "relu")
        for x, Ws, kind, why in _networks(draw):
            hs = nets.stack(x, Ws, kind)
            yield case(draw.normal(*hs[-1].shape), hs, Ws, kind, why=why)
        x, W = torch.tensor([[1.0, -2.0], [30.0, 1.0]]).double(), torch.tensor([[1.0, -1.0, 2.0], [0.5, 3.0, -1.0]])
        for kind in _KINDS:
            Ws = [torch.eye(2).double(), W.double()]
            yield corner(
                torch.tensor([[1.0, 2.0, -3.0], [-1.0, 5.0, 2.0]]), nets.stack(x, Ws, kind), Ws, kind, why="saturated"
            )

    wrong = {
        "updates_g_with_wrong_W": lambda *args: _walk(*args, through=lambda Ws, layer: Ws[layer + 1 - len(Ws)].mT),
        "slope_from_input": lambda *args: _walk(*args, outputs=0),
        "order_reversed": lambda *args: _walk(*args)[::-1],
        "W_not_transposed": lambda *args: _walk(*args, through=lambda Ws, layer: Ws[layer]),
        "no_slope": lambda *args: _walk(*args, factor=lambda h, kind: 1.0),
        "slope_of_output": lambda *args: _walk(*args, factor=nets.slope),
        "last_slope_missing": _without_last_slope,
        "slope_not_passed_on": _without_slope_on_the_way,
    }


# -------------------------------------------------------------------------------------------------- what arrives


@A11.exercise(points=1, teaches=["S42"])
class grad_norms:
    """‖dW_l‖₂ = √ Σ dW_l²"""

    def reference(grads):
        return torch.stack([g.norm() for g in grads])

    def scale(grads):
        return torch.stack([g.norm() for g in grads])

    def k(grads):
        return 4 + max(g.numel() for g in grads)

    def cases(draw: Draw):
        yield seen([torch.tensor([[3.0, 4.0]]), torch.zeros(2, 2)])
        for shapes in (((3, 5), (5, 7), (7, 2)), ((5, 11), (11, 3)), ((3, 3), (3, 3), (3, 5), (5, 2))):
            yield case([draw.normal(*shape) for shape in shapes])
        yield case([draw.normal(7, 3)], why="batch_of_one")
        yield corner([torch.tensor([[3e-12, 4e-12]]), torch.zeros(3, 2), torch.ones(2, 2)], why="tiny")
        yield corner([torch.tensor([[3e-20], [4e-20]]), torch.ones(1, 5)], why="tiny", dtypes=("float64",))

    wrong = {
        "mean_abs": lambda grads: torch.stack([g.abs().mean() for g in grads]),
        "squared": lambda grads: torch.stack([g.pow(2).sum() for g in grads]),
        "spectral": lambda grads: torch.stack([torch.linalg.matrix_norm(g, 2) for g in grads]),
        "root_mean_square": lambda grads: torch.stack([g.pow(2).mean().sqrt() for g in grads]),
        "sum_of_abs": lambda grads: torch.stack([g.abs().sum() for g in grads]),
        "largest_entry": lambda grads: torch.stack([g.abs().max() for g in grads]),
    }


@A11.exercise(points=1, teaches=["S42", "S44"])
class vanishing_ratio:
    """norms[0] / norms[−1]"""

    def reference(norms):
        return norms[0] / norms[-1]

    def scale(norms):
        return norms[0] / norms[-1].clamp(min=1e-300)

    k = 3

    def cases(draw: Draw):
        yield seen(torch.tensor([0.001, 0.1, 2.0]))
        for n in (5, 3, 11):
            yield case(draw.uniform(0.1, 3.0, n))
        yield case(draw.uniform(0.1, 3.0, 1), why="batch_of_one")
        yield corner(torch.tensor([1e-12, 1e-6, 0.5]), why="tiny")
        yield corner(torch.tensor([0.0, 1.0, 2.0]), why="hard_zero")
        yield corner(torch.tensor([0.5, 0.1, 0.0]), why="saturated")

    wrong = {
        "inverted": lambda norms: norms[-1] / norms[0],
        "difference": lambda norms: norms[0] - norms[-1],
        "smallest_over_largest": lambda norms: norms.min() / norms.max(),
        "mean_of_ratios": lambda norms: (norms[:-1] / norms[1:]).mean() if len(norms) > 1 else norms[0] / norms[0],
    }


@A11.exercise(points=2, teaches=["S45", "S46"], forbid=[R.LOOP])
class dead_fraction:
    """(1/D) Σ_j 1[h_ij = 0 for all i]"""

    def reference(h):
        return (h == 0).all(dim=0).double().mean()

    def scale(h):
        return torch.tensor(1.0)

    def slack(h):  # a mean in float32 is precise enough for a share
        return torch.tensor(1e-6)

    dtype = "any_float"

    def cases(draw: Draw):
        yield seen(torch.tensor([[0.0, 1.0], [0.0, 0.0]]))
        for n, units, dead in ((7, 5, 2), (5, 11, 3), (3, 7, 1)):
            yield case(_with_dead_units(torch.relu(draw.normal(n, units)), dead))
        for n, units in ((3, 7), (7, 3), (5, 2)):  # the last unit is below 0 for the whole batch, and alive
            yield case(F.leaky_relu(draw.normal(n, units) - 9 * torch.eye(units)[-1]), why="negative")
        yield case(torch.relu(draw.normal(1, 11)), why="batch_of_one")
        yield corner(torch.zeros(3, 5), why="hard_zero")
        yield corner(torch.tensor([[0.0, -0.0, 2.0], [-0.0, 0.0, 0.0]]), why="kink")
        yield corner(torch.tensor([[-0.01, -0.5, 2.0], [-0.02, 0.0, 1.0]]), why="negative")
        yield case(_with_dead_units(draw.signs(1, 5) * torch.tensor([[1.0], [-1.0]]), 2))  # sums of 0, units alive
        yield corner(torch.tensor([[1e-7, 0.0, 1e-30, 0.0], [0.0, -1e-30, 0.0, 0.0]]), why="tiny")

    wrong = {
        "fraction_of_zeros": lambda h: (h == 0).to(h.dtype).mean(),
        "dead_samples": lambda h: (h == 0).all(dim=1).to(h.dtype).mean(),
        "leq_zero": lambda h: (h <= 0).all(dim=0).to(h.dtype).mean(),
        "counts": lambda h: (h == 0).all(dim=0).to(h.dtype).sum(),
        "any_sample": lambda h: (h == 0).any(dim=0).to(h.dtype).mean(),
        "sum_is_zero": lambda h: (h.sum(dim=0) == 0).to(h.dtype).mean(),
        "maximum_is_zero": lambda h: (h.amax(dim=0) == 0).to(h.dtype).mean(),
        "alive_instead": lambda h: 1 - (h == 0).all(dim=0).to(h.dtype).mean(),
    }


def _with_dead_units(h, dead):
    h[:, :dead] = 0
    return h
