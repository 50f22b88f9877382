# ruff: noqa: E501  (tables of one-liners)
"""Every route to a gradient is proven, and nothing honest is."""

from __future__ import annotations

import concurrent.futures
import textwrap
import threading
from typing import Any

import pytest
import torch

from grader.contestant.inside.watch import Tripwires
from grader.model.outcome import Watch

FILE = "a07_logistic.py"
HEAD = "import math, threading\nimport torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"

# All of sigma'(x) or of d/dx sum(sigmoid): the last line of each body is the one that differentiates unless marked `# HERE`.
REVERSE = {
    "backward": "z = x.clone().requires_grad_()\n(1 / (1 + torch.exp(-z))).sum().backward()  # HERE\nreturn z.grad",
    "autograd_grad": "z = x.clone().requires_grad_()\nreturn torch.autograd.grad(torch.sigmoid(z).sum(), z)[0]  # HERE",
    "autograd_backward": "z = x.clone().requires_grad_()\ntorch.autograd.backward(torch.sigmoid(z).sum())  # HERE\nreturn z.grad",
    "imported_grad": "from torch.autograd import grad as d\nz = x.clone().requires_grad_()\nreturn d(z.exp().sum(), z)[0]  # HERE",
    "getattr": "z = x.clone().requires_grad_()\ngetattr(z.exp().sum(), 'back' + 'ward')()  # HERE\nreturn z.grad",
    "jacobian": "return torch.autograd.functional.jacobian(lambda z: z.exp().sum(), x)  # HERE",
    "functional_vjp": "return torch.autograd.functional.vjp(lambda z: z.exp(), x, torch.ones_like(x))[1]  # HERE",
    "functional_jvp": "return torch.autograd.functional.jvp(lambda z: z.exp(), x, torch.ones_like(x))[1]  # HERE",
    "func_vjp": "out, back = torch.func.vjp(lambda z: z.exp(), x)  # HERE\nreturn back(torch.ones_like(x))[0]",
    "func_grad": "return torch.func.grad(lambda z: z.exp().sum())(x)  # HERE",
    "raw_engine": (
        "z = x.clone().requires_grad_()\ns = z.exp().sum()\n"
        "r = torch.autograd.Variable._execution_engine.run_backward(  # HERE\n"
        "    (s,), (torch.ones_like(s),), False, False, (z,), allow_unreachable=True, accumulate_grad=False)\nreturn r[0]"
    ),
    "graph_walk": "z = x.clone().requires_grad_()\ny = z.exp()\nreturn y.grad_fn._saved_result  # HERE",
    "graph_walk_called": "z = x.clone().requires_grad_()\ny = z.exp()\nreturn y.grad_fn(torch.ones_like(y))  # HERE",
    "custom_function": (
        "class E(torch.autograd.Function):\n"
        "    @staticmethod\n    def forward(ctx, z):\n        ctx.save_for_backward(z)\n        return z.exp()\n"
        "    @staticmethod\n    def backward(ctx, d):\n        return d * ctx.saved_tensors[0].exp()\n"
        "z = x.clone().requires_grad_()\nE.apply(z).sum().backward()\nreturn z.grad"
    ),
    "enable_grad_inside_no_grad": (
        "with torch.no_grad():\n    with torch.enable_grad():\n        z = x.clone().requires_grad_()\n"
        "        torch.tanh(z).sum().backward()  # HERE\nreturn z.grad"
    ),
    "thread": (
        "z = x.clone().requires_grad_()\ns = z.exp().sum()\n"
        "t = threading.Thread(target=lambda: s.backward())  # HERE\nt.start()\nt.join()\nreturn z.grad"
    ),
    "parameter_and_optimizer": (
        "w = nn.Parameter(x.clone())\nopt = torch.optim.SGD([w], lr=1.0)\n(w * w).sum().backward()  # HERE\n"
        "opt.step()\nreturn w.grad"
    ),
    "nothing_saved": "z = x.clone().requires_grad_()\nz.sum().backward()  # HERE\nreturn z.grad",
    "hook": "seen = []\nz = x.clone().requires_grad_()\nz.register_hook(seen.append)\nz.exp().sum().backward()  # HERE\nreturn seen[0]",
    "module_loss": "z = x.clone().requires_grad_()\nnn.MSELoss()(z, 0 * x).backward()  # HERE\nreturn z.grad",
}  # fmt: skip
FORWARD = {
    "func_jvp": "return torch.func.jvp(lambda z: z.exp(), (x,), (torch.ones_like(x),))[1]  # HERE",
    "func_jacfwd": "return torch.func.jacfwd(lambda z: z.exp())(x)  # HERE",
    "func_jacrev": "return torch.func.jacrev(lambda z: z.exp())(x)  # HERE",
    "dual_numbers": (
        "import torch.autograd.forward_ad as fwd\nwith fwd.dual_level():\n"
        "    z = fwd.make_dual(x, torch.ones_like(x))  # HERE\n    return fwd.unpack_dual(z.exp()).tangent"
    ),
}
HONEST = {
    "formula": "s = 1 / (1 + torch.exp(-x))\nreturn s * (1 - s)",
    "parameter": "w = nn.Parameter(x)\nreturn w * (1 - w)",
    "requires_grad_only": "z = x.clone().requires_grad_()\nreturn z * (1 - z)",
    "no_grad": "with torch.no_grad():\n    return x * (1 - x)",
    "no_grad_decorated": "@torch.no_grad()\ndef go(z):\n    return z * (1 - z)\nreturn go(x)",
    "detached": "return (x.detach() * 2).data",
    "printing": "z = x.clone().requires_grad_()\nprint(z, z.exp(), x, x.dtype)\nreturn x * (1 - x)",
    "vmap": "return torch.vmap(lambda z: z * (1 - z))(x)",
    "reads_grad": "return x if x.grad is None else x.grad",
    "finite_differences": "h = 1e-6\nreturn (torch.tanh(x + h) - torch.tanh(x - h)) / (2 * h)",
    "complex_step": "return torch.exp(torch.complex(x, torch.full_like(x, 1e-20))).imag / 1e-20",
    "graph_left_over": "z = x.clone().requires_grad_()\ny = z.exp() * z\ndel y\nreturn x + 1",
    "deepcopy": "import copy\nlayer = nn.Linear(3, 2)\ncopy.deepcopy(layer)\nreturn x + 1",
    "module": "return nn.Linear(3, 2).to(x.dtype)(x)",
    "max": "return x - x.max(dim=1, keepdim=True).values + torch.logsumexp(x, 1, keepdim=True)",
}


