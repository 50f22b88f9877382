"""A06: one box of the graph at a time, from the loss back to the weights."""

import torch
import torch.nn.functional as F
from torch import Tensor, tensor

from grader.author import Draw, NewAssignment, case, corner, grad, seen, vjp
from grader.author import rules as R

A06 = NewAssignment("A06", "a06_chain_rule", needs=["A05"], minutes=60)


@A06.exercise(points=2, teaches=["S15", "S13"], forbid=[R.AUTOGRAD])
class mul_backward:
    """z = a·b:   ∂L/∂a = g·b,   ∂L/∂b = g·a"""

    reference = vjp(lambda a, b: a * b, wrt=("a", "b"))
    own_forward = "A02.hadamard"
    wrt = ("a", "b")

    def scale(grad_out, a, b):
        return (grad_out * b).abs(), (grad_out * a).abs()

    k = 2

    def cases(draw: Draw):
        yield seen(tensor([10.0]), tensor([2.0]), tensor([3.0]))
        yield case(draw.normal(7, 5), draw.normal(7, 5), draw.normal(7, 5))
        yield case(draw.normal(3), draw.normal(3), draw.normal(3))
        yield case(draw.normal(11, 2), draw.normal(11, 2), draw.normal(11, 2))
        yield case(draw.normal(3, 3), draw.normal(3, 3), draw.normal(3, 3), why="square")
        yield case(draw.normal(1), draw.normal(1), draw.normal(1), why="batch_of_one")
        yield corner(tensor([3.0, -5.0, 7.0]), tensor([0.0, 2.0, -0.0]), tensor([4.0, 0.0, 0.0]), why="hard_zero")
        yield corner(tensor([2.0, -3.0]), tensor([5.0, 5.0]), tensor([5.0, 5.0]), why="duplicate")
        yield corner(tensor(-2.0), tensor(3.0), tensor(7.0), why="scalar")
        yield corner(tensor([2e-5, -3e-5]), tensor([1e-4, -1e4]), tensor([-3e-4, 2.0]), why="tiny")
        yield corner(tensor([1e4, -3e3, 2.0]), tensor([5.0, -1e4, 7.0]), tensor([-2.0, 3.0, 1e4]), why="extreme")

    wrong = {
        "swapped": lambda grad_out, a, b: (grad_out * a, grad_out * b),
        "ignores_upstream": lambda grad_out, a, b: (b, a),
        "like_add": lambda grad_out, a, b: (grad_out, grad_out),
        "sum_rule": lambda grad_out, a, b: (grad_out * (a + b), grad_out * (a + b)),
    }


@A06.exercise(points=3, teaches=["S15", "S13"], forbid=[R.AUTOGRAD, R.LOOP])
class add_backward:
    """z = a + b:   ∂L/∂a = g,   ∂L/∂b = Σ_n g_n"""

    reference = vjp(lambda a, b: a + b, wrt=("a", "b"))

    def scale(grad_out, a, b):
        return grad_out.abs(), grad_out.abs().sum(dim=0)

    def k(grad_out, a, b):
        return len(a) + 2

    def cases(draw: Draw):
        yield seen(tensor([[1.0, 2.0], [3.0, 5.0]]), torch.zeros(2, 2), torch.zeros(2))
        yield case(draw.normal(7, 3), draw.normal(7, 3), draw.normal(3))
        yield case(draw.normal(5, 11), draw.normal(5, 11), draw.normal(11))
        yield case(draw.normal(3, 5), draw.normal(3, 5), draw.normal(5))
        yield case(draw.normal(5, 5), draw.normal(5, 5), draw.normal(5), why="square")
        yield case(draw.normal(1, 7), draw.normal(1, 7), draw.normal(7), why="batch_of_one")
        yield corner(tensor([[2.0], [-7.0], [0.5]]), tensor([[1.0], [2.0], [3.0]]), tensor([4.0]), why="scalar")
        yield corner(tensor([[1e4, -1e-4], [-1e4, 3e-4]]), torch.ones(2, 2), torch.ones(2), why="extreme")
        yield corner(tensor([[2e-8, -1e-8], [5e-8, 3e-8]]), torch.ones(2, 2), torch.ones(2), why="tiny")
        yield corner(tensor([[2.0, -1.0], [5.0, 3.0], [2.0, -1.0]]), torch.ones(3, 2), torch.ones(2), why="ordinary")

    wrong = {
        "no_unbroadcast": lambda grad_out, a, b: (grad_out, grad_out),
        "mean_over_batch": lambda grad_out, a, b: (grad_out, grad_out.mean(dim=0)),
        "sum_wrong_dim": lambda grad_out, a, b: (grad_out, grad_out.sum(dim=1)),
        "keepdim_left": lambda grad_out, a, b: (grad_out, grad_out.sum(dim=0, keepdim=True)),
        "ones_ignores_upstream": lambda grad_out, a, b: (grad_out, torch.full_like(b, len(a))),
    }


