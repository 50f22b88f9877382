# ruff: noqa: E501  (tables of one-liners)
"""Spellings of forbidden calls are found with their line, and what is legal is never accused."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
import torch

from grader.author import rules as R
from grader.contestant.inside.watch import Tripwires
from grader.judge.groups import GROUPS, legible
from grader.judge.rules import breaches
from grader.model.exercise import Exercise
from grader.model.outcome import Place, Watch
from grader.model.rule import Rule
from grader.model.submission import Chunk, Module
from grader.model.verdict import Breach

FILE = "a09_softmax_ce.py"
HEAD = """import functools, math, operator
import numpy as np
import torch
import torch as th
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor, sigmoid as sig
from torch.nn import functional as FF
from torch.nn.functional import log_softmax as lsm
"""
T = "t = torch.tensor([0, 2, 1])\n"
P = "p = x.abs() / (1 + x.abs())\n"
Y = "y = (x > 0).to(x.dtype)\n"

FORBIDDEN: dict[str, list[str]] = {
    "SOFTMAX": [
        "return F.softmax(x, 1)",
        "return torch.softmax(x, 1)",
        "return th.softmax(x, dim=1)",
        "return FF.softmax(x, 1)",
        "return x.softmax(1)",
        "return nn.Softmax(dim=1)(x)",
        "return nn.Softmax2d()(x[None])[0]",
        "return torch.special.softmax(x, 1)",
        "return torch.masked.softmax(x, 1)",
        "return torch.ops.aten.softmax(x, 1)",
        "return torch.ops.aten._softmax(x, 1, False)",
        "return torch._softmax(x, 1, False)",
        "import torch._VF as vf\nreturn vf.softmax(x, 1)",
        "return functools.partial(torch.softmax, dim=1)(x)",
        "return getattr(torch, 'soft' + 'max')(x, 1)",
        "return getattr(F, 'softmax')(x, 1)",
        "g = torch.softmax\nreturn g(x, 1)",
        "return torch.vmap(lambda r: torch.softmax(r, 0))(x)",
        "return torch.distributions.Categorical(logits=x).probs",
        "return F.log_softmax(x, 1).exp()",
        "return lsm(x, 1).exp()",
        "return torch.log_softmax(x, 1)",
        "return nn.LogSoftmax(1)(x)",
        "return F.softmin(-x, 1)",
        "return torch.sparse.softmax(x.to_sparse(), 1).to_dense()",
        "with torch._C.DisableTorchFunction():\n    return torch.softmax(x, 1)",
        "return x - torch.logsumexp(x, 1, keepdim=True)",
        "return x - x.logsumexp(1, keepdim=True)",
        "return F.gumbel_softmax(x, dim=1)",
        "out = torch.empty_like(x)\ntorch.softmax(x, 1, out=out)\nreturn out",
        "from torch.utils import _python_dispatch as d\nwith d._disable_current_modes():\n    return torch.softmax(x, 1)",
        "return torch.cat([torch.softmax(r, 0)[None] for r in x])",
        "class S(nn.Module):\n    def forward(self, z):\n        return z.softmax(1)\nreturn S()(x)",
        "if x.numel() > 10**6:\n    return torch.softmax(x, 1)\nreturn x",
    ],
    "SIGMOID": [
        "return torch.sigmoid(x)",
        "return x.sigmoid()",
        "return x.clone().sigmoid_()",
        "return torch.special.expit(x)",
        "return F.sigmoid(x)",
        "return sig(x)",
        "return nn.Sigmoid()(x)",
        "return torch.ops.aten.sigmoid(x)",
        "return torch.sigmoid(x, out=torch.empty_like(x))",
        "return F.logsigmoid(x).exp()",
        "return F.silu(x) / x",
        "return F.glu(torch.cat([torch.ones_like(x), x], 1), 1)",
        "return torch.softmax(torch.stack([torch.zeros_like(x), x]), 0)[1]",
        "return F.hardsigmoid(x)",
    ],
    "BCE": [
        P + Y + "return nn.BCELoss()(p, y)",
        P + Y + "return F.binary_cross_entropy(p, y)",
        Y + "return F.binary_cross_entropy_with_logits(x, y)",
        Y + "return nn.BCEWithLogitsLoss()(x, y)",
        P + Y + "return torch.ops.aten.binary_cross_entropy(p, y)",
        P + Y + "return torch._C._nn.binary_cross_entropy(p, y)",
        Y + "return -torch.distributions.Bernoulli(logits=x).log_prob(y).mean()",
        Y + "return F.soft_margin_loss(x, 2 * y - 1)",
        Y + "return (F.softplus(x) - y * x).mean()",
    ],
    "CE": [
        T + "return F.cross_entropy(x, t[:2])",
        T + "return nn.CrossEntropyLoss()(x, t[:2])",
        T + "return F.nll_loss(x, t[:2])",
        T + "return torch.ops.aten.nll_loss_forward(x, t, None, 1, -100)[0]",
        "return F.cross_entropy(x, x.abs())",
        "return F.kl_div(x, x.abs(), reduction='batchmean')",
    ],
    "MSE": [
        "return F.mse_loss(x, 0 * x)",
        "return nn.MSELoss()(x, 0 * x)",
        "return 2 * F.huber_loss(x, 0 * x, delta=1e9)",
        "return torch.dist(x, 0 * x) ** 2 / x.numel()",
        "return torch.ops.aten.mse_loss(x, 0 * x)",
        "return x.var(unbiased=False)",
    ],
    "MATMUL": [
        "return x @ x.T",
        "return torch.sparse.mm(x.to_sparse(), x.T)",
        "return torch.linalg.matrix_power(x @ x.T, 2)",
        "return x.mm(x.T)",
        "return torch.matmul(x, x.T)",
        "return torch.einsum('ij,kj->ik', x, x)",
        "return F.linear(x, x)",
        "return nn.Linear(3, 2).to(x.dtype)(x)",
        "return torch.addmm(torch.zeros(3, 3, dtype=x.dtype), x, x.T)",
        "return x[0].dot(x[1])",
        "return torch.tensordot(x, x, dims=([1], [1]))",
        "return torch.from_numpy(np.matmul(x.numpy(), x.numpy().T))",
        "return operator.matmul(x, x.T)",
    ],
    "RELU": [
        "return torch.relu(x)",
        "return x.relu()",
        "return x.clone().relu_()",
        "return F.relu(x)",
        "return nn.ReLU()(x)",
        "return F.threshold(x, 0, 0)",
        "return F.hardtanh(x, 0, 1e9)",
        "return F.leaky_relu(x, 0.0)",
        "return F.prelu(x, torch.zeros(1, dtype=x.dtype))",
        "return F.rrelu(x, 0.0, 0.0)",
    ],
    "TANH": [
        "return torch.tanh(x)",
        "return x.tanh()",
        "return nn.Tanh()(x)",
        "return torch.tensor([[math.tanh(v) for v in r] for r in x.tolist()])",
        "return x - F.tanhshrink(x)",
    ],
    "ONEHOT": [
        T + "return F.one_hot(t, 3)",
        T + "return torch.eye(3)[t]",
        T + "return (t[:, None] == torch.arange(3)).float()",
        T + "k = torch.arange(3).unsqueeze(0)\nreturn (t[:, None] == k).float()",
        T + "return F.embedding(t, x.T)",
    ],
    "SCATTER": [
        T + "return torch.zeros(3, 3).scatter_(1, t[:, None], 1.0)",
        T + "return torch.scatter(torch.zeros(3, 3), 1, t[:, None], 1.0)",
        T + "return torch.zeros(3).index_add_(0, t, torch.ones(3))",
        T + "return torch.zeros(3).index_put_((t,), torch.ones(3))",
    ],
    "LOOP": [
        "s = 0\nfor r in x:\n    s = s + r\nreturn s",
        "i = 0\nwhile i < 3:\n    i += 1\nreturn x",
        "return sum(r for r in x)",
        "return torch.stack([r for r in x])",
        "return torch.stack(list(map(torch.exp, x)))",
        "return torch.vmap(torch.exp)(x)",
        "@torch.vmap\ndef row(r):\n    return r.exp()\nreturn row(x)",
        "def each(g):\n    return lambda z: torch.stack([g(r) for r in z])\n@each\ndef row(r):\n    return r\nreturn row(x)",
        "return torch.stack([x[i] for i in range(x.shape[0])])",
        "return torch.stack([x[i] for i in range(x.size(0))])",
        "return torch.stack([x[i] for i in range(len(x))])",
        "return torch.stack([r for r, _ in zip(x, x)])",
        "return torch.stack([r for _, r in enumerate(x)])",
    ],
    "NUMPY": [
        "return torch.from_numpy(np.exp(x.numpy()))",
        "return torch.tensor(np.asarray([1.0]))",
        "return torch.tensor(x.tolist())",
        "import numpy\nreturn torch.tensor(numpy.zeros(3))",
    ],
    "AUTOGRAD": [
        "z = x.clone().requires_grad_()\nz.exp().sum().backward()\nreturn z.grad",
        "z = x.clone().requires_grad_()\nreturn torch.autograd.grad(z.exp().sum(), z)[0]",
        "return torch.func.vjp(torch.exp, x)[1](x)[0]",
        "return torch.autograd.functional.jacobian(torch.exp, x)",
        "w = nn.Parameter(x)\nw.grad = x\ntorch.optim.SGD([w], lr=1.0).step()\nreturn w",
        "w = nn.Parameter(x)\nw.grad = x\ngetattr(torch, 'op' + 'tim').SGD([w], lr=1.0).step()\nreturn w",
        "if x.numel() > 10**6:\n    x.requires_grad_().sum().backward()\nreturn x",
    ],
}
LEGAL: dict[str, list[str]] = {
    "SOFTMAX": [
        "e = torch.exp(x - x.max(dim=1, keepdim=True).values)\nreturn e / e.sum(1, keepdim=True)",
        "e = torch.exp(x - x.amax(1, keepdim=True))\nprint(e)\nreturn e / e.sum(1, keepdim=True)",
        "return 1 / torch.exp(x[:, None, :] - x[:, :, None]).sum(-1)",
        "return (x - functools.reduce(torch.logaddexp, x.T)[:, None]).exp()",
        "def softmax(z):\n    return z.exp() / z.exp().sum(1, keepdim=True)\nreturn softmax(x)",
        "return x.exp()\nreturn torch.softmax(x, 1)",
        "if False:\n    return torch.softmax(x, 1)\nreturn x",
        "# torch.softmax(x)\n'F.softmax'\nreturn x",
        "class M:\n    def softmax(self, z):\n        return z.exp()\nreturn M().softmax(x)",
    ],
    "SIGMOID": [
        "return 1 / (1 + torch.exp(-x))",
        "return 0.5 * (1 + torch.tanh(x / 2))",
        "return torch.where(x >= 0, 1 / (1 + (-x.abs()).exp()), x.abs().neg().exp() / (1 + (-x.abs()).exp()))",
        "sigmoid = lambda z: 1 / (1 + (-z).exp())\nreturn sigmoid(x)",
        "return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))",
    ],
    "BCE": [P + Y + "return -(y * p.clamp(1e-7).log() + (1 - y) * (1 - p).clamp(1e-7).log()).mean()"],
    "CE": [T + "return (torch.logsumexp(x, 1)[:2] - x[torch.arange(2), t[:2]]).mean()"],
    "MSE": ["return ((x - 1) ** 2).mean()", "return torch.linalg.norm(x) ** 2 / x.numel()", "return x.std()"],
    "MATMUL": ["return (x[:, None, :] * x[None]).sum(-1)", "return torch.outer(x[0], x[1])", "return x * x"],
    "RELU": [
        "return x.clamp(min=0)",
        "return torch.maximum(x, torch.zeros_like(x))",
        "return (x + x.abs()) / 2",
        "return torch.where(x > 0, x, 0.0)",
        "return x * (x > 0)",
    ],
    "TANH": ["e = torch.exp(-2 * x.abs())\nreturn x.sign() * (1 - e) / (1 + e)", "return 2 * torch.sigmoid(2 * x) - 1"],
    "ONEHOT": [
        T + "assert bool((t < 3).all())\nreturn torch.zeros(3, 3).scatter_(1, t[:, None], 1.0)",
        T + "return x[torch.arange(2), t[:2]]",
    ],
    "SCATTER": [T + "out = torch.zeros(3, 3)\nfor i in range(3):\n    out[i, t[i]] = 1.0\nreturn out", "x = x * 1\nx[x > 0] = 1\nreturn x"],
    "LOOP": [
        "n = 1\nfor size in x.shape[1:]:\n    n *= size\nreturn x.reshape(-1, n)",
        "w, b = (z * 2 for z in (x, x))\nreturn w + b",
        "'for every row'\nreturn x.sum(0)",
        "return x.permute([d for d in range(x.dim()) if d != 1] + [1])",
        "return x.sum([d for d in range(1, len(x.shape))])",
        "return x.permute(*[d for d, size in enumerate(x.shape) if size == 3], 0)",
        "n = 1\nfor name, size in zip('ab', x.shape):\n    n *= size\nreturn x.reshape(n)",
        "for d in reversed(range(x.ndim)):\n    x = x.sum(d, keepdim=True)\nreturn x",
    ],
    "NUMPY": ["return x * np.pi", "return x * x.sum().item()", "return x.detach().clone()"],
    "AUTOGRAD": [
        "with torch.no_grad():\n    return x * 2",
        "w = nn.Parameter(x)\nreturn w * 2",
        "return x.clone().requires_grad_() * 2",
        "class Layer:\n    def backward(self, d):\n        return d * 2\nreturn Layer().backward(x)",
        "print(x.grad)\nreturn x.detach()",
        "with torch.profiler.record_function('a'):\n    return x * 2",
        "@torch.no_grad()\ndef step(w):\n    return w - 0.1\nreturn step(x)",
    ],
}  # fmt: skip


def judged(body: str, forbid: tuple[Rule, ...] = (), require: tuple[Rule, ...] = (), **more: Any) -> tuple[Breach, ...]:
    source = HEAD + more.pop("before", "") + "def f(x):\n" + textwrap.indent(body, "    ")
    exercise = _exercise(forbid, require, more.pop("uses", ()))
    watch = _run(source) if more.pop("run", True) else None
    return breaches(exercise, watch, Module("a09_softmax_ce", FILE, (Chunk(FILE, source),)))


def _exercise(forbid: tuple[Rule, ...], require: tuple[Rule, ...], uses: tuple[str, ...] = ()) -> Exercise:
    return Exercise(
        "A09.f", "f", "a09_softmax_ce", 1, "core", "", ("x",), lambda _: (), lambda x: x,
        forbid=forbid, require=require, uses=uses,
    )  # fmt: skip


def _run(source: str) -> Watch:
    space: dict[str, Any] = {}
    exec(compile(source, FILE, "exec"), space)  # noqa: S102
    wires = Tripwires({FILE: FILE})
    try:
        with wires:
            space["f"](torch.tensor([[0.5, -1.0, 2.0], [1.0, 0.25, -3.0]], dtype=torch.float64))
    except RuntimeError:
        pass
    return wires.watch()


def _pairs(table: dict[str, list[str]]) -> list[Any]:
    return [
        pytest.param(rule, body, id=f"{rule}-{n}") for rule, bodies in table.items() for n, body in enumerate(bodies)
    ]


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize(("rule", "body"), _pairs(FORBIDDEN))
def test_a_forbidden_call_is_found_with_its_line(rule: str, body: str) -> None:
    (breach,) = judged(body, forbid=(Rule(rule),))
    assert breach.rule == rule
    assert not breach.required
    assert breach.call
    assert breach.place is not None
    assert breach.place.file == FILE
    assert HEAD.count("\n") + 1 < breach.place.line <= HEAD.count("\n") + 1 + body.count("\n") + 1


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize(("rule", "body"), _pairs(LEGAL))
def test_what_is_legal_is_never_accused(rule: str, body: str) -> None:
    assert judged(body, forbid=(Rule(rule),)) == ()
    assert judged(body, forbid=(Rule(rule),), run=False) == ()


@pytest.mark.parametrize(
    ("body", "spelling", "line"),
    [
        ("y = x * 2\nreturn nn.Softmax(dim=1)(y)", "nn.Softmax", 2),
        ("return FF.softmax(x, 1)", "FF.softmax", 1),
        ("g = torch.softmax\nreturn g(x, 1)", "torch.softmax", 2),
        ("return torch.distributions.Categorical(logits=x).probs", "Tensor.logsumexp", 1),
    ],
)
def test_the_breach_names_the_students_spelling(body: str, spelling: str, line: int) -> None:
    (breach,) = judged(body, forbid=(R.SOFTMAX,))
    assert breach.place is not None
    assert breach.place.line == HEAD.count("\n") + 1 + line
    assert breach.call in {spelling, "g"}


def test_a_helper_of_the_same_file_counts() -> None:
    (breach,) = judged("return helper(x)", forbid=(R.SOFTMAX,), before="def helper(z):\n    return z.softmax(1)\n")
    assert breach.call == ".softmax"
    assert judged("return x", forbid=(R.SOFTMAX,), before="def helper(z):\n    return z.softmax(1)\n") == ()


def test_a_module_level_object_counts() -> None:
    assert judged("return layer(x)", forbid=(R.SOFTMAX,), before="layer = nn.Softmax(dim=1)\n")


def test_another_exercise_of_the_same_file_answers_for_itself() -> None:
    before = "def softmax(z, dim):\n    return torch.softmax(z, dim)\n"
    body = "return softmax(x, 1) - 1"
    assert judged(body, forbid=(R.SOFTMAX,), before=before, uses=("A09.softmax",)) == ()
    assert judged(body, forbid=(R.SOFTMAX,), before=before)


SCATTER = R.call("Tensor.scatter_", "Tensor.scatter")


@pytest.mark.parametrize(
    ("rule", "body", "kept"),
    [
        (SCATTER, T + "return torch.zeros(3, 3).scatter_(1, t[:, None], 1.0)", True),
        (SCATTER, T + "return torch.scatter(torch.zeros(3, 3), 1, t[:, None], 1.0)", True),
        (SCATTER, T + "return F.one_hot(t, 3)", False),
        (SCATTER, T + "if False:\n    x.scatter_(1, t, 1.0)\nreturn torch.eye(3)[t]", False),
        (SCATTER, T + "y = torch.zeros(3, 3)\ny.scatter_(1, t[:, None], 1.0)\nreturn y", True),
        (SCATTER, T + "torch.zeros(3, 3).scatter_(1, t[:, None], 1.0)\nreturn F.one_hot(t, 3)", False),
        (SCATTER, T + "y = torch.zeros(3, 3).scatter(1, t[:, None], 1.0)\nreturn F.one_hot(t, 3)", False),
        (SCATTER, T + "y = torch.zeros(3, 3)\ny.scatter(1, t[:, None], 1.0)\nreturn y.scatter(1, t[:, None], 1.0)", True),
        (R.call("torch.matmul", "@"), "x @ x.T\nreturn (x[:, None] * x[None]).sum(-1)", False),
        (R.LOOP, "for r in x:\n    pass\nreturn x", True),
        (R.LOOP, "return x", False),
        (R.call("torch.matmul", "@"), "return x @ x.T", True),
        (R.call("torch.matmul", "@"), "return torch.matmul(x, x.T)", True),
        (R.call("torch.matmul", "@"), "return (x[:, None] * x[None]).sum(-1)", False),
        (R.call("torch.matmul", "@"), "return x.T.__rmatmul__(x)", True),
        (R.call("torch.matmul", "@"), "if x.dim() > 5:\n    return torch.matmul(x, x)\nreturn x + 1", False),
        (R.call("torch.matmul", "@"), "return torch.from_numpy(x.numpy() @ x.numpy().T)", False),
        (R.call("torch.matmul", "@"), "torch.matmul\nreturn torch.einsum('ij,kj->ik', x, x)", False),
        (R.call("torch.matmul", "@"), "import functools\nreturn functools.partial(torch.matmul, x)(x.T)", True),
        (R.LOOP, "n = 1\nfor d in range(x.dim()):\n    n *= x.size(d)\nreturn x", False),
        (R.call("Tensor.backward", "torch.autograd.grad"), "z = x.requires_grad_()\nz.exp().sum().backward()\nreturn z.grad", True),
        (R.call("Tensor.backward", "torch.autograd.grad"), "z = x.requires_grad_()\nreturn torch.autograd.grad(z.exp().sum(), z)", True),
        (R.call("Tensor.backward", "torch.autograd.grad"), "return x.exp()", False),
        (R.call("Tensor.backward", "torch.autograd.grad"), "z = x.requires_grad_()\nz.exp().sum().backward()\nreturn z.exp()", False),
        (R.call("Tensor.backward", "torch.autograd.grad"), "z = x.requires_grad_()\ngot = []\nz.register_hook(got.append)\nz.exp().sum().backward()\nreturn got[0]", True),
        (R.call("torch.ones_like", "torch.zeros_like"), "return torch.ones_like(x)", True),
    ],
)  # fmt: skip
def test_a_required_call_must_run(rule: Rule, body: str, kept: bool) -> None:
    found = judged(body, require=(rule,))
    assert (found == ()) is kept
    assert all(breach.required and breach.rule == rule.id for breach in found)


def test_a_required_call_in_vain_is_shown_where_it_stands() -> None:
    body = T + "torch.zeros(3, 3).scatter_(1, t[:, None], 1.0)\nreturn F.one_hot(t, 3)"
    (found,) = judged(body, require=(SCATTER,))
    assert found == Breach(SCATTER.id, SCATTER.id, Place(FILE, HEAD.count("\n") + 3), required=True)


def test_no_evidence_no_accusation() -> None:
    exercise = _exercise((R.SOFTMAX, R.AUTOGRAD), (SCATTER,))
    assert breaches(exercise, None, None) == ()
    broken = Module("a09_softmax_ce", FILE, (Chunk(FILE, "def f(x:\n"),))
    assert [b.required for b in breaches(exercise, Watch(), broken)] == [True]


def test_a_notebook_names_the_cell() -> None:
    cells = (
        Chunk("cell 1", "import torch\n"),
        Chunk("cell 4", "def f(x):\n    y = 1\n    return torch.softmax(x, 1)\n"),
    )
    (breach,) = breaches(_exercise((R.SOFTMAX,), ()), None, Module("a09_softmax_ce", "n.ipynb", cells, notebook=True))
    assert breach.place is not None
    assert (breach.place.file, breach.place.line) == ("cell 4", 3)


def test_every_group_has_a_legible_form() -> None:
    assert {rule.id for rule in R.GROUPS} == set(GROUPS)
    assert all(legible(rule.id) and legible(rule.id) != (rule.id,) for rule in R.GROUPS)
    assert legible("torch.scatter or Tensor.scatter") == ("torch.scatter", "Tensor.scatter")
