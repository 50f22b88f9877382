# ruff: noqa: E501  (a table: one answer a line)
"""Unusual but right answers to the course's exercises: other algebra, other torch calls, loops, detours, clumsy style.

None may be rejected, for any seed. They are judged on values and behaviour only; rules have tests of their own.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Answer = Callable[..., Any]


def _same_shape(a: Tensor, b: Tensor) -> None:
    if a.shape != b.shape:
        raise ValueError("shapes differ")


def _sig(x: Tensor) -> Tensor:
    return torch.sigmoid(x)


def _log(p: Tensor) -> Tensor:
    return torch.log(p).clamp(min=-100)


# --- A01 --------------------------------------------------------------------------------------------------------------


def rank_by_shape_string(t: Tensor) -> str:
    commas = str(list(t.shape)).count(",") + (len(t.shape) > 0)
    return {0: "scalar", 1: "vector", 2: "matrix"}.get(commas, "tensor")


def describe_by_product(t: Tensor) -> Any:
    return len(t.shape), tuple(int(s) for s in t.size()), functools.reduce(lambda a, b: a * b, t.shape, 1)


def named_sizes_zip(t: Tensor, kind: str) -> dict[str, int]:
    names = {"2d": "batch dim", "cv": "batch width height", "nlp": "batch length dim"}[kind].split()
    return dict(zip(names, _checked(t, len(names)), strict=True))


def _checked(t: Tensor, n: int) -> list[int]:
    if t.dim() != n:
        raise ValueError(n)
    return list(t.shape)


def make_typed_loop(seq: list[float]) -> Any:
    return (
        torch.tensor(seq, dtype=torch.float32).reshape(-1),
        torch.tensor([math.trunc(v) for v in seq], dtype=torch.int64),
        torch.tensor([int(v != 0) for v in seq], dtype=torch.uint8),
    )


# --- A02 --------------------------------------------------------------------------------------------------------------


def hadamard_einsum(a: Tensor, b: Tensor) -> Tensor:
    _same_shape(a, b)
    return torch.addcmul(torch.zeros_like(a), a, b)


def matmul_checked(how: Callable[[Tensor, Tensor], Tensor]) -> Answer:
    def matmul2d(a: Tensor, b: Tensor) -> Tensor:
        if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[0]:
            raise ValueError("want (n,k) and (k,m)")
        return how(a, b)

    return matmul2d


def standardize_two_pass(x: Tensor) -> Tensor:
    centred = x - x.sum(0) / x.shape[0]
    return centred / torch.sqrt((centred * centred).sum(0) / (x.shape[0] - 1))


def row_max_loop(t: Tensor) -> Any:
    pairs = [max((float(v), -j) for j, v in enumerate(row)) for row in t]
    return torch.tensor([v for v, _ in pairs], dtype=t.dtype), torch.tensor([-j for _, j in pairs], dtype=torch.int64)


# --- A03, A04 ---------------------------------------------------------------------------------------------------------


def drop_axis_index(x: Tensor, dim: int) -> Tensor:
    return x.select(dim, 0) if x.size(dim) == 1 else x


def residual_sum_of_parts(y_hat: Tensor, y: Tensor) -> Tensor:
    _same_shape(y_hat, y)
    return torch.add(y_hat, y.to(y_hat.dtype), alpha=-1)


def mse(how: Callable[[Tensor], Tensor]) -> Answer:
    def mse_loss(y_hat: Tensor, y: Tensor) -> Tensor:
        _same_shape(y_hat, y)
        return how(y_hat - y)

    return mse_loss


def mse_float64_inside(y_hat: Tensor, y: Tensor) -> Tensor:
    _same_shape(y_hat, y)
    return (y_hat.double() - y.double()).pow(2).mean().to(y_hat.dtype)


def best_w_sort(ws: Tensor, losses: Tensor) -> Tensor:
    return ws[torch.sort(losses).indices[0]].clone()


# --- A05, A06 ---------------------------------------------------------------------------------------------------------


def sgd_epoch_in_place_copy(x: Tensor, y: Tensor, w: Tensor, lr: float, order: Tensor) -> Tensor:
    w = w.clone()
    for i in order.tolist():
        w -= lr * (2 * x[i] * (x[i] * w - y[i]))
    return w


def train_list(x: Tensor, y: Tensor, w0: Tensor, lr: float, epochs: int, mode: str) -> Any:
    def loss(w: Tensor) -> Tensor:
        return ((x * w - y) ** 2).mean()

    w, losses = w0, [loss(w0)]
    for _ in range(epochs):
        if mode == "bgd":
            w = w - lr * (2 * x * (x * w - y)).mean()
        else:
            w = sgd_epoch_in_place_copy(x, y, w, lr, torch.arange(len(x)))
        losses.append(loss(w))
    return w, torch.stack(losses)


def autograd_by_grad(x: Tensor, y: Tensor, w: Tensor) -> Any:
    leaf = w.detach().clone().requires_grad_()
    return None, None, torch.autograd.grad(((x * leaf - y) ** 2).sum(), leaf)[0]


def autograd_by_parameter(x: Tensor, y: Tensor, w: Tensor) -> Any:
    p = nn.Parameter(w.clone())
    ((x * p - y) ** 2).sum().backward()
    return None, None, p.grad


# --- A07 --------------------------------------------------------------------------------------------------------------


def sigmoid_masks(x: Tensor) -> Tensor:
    out = torch.empty_like(x)
    high = x >= 0
    out[high] = 1 / (1 + torch.exp(-x[high]))
    e = torch.exp(x[~high])
    out[~high] = e / (1 + e)
    return out


def bce(how: Callable[[Tensor, Tensor], Tensor]) -> Answer:
    def bce_loss(p: Tensor, y: Tensor) -> Tensor:
        _same_shape(p, y)
        return how(p, y)

    return bce_loss


def bce_picked(p: Tensor, y: Tensor) -> Tensor:
    return -_log(torch.where(y == 1, p, 1 - p)).mean()


def logistic_grads_split(X: Tensor, y: Tensor, W: Tensor, b: Tensor) -> Any:  # noqa: N803
    z = X.double() @ W.double() + b.double()
    d = torch.where(y == 1, -_sig(-z), _sig(z)) / len(X)
    return (X.double().T @ d).to(X.dtype), d.sum(0).to(X.dtype)


def logistic_step_written_out(X: Tensor, y: Tensor, W: Tensor, b: Tensor, lr: float) -> Any:  # noqa: N803
    p = _sig(X @ W + b)
    d = (p - y) / y.numel()
    loss = -(y * _log(p) + (1 - y) * _log(1 - p)).mean()
    return torch.sub(W, X.T @ d, alpha=lr), torch.sub(b, d.sum(0), alpha=lr), loss


# --- A08 --------------------------------------------------------------------------------------------------------------


def one_hot_loop(labels: Tensor, num_classes: int) -> Tensor:
    if labels.numel() and int(labels.max()) >= num_classes:
        torch.zeros(1, num_classes).scatter_(1, labels.max().view(1, 1), 1.0)
    rows = [[float(k == int(t)) for k in range(num_classes)] for t in labels]
    return torch.tensor(rows).reshape(len(labels), num_classes)


def scatter3d_by_scatter(base: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    if dim not in (0, 1, 2):
        raise ValueError(dim)
    return torch.scatter(base, dim, index, src)


def one_hot_3d_moved(labels: Tensor, num_classes: int, dim: int) -> Tensor:
    return F.one_hot(labels, num_classes).movedim(-1, dim).double()


def scatter_backward_masked(grad_out: Tensor, dim: int, index: Tensor) -> Any:
    mask = torch.zeros_like(grad_out, dtype=torch.bool).scatter_(dim, index, True)
    return grad_out.masked_fill(mask, 0.0), torch.gather(grad_out, dim, index)


# --- A09 --------------------------------------------------------------------------------------------------------------


def softmax_rows(z: Tensor, dim: int) -> Tensor:
    moved = z.movedim(dim, -1)
    rows = [torch.exp(r - r.max()) / torch.exp(r - r.max()).sum() for r in moved.reshape(-1, moved.shape[-1])]
    return torch.stack(rows).reshape(moved.shape).movedim(-1, dim)


def softmax_pairs(z: Tensor, dim: int) -> Tensor:
    m = z.movedim(dim, -1)
    return (1 / torch.exp(m.unsqueeze(-2) - m.unsqueeze(-1)).sum(-1)).movedim(-1, dim)


def softmax_by_lse(z: Tensor, dim: int) -> Tensor:
    return torch.exp(z - torch.logsumexp(z, dim, keepdim=True))


def softmax_renormalised(z: Tensor, dim: int) -> Tensor:
    e = (z - z.max(dim, keepdim=True).values).exp()
    p = e / e.sum(dim, keepdim=True)
    return p / p.sum(dim, keepdim=True)


def softmax_backward_jacobian(grad_out: Tensor, p: Tensor, dim: int) -> Tensor:
    g, q = grad_out.movedim(dim, -1), p.movedim(dim, -1)
    jacobian = torch.diag_embed(q) - q.unsqueeze(-1) * q.unsqueeze(-2)
    return (jacobian * g.unsqueeze(-2)).sum(-1).movedim(-1, dim)


def ce_probs_picked(p: Tensor, Y: Tensor) -> Tensor:  # noqa: N803
    return -p.gather(1, Y.argmax(1, keepdim=True)).clamp(min=1e-12).log().mean()


def ce_loop(z: Tensor, labels: Tensor) -> Tensor:
    total = z.new_zeros(())
    for row, t in zip(z, labels, strict=True):
        m = row.max()
        total = total + (m + torch.log(torch.exp(row - m).sum()) - row[t])
    return total / len(z)


def ce_logaddexp(z: Tensor, labels: Tensor) -> Tensor:
    lse = functools.reduce(torch.logaddexp, z.unbind(1))
    return (lse - z[torch.arange(len(z)), labels]).mean()


def ce_backward_subtract_at(z: Tensor, labels: Tensor) -> Tensor:
    p = torch.softmax(z, 1)
    p[torch.arange(len(z)), labels] -= 1
    return p / len(z)


def accuracy_topk(z: Tensor, labels: Tensor) -> float:
    return sum(int(a == b) for a, b in zip(z.topk(1).indices[:, 0], labels, strict=True)) / len(labels)


def regression_step_written_out(X: Tensor, labels: Tensor, W: Tensor, b: Tensor, lr: float) -> Any:  # noqa: N803
    z = torch.addmm(b, X, W)
    d = ce_backward_subtract_at(z, labels)
    return W - X.T @ d * lr, b - lr * d.sum(0), ce_loop(z, labels)


# --- A10, A11, A12 ----------------------------------------------------------------------------------------------------


def tanh_expm1(x: Tensor) -> Tensor:
    e = torch.expm1(-2 * x.abs())
    return -x.sign() * e / (2 + e)


def tanh_exp_nonpositive(x: Tensor) -> Tensor:
    e = torch.exp(-2 * x.abs())
    return torch.where(x >= 0, 1 - e, e - 1) / (1 + e)


def chain_recursive(x0: Tensor, depth: int, kind: str) -> Tensor:
    if depth == 0:
        return torch.ones_like(x0)
    return _slope(x0, kind) * chain_recursive(_f(x0, kind), depth - 1, kind)


def _f(x: Tensor, kind: str) -> Tensor:
    return {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "leaky_relu": F.leaky_relu}[kind](x)


def _slope(x: Tensor, kind: str) -> Tensor:
    if kind == "sigmoid":
        return _sig(x) * _sig(-x)
    if kind == "tanh":
        return (1 - torch.tanh(x)) * (1 + torch.tanh(x))
    if kind in ("relu", "leaky_relu"):
        return (x > 0).to(x.dtype) + (0.01 if kind == "leaky_relu" else 0.0) * (x <= 0)
    raise ValueError(kind)


def deep_backward_from_preactivations(grad_out: Tensor, hs: list[Tensor], Ws: list[Tensor], kind: str) -> Any:  # noqa: N803
    grads, g = [], grad_out
    for level in range(len(Ws) - 1, -1, -1):
        d = g * _slope(hs[level] @ Ws[level], kind)
        grads.insert(0, torch.einsum("ni,nj->ij", hs[level], d))
        g = torch.einsum("nj,ij->ni", d, Ws[level])
    return grads


def minibatches_split(n: int, batch_size: int, order: Tensor) -> list[Tensor]:  # noqa: ARG001
    return list(torch.split(order, batch_size))


RIGHT: dict[str, dict[str, Answer]] = {
    "A01.rank_name": {
        "shape_string": rank_by_shape_string,
        "ndim": lambda t: ("scalar", "vector", "matrix", "tensor")[min(t.ndim, 3)],
    },
    "A01.describe": {"product": describe_by_product, "torch_size": lambda t: (t.ndim, t.shape, t.numel())},
    "A01.size_of_dim": {"shape": lambda t, dim: t.shape[dim], "size_method": lambda t, dim: t.size(dim)},
    "A01.named_sizes": {"zip": named_sizes_zip},
    "A01.make_typed": {"loop": make_typed_loop},
    "A01.invert_mask": {
        "xor": lambda mask: torch.bitwise_xor(mask, torch.ones_like(mask)),
        "equal_zero": lambda mask: (mask == 0).to(mask.dtype),
    },
    "A01.count_true": {
        "nonzero": lambda mask: int(mask.nonzero().shape[0]),
        "sum_item": lambda mask: mask.sum().item(),
    },
    "A02.hadamard": {"addcmul": hadamard_einsum},
    "A02.matmul2d": {
        "mm": matmul_checked(torch.mm),
        "broadcast_sum": matmul_checked(lambda a, b: (a[:, :, None] * b[None]).sum(1)),
        "einsum": matmul_checked(lambda a, b: torch.einsum("ik,kj->ij", a, b)),
        "float64_inside": matmul_checked(lambda a, b: (a.double() @ b.double()).to(a.dtype)),
    },
    "A02.batched_matmul": {
        "expand": lambda x, w: torch.bmm(x, w.expand(x.shape[0], *w.shape)),
        "flatten": lambda x, w: (x.reshape(-1, x.shape[2]) @ w).reshape(x.shape[0], x.shape[1], w.shape[1]),
    },
    "A02.safe_mean": {"sum_over_numel": lambda t: (t if t.is_floating_point() else t.float()).sum() / t.numel()},
    "A02.sum_out_dim": {"unbind": lambda t, dim: t.sum(dim=dim, keepdim=True).squeeze(dim)},
    "A02.row_max": {
        "loop": row_max_loop,
        "topk": lambda t: tuple(v[:, 0] for v in t.topk(1)),
        "named": lambda t: t.max(dim=-1),
    },
    "A02.predict_class": {"topk": lambda s: s.topk(1).indices.squeeze(1), "max": lambda s: s.max(1)[1]},
    "A02.standardize": {"two_pass": standardize_two_pass},
    "A03.flatten_batch": {
        "flatten": lambda x: x.flatten(1),
        "reshape": lambda x: x.reshape(x.shape[0], x.shape[1] * x.shape[2]),
    },
    "A03.to_column": {
        "none": lambda y: y[:, None],
        "view": lambda y: y.view(len(y), 1),
        "reshape": lambda y: y.unsqueeze(-1),
    },
    "A03.drop_axis": {"select": drop_axis_index, "squeeze_copy": lambda x, dim: x.clone().squeeze(dim)},
    "A03.outer_diff": {
        "views": lambda a, b: a.view(-1, 1) - b.view(1, -1),
        "transposed": lambda a, b: -(b[:, None] - a).T,
    },
    "A03.step_like": {
        "where": lambda x: torch.where(x > 0, torch.ones_like(x), torch.zeros_like(x)),
        "multiply": lambda x: torch.ones_like(x) * (x > 0),
        "masked_fill": lambda x: torch.zeros_like(x).masked_fill_(x > 0, 1.0),
    },
    "A03.scale_": {"mul_": lambda x, factor: x.mul_(factor), "copy_": lambda x, factor: x.copy_(x * factor)},
    "A03.scaled": {
        "mul": lambda x, factor: torch.mul(x, factor),
        "clone_mul_": lambda x, factor: x.clone().mul_(factor),
    },
    "A03.column_vs_row": {"view_back": lambda y_hat, y: ((y_hat.squeeze(1) - y) ** 2).unsqueeze(1)},
    "A04.forward": {"mul": lambda x, w: torch.mul(w, x), "outer": lambda x, w: (x[:, None] * w).sum(1)},
    "A04.residual": {"alpha": residual_sum_of_parts},
    "A04.mse_loss": {
        "dot": mse(lambda e: e.flatten().dot(e.flatten()) / e.numel()),
        "norm": mse(lambda e: torch.linalg.norm(e) ** 2 / e.numel()),
        "abs_squared": mse(lambda e: e.abs().square().sum().div(len(e))),
        "float64_inside": mse_float64_inside,
        "scaled_first": mse(lambda e: (e / e.numel() ** 0.5).pow(2).sum()),
        "printing": mse(lambda e: (print(e.shape), (e * e).mean())[1]),
    },
    "A04.loss_curve": {
        "outer": lambda x, y, ws: (torch.outer(ws, x) - y).square().mean(1),
        "stacked": lambda x, y, ws: torch.stack([((w * x - y) ** 2).mean() for w in ws]),
        "expanded": lambda x, y, ws: ((ws[:, None].expand(-1, len(x)) * x - y) ** 2).sum(-1) / len(x),
    },
    "A04.best_w": {"sort": best_w_sort, "gather": lambda ws, losses: ws.gather(0, losses.argmin().view(1))[0]},
    "A04.fit_closed_form": {
        "dot": lambda x, y: x.dot(y) / x.dot(x),
        "means": lambda x, y: (x * y).mean() / (x * x).mean(),
    },
    "A04.predict": {"written_out": lambda x_new, x, y: x_new * ((x * y).sum() / x.pow(2).sum())},
    "A05.grad_w_single": {
        "expanded": lambda x, y, w: 2 * w * x * x - 2 * x * y,
        "minus": lambda x, y, w: -2 * (y - x * w) * x,
    },
    "A05.grad_w_batch": {
        "dot": lambda x, y, w: 2 / len(x) * torch.dot(x, x * w - y),
        "normal_form": lambda x, y, w: 2 * (w * (x * x).mean() - (x * y).mean()),
        "vmap": lambda x, y, w: torch.vmap(lambda a, b: 2 * a * (a * w - b))(x, y).mean(),
    },
    "A05.grad_wb_batch": {
        "mean": lambda x, y, w, b: (2 * (x * (x * w + b - y)).mean(), 2 * (x * w + b - y).mean()),
        "list": lambda x, y, w, b: [2 / len(x) * (x @ (x * w + b - y)), 2 / len(x) * (x * w + b - y).sum()],
    },
    "A05.update": {
        "addcmul": lambda w, grad, lr: torch.addcmul(w, grad, torch.full_like(w, lr), value=-1),
        "alpha": lambda w, grad, lr: torch.sub(w, grad, alpha=lr),
        "lerp": lambda w, grad, lr: torch.lerp(w, w - grad, lr),
        "parameter": lambda w, grad, lr: nn.Parameter(w - lr * grad),
    },
    "A05.sgd_epoch": {"in_place_copy": sgd_epoch_in_place_copy},
    "A05.bgd_step": {
        "mean": lambda x, y, w, lr: w - lr * (2 * x * (x * w - y)).mean(),
        "sum": lambda x, y, w, lr: w - (x * (x * w - y)).sum() * (2 * lr / len(x)),
    },
    "A05.train": {"list": train_list},
    "A05.max_stable_lr": {
        "numel": lambda x: len(x) / (x * x).sum(),
        "norm": lambda x: x.numel() / torch.linalg.vector_norm(x) ** 2,
    },
    "A06.mul_backward": {"list": lambda grad_out, a, b: [b * grad_out, a * grad_out]},
    "A06.add_backward": {
        "ones": lambda grad_out, a, b: (grad_out + 0 * a, torch.ones(len(a), dtype=b.dtype) @ grad_out)
    },
    "A06.graph_forward": {"written_out": lambda x, y, w: {"loss": (w * x - y).pow(2), "s": x * w - y, "y_hat": w * x}},
    "A06.graph_backward": {
        "from_loss": lambda x, y, w: {"d_w": 2 * x * (x * w - y), "d_s": 2 * (x * w - y), "d_y_hat": 2 * x * w - 2 * y}
    },
    "A06.autograd_gradients": {"grad": autograd_by_grad, "parameter": autograd_by_parameter},
    "A06.fanout_backward": {
        "closed": lambda grad_out, x: 9 * x * x * grad_out,
        "paths": lambda grad_out, x: grad_out * 3 * x * 2 * x + grad_out * x**2 * 3,
    },
    "A06.linear_backward": {
        "einsum": lambda grad_out, x, W: (torch.einsum("nd,nm->dm", x, grad_out), torch.einsum("nm->m", grad_out)),
        "loop": lambda grad_out, x, W: (
            sum((torch.outer(a, g) for a, g in zip(x, grad_out, strict=True)), torch.zeros_like(W)),
            grad_out.sum(0),
        ),
    },
    "A06.quadratic_backward": {
        "means": lambda x, y, w1, w2, b: tuple(
            2 * (k * (x**2 * w2 + x * w1 + b - y)).mean() for k in (x, x * x, torch.ones_like(x))
        ),
        "horner": lambda x, y, w1, w2, b: tuple(
            (x**n * ((x * w2 + w1) * x + b - y)).sum() * 2 / len(x) for n in (1, 2, 0)
        ),
    },
    "A07.sigmoid": {
        "torch": torch.sigmoid,
        "masks": sigmoid_masks,
        "half_tanh": lambda x: 0.5 * (1 + torch.tanh(x / 2)),
        "logaddexp": lambda x: torch.exp(-torch.logaddexp(torch.zeros_like(x), -x)),
        "float64_inside": lambda x: torch.sigmoid(x.double()).to(x.dtype),
        "softplus": lambda x: torch.exp(-F.softplus(-x)),
    },
    "A07.sigmoid_backward": {
        "difference": lambda grad_out, out: grad_out * (out - out * out),
        "three": lambda grad_out, out: (1 - out) * grad_out * out,
        "kernel": torch.ops.aten.sigmoid_backward,
    },
    "A07.bce_loss": {
        "picked": bce(bce_picked),
        "clamped_logs": bce(lambda p, y: -(y * _log(p) + (1 - y) * _log(1 - p)).sum() / p.numel()),
        "torch": bce(F.binary_cross_entropy),
        "log1p": bce(lambda p, y: (-y * _log(p) - (1 - y) * torch.log1p(-p).clamp(min=-100)).mean()),
    },
    "A07.bce_backward": {
        "two_terms": lambda p, y: ((1 - y) / (1 - p) - y / p) / p.numel(),
        "cases": lambda p, y: torch.where(y == 1, -1 / p, 1 / (1 - p)) / p.numel(),
    },
    "A07.bce_logits_backward": {
        "cases": lambda z, y: torch.where(y == 1, -_sig(-z), _sig(z)) / z.numel(),
        "divided_apart": lambda z, y: _sig(z) / z.numel() - y / z.numel(),
    },
    "A07.logistic_grads": {"split_by_label": logistic_grads_split},
    "A07.logistic_step": {"written_out": logistic_step_written_out},
    "A07.predict_label": {"where": lambda X, W, b, threshold=0.5: torch.where(_sig(X @ W + b) >= threshold, 1, 0)},
    "A08.one_hot": {
        "loop": one_hot_loop,
        "last_dim": lambda labels, num_classes: torch.zeros(len(labels), num_classes).scatter_(
            -1, labels[:, None], 1.0
        ),
        "double": lambda labels, num_classes: torch.zeros(len(labels), num_classes, dtype=torch.float64).scatter(
            1, labels.view(-1, 1), 1
        ),
        "src_tensor": lambda labels, num_classes: torch.zeros(len(labels), num_classes).scatter_(
            1, labels[:, None], torch.ones(len(labels), 1)
        ),
    },
    "A08.scatter3d_loop": {"scatter": scatter3d_by_scatter},
    "A08.one_hot_3d": {"moved": one_hot_3d_moved},
    "A08.place_values": {"scatter": lambda base, dim, index, src: torch.scatter(base, dim, index, src)},
    "A08.pick_true_prob": {
        "fancy": lambda p, labels: p[torch.arange(len(p)), labels],
        "masked": lambda p, labels: (p * F.one_hot(labels, p.shape[1])).sum(1),
    },
    "A08.labels_from_one_hot": {
        "weights": lambda Y: (Y * torch.arange(Y.shape[1])).sum(1).long(),
        "max": lambda Y: Y.max(1).indices,
    },
    "A08.scatter_backward": {"masked": scatter_backward_masked},
    "A09.softmax": {
        "torch": torch.softmax,
        "rows": softmax_rows,
        "pairs": softmax_pairs,
        "by_lse": softmax_by_lse,
        "twice": softmax_renormalised,
    },
    "A09.softmax_backward": {
        "jacobian": softmax_backward_jacobian,
        "expanded": lambda grad_out, p, dim: p * grad_out - p * (p * grad_out).sum(dim, keepdim=True),
    },
    "A09.cross_entropy_from_probs": {
        "picked": ce_probs_picked,
        "xlogy": lambda p, Y: -torch.special.xlogy(Y, p.clamp(min=1e-10)).sum(1).mean(),
        "einsum": lambda p, Y: -torch.einsum("nk,nk->", Y, p.clamp(min=1e-8).log()) / len(p),
    },
    "A09.log_softmax": {"lse": lambda z, dim: z - torch.logsumexp(z, dim, keepdim=True), "torch": torch.log_softmax},
    "A09.cross_entropy_from_logits": {
        "loop": ce_loop,
        "logaddexp": ce_logaddexp,
        "outer_by_luck": lambda z, labels: (torch.logsumexp(z, 1)[:, None] - z[torch.arange(len(z)), labels]).mean(),
        "torch": F.cross_entropy,
        "one_hot": lambda z, labels: -(F.one_hot(labels, z.shape[1]) * F.log_softmax(z, 1)).sum(1).mean(),
    },
    "A09.cross_entropy_logits_backward": {
        "subtract_at": ce_backward_subtract_at,
        "exp_lse": lambda z, labels: (torch.exp(F.log_softmax(z, 1)) - F.one_hot(labels, z.shape[1])) / z.shape[0],
    },
    "A09.softmax_regression_step": {"written_out": regression_step_written_out},
    "A09.accuracy": {"topk": accuracy_topk, "mean": lambda z, labels: (z.argmax(1) == labels).double().mean().item()},
    "A10.relu": {
        "half_sum": lambda x: (x + x.abs()) / 2,
        "maximum": lambda x: torch.maximum(x, torch.zeros_like(x)),
        "mask": lambda x: x * (x > 0),
        "clamp": lambda x: x.clamp(min=0),
        "where": lambda x: torch.where(x < 0, 0.0, x),
    },
    "A10.relu_backward": {
        "where": lambda grad_out, x: torch.where(x > 0, grad_out, 0.0),
        "filled": lambda grad_out, x: grad_out.masked_fill(x <= 0, 0),
    },
    "A10.leaky_relu": {
        "two_relus": lambda x, negative_slope=0.01: torch.relu(x) - negative_slope * torch.relu(-x),
        "clamps": lambda x, negative_slope=0.01: x.clamp(min=0) + negative_slope * x.clamp(max=0),
        "line_and_abs": lambda x, negative_slope=0.01: (
            (1 + negative_slope) / 2 * x + (1 - negative_slope) / 2 * x.abs()
        ),
    },
    "A10.leaky_relu_backward": {
        "masks": lambda grad_out, x, negative_slope=0.01: grad_out * ((x > 0) + negative_slope * (x <= 0))
    },
    "A10.tanh": {
        "expm1": tanh_expm1,
        "torch": torch.tanh,
        "sigmoid": lambda x: 2 * torch.sigmoid(2 * x) - 1,
        "exp_nonpositive": tanh_exp_nonpositive,
    },
    "A10.tanh_backward": {
        "factored": lambda grad_out, out: grad_out * (1 - out) * (1 + out),
        "apart": lambda grad_out, out: grad_out - grad_out * out**2,
    },
    "A10.normalize_pixels": {
        "shifted": lambda img: (img.float() - 127.5) / 127.5,
        "doubled": lambda img: 2 * (img.float() / 255) - 1,
    },
    "A11.activation_slope": {"masks": _slope},
    "A11.chain_gradient": {"recursive": chain_recursive},
    "A11.deep_forward": {
        "reduce": lambda x, Ws, kind: functools.reduce(lambda hs, W: [*hs, _f(torch.mm(hs[-1], W), kind)], Ws, [x])
    },
    "A11.deep_backward": {"preactivations": deep_backward_from_preactivations},
    "A11.grad_norms": {
        "frobenius": lambda grads: torch.stack([torch.linalg.matrix_norm(g) for g in grads]),
        "flat": lambda grads: torch.stack([g.flatten().norm() for g in grads]),
    },
    "A11.vanishing_ratio": {"times": lambda norms: norms[0].div(norms[len(norms) - 1])},
    "A11.dead_fraction": {
        "any": lambda h: 1 - (h != 0).any(0).to(h.dtype).mean(),
        "abs_max": lambda h: (h.abs().amax(0) == 0).double().mean().to(h.dtype),
    },
    "A12.sgd_update": {
        "alpha": lambda params, grads, lr: {k: torch.sub(params[k], grads[k], alpha=lr) for k in params}
    },
    "A12.minibatch_indices": {"split": minibatches_split},
    "A12.mlp_forward": {"addmm": lambda X, params: _mlp(X, params)},
}


def _mlp(X: Tensor, params: dict[str, Tensor]) -> Any:  # noqa: N803
    h = torch.tanh(torch.addmm(params["b1"], X, params["W1"]))
    z = torch.addmm(params["b2"], h, params["W2"])
    return z, {"z": z, "h": h, "X": X}
