"""Networks of many layers for the pages: their values, their slopes, and how far one rounding carries through them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from grader.author import vjp

ACTIVATIONS: dict[str, Callable[..., Tensor]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
}

# What one rounding can do to a slope, per kind: the size of its terms, and its change per unit of error in the input.
TERMS = {"sigmoid": 1.0, "tanh": 2.0, "relu": 1.0, "leaky_relu": 1.0}
_BEND = {"sigmoid": 0.1, "tanh": 0.77, "relu": 0.0, "leaky_relu": 0.0}
# A Python float that meets a mask becomes float32, so the slope 0.01 may have lost its last digits in a float64 call.
LOST = {"sigmoid": 0.0, "tanh": 0.0, "relu": 0.0, "leaky_relu": 2.0**-24}

_slope_at = vjp(lambda x, kind: ACTIVATIONS[kind](x), wrt=("x",))


def slope(x: Tensor, kind: str) -> Tensor:
    """f′(x) by autograd, shape and dtype of x."""
    answer: Tensor = _slope_at(torch.ones_like(x), x, kind)
    return answer


def slope_from_output(out: Tensor, kind: str) -> Tensor:
    """f′ as a function of the activation's output."""
    if kind == "sigmoid":
        return out * (1 - out)
    return 1 - out * out if kind == "tanh" else slope(out, kind)


def composed(x0: Tensor, depth: int, kind: str) -> Tensor:
    """f(f(… f(x0))), `depth` times."""
    for _ in range(depth):
        x0 = ACTIVATIONS[kind](x0)
    return x0


def chain_slopes(x0: Tensor, depth: int, kind: str) -> Tensor:
    """The slope of each layer at its own input, (depth, *x0.shape)."""
    slopes = [slope(composed(x0, layer, kind), kind) for layer in range(depth)]
    return torch.stack(slopes) if slopes else x0.new_ones(0, *x0.shape)


def chain_errors(x0: Tensor, depth: int, kind: str) -> Tensor:
    """What a rounding per layer grows to in the product of the slopes.

    Each slope is off in turn, by its own rounding and by what its input has gathered; the others are exact.
    """
    slopes = chain_slopes(x0, depth, kind)
    total = slopes.prod(0)
    for layer in range(depth):
        others = slopes[torch.arange(depth) != layer].prod(0)
        total = total + (TERMS[kind] + _BEND[kind] * layer) * others
    return total


def stack(x: Tensor, weights: Sequence[Tensor], kind: str) -> list[Tensor]:
    """[h_0 = x, h_1, …], h_{l+1} = f(h_l W_l)."""
    hs = [x]
    for weight in weights:
        hs.append(ACTIVATIONS[kind](hs[-1] @ weight))
    return hs


def forward_errors(x: Tensor, weights: Sequence[Tensor], kind: str) -> list[Tensor]:
    """What a rounding per layer grows to in each h_l: it goes through W_l, and no activation is steeper than 1."""
    errors = [torch.zeros_like(x)]
    for h, weight in zip(stack(x, weights, kind), weights, strict=False):
        errors.append((h.abs() + errors[-1]) @ weight.abs() + 1)
    return errors


def backward_errors(grad_out: Tensor, hs: Sequence[Tensor], weights: Sequence[Tensor], kind: str) -> list[Tensor]:
    """The sizes of dW_l and what a rounding per layer grows to in them: value and error of g side by side."""
    g, error = grad_out.abs(), torch.zeros_like(grad_out)
    sizes: list[Tensor] = []
    for layer in reversed(range(len(weights))):
        factor = slope_from_output(hs[layer + 1], kind)
        d, error = g * factor, error * factor + g * (TERMS[kind] + _BEND[kind] * layer)
        sizes.append(hs[layer].abs().mT @ (d + error))
        g, error = d @ weights[layer].abs().mT, (d + error) @ weights[layer].abs().mT
    return sizes[::-1]
