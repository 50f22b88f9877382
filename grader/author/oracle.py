"""References by `torch.autograd`: the gradient oracle.

A page writes the forward once; the expected gradient is what autograd says of it in float64, with the upstream gradient
of the case. No formula is typed twice.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor


def vjp(forward: Callable[..., Any], wrt: Sequence[str]) -> Callable[..., Any]:
    """A reference `(grad_out, *forward arguments)` -> the gradients of `wrt`, each with the shape of its argument.

    One name gives the gradient itself, several a tuple; an argument that is a list of tensors gives a list.
    `grad_out` has the shape of the forward's answer.
    """
    signature = inspect.signature(forward)

    def reference(grad_out: Any, *args: Any) -> Any:
        return _gradients(forward, signature, wrt, args, grad_out)

    upstream = inspect.Parameter("grad_out", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    reference.__signature__ = inspect.Signature([upstream, *_plain(signature)])  # type: ignore[attr-defined]
    return reference


def grad(loss: Callable[..., Any], wrt: Sequence[str]) -> Callable[..., Any]:
    """A reference with the loss's own arguments -> the gradients of `wrt`. `loss` answers a 0-D tensor."""
    signature = inspect.signature(loss)

    def reference(*args: Any) -> Any:
        return _gradients(loss, signature, wrt, args, None)

    reference.__signature__ = inspect.Signature(_plain(signature))  # type: ignore[attr-defined]
    return reference


def through(
    arguments: Callable[..., tuple[Any, ...]] | None, wrt: Sequence[str], parameters: Sequence[str]
) -> Callable[..., Any]:
    """`(forward, *arguments of the backward)` -> the gradients that are right for that forward.

    `arguments` are the forward's, from the backward's; without it those after the upstream gradient. `wrt` names which
    of them are differentiated: arguments of the backward handed on or, where they are computed, the only float tensor.
    """
    upstream = parameters[0].startswith("grad")

    def gradient(forward: Callable[..., Any], *args: Any) -> Any:
        inputs = list(arguments(*args) if arguments else args[1:])
        named = dict(zip(parameters, args, strict=False))
        positions = [_position(inputs, named.get(name)) for name in wrt]
        moving = [inputs[n].detach().clone().requires_grad_() for n in positions]
        for n, leaf in zip(positions, moving, strict=True):
            inputs[n] = leaf
        with torch.enable_grad():
            out = forward(*inputs)
            grads = torch.autograd.grad(
                out, moving, args[0] if upstream else None, allow_unused=True, materialize_grads=True
            )
        return grads[0] if len(grads) == 1 else grads

    return gradient


def _position(inputs: Sequence[Any], handed_on: Any) -> int:
    floats = [n for n, value in enumerate(inputs) if isinstance(value, Tensor) and value.is_floating_point()]
    (here,) = [n for n in floats if inputs[n] is handed_on] or floats
    return here


def _plain(signature: inspect.Signature) -> list[inspect.Parameter]:
    return [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]


def _gradients(
    forward: Callable[..., Any], signature: inspect.Signature, wrt: Sequence[str], args: tuple[Any, ...], grad_out: Any
) -> Any:
    bound = signature.bind(*args)
    leaves: list[Tensor] = []
    for name in wrt:
        value = bound.arguments[name]
        if isinstance(value, Tensor):
            value = value.detach().clone().requires_grad_()
            leaves.append(value)
        else:
            value = [v.detach().clone().requires_grad_() for v in value]
            leaves.extend(value)
        bound.arguments[name] = value
    with torch.enable_grad():
        out = forward(*bound.args, **bound.kwargs)
        grads = iter(torch.autograd.grad(out, leaves, grad_out, allow_unused=True, materialize_grads=True))
    answers = [
        next(grads) if isinstance(bound.arguments[name], Tensor) else [next(grads) for _ in bound.arguments[name]]
        for name in wrt
    ]
    return answers[0] if len(answers) == 1 else tuple(answers)
