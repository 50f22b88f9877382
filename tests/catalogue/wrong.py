# ruff: noqa: E501  (a table: one answer a line)
"""Plausible wrong answers that were not written beside the course pages: same mistakes in other algebra, and other
mistakes.

None may be accepted, for any seed, and no other cause than the planted one may be named. An entry is a function, or a
pair of a function and the ids of misconceptions that truly describe it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

Answer = Callable[..., Any]
Entry = Answer | tuple[Answer, str]


def _same_shape(a: Tensor, b: Tensor) -> None:
    if a.shape != b.shape:
        raise ValueError("shapes differ")


def checked(how: Answer) -> Answer:
    """An answer to an exercise with two arguments that checks their shapes and is wrong otherwise."""

    def answer(a: Tensor, b: Tensor) -> Any:
        _same_shape(a, b)
        return how(a, b)

    return answer


def _in_place(name: int, how: Callable[[Tensor], Any]) -> Answer:
    """Does `how` to its argument number `name`, and returns what that gives."""
    return lambda *args: how(args[name])


def _log(p: Tensor) -> Tensor:
    return torch.log(p).clamp(min=-100)


def _bce(p: Tensor, y: Tensor) -> Tensor:
    return -(y * _log(p) + (1 - y) * _log(1 - p))


def _sig(x: Tensor) -> Tensor:
    return torch.sigmoid(x)


# --- with statements --------------------------------------------------------------------------------------------------


def relu_in_place(x: Tensor) -> Tensor:
    x[x < 0] = 0
    return x


def relu_backward_in_place(grad_out: Tensor, x: Tensor) -> Tensor:
    grad_out[x <= 0] = 0
    return grad_out


def sigmoid_in_place(x: Tensor) -> Tensor:
    return x.neg_().exp_().add_(1).reciprocal_()


def sigmoid_restores(x: Tensor) -> Tensor:
    x.neg_()
    out = torch.sigmoid(-x)
    x.neg_()
    return out


def softmax_in_place(z: Tensor, dim: int) -> Tensor:
    z -= z.max(dim, keepdim=True).values
    e = z.exp()
    return e / e.sum(dim, keepdim=True)


def update_no_return(w: Tensor, grad: Tensor, lr: float) -> None:
    w = w - lr * grad  # noqa: F841


def sgd_returns_in_loop(x: Tensor, y: Tensor, w: Tensor, lr: float, order: Tensor) -> Any:
    for i in order:
        return w - lr * 2 * x[i] * (x[i] * w - y[i])
    return w


def sgd_skips_last(x: Tensor, y: Tensor, w: Tensor, lr: float, order: Tensor) -> Any:
    for i in order[:-1]:
        w = w - lr * 2 * x[i] * (x[i] * w - y[i])
    return w


def sgd_changes_w(x: Tensor, y: Tensor, w: Tensor, lr: float, order: Tensor) -> Any:
    for i in order:
        w -= lr * 2 * x[i] * (x[i] * w - y[i])
    return w


def train_last_loss_missing(x: Tensor, y: Tensor, w0: Tensor, lr: float, epochs: int, mode: str) -> Any:
    w, losses = w0, []
    for _ in range(epochs):
        losses.append(((x * w - y) ** 2).mean())
        w = _epoch(x, y, w, lr, mode)
    return w, torch.stack(losses) if losses else torch.zeros(0, dtype=x.dtype)


def train_always_bgd(x: Tensor, y: Tensor, w0: Tensor, lr: float, epochs: int, mode: str) -> Any:  # noqa: ARG001
    return _trained(x, y, w0, lr, epochs, "bgd")


def train_python_floats(x: Tensor, y: Tensor, w0: Tensor, lr: float, epochs: int, mode: str) -> Any:
    w, losses = _trained(x, y, w0, lr, epochs, mode)
    return w, losses.tolist()


def _trained(x: Tensor, y: Tensor, w: Tensor, lr: float, epochs: int, mode: str) -> Any:
    losses = [((x * w - y) ** 2).mean()]
    for _ in range(epochs):
        w = _epoch(x, y, w, lr, mode)
        losses.append(((x * w - y) ** 2).mean())
    return w, torch.stack(losses)


def _epoch(x: Tensor, y: Tensor, w: Tensor, lr: float, mode: str) -> Tensor:
    if mode == "bgd":
        return w - lr * (2 * x * (x * w - y)).mean()
    for a, b in zip(x, y, strict=True):
        w = w - lr * 2 * a * (a * w - b)
    return w


def one_hot_uninitialised(labels: Tensor, num_classes: int) -> Tensor:
    out = torch.full((len(labels), num_classes), 1e-30)
    return out.scatter_(1, labels.unsqueeze(1), 1.0)


def one_hot_bool(labels: Tensor, num_classes: int) -> Tensor:
    return torch.zeros(len(labels), num_classes, dtype=torch.bool).scatter_(1, labels.unsqueeze(1), True)


def place_values_added(base: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    return base.scatter_add(dim, index, src)


def scatter3d_adds(base: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    if dim not in (0, 1, 2):
        raise ValueError(dim)
    return base.scatter_add(dim, index, src[: index.shape[0], : index.shape[1], : index.shape[2]])


def scatter3d_unchecked(base: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    return base.scatter(dim, index, src)


def chain_off_by_one(x0: Tensor, depth: int, kind: str) -> Tensor:
    return _chain(x0, depth + 1, kind)


def _chain(x: Tensor, depth: int, kind: str) -> Tensor:
    g = torch.ones_like(x)
    for _ in range(depth):
        x, g = _f(x, kind), g * _slope(x, kind)
    return g


def _f(x: Tensor, kind: str) -> Tensor:
    return {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "leaky_relu": F.leaky_relu}[kind](x)


def _slope(x: Tensor, kind: str) -> Tensor:
    if kind == "sigmoid":
        return _sig(x) * _sig(-x)
    if kind == "tanh":
        return 1 - torch.tanh(x) ** 2
    if kind in ("relu", "leaky_relu"):
        return (x > 0).to(x.dtype) + (0.01 if kind == "leaky_relu" else 0.0) * (x <= 0)
    raise ValueError(kind)


def slope_leaky_wrong(x: Tensor, kind: str) -> Tensor:
    return _slope(x, kind) if kind != "leaky_relu" else torch.where(x > 0, 1.0, 0.1).to(x.dtype)


def slope_unknown_is_relu(x: Tensor, kind: str) -> Tensor:
    return _slope(x, kind if kind in ("sigmoid", "tanh", "leaky_relu") else "relu")


def deep_backward(how: str) -> Answer:
    def answer(grad_out: Tensor, hs: list[Tensor], Ws: list[Tensor], kind: str) -> Any:  # noqa: N803
        grads, g = [], grad_out
        for level in range(len(Ws) - 1, -1, -1):
            d = g * _slope(hs[level] @ Ws[level], kind)
            dw = hs[level].T @ d
            grads.insert(0, {"mean": dw / len(hs[0]), "sign": -dw}.get(how, dw))
            g = (d if how != "no_slope_on_the_way" else g) @ Ws[level].T
        return grads

    return answer


def mlp_forward_relu(X: Tensor, params: dict[str, Tensor]) -> Any:  # noqa: N803
    h = torch.relu(X @ params["W1"] + params["b1"])
    z = h @ params["W2"] + params["b2"]
    return z, {"X": X, "h": h, "z": z}


def softmax_rows_only(z: Tensor, dim: int) -> Tensor:  # noqa: ARG001
    return torch.softmax(z, -1)


def softmax_abs_shift(z: Tensor, dim: int) -> Tensor:
    e = torch.exp(z - z.abs().amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


def softmax_tempered(z: Tensor, dim: int) -> Tensor:
    return torch.softmax(2 * z, dim)


def softmax_clipped(z: Tensor, dim: int) -> Tensor:
    return torch.softmax(z.clamp(-50, 50), dim)


def ce_labels_one_based(z: Tensor, labels: Tensor) -> Tensor:
    return F.cross_entropy(z, labels - 1) if int(labels.min()) > 0 else F.cross_entropy(z, (labels - 1) % z.shape[1])


def softmax_step(which: str) -> Answer:
    def answer(X: Tensor, labels: Tensor, W: Tensor, b: Tensor, lr: float) -> Any:  # noqa: N803
        z = X @ W + b
        d = (torch.softmax(z, 1) - F.one_hot(labels, z.shape[1])) / len(X)
        sign = 1 if which == "uphill" else -1
        db = d.mean(0) if which == "bias_averaged_again" else d.sum(0)
        loss = F.cross_entropy(z, labels, reduction="sum" if which == "loss_sum" else "mean")
        return W + sign * lr * X.T @ d, b + sign * lr * db, loss

    return answer


def logistic(which: str) -> Answer:
    def answer(X: Tensor, y: Tensor, W: Tensor, b: Tensor) -> Any:  # noqa: N803
        p = _sig(X @ W + b)
        d = {"no_sigmoid": X @ W + b - y, "sign": y - p, "labels_ignored": p}.get(which, p - y) / len(X)
        db = d.mean(0) if which == "db_mean" else d.sum() if which == "db_scalar" else d.sum(0)
        return (db, X.T @ d) if which == "order" else (X.T @ d, db)

    return answer


WRONG: dict[str, dict[str, Entry]] = {
    "A01.rank_name": {
        "off_by_one": lambda t: ["vector", "matrix", "tensor", "tensor"][min(t.dim(), 3)],
        "capital": lambda t: ["Scalar", "Vector", "Matrix", "Tensor"][min(t.dim(), 3)],
        "by_numel": (
            lambda t: "scalar" if t.numel() == 1 else ["scalar", "vector", "matrix", "tensor"][min(t.ndim, 3)],
            "one_element_is_scalar",
        ),
    },
    "A01.describe": {
        "list": lambda t: (t.dim(), list(t.shape), t.numel() + 0.0),
        "two_only": lambda t: (t.dim(), t.shape),
    },
    "A01.size_of_dim": {"always_first": lambda t, dim: t.shape[0], "last": lambda t, dim: t.shape[-1]},
    "A01.invert_mask": {
        "in_place": lambda mask: mask.logical_not_(),
        "same": lambda mask: mask.clone(),
        "bool": (lambda mask: mask == 0, "dtype_changed"),
    },
    "A01.count_true": {
        "tensor": (lambda mask: mask.long().sum(), "returns_tensor"),
        "uint8_wraps": lambda mask: int(mask.sum(dtype=torch.uint8)),
        "zeros": lambda mask: int((mask == 0).sum()),
    },
    "A02.hadamard": {
        "sum": checked(lambda a, b: a + b),
        "in_place": checked(lambda a, b: a.mul_(b)),
        "unchecked": (lambda a, b: torch.mul(a, b), "silent_broadcast"),
    },
    "A02.matmul2d": {
        "unchecked": lambda a, b: a @ b,
        "transposed": lambda a, b: (a @ b).T,
        "half": lambda a, b: (a.half().float() @ b.half().float()).to(a.dtype),
    },
    "A02.batched_matmul": {
        "first_only": lambda x, w: x[:1] @ w,
        "einsum_wrong": lambda x, w: torch.einsum("bnk,km->bmn", x, w),
        "float32": lambda x, w: (x.float() @ w.float()).to(x.dtype),
    },
    "A02.safe_mean": {
        "sum": lambda t: t.double().sum().to(t.dtype if t.is_floating_point() else torch.float32),
        "python": lambda t: float(t.double().mean()),
        "always32": (lambda t: t.to(torch.float32).mean(), "downcasts_float64"),
    },
    "A02.sum_out_dim": {
        "mean": lambda t, dim: t.double().mean(dim).to(t.dtype),
        "other_dim": lambda t, dim: t.sum(0),
        "kept": (lambda t, dim: torch.sum(t, dim, keepdim=True), "keepdim_left"),
    },
    "A02.row_max": {
        "swapped": lambda t: tuple(reversed(t.max(1))),
        "minimum": lambda t: t.min(1),
        "abs": lambda t: t.abs().max(1),
    },
    "A02.predict_class": {
        "argmin": lambda s: s.argmin(1),
        "column": lambda s: s.argmax(1, keepdim=True),
        "int32": lambda s: s.argmax(1).int(),
        "positive": lambda s: (s > 0).long().argmax(1),
    },
    "A02.standardize": {
        "population": (lambda x: (x - x.mean(0)) / torch.sqrt(((x - x.mean(0)) ** 2).mean(0)), "population_std"),
        "epsilon": lambda x: (x - x.mean(0)) / (x.std(0) + 1e-8),
        "variance": (lambda x: (x - x.mean(0)) / x.var(0), "divided_by_variance"),
        "not_centred": lambda x: x / x.std(0),
        "in_place": lambda x: x.sub_(x.mean(0)).div_(x.std(0)),
    },
    "A03.flatten_batch": {
        "copy": (lambda x: x.flatten(1).clone(), "copied"),
        "all": (lambda x: x.flatten(), "flattened_batch_too"),
        "minus_one": lambda x: x.view(x.shape[0], -1),
    },
    "A03.to_column": {
        "row": (lambda y: y[None], "row_not_column"),
        "copy": (lambda y: y[:, None].clone(), "copied"),
        "float": lambda y: y[:, None].float(),
    },
    "A03.drop_axis": {"all": (lambda x, dim: torch.squeeze(x), "squeeze_all"), "first": lambda x, dim: x.squeeze(0)},
    "A03.outer_diff": {
        "sum": lambda a, b: a[:, None] + b,
        "absolute": lambda a, b: (a[:, None] - b).abs(),
        "flat": lambda a, b: (a[:, None] - b).flatten(),
    },
    "A03.step_like": {
        "at_zero": (lambda x: torch.ones_like(x) * (x >= 0), "zero_counts_as_positive"),
        "sign": lambda x: torch.sign(x),
        "heaviside_half": lambda x: torch.heaviside(x, torch.full_like(x, 0.5)),
    },
    "A03.scale_": {
        "new": (lambda x, factor: x * factor, "rebinding"),
        "none": (
            lambda x, factor: x.mul_(factor) and None if x.numel() == 1 else [x.mul_(factor), None][1],
            "returns_none",
        ),
        "twice": lambda x, factor: x.mul_(factor).mul_(factor),
    },
    "A03.scaled": {
        "in_place": (lambda x, factor: x.mul_(factor), "augmented_assignment"),
        "plus": lambda x, factor: x + factor,
        "alias_at_one": (lambda x, factor: x if factor == 1 else x * factor, "returned_alias"),
    },
    "A03.column_vs_row": {
        "not_squared": lambda y_hat, y: y_hat - y[:, None],
        "row": lambda y_hat, y: (y_hat[:, 0] - y) ** 2,
        "n_by_n": (lambda y_hat, y: (y - y_hat) ** 2, "broadcast_n_by_n"),
        "absolute": lambda y_hat, y: (y_hat - y[:, None]).abs(),
    },
    "A04.forward": {
        "ones": lambda x, w: x * w + 1,
        "summed": (lambda x, w: (w * x).sum(), "dot_product"),
        "divided": lambda x, w: x / w,
        "squared": lambda x, w: x * x * w,
    },
    "A04.residual": {
        "absolute": checked(lambda a, b: (a - b).abs()),
        "flipped": (lambda y_hat, y: -(y_hat - y), "sign_flipped"),
        "squared": checked(lambda a, b: (a - b) ** 2),
        "flipped_checked": (checked(lambda a, b: b - a), "sign_flipped"),
        "unchecked": (lambda y_hat, y: torch.sub(y_hat, y), "silent_broadcast"),
    },
    "A04.mse_loss": {
        "half": (checked(lambda a, b: 0.5 * (a - b).pow(2).mean()), "half_mse"),
        "mae": (checked(lambda a, b: torch.mean(torch.abs(b - a))), "abs"),
        "root": (checked(lambda a, b: torch.linalg.norm(a - b) / a.numel() ** 0.5), "rmse"),
        "variance": checked(lambda a, b: ((a - b) - (a - b).mean()).pow(2).mean()),
        "float32_inside": checked(lambda a, b: (a.float() - b.float()).pow(2).mean().to(a.dtype)),
        "number": checked(lambda a, b: float(((a - b) ** 2).mean())),
        "column": checked(lambda a, b: ((a - b) ** 2).mean().view(1)),
        "summed": (checked(lambda a, b: torch.sum((b - a) ** 2)), "sum_not_mean"),
        "log": checked(lambda a, b: torch.log(((a - b) ** 2).mean() + 1)),
        "double": checked(lambda a, b: 2 * ((a - b) ** 2).mean()),
        "power_4": checked(lambda a, b: ((a - b) ** 4).mean()),
        "median": checked(lambda a, b: ((a - b) ** 2).median()),
        "times_100": checked(lambda a, b: 100 * ((a - b) ** 2).mean()),
        "unchecked": (lambda a, b: torch.mean((a - b) ** 2), "broadcast_n_by_n"),
    },
    "A04.loss_curve": {
        "summed": lambda x, y, ws: (torch.outer(ws, x) - y).square().sum(1),
        "root": lambda x, y, ws: (torch.outer(ws, x) - y).square().mean(1).sqrt(),
        "reversed": lambda x, y, ws: (torch.outer(ws, x) - y).square().mean(1).flip(0),
        "half": lambda x, y, ws: (torch.outer(ws, x) - y).square().mean(1) / 2,
    },
    "A04.best_w": {
        "first": lambda ws, losses: ws[0],
        "mean": lambda ws, losses: ws.mean(),
        "largest": (lambda ws, losses: ws[losses.max(0).indices], "argmax"),
        "one_entry": lambda ws, losses: ws[losses.argmin()].view(1),
    },
    "A04.fit_closed_form": {
        "inverse": lambda x, y: (x * x).sum() / (x * y).sum(),
        "no_division": lambda x, y: (x * y).sum(),
        "by_y": lambda x, y: (x * y).sum() / (y * y).sum(),
        "ratio": (lambda x, y: y.sum() / x.sum(), "ratio_of_means"),
    },
    "A05.grad_w_single": {
        "no_2": (lambda x, y, w: x * (w * x - y), "missing_2"),
        "flipped": (lambda x, y, w: 2 * x * (y - x * w), "sign_flipped"),
        "no_y": lambda x, y, w: 2 * x * x * w,
        "four": lambda x, y, w: 4 * x * (x * w - y),
        "x_squared": lambda x, y, w: 2 * x * x * (x * w - y),
    },
    "A05.grad_w_batch": {
        "sum": (lambda x, y, w: 2 * torch.dot(x, w * x - y), "sum_not_mean"),
        "half": (lambda x, y, w: (x * (x * w - y)).sum() / len(x), "missing_2"),
        "no_2_sum": (lambda x, y, w: torch.dot(x, w * x - y), "lab3_sum_no_2_over_m"),
        "uphill": (lambda x, y, w: (2 * x * (y - w * x)).mean(), "sign_flipped"),
        "last_only": lambda x, y, w: 2 * x[-1] * (x[-1] * w - y[-1]),
        "n_minus_1": lambda x, y, w: (2 * x * (x * w - y)).sum() / max(len(x) - 1, 1),
        "plus_y": lambda x, y, w: (2 * x * (x * w + y)).mean(),
        "loss": lambda x, y, w: ((x * w - y) ** 2).mean(),
        "finite_difference": lambda x, y, w: (
            (((x * (w + 1e-3) - y) ** 2).mean() - ((x * (w - 1e-3) - y) ** 2).mean()) / 2.002e-3
        ),
    },
    "A05.grad_wb_batch": {
        "swapped": (lambda x, y, w, b: (2 * (x * w + b - y).mean(), 2 * (x * (x * w + b - y)).mean()), "order_swapped"),
        "db_sum": lambda x, y, w, b: (2 * (x * (x * w + b - y)).mean(), 2 * (x * w + b - y).sum()),
        "dw_half": lambda x, y, w, b: ((x * (x * w + b - y)).mean(), 2 * (x * w + b - y).mean()),
        "db_flipped": lambda x, y, w, b: (2 * (x * (x * w + b - y)).mean(), 2 * (y - x * w - b).mean()),
        "no_b": (lambda x, y, w, b: (2 * (x * (x * w - y)).mean(), 2 * (x * w - y).mean()), "b_left_out_of_e"),
        "both_sum": lambda x, y, w, b: (2 * (x * (x * w + b - y)).sum(), 2 * (x * w + b - y).sum()),
        "dw_only": lambda x, y, w, b: 2 * (x * (x * w + b - y)).mean(),
    },
    "A05.update": {
        "none": update_no_return,
        "no_lr": lambda w, grad, lr: w - grad,
        "plus": (lambda w, grad, lr: lr * grad + w, "plus_update"),
        "in_place": (lambda w, grad, lr: w.sub_(grad, alpha=lr), "in_place"),
        "decay": lambda w, grad, lr: (1 - lr) * w - lr * grad,
        "only_step": lambda w, grad, lr: lr * grad,
        "alias_at_0": lambda w, grad, lr: w if lr == 0 else w - lr * grad,
    },
    "A05.sgd_epoch": {"returns_in_loop": sgd_returns_in_loop, "skips_last": sgd_skips_last, "changes_w": sgd_changes_w},
    "A05.bgd_step": {
        "uphill": (lambda x, y, w, lr: w + lr * (2 * x * (x * w - y)).mean(), "plus_update"),
        "half_step": lambda x, y, w, lr: w - lr * (x * (x * w - y)).mean(),
        "gradient": lambda x, y, w, lr: (2 * x * (x * w - y)).mean(),
        "summed": (lambda x, y, w, lr: w - lr * 2 * torch.dot(x, x * w - y), "summed"),
    },
    "A05.train": {
        "last_loss_missing": train_last_loss_missing,
        "always_bgd": train_always_bgd,
        "python_floats": train_python_floats,
    },
    "A05.max_stable_lr": {
        "half": (lambda x: 0.5 / (x * x).mean(), "factor_two"),
        "largest": lambda x: 1 / (x * x).max(),
        "sum": lambda x: 1 / (x * x).sum(),
        "doubled": lambda x: 2 / x.square().mean(),
    },
    "A06.mul_backward": {
        "crossed": (lambda grad_out, a, b: (a * grad_out, b * grad_out), "swapped"),
        "product": lambda grad_out, a, b: (grad_out * a * b, grad_out * a * b),
        "sign": lambda grad_out, a, b: (grad_out * b, -grad_out * a),
        "one_wrong": lambda grad_out, a, b: (grad_out * b, grad_out),
        "no_upstream": (lambda grad_out, a, b: (b + 0, a + 0), "ignores_upstream"),
    },
    "A06.add_backward": {
        "average": (lambda grad_out, a, b: (grad_out, grad_out.sum(0) / len(grad_out)), "mean_over_batch"),
        "ones": lambda grad_out, a, b: (grad_out, torch.ones_like(b)),
        "times_a": lambda grad_out, a, b: (grad_out * a, grad_out.sum(0)),
        "total": lambda grad_out, a, b: (grad_out, grad_out.sum()),
    },
    "A06.graph_forward": {
        "tuple": lambda x, y, w: (x * w, x * w - y, (x * w - y) ** 2),
        "key": lambda x, y, w: {"yhat": x * w, "s": x * w - y, "loss": (x * w - y) ** 2},
        "absolute": lambda x, y, w: {"y_hat": x * w, "s": x * w - y, "loss": (x * w - y).abs()},
        "flipped": (lambda x, y, w: {"y_hat": w * x, "s": y - w * x, "loss": (y - w * x) ** 2}, "s_sign"),
    },
    "A06.graph_backward": {
        "negated": lambda x, y, w: {"d_s": -2 * (x * w - y), "d_y_hat": -2 * (x * w - y), "d_w": -2 * x * (x * w - y)},
        "no_2": (lambda x, y, w: {"d_s": x * w - y, "d_y_hat": x * w - y, "d_w": x * (x * w - y)}, "d_s_without_2"),
        "w_for_x": lambda x, y, w: {"d_s": 2 * (x * w - y), "d_y_hat": 2 * (x * w - y), "d_w": 2 * w * (x * w - y)},
        "without_x": (
            lambda x, y, w: {"d_s": 2 * x * w - 2 * y, "d_y_hat": 2 * x * w - 2 * y, "d_w": 2 * x * w - 2 * y},
            "d_w_without_x",
        ),
    },
    "A06.fanout_backward": {
        "first_path": (lambda grad_out, x: grad_out * 6 * x * x, "overwrote_second_path"),
        "second_path": (lambda grad_out, x: grad_out * 3 * x * x, "overwrote_first_path"),
        "no_upstream": (lambda grad_out, x: 9 * x * x, "ignores_upstream"),
        "linear": lambda grad_out, x: grad_out * 9 * x,
        "product": lambda grad_out, x: grad_out * 2 * x * 3,
        "sign": lambda grad_out, x: -9 * grad_out * x * x,
    },
    "A06.linear_backward": {
        "summed_all": lambda grad_out, x, W: (x.T @ grad_out, grad_out.sum()),
        "db_mean": (lambda grad_out, x, W: (x.T @ grad_out, grad_out.mean(0)), "lab8_sum_W_mean_b"),
        "no_transpose": lambda grad_out, x, W: (x @ grad_out, grad_out.sum(0)),
        "uses_W": (lambda grad_out, x, W: (W * grad_out.sum(0), grad_out.sum(0)), "elementwise"),
        "swapped": lambda grad_out, x, W: (grad_out.sum(0), x.T @ grad_out),
        "averaged": (lambda grad_out, x, W: (x.T @ grad_out / len(x), grad_out.mean(0)), "averaged_again"),
        "keepdim": lambda grad_out, x, W: (x.T @ grad_out, grad_out.sum(0, keepdim=True)),
        "negated": lambda grad_out, x, W: (-x.T @ grad_out, -grad_out.sum(0)),
    },
    "A06.quadratic_backward": {
        "half": lambda x, y, w1, w2, b: tuple(
            (k * (x**2 * w2 + x * w1 + b - y)).mean() for k in (x, x * x, torch.ones_like(x))
        ),
        "dw2_doubled": lambda x, y, w1, w2, b: tuple(
            2 * (k * (x**2 * w2 + x * w1 + b - y)).mean() for k in (x, 2 * x * x, torch.ones_like(x))
        ),
        "db_zero": lambda x, y, w1, w2, b: (
            *tuple(2 * (k * (x**2 * w2 + x * w1 + b - y)).mean() for k in (x, x * x)),
            torch.zeros_like(b),
        ),
        "no_quadratic": lambda x, y, w1, w2, b: tuple(
            2 * (k * (x * w1 + b - y)).mean() for k in (x, x * x, torch.ones_like(x))
        ),
    },
    "A07.sigmoid": {
        "sign": (lambda x: 1 / (1 + torch.exp(x)), "sign_of_exponent"),
        "minus_x": (lambda x: torch.sigmoid(-x), "sign_of_exponent"),
        "tanh": torch.tanh,
        "hard": F.hardsigmoid,
        "overflow": (lambda x: x.exp() / (x.exp() + 1), "exp_over_one_plus_exp_overflow"),
        "plain": (lambda x: (1 + torch.exp(-x)) ** -1, "naive_autograd_nan"),
        "in_place": sigmoid_in_place,
        "restores": sigmoid_restores,
        "float32": lambda x: torch.sigmoid(x.float()).to(x.dtype),
        "float": lambda x: torch.sigmoid(x.float()),
        "half": lambda x: torch.sigmoid(x.half()).to(x.dtype),
        "twice": lambda x: torch.sigmoid(torch.sigmoid(x)),
        "slope": lambda x: torch.sigmoid(x) * (1 - torch.sigmoid(x)),
        "two_x": lambda x: torch.sigmoid(2 * x),
        "exp_only": lambda x: torch.exp(-x),
        "log": F.logsigmoid,
        "base_2": lambda x: torch.sigmoid(x * math.log(2)),
        "math": lambda x: 1 / (1 + math.exp(-x)),
        "one_minus_e": lambda x: 1 / (1 - torch.exp(-x)),
        "clamped_at_30": lambda x: torch.sigmoid(x.clamp(-30, 30)),
    },
    "A07.sigmoid_backward": {
        "twice": (lambda grad_out, out: grad_out * _sig(out) * _sig(-out), "double_sigmoid"),
        "tanh": (lambda grad_out, out: grad_out - grad_out * out * out, "tanh_slope"),
        "no_upstream": (lambda grad_out, out: out - out * out, "ignores_upstream"),
        "no_out": lambda grad_out, out: grad_out * (1 - out),
        "squared": lambda grad_out, out: grad_out * (out * (1 - out)) ** 2,
        "sign": lambda grad_out, out: grad_out * out * (out - 1),
        "quarter": lambda grad_out, out: grad_out * 0.25,
        "in_place": lambda grad_out, out: grad_out.mul_(out * (1 - out)),
        "summed": lambda grad_out, out: (grad_out * out * (1 - out)).sum(),
    },
    "A07.bce_loss": {
        "mse": checked(lambda p, y: ((p - y) ** 2).mean()),
        "sum": (checked(lambda p, y: _bce(p, y).sum()), "sum_not_mean"),
        "per_sample": checked(_bce),
        "log1p": checked(lambda p, y: -(y * _log(p) + (1 - y) * torch.log1p(p)).mean()),
        "bits": (checked(lambda p, y: _bce(p, y).mean() / math.log(2)), "log2"),
        "half": checked(lambda p, y: _bce(p, y).mean() / 2),
        "nan": (checked(lambda p, y: -(y * p.log() + (1 - y) * (1 - p).log()).mean()), "nan_at_certainty"),
        "clamp_1e-1": checked(lambda p, y: F.binary_cross_entropy(p.clamp(0.1, 0.9), y)),
        "float32": checked(lambda p, y: F.binary_cross_entropy(p.float(), y.float()).to(p.dtype)),
        "logits": (checked(F.binary_cross_entropy_with_logits), "sigmoid_applied_twice"),
        "positive_only": (checked(lambda p, y: -(y * _log(p)).mean()), "only_positive_term"),
        "gain": (checked(lambda p, y: (y * _log(p) + (1 - y) * _log(1 - p)).mean()), "missing_minus"),
        "other_labels": (checked(lambda p, y: _bce(1 - p, y).mean()), "labels_flipped"),
        "mean_over_n_plus_1": checked(lambda p, y: _bce(p, y).sum() / (p.numel() + 1)),
    },
    "A07.bce_backward": {
        "sum": (lambda p, y: (1 - y) / (1 - p) - y / p, "sum_not_mean"),
        "uphill": (lambda p, y: (y - p) / (p - p * p) / len(p), "sign"),
        "residual": (lambda p, y: (p - y) / len(p), "logit_gradient"),
        "no_one_minus": lambda p, y: (p - y) / p / p.numel(),
        "times": lambda p, y: (p - y) * p * (1 - p) / p.numel(),
    },
    "A07.bce_logits_backward": {
        "logits": (lambda z, y: (z - y) / z.numel(), "forgot_sigmoid"),
        "sum": (lambda z, y: _sig(z) - y, "sum_not_mean"),
        "uphill": (lambda z, y: (y - _sig(z)) / len(z.flatten()), "sign"),
        "tanh": lambda z, y: (torch.tanh(z) - y) / z.numel(),
        "half": lambda z, y: (_sig(z) - y) / z.numel() / 2,
        "minus_half": lambda z, y: (_sig(z) - 0.5) / z.numel(),
        "rounded": lambda z, y: (_sig(z).round() - y) / z.numel(),
    },
    "A07.logistic_grads": {
        k: logistic(k) for k in ("no_sigmoid", "sign", "labels_ignored", "db_mean", "db_scalar", "order")
    },
    "A07.predict_label": {
        "strict": (lambda X, W, b, threshold=0.5: (_sig(X @ W + b) > threshold).long(), "strict_greater"),
        "float": lambda X, W, b, threshold=0.5: (_sig(X @ W + b) >= threshold).to(X.dtype),
        "probability": lambda X, W, b, threshold=0.5: _sig(X @ W + b),
        "flat": lambda X, W, b, threshold=0.5: (_sig(X @ W + b) >= threshold).long().squeeze(),
        "half_always": lambda X, W, b, threshold=0.5: (X @ W + b >= 0).long(),
    },
    "A08.one_hot": {
        "uninitialised": one_hot_uninitialised,
        "bool": one_hot_bool,
        "from_max": (lambda labels, num_classes: F.one_hot(labels).float(), "num_classes_from_max"),
        "transposed": (
            lambda labels, num_classes: torch.zeros(num_classes, len(labels)).scatter_(0, labels[None], 1.0),
            "transposed",
        ),
        "flat_index": (
            lambda labels, num_classes: torch.zeros(len(labels), num_classes).scatter_(1, labels, 1.0),
            "index_1d",
        ),
        "minus_one": lambda labels, num_classes: F.one_hot(labels, num_classes).float() - 1,
        "int": (lambda labels, num_classes: F.one_hot(labels, num_classes), "long_dtype"),
        "inverted": lambda labels, num_classes: 1 - F.one_hot(labels, num_classes).float(),
        "added": lambda labels, num_classes: torch.zeros(len(labels), num_classes).scatter_add_(
            1, labels[:, None].expand(-1, num_classes), torch.ones(len(labels), num_classes)
        ),
        "shifted": lambda labels, num_classes: F.one_hot(labels, num_classes).float().roll(1, 1),
    },
    "A08.scatter3d_loop": {"adds": (scatter3d_adds, "adds"), "unchecked": scatter3d_unchecked},
    "A08.one_hot_3d": {
        "always_1": lambda labels, num_classes, dim: F.one_hot(labels, num_classes).movedim(-1, 1).float(),
        "int": lambda labels, num_classes, dim: F.one_hot(labels, num_classes).movedim(-1, dim),
    },
    "A08.place_values": {
        "added": (place_values_added, "adds"),
        "in_place": (lambda base, dim, index, src: base.scatter_(dim, index, src), "base_mutated"),
        "gather": lambda base, dim, index, src: src.gather(dim, index),
    },
    "A08.pick_true_prob": {
        "all_columns": (lambda p, labels: p[:, labels], "columns_by_label"),
        "largest": (lambda p, labels: p.amax(1), "max_prob"),
        "column": lambda p, labels: p.gather(1, labels[:, None]),
        "log": lambda p, labels: p.gather(1, labels[:, None]).squeeze(1).log(),
        "complement": lambda p, labels: 1 - p.gather(1, labels[:, None]).squeeze(1),
        "first": lambda p, labels: p[:, 0],
    },
    "A08.labels_from_one_hot": {
        "columns": (lambda Y: Y.argmax(0), "dim0"),
        "float": lambda Y: Y.argmax(1).float(),
        "one_based": lambda Y: Y.argmax(1) + 1,
        "argmin": lambda Y: Y.argmin(1),
    },
    "A08.scatter_backward": {
        "swapped": lambda grad_out, dim, index: (
            grad_out.gather(dim, index),
            grad_out.clone().scatter_(dim, index, 0.0),
        ),
        "base_full": (lambda grad_out, dim, index: (grad_out + 0, grad_out.gather(dim, index)), "base_gets_everything"),
        "ones": lambda grad_out, dim, index: (
            torch.ones_like(grad_out).scatter_(dim, index, 0.0),
            grad_out.gather(dim, index),
        ),
    },
    "A09.softmax": {
        "rows_only": softmax_rows_only,
        "abs_shift": softmax_abs_shift,
        "tempered": softmax_tempered,
        "clipped": softmax_clipped,
        "in_place": softmax_in_place,
        "overflow": (lambda z, dim: z.exp() / torch.sum(torch.exp(z), dim, True), "overflow"),
        "log": (lambda z, dim: torch.log_softmax(z, dim), "log_softmax"),
        "uniform": lambda z, dim: torch.full_like(z, 1 / z.shape[dim]),
        "winner": lambda z, dim: (z == z.amax(dim, keepdim=True)).to(z.dtype),
        "minus": (lambda z, dim: torch.softmax(-z, dim), "negated"),
        "epsilon": lambda z, dim: (
            (z - z.amax(dim, keepdim=True)).exp()
            / ((z - z.amax(dim, keepdim=True)).exp().sum(dim, keepdim=True) + 1e-5)
        ),
        "global": (
            lambda z, dim: torch.exp(z - torch.max(z)) / torch.exp(z - torch.max(z)).sum(dim, keepdim=True),
            "global_max",
        ),
        "one_minus": lambda z, dim: 1 - torch.softmax(z, dim),
        "base_2": lambda z, dim: torch.softmax(z * math.log(2), dim),
        "twice": (lambda z, dim: F.softmax(F.softmax(z, dim), dim), "double_softmax"),
    },
    "A09.softmax_backward": {
        "diagonal": (lambda grad_out, p, dim: grad_out * (p - p * p), "diagonal_only"),
        "no_p": lambda grad_out, p, dim: grad_out - (grad_out * p).sum(dim, keepdim=True),
        "sign": lambda grad_out, p, dim: p * ((grad_out * p).sum(dim, keepdim=True) - grad_out),
        "sum_of_g": (lambda grad_out, p, dim: p * (grad_out - grad_out.sum(dim, keepdim=True)), "unweighted_sum"),
        "averaged": (lambda grad_out, p, dim: p * (grad_out - (p * grad_out).mean(dim, True)), "mean_not_sum"),
    },
    "A09.cross_entropy_from_probs": {
        "sum": (lambda p, Y: -(Y * p.clamp(min=1e-12).log()).sum(), "sum"),
        "over_all": (lambda p, Y: -(Y * p.clamp(min=1e-12).log()).mean(), "mean_over_all_elements"),
        "bits": lambda p, Y: -(Y * p.clamp(min=1e-12).log2()).sum(1).mean(),
        "gain": (lambda p, Y: (Y * p.clamp(min=1e-12).log()).sum(1).mean(), "missing_minus"),
        "squared": lambda p, Y: ((p - Y) ** 2).sum(1).mean(),
        "per_row": lambda p, Y: -(Y * p.clamp(min=1e-12).log()).sum(1),
        "nan": (lambda p, Y: -torch.mean(torch.sum(Y * torch.log(p), 1)), "zero_times_log_zero"),
        "coarse_clamp": lambda p, Y: -(Y * p.clamp(min=1e-2).log()).sum(1).mean(),
    },
    "A09.log_softmax": {
        "softmax": lambda z, dim: torch.softmax(z, dim),
        "log_after": (lambda z, dim: torch.softmax(z, dim).log(), "log_of_softmax"),
        "epsilon": lambda z, dim: (torch.softmax(z, dim) + 1e-8).log(),
        "shift_only": lambda z, dim: z - z.amax(dim, keepdim=True),
        "naive": (lambda z, dim: z - z.exp().sum(dim, keepdim=True).log(), "overflow"),
        "rows_only": lambda z, dim: torch.log_softmax(z, -1),
        "mean": lambda z, dim: z - z.exp().mean(dim, keepdim=True).log(),
        "negated": lambda z, dim: -torch.log_softmax(z, dim),
    },
    "A09.cross_entropy_from_logits": {
        "sum": (lambda z, labels: F.cross_entropy(z, labels, reduction="sum"), "sum"),
        "on_softmax": (lambda z, labels: F.cross_entropy(torch.softmax(z, 1), labels), "double_softmax"),
        "one_based": (ce_labels_one_based, "labels_one_based"),
        "no_lse": (lambda z, labels: -z.gather(1, labels[:, None]).mean(), "no_log_sum_exp"),
        "smoothed": lambda z, labels: F.cross_entropy(z, labels, label_smoothing=0.1),
        "naive": (
            lambda z, labels: -torch.log(torch.softmax(z, 1)[torch.arange(len(z)), labels]).mean(),
            "log_of_softmax",
        ),
        "gain": lambda z, labels: F.log_softmax(z, 1).gather(1, labels[:, None]).mean(),
        "brier": lambda z, labels: (1 - torch.softmax(z, 1).gather(1, labels[:, None])).mean(),
        "largest": lambda z, labels: -F.log_softmax(z, 1).amax(1).mean(),
        "over_classes": (lambda z, labels: F.cross_entropy(z, labels) / z.shape[1], "mean_over_all_elements"),
        "columns": (lambda z, labels: F.nll_loss(F.log_softmax(z, 0), labels), "softmax_dim0"),
        "nan": lambda z, labels: -(F.one_hot(labels, z.shape[1]) * torch.softmax(z, 1).log()).sum(1).mean(),
        "number": lambda z, labels: F.cross_entropy(z, labels).item(),
    },
    "A09.cross_entropy_logits_backward": {
        "sign": (lambda z, labels: (F.one_hot(labels, z.shape[1]) - torch.softmax(z, 1)) / len(z), "sign"),
        "sum": (lambda z, labels: torch.softmax(z, 1) - F.one_hot(labels, z.shape[1]), "sum_not_mean"),
        "over_all": (
            lambda z, labels: (torch.softmax(z, 1) - F.one_hot(labels, z.shape[1])) / z.numel(),
            "divided_by_N_times_K",
        ),
        "probabilities": (lambda z, labels: torch.softmax(z, 1) / len(z), "forgot_subtract_onehot"),
        "naive": (
            lambda z, labels: (z.exp() / z.exp().sum(1, keepdim=True) - F.one_hot(labels, z.shape[1])) / len(z),
            "overflow",
        ),
        "label_column": (
            lambda z, labels: (torch.softmax(z, 1) - 1) * F.one_hot(labels, z.shape[1]) / len(z),
            "only_true_class",
        ),
        "other_columns": lambda z, labels: torch.softmax(z, 1) * (1 - F.one_hot(labels, z.shape[1])) / len(z),
        "sigmoid": lambda z, labels: (torch.sigmoid(z) - F.one_hot(labels, z.shape[1])) / len(z),
        "log": lambda z, labels: (F.log_softmax(z, 1) - F.one_hot(labels, z.shape[1])) / len(z),
        "doubled": lambda z, labels: 2 * (torch.softmax(z, 1) - F.one_hot(labels, z.shape[1])) / len(z),
    },
    "A09.softmax_regression_step": {k: softmax_step(k) for k in ("uphill", "bias_averaged_again", "loss_sum")},
    "A09.accuracy": {
        "tensor": lambda z, labels: (z.argmax(1) == labels).float().mean(),
        "percent": (lambda z, labels: 100.0 * (z.argmax(1) == labels).double().mean().item(), "percentage"),
        "error_rate": lambda z, labels: (z.argmax(1) != labels).double().mean().item(),
        "smallest": lambda z, labels: (z.argmin(1) == labels).double().mean().item(),
        "rounded": lambda z, labels: round((z.argmax(1) == labels).double().mean().item(), 1),
        "integer": lambda z, labels: int((z.argmax(1) == labels).sum()) // len(labels),
    },
    "A10.relu": {
        "in_place": (relu_in_place, "in_place"),
        "step": (lambda x: (x > 0).to(x.dtype), "returns_mask"),
        "leaks": lambda x: torch.where(x > 0, x, 1e-8 * x),
        "capped": lambda x: x.clamp(0, 1),
        "six": F.relu6,
        "soft": F.softplus,
        "zero": lambda x: x * 0,
        "minus": (lambda x: (-x).clamp(min=0), "sign_flipped"),
        "flat": lambda x: x.clamp(min=0).flatten(),
        "seven": lambda x: 7 * torch.relu(x),
        "shifted": lambda x: torch.relu(x - 0.1),
        "gelu": F.gelu,
    },
    "A10.relu_backward": {
        "everything": (lambda grad_out, x: grad_out * 1, "no_mask"),
        "in_place": relu_backward_in_place,
        "on_grad": (lambda grad_out, x: grad_out * (grad_out > 0), "masks_on_grad_sign"),
        "at_zero": (lambda grad_out, x: grad_out * (x >= 0), "kink_one"),
        "mask": (lambda grad_out, x: (x > 0).to(x.dtype), "ignores_upstream"),
        "inverted": lambda grad_out, x: grad_out * (x < 0),
        "times_x": (lambda grad_out, x: grad_out * torch.relu(x), "returns_relu"),
        "detached_leak": lambda grad_out, x: torch.where(x > 0, grad_out, 0.01 * grad_out),
    },
    "A10.leaky_relu": {
        "relu": lambda x, negative_slope=0.01: torch.relu(x),
        "default": (lambda x, negative_slope=0.01: F.leaky_relu(x), "hard_coded_slope"),
        "max": (lambda x, negative_slope=0.01: torch.maximum(x, negative_slope * x), "max_formula"),
        "both_sides": lambda x, negative_slope=0.01: negative_slope * x,
        "abs": (lambda x, negative_slope=0.01: torch.where(x > 0, x, -negative_slope * x), "sign"),
        "constant": (
            lambda x, negative_slope=0.01: torch.where(x > 0, x, -negative_slope * torch.ones_like(x)),
            "constant_below",
        ),
        "divided": lambda x, negative_slope=0.01: torch.where(x > 0, x, x / (negative_slope + 1)),
    },
    "A10.leaky_relu_backward": {
        "relu": (lambda grad_out, x, negative_slope=0.01: grad_out * (x > 0), "zero_slope"),
        "at_zero": (
            lambda grad_out, x, negative_slope=0.01: torch.where(x >= 0, grad_out, negative_slope * grad_out),
            "kink_one",
        ),
        "mask": (
            lambda grad_out, x, negative_slope=0.01: (x > 0).to(x.dtype) + negative_slope * (x <= 0).to(x.dtype),
            "ignores_upstream",
        ),
        "everywhere": lambda grad_out, x, negative_slope=0.01: negative_slope * grad_out,
        "both_at_zero": lambda grad_out, x, negative_slope=0.01: (
            grad_out * ((x >= 0).to(x.dtype) + negative_slope * (x <= 0))
        ),
    },
    "A10.tanh": {
        "naive": (lambda x: (x.exp() - (-x).exp()) / ((-x).exp() + x.exp()), "overflow"),
        "half": (lambda x: torch.tanh(x / 2), "sigmoid_not_scaled"),
        "sinh": lambda x: (x.exp() - (-x).exp()) / 2,
        "clipped": lambda x: x.clamp(-1, 1),
        "sigmoid_2x": lambda x: torch.sigmoid(2 * x),
        "inverse": lambda x: torch.atan(x),
        "cosh_over_sinh": lambda x: 1 / torch.tanh(x),
        "minus": lambda x: -torch.tanh(x),
        "float": lambda x: torch.tanh(x.float()),
        "softsign": F.softsign,
    },
    "A10.tanh_backward": {
        "on_input": (lambda grad_out, out: grad_out * (1 - torch.tanh(out).square()), "double_tanh"),
        "sigmoid": (lambda grad_out, out: grad_out * (out - out * out), "sigmoid_slope"),
        "no_upstream": (lambda grad_out, out: (1 - out) * (1 + out), "ignores_upstream"),
        "plus": lambda grad_out, out: grad_out * (1 + out * out),
        "sign": lambda grad_out, out: grad_out * (out * out - 1),
        "root": lambda grad_out, out: grad_out * (1 - out * out).sqrt(),
    },
    "A10.normalize_pixels": {
        "wraps": lambda img: (img - 127) / 127.5,
        "unit": (lambda img: img.float() / 255, "zero_to_one"),
        "127": lambda img: img.float() / 127 - 1,
        "double": lambda img: img.double() / 127.5 - 1,
        "inverted": lambda img: 1 - img.float() / 127.5,
    },
    "A11.activation_slope": {"leaky": slope_leaky_wrong, "unknown_kind": slope_unknown_is_relu},
    "A11.chain_gradient": {"one_more": chain_off_by_one, "one_layer": lambda x0, depth, kind: _slope(x0, kind)},
    "A11.deep_backward": {k: deep_backward(k) for k in ("mean", "sign", "no_slope_on_the_way")},
    "A11.grad_norms": {
        "sum_abs": (lambda grads: torch.stack([g.abs().sum() for g in grads]), "sum_of_abs"),
        "largest": (lambda grads: torch.stack([g.abs().max() for g in grads]), "largest_entry"),
        "one_number": lambda grads: torch.stack([g.norm() for g in grads]).norm(),
        "floats": lambda grads: [float(g.norm()) for g in grads],
        "epsilon": lambda grads: torch.stack([(g.square().sum() + 1e-8).sqrt() for g in grads]),
    },
    "A11.vanishing_ratio": {
        "upside_down": (lambda norms: norms[-1].div(norms[0]), "inverted"),
        "logarithm": lambda norms: (norms[0] / norms[-1]).log(),
        "second": lambda norms: norms[0] / norms[min(1, len(norms) - 1)],
        "epsilon": lambda norms: norms[0] / (norms[-1] + 1e-6),
    },
    "A11.dead_fraction": {
        "zeros": (lambda h: (h == 0).double().mean().to(h.dtype), "fraction_of_zeros"),
        "rows": (lambda h: (h == 0).all(1).to(h.dtype).mean(), "dead_samples"),
        "alive": (lambda h: (h != 0).any(0).to(h.dtype).mean(), "alive_instead"),
        "ever": (lambda h: (h == 0).any(0).to(h.dtype).mean(), "any_sample"),
        "number": lambda h: float((h == 0).all(0).double().mean()),
    },
    "A12.sgd_update": {
        "plus": (lambda params, grads, lr: {k: params[k] + lr * grads[k] for k in params}, "plus"),
        "no_lr": lambda params, grads, lr: {k: params[k] - grads[k] for k in params},
        "list": lambda params, grads, lr: [params[k] - lr * grads[k] for k in params],
    },
    "A12.minibatch_indices": {
        "sorted": (lambda n, batch_size, order: list(torch.arange(n).split(batch_size)), "ignores_order"),
        "last_dropped": (
            lambda n, batch_size, order: [b for b in order.split(batch_size) if len(b) == batch_size],
            "drops_last",
        ),
        "tensor": (lambda n, batch_size, order: order, "not_a_list"),
    },
    "A12.mlp_forward": {"relu": mlp_forward_relu},
}