def watched(body: str) -> tuple[Watch, Any]:
    """What was seen, and what the function returned (an exception if it raised one)."""
    source = HEAD + "def f(x):\n" + textwrap.indent(body, "    ")
    space: dict[str, Any] = {}
    exec(compile(source, FILE, "exec"), space)  # noqa: S102
    x = torch.tensor([[0.5, -1.0, 2.0], [1.0, 0.0, -3.0]], dtype=torch.float64)
    wires = Tripwires({FILE: FILE})
    try:
        with wires:
            result = space["f"](x)
    except RuntimeError as error:
        result = error
    return wires.watch(), result


def line_of(body: str) -> int:
    marked = [n for n, line in enumerate(body.splitlines(), 1) if "# HERE" in line]
    return HEAD.count("\n") + 1 + marked[0] if marked else 0


@pytest.mark.filterwarnings(
    "ignore:.*torch.jit.script.* is deprecated:DeprecationWarning"
)  # torch's own, in forward mode
@pytest.mark.parametrize("name", [*REVERSE, *FORWARD])
def test_every_route_through_autograd_is_proven(name: str) -> None:
    body = {**REVERSE, **FORWARD}[name]
    watch, _ = watched(body)
    assert watch.differentiated
    if line_of(body):
        assert watch.differentiated_at is not None
        assert (watch.differentiated_at.file, watch.differentiated_at.line) == (FILE, line_of(body))


@pytest.mark.parametrize("name", HONEST)
def test_nothing_honest_is_proof(name: str) -> None:
    watch, result = watched(HONEST[name])
    assert watch.differentiated == ""
    assert isinstance(result, torch.Tensor), result