def _scalars(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    return draw.normal(), draw.normal(scale=3.0), draw.normal(scale=2.0)


@A06.exercise(points=2, teaches=["S05", "S03"])
class graph_forward:
    """ŷ = x·w;   s = ŷ − y;   loss = s²"""

    def reference(x, y, w):
        s = x * w - y
        return {"y_hat": x * w, "s": s, "loss": s * s}

    def scale(x, y, w):
        s = (x * w).abs() + y.abs()
        return {"y_hat": (x * w).abs(), "s": s, "loss": s * s}

    def cases(draw: Draw):
        yield seen(tensor(2.0), tensor(4.0), tensor(1.0))
        yield case(*_scalars(draw))
        yield case(*_scalars(draw))
        yield case(*_scalars(draw))
        yield corner(tensor(1.0), tensor(2.0), tensor(1.0), why="ordinary")
        yield corner(tensor(0.0), tensor(-3.0), tensor(5.0), why="hard_zero")
        yield corner(tensor(-2.0), tensor(-6.0), tensor(3.0), why="negative")
        yield corner(tensor(-100.0), tensor(1e4), tensor(100.0), why="extreme")
        yield corner(tensor(2e-8), tensor(-3e-8), tensor(0.5), why="tiny")

    def _s_sign(x, y, w):
        s = y - x * w
        return {"y_hat": x * w, "s": s, "loss": s * s}

    wrong = {
        "s_sign": _s_sign,
        "skips_intermediate": lambda x, y, w: {"loss": (x * w - y) ** 2},
    }


def _graph(d_s: Tensor, x: Tensor) -> dict[str, Tensor]:
    """What goes back from s to w."""
    return {"d_s": d_s, "d_y_hat": d_s * 1.0, "d_w": d_s * x}


@A06.exercise(points=5, teaches=["S13", "S14", "S15"], forbid=[R.AUTOGRAD])
class graph_backward:
    """∂loss/∂s = 2s;   ∂loss/∂ŷ = ∂loss/∂s;   ∂loss/∂w = ∂loss/∂ŷ · x"""

    def reference(x, y, w):
        with torch.enable_grad():
            w = w.detach().clone().requires_grad_()
            y_hat = x * w
            s = y_hat - y
            d_s, d_y_hat, d_w = torch.autograd.grad(s * s, (s, y_hat, w))
        return {"d_s": d_s, "d_y_hat": d_y_hat, "d_w": d_w}

    def _of_own(forward, x, y, w):  # box by box along w, each slope by the chain rule
        with torch.enable_grad():
            w = w.detach().clone().requires_grad_()
            boxes = forward(x, y, w)
            along_w = {name: torch.autograd.grad(box, w, retain_graph=True)[0] for name, box in boxes.items()}
        d_w = along_w["loss"]
        return {"d_s": d_w / along_w["s"], "d_y_hat": d_w / along_w["y_hat"], "d_w": d_w}

    own_forward = {"A06.graph_forward": _of_own}

    def scale(x, y, w):
        d_s = 2 * ((x * w).abs() + y.abs())
        return {"d_s": d_s, "d_y_hat": d_s, "d_w": d_s * x.abs()}

    def cases(draw: Draw):
        yield seen(tensor(2.0), tensor(4.0), tensor(1.0))
        yield case(*_scalars(draw))
        yield case(*_scalars(draw))
        yield case(*_scalars(draw))
        yield case(*_scalars(draw))
        yield corner(tensor(1.0), tensor(2.0), tensor(1.0), why="ordinary")
        yield corner(tensor(0.0), tensor(-3.0), tensor(5.0), why="hard_zero")
        yield corner(tensor(2.0), tensor(6.0), tensor(3.0), why="ordinary")
        yield corner(tensor(-100.0), tensor(1e4), tensor(100.0), why="extreme")
        yield corner(tensor(2e-8), tensor(-3e-8), tensor(0.5), why="tiny")

    def _fixed_too(x, y, w):
        d_s = 2 * (x * w - y)
        return {**_graph(d_s, x), "d_x": d_s * w, "d_y": -d_s}

    wrong = {
        "computes_fixed_inputs": _fixed_too,
        "d_w_without_x": lambda x, y, w: _graph(2 * (x * w - y), torch.ones_like(x)),
        "d_s_without_2": lambda x, y, w: _graph(x * w - y, x),
        "loss_as_upstream": lambda x, y, w: _graph((x * w - y) ** 2 * 2 * (x * w - y), x),
    }


@A06.exercise(
    points=3,
    teaches=["S14", "S07"],
    require=[R.call("Tensor.backward", "torch.autograd.grad", "torch.autograd.backward")],
)
class autograd_gradients:
    """loss = Σ (xw − y)²:   x.grad, y.grad, w.grad = None, None, ∂loss/∂w"""

    def reference(x, y, w):
        return None, None, grad(lambda w: ((x * w - y) ** 2).sum(), wrt=("w",))(w)

    def scale(x, y, w):
        return 0.0, 0.0, (2 * x.abs() * ((x * w).abs() + y.abs())).sum()

    def k(x, y, w):
        return len(x) + 4

    def cases(draw: Draw):
        yield seen(tensor([1.0, 2.0]), tensor([3.0, 6.0]), tensor(1.0))
        yield case(draw.normal(7), draw.normal(7), draw.normal())
        yield case(draw.normal(3), draw.normal(3), draw.normal())
        yield case(draw.normal(5), draw.normal(5), draw.normal())
        yield case(draw.normal(1), draw.normal(1), draw.normal(), why="batch_of_one")
        yield corner(tensor([1.0, 2.0, 3.0]), tensor([3.0, 6.0, 9.0]), tensor(1.0), dtypes=("float64",), why="ordinary")
        yield corner(torch.zeros(3), tensor([1.0, -2.0, 5.0]), tensor(2.0), why="hard_zero")
        yield corner(tensor([100.0, -3.0]), tensor([1e4, 2.0]), tensor(-50.0), why="extreme")

    def _x_asks_too(x, y, w):
        x, w = x.clone().requires_grad_(), w.clone().requires_grad_()
        ((x * w - y) ** 2).sum().backward()
        return x.grad, y.grad, w.grad

    def _all_ask(x, y, w):
        x, y, w = x.clone().requires_grad_(), y.clone().requires_grad_(), w.clone().requires_grad_()
        ((x * w - y) ** 2).sum().backward()
        return x.grad, y.grad, w.grad

    def _twice(x, y, w):
        w = w.clone().requires_grad_()
        for _ in range(2):
            ((x * w - y) ** 2).sum().backward()
        return x.grad, y.grad, w.grad

    def _callers_w(x, y, w):
        w.requires_grad_()
        ((x * w - y) ** 2).sum().backward()
        return x.grad, y.grad, w.grad

    wrong = {
        "x_requires_grad": _x_asks_too,
        "all_require_grad": _all_ask,
        "accumulates": _twice,
        "caller_mutated": _callers_w,
    }


@A06.exercise(points=2, teaches=["S15", "S13"], forbid=[R.AUTOGRAD])
class fanout_backward:
    """a = x²,  b = 3x,  f = a·b:   ∂L/∂x = g·(b·2x + a·3)"""

    reference = vjp(lambda x: (x * x) * (3 * x), wrt=("x",))

    def scale(grad_out, x):
        return grad_out.abs() * 9 * x * x

    k = 6

    def cases(draw: Draw):
        yield seen(tensor([1.0, 10.0]), tensor([1.0, 2.0]))
        yield case(draw.normal(7), draw.normal(7))
        yield case(draw.normal(3), draw.normal(3))
        yield case(draw.normal(5), draw.normal(5))
        yield case(draw.normal(1), draw.normal(1), why="batch_of_one")
        yield corner(tensor([3.0, -5.0, 0.0, 7.0]), tensor([0.0, -0.0, 2.0, -3.0]), why="hard_zero")
        yield corner(tensor([0.5, -2.0, 3.0]), tensor([1e4, -1e4, 1e-4]), why="extreme")
        yield corner(tensor([2e-4, -1e-4]), tensor([3e-3, -2e-3]), why="tiny")
        yield corner(tensor([2e-8, -1e-8]), tensor([3.0, -2.0]), why="tiny")

    wrong = {
        "overwrote_first_path": lambda grad_out, x: grad_out * (x * x) * 3,
        "overwrote_second_path": lambda grad_out, x: grad_out * (3 * x) * (2 * x),
        "product_of_derivs": lambda grad_out, x: grad_out * (3 * x * 2 * x) * (x * x * 3),
        "ignores_upstream": lambda grad_out, x: 9 * x * x,
    }


_affine_vjp = vjp(lambda x, W, b: x @ W + b, wrt=("W", "b"))


@A06.exercise(points=2, teaches=["S13", "S14", "S15"], forbid=[R.AUTOGRAD, R.LOOP])
class linear_backward:
    """z = xW + b:   ∂L/∂W = xᵀg,   ∂L/∂b = Σ_n g_n"""

    def reference(grad_out, x, W):
        return _affine_vjp(grad_out, x, W, torch.zeros_like(W[0]))  # no gradient here depends on b

    def _of_own(matmul, grad_out, x, W):
        return vjp(lambda W, b: matmul(x, W) + b, wrt=("W", "b"))(grad_out, W, torch.zeros_like(W[0]))

    own_forward = {"A02.matmul2d": _of_own}

    def scale(grad_out, x, W):
        return x.abs().t() @ grad_out.abs(), grad_out.abs().sum(dim=0)

    def k(grad_out, x, W):
        return len(x) + 2

    def cases(draw: Draw):
        yield seen(tensor([[1.0], [10.0]]), tensor([[1.0, 2.0], [3.0, 4.0]]), torch.zeros(2, 1))
        yield case(draw.normal(7, 5), draw.normal(7, 3), draw.normal(3, 5))
        yield case(draw.normal(5, 2), draw.normal(5, 11), draw.normal(11, 2))
        yield case(draw.normal(3, 7), draw.normal(3, 1), draw.normal(1, 7))
        yield case(draw.normal(5, 1), draw.normal(5, 3), draw.normal(3, 1))
        yield case(draw.normal(3, 3), draw.normal(3, 3), draw.normal(3, 3), why="square")
        yield case(draw.normal(1, 5), draw.normal(1, 3), draw.normal(3, 5), why="batch_of_one")
        yield corner(tensor([[2.0], [-3.0], [0.0]]), tensor([[1e4], [-1e-4], [7.0]]), tensor([[5.0]]), why="extreme")
        yield corner(tensor([[2e-8], [-3e-8]]), tensor([[1.0, 4.0], [-2.0, 7.0]]), tensor([[5.0], [7.0]]), why="tiny")
        yield corner(tensor([[2.0], [5.0], [2.0]]), tensor([[1.0, 3.0]] * 3), tensor([[5.0], [7.0]]), why="ordinary")

    wrong = {
        "transposed": lambda grad_out, x, W: (grad_out.t() @ x, grad_out.sum(dim=0)),
        "averaged_again": lambda grad_out, x, W: (x.t() @ grad_out / len(x), grad_out.mean(dim=0)),
        "lab8_sum_W_mean_b": lambda grad_out, x, W: (x.t() @ grad_out, grad_out.mean(dim=0)),
        "b_not_summed": lambda grad_out, x, W: (x.t() @ grad_out, grad_out),
        "b_sum_dim1": lambda grad_out, x, W: (x.t() @ grad_out, grad_out.sum(dim=1)),
        "elementwise": lambda grad_out, x, W: (W * grad_out.sum(dim=0), grad_out.sum(dim=0)),
        "dx_for_dw": lambda grad_out, x, W: (grad_out @ W.t(), grad_out.sum(dim=0)),
    }


@A06.exercise(points=2, tier="extra", teaches=["S13", "S15"], forbid=[R.AUTOGRAD, R.LOOP])
class quadratic_backward:
    """ŷ = x²w₂ + xw₁ + b:   dw₁ = (2/N)Σ x e,   dw₂ = (2/N)Σ x² e,   db = (2/N)Σ e"""

    reference = grad(lambda x, y, w1, w2, b: F.mse_loss(x * x * w2 + x * w1 + b, y), wrt=("w1", "w2", "b"))

    def _of_own(loss, x, y, *weights):
        at = lambda w1, w2, b: loss(x * x * w2 + x * w1 + b, y)
        return grad(at, wrt=("w1", "w2", "b"))(*weights)

    own_forward = {"A04.mse_loss": _of_own}

    def scale(x, y, w1, w2, b):
        e = 2 * (x * x * w2.abs() + (x * w1).abs() + b.abs() + y.abs())
        return (x.abs() * e).mean(), (x * x * e).mean(), e.mean()

    def k(x, y, w1, w2, b):
        return len(x) + 8

    def cases(draw: Draw):
        yield seen(tensor([1.0, 2.0]), tensor([1.0, 3.0]), tensor(0.0), tensor(0.0), tensor(0.0))
        yield case(draw.normal(7), draw.normal(7), draw.normal(), draw.normal(), draw.normal())
        yield case(draw.normal(3), draw.normal(3), draw.normal(), draw.normal(), draw.normal())
        yield case(draw.normal(5), draw.normal(5), draw.normal(), draw.normal(), draw.normal())
        yield case(draw.normal(1), draw.normal(1), draw.normal(), draw.normal(), draw.normal(), why="batch_of_one")
        yield corner(
            tensor([1.0, 2.0, -3.0]), tensor([3.0, 6.0, 9.0]), tensor(1.0), tensor(0.0), tensor(0.5), why="hard_zero"
        )
        yield corner(
            tensor([-1.0, 0.5, 2.0]), tensor([1.0, -4.0, 0.0]), tensor(-3.0), tensor(2.0), tensor(1.0), why="negative"
        )
        yield corner(
            tensor([0.0, -0.0, 2.0]), tensor([1.0, 4.0, 0.0]), tensor(3.0), tensor(2.0), tensor(1.0), why="hard_zero"
        )

        yield corner(
            tensor([1e3, -1.0, 2.0]), tensor([5.0, 2.0, -1e4]), tensor(3.0), tensor(2.0), tensor(1.0), why="extreme"
        )
        yield corner(tensor([1.0, -2.0]), tensor([1e-8, 3e-8]), tensor(2e-8), tensor(-1e-8), tensor(5e-8), why="tiny")

    def _in_order_w2_w1(x, y, w1, w2, b):
        e = 2 * (x * x * w2 + x * w1 + b - y)
        return (x * x * e).mean(), (x * e).mean(), e.mean()

    def _power_rule(x, y, w1, w2, b):
        e = 2 * (x * x * w2 + x * w1 + b - y)
        return (x * e).mean(), (2 * x * e).mean(), e.mean()

    def _summed(x, y, w1, w2, b):
        e = 2 * (x * x * w2 + x * w1 + b - y)
        return (x * e).sum(), (x * x * e).sum(), e.sum()

    wrong = {"power_rule_on_w2": _power_rule, "w1_w2_swapped": _in_order_w2_w1, "sum_not_mean": _summed}