def test_a_recorded_graph_is_told_apart_from_a_differentiated_one() -> None:
    assert watched(HONEST["parameter"])[0].graph_recorded
    assert not watched(HONEST["formula"])[0].graph_recorded


def test_watching_changes_no_value() -> None:
    for body in HONEST.values():
        if "Linear" in body:
            continue  # draws random weights
        space: dict[str, Any] = {}
        exec(compile(HEAD + "def f(x):\n" + textwrap.indent(body, "    "), FILE, "exec"), space)  # noqa: S102
        plain = space["f"](torch.tensor([[0.5, -1.0, 2.0], [1.0, 0.0, -3.0]], dtype=torch.float64))
        assert torch.equal(plain, watched(body)[1])


def test_torch_is_as_before_afterwards() -> None:
    engine = torch.autograd._engine_run_backward
    watched(REVERSE["backward"])
    watched("raise RuntimeError('planted')")
    assert torch.autograd._engine_run_backward is engine
    assert torch.autograd.graph._engine_run_backward is engine
    z = torch.ones(2, requires_grad=True)
    z.exp().sum().backward()
    assert z.grad is not None


def test_calls_are_named_as_written_with_their_line() -> None:
    watch, _ = watched("y = F.softmax(x, 1)\nreturn y.scatter_(1, torch.zeros(2, 1).long(), 1.0) @ y.T")
    functions = {(use.name, use.place.line if use.place else 0) for use in watch.uses if use.kind == "function"}
    assert {("F.softmax", 6), ("Tensor.scatter_", 7), ("Tensor.matmul", 7)} <= functions
    assert "_softmax" in {use.name for use in watch.uses if use.kind == "aten"}


def test_one_hot_is_not_mistaken_for_scatter() -> None:
    watch, _ = watched("return F.one_hot(torch.tensor([0, 2]), 3)")
    assert "scatter_" in {use.name for use in watch.uses if use.kind == "aten"}
    assert "Tensor.scatter_" not in {use.name for use in watch.uses if use.kind == "function"}


def test_helpers_that_are_not_the_students_never_accuse() -> None:
    space: dict[str, Any] = {"torch": torch}
    exec(compile("def sigmoid(x):\n    return torch.sigmoid(x)", "<worked>", "exec"), space)  # noqa: S102
    exec(compile("def f(x):\n    print(x)\n    return sigmoid(x)", FILE, "exec"), space)  # noqa: S102
    with Tripwires({FILE: FILE}, lent={"<worked>"}) as wires:
        space["f"](torch.randn(3, 4))
    assert {use.name for use in wires.watch().uses} == {"Tensor.__repr__"}


HIDING_PLACES = {
    "text": "def f(x):\n    return eval('torch.sigmoid(x)')",
    "file": "code = compile('def h(x): return torch.sigmoid(x)', 'helper.py', 'exec')\nexec(code)\ndef f(x):\n    return h(x)",
    "name": "def h(x): return torch.sigmoid(x)\nh.__code__ = h.__code__.replace(co_filename='h')\ndef f(x):\n    return h(x)",
    "thread": """
def f(x):
    found = []
    thread = threading.Thread(target=lambda: found.append(torch.sigmoid(x)))
    thread.start()
    thread.join()
    return found[0]""",
    "bare thread": """
def f(x):
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(torch.sigmoid, x).result()""",
}


@pytest.mark.parametrize("kind", HIDING_PLACES)
def test_text_made_up_while_running_and_threads_are_the_students(kind: str) -> None:
    space: dict[str, Any] = {"torch": torch, "threading": threading, "concurrent": concurrent}
    exec(compile(HIDING_PLACES[kind], FILE, "exec"), space)  # noqa: S102
    with Tripwires({FILE: FILE}) as wires:
        space["f"](torch.randn(3, 4))
    seen = {use.name: use.place for use in wires.watch().uses}
    assert seen["sigmoid"].file == FILE
    assert space["f"](torch.zeros(1)).item() == 0.5


def test_steps_keep_small_results_in_order() -> None:
    watch, _ = watched("a = x * 2\nb = a + 1\nbig = torch.zeros(100)\nreturn b")
    assert [step.op for step in watch.steps] == ["mul", "add"]
    assert [step.place.line for step in watch.steps if step.place] == [6, 7]
