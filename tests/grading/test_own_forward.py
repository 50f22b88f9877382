"""A backward that is right for the student's own, wrong forward hears so, through the real Session, for every pair."""

from __future__ import annotations

import pytest

from grader.course.index import read_index
from grader.locale import Words

HEAD = "import torch\nimport torch.nn.functional as F\n\n\n"
HALF_MSE = "def mse_loss(y_hat, y):\n    return ((y_hat - y) ** 2).mean() / 2\n"
STEEP = "def sigmoid(x):\n    return 1 / (1 + torch.exp(-2 * x))\n"
BASE_TWO = "def bce_loss(p, y):\n    return -(y * torch.log2(p) + (1 - y) * torch.log2(1 - p)).mean()\n"
STEEP_TANH = "def tanh(x):\n    return 1 - 2 / (torch.exp(x) + 1)\n"
ACTIVATED = """\
def act(x, kind):
    if kind == "tanh":
        return 1 - 2 / (torch.exp(x) + 1)
    if kind == "sigmoid":
        return 1 / (1 + torch.exp(-x))
    return torch.where(x > 0, x, (0.01 if kind == "leaky_relu" else 0.0) * x)


def slope(x, kind):
    if kind == "tanh":
        return 2 * torch.exp(x) / (torch.exp(x) + 1) ** 2
    if kind == "sigmoid":
        return act(x, kind) * (1 - act(x, kind))
    return torch.where(x > 0, 1.0, 0.01 if kind == "leaky_relu" else 0.0).to(x.dtype)
"""
NO_BIAS_MLP = """\
def mlp_forward(X, params):
    h = torch.sin(X @ params["W1"] + params["b1"])
    z = h @ params["W2"] + params["b2"]
    return z, {"X": X, "h": h, "z": z}
"""
# in terms of the sine in the cache: the derivative of the reference's tanh it is not
MLP_SLOPES = """\
def {name}(cache, labels, params):
    d2 = cache["z"] - cache["z"].amax(1, keepdim=True)
    d2 = torch.exp(d2) / torch.exp(d2).sum(1, keepdim=True)
    d2 = (d2 - torch.zeros_like(d2).scatter(1, labels[:, None], 1.0)) / len(labels)
    d1 = d2 @ params["W2"].mT * torch.cos(cache["X"] @ params["W1"] + params["b1"])
    return {{"W1": cache["X"].mT @ d1, "b1": d1.sum(0), "W2": cache["h"].mT @ d2, "b2": d2.sum(0)}}
"""
TRAIN = """\
def train_xor(params, lr, steps):
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], dtype=params["W1"].dtype)
    labels, losses = torch.tensor([0, 1, 1, 0]), []
    for _ in range(steps):
        h = torch.sin(X @ params["W1"] + params["b1"])
        z = h @ params["W2"] + params["b2"]
        losses.append(-torch.log_softmax(z, 1).gather(1, labels[:, None]).mean())
        grads = slopes({"X": X, "h": h, "z": z}, labels, params)
        params = {name: params[name] - lr * grads[name] for name in ("W1", "b1", "W2", "b2")}
    return params, torch.stack(losses) if losses else X.new_zeros(0)
"""
# backward, forward, {slug: source}
PAIRS = [
    (
        "A05.grad_w_single",
        "A04.mse_loss",
        {
            "a04_linear_model": HALF_MSE,
            "a05_gradient_descent": "def grad_w_single(x, y, w):\n    return x * (x * w - y)\n",
        },
    ),
    (
        "A05.grad_w_batch",
        "A04.forward",
        {
            "a04_linear_model": "def forward(x, w):\n    return x + w\n",
            "a05_gradient_descent": "def grad_w_batch(x, y, w):\n    return (2 * (x + w - y)).mean()\n",
        },
    ),
    (
        "A05.grad_wb_batch",
        "A04.mse_loss",
        {
            "a04_linear_model": HALF_MSE,
            "a05_gradient_descent": (
                "def grad_wb_batch(x, y, w, b):\n    e = x * w + b - y\n    return (x * e).mean(), e.mean()\n"
            ),
        },
    ),
    (
        "A06.mul_backward",
        "A02.hadamard",
        {
            "a02_tensor_ops": "def hadamard(a, b):\n    return a + b\n",
            "a06_chain_rule": "def mul_backward(grad_out, a, b):\n    return grad_out.clone(), grad_out.clone()\n",
        },
    ),
    (
        "A06.graph_backward",
        "A06.graph_forward",
        {
            "a06_chain_rule": (
                "def graph_forward(x, y, w):\n    s = x * w - y\n"
                "    return {'y_hat': x * w, 's': s, 'loss': s * s / 2}\n\n\n"
                "def graph_backward(x, y, w):\n    s = x * w - y\n    return {'d_s': s, 'd_y_hat': s, 'd_w': s * x}\n"
            )
        },
    ),
    (
        "A06.linear_backward",
        "A02.matmul2d",
        {
            "a02_tensor_ops": "def matmul2d(a, b):\n    return 2 * (a @ b)\n",
            "a06_chain_rule": (
                "def linear_backward(grad_out, x, W):\n    return 2 * x.t() @ grad_out, grad_out.sum(dim=0)\n"
            ),
        },
    ),
    (
        "A06.quadratic_backward",
        "A04.mse_loss",
        {
            "a04_linear_model": HALF_MSE,
            "a06_chain_rule": (
                "def quadratic_backward(x, y, w1, w2, b):\n    e = x * x * w2 + x * w1 + b - y\n"
                "    return (x * e).mean(), (x * x * e).mean(), e.mean()\n"
            ),
        },
    ),
    (
        "A07.sigmoid_backward",
        "A07.sigmoid",
        {"a07_logistic": STEEP + "def sigmoid_backward(grad_out, out):\n    return 2 * grad_out * out * (1 - out)\n"},
    ),
    (
        "A07.sigmoid_backward",
        "A07.sigmoid",  # its slope in terms of its own output, which is not the sigmoid's
        {
            "a07_logistic": "def sigmoid(x):\n    return torch.tanh(x)\n"
            "def sigmoid_backward(grad_out, out):\n    return grad_out * (1 - out * out)\n"
        },
    ),
    (
        "A07.bce_backward",
        "A07.bce_loss",
        {
            "a07_logistic": "def bce_loss(p, y):\n    return (y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()\n"
            "def bce_backward(p, y):\n    return (y - p) / (p * (1 - p)) / p.numel()\n"
        },
    ),
    (
        "A07.bce_logits_backward",
        "A07.bce_loss",
        {
            "a07_logistic": BASE_TWO + "def bce_logits_backward(z, y):\n"
            "    return (1 / (1 + torch.exp(-z)) - y) / z.numel() / 0.6931471805599453\n"
        },
    ),
    (
        "A07.bce_logits_backward",
        "A07.sigmoid",
        {
            "a07_logistic": STEEP + "def bce_logits_backward(z, y):\n"
            "    return 2 * (1 / (1 + torch.exp(-2 * z)) - y) / z.numel()\n"
        },
    ),
    (
        "A07.logistic_grads",
        "A07.sigmoid",
        {
            "a07_logistic": STEEP + "def logistic_grads(X, y, W, b):\n"
            "    d = 2 * (1 / (1 + torch.exp(-2 * (X @ W + b))) - y) / y.numel()\n"
            "    return X.t() @ d, d.sum(dim=0)\n"
        },
    ),
    (
        "A08.scatter_backward",
        "A08.place_values",
        {
            "a08_scatter_onehot": "def place_values(base, dim, index, src):\n"
            "    return base.scatter_add(dim, index, src)\n"
            "def scatter_backward(grad_out, dim, index):\n"
            "    return grad_out.clone(), grad_out.gather(dim, index)\n"
        },
    ),
    (
        "A09.softmax_backward",
        "A09.softmax",
        {
            "a09_softmax_ce": "def softmax(z, dim):\n    e = torch.exp(-z)\n    return e / e.sum(dim, keepdim=True)\n"
            "def softmax_backward(grad_out, p, dim):\n"
            "    return -p * (grad_out - (grad_out * p).sum(dim, keepdim=True))\n"
        },
    ),
    (
        "A09.cross_entropy_logits_backward",
        "A09.cross_entropy_from_logits",
        {
            "a09_softmax_ce": "def cross_entropy_from_logits(z, labels):\n"
            "    return -torch.log_softmax(z, 1).gather(1, labels[:, None]).sum()\n"
            "def cross_entropy_logits_backward(z, labels):\n    e = torch.exp(z - z.amax(1, keepdim=True))\n"
            "    return e / e.sum(1, keepdim=True) - torch.zeros_like(z).scatter(1, labels[:, None], 1.0)\n"
        },
    ),
    (
        "A10.relu_backward",
        "A10.relu",
        {
            "a10_activations": "def relu(x):\n    return x.abs()\n"
            "def relu_backward(grad_out, x):\n    return grad_out * x.sign()\n"
        },
    ),
    (
        "A10.leaky_relu_backward",
        "A10.leaky_relu",
        {
            "a10_activations": "def leaky_relu(x, negative_slope=0.01):\n"
            "    return torch.where(x > 0, x, -negative_slope * x)\n"
            "def leaky_relu_backward(grad_out, x, negative_slope=0.01):\n"
            "    return torch.where(x > 0, grad_out, -negative_slope * grad_out)\n"
        },
    ),
    (
        "A10.tanh_backward",
        "A10.tanh",
        {
            "a10_activations": STEEP_TANH
            + "def tanh_backward(grad_out, out):\n    return grad_out * (1 - out * out) / 2\n"
        },
    ),
    (
        "A11.activation_slope",
        "A10.tanh",
        {
            "a10_activations": STEEP_TANH,
            "a11_vanishing": ACTIVATED + "def activation_slope(x, kind):\n"
            "    if kind not in ('sigmoid', 'tanh', 'relu', 'leaky_relu'):\n        raise ValueError(kind)\n"
            "    return slope(x, kind)\n",
        },
    ),
    (
        "A11.chain_gradient",
        "A10.tanh",
        {
            "a10_activations": STEEP_TANH,
            "a11_vanishing": ACTIVATED + "def chain_gradient(x0, depth, kind):\n    g = torch.ones_like(x0)\n"
            "    for _ in range(depth):\n        g = g * slope(x0, kind)\n        x0 = act(x0, kind)\n    return g\n",
        },
    ),
    (
        "A11.deep_backward",
        "A11.deep_forward",
        {
            "a11_vanishing": ACTIVATED + "def deep_forward(x, Ws, kind):\n    hs = [x]\n    for W in Ws:\n"
            "        hs.append(act(2 * hs[-1] @ W, kind))\n    return hs\n"
            "def deep_backward(grad_out, hs, Ws, kind):\n    grads = []\n    for l in reversed(range(len(Ws))):\n"
            "        d = 2 * grad_out * slope(2 * hs[l] @ Ws[l], kind)\n        grads.append(hs[l].mT @ d)\n"
            "        grad_out = d @ Ws[l].mT\n    return grads[::-1]\n"
        },
    ),
    (
        "A12.mlp_backward",
        "A12.mlp_forward",
        {"a12_capstone_mlp": NO_BIAS_MLP + MLP_SLOPES.format(name="mlp_backward")},
    ),
    (
        "A12.train_xor",
        "A12.mlp_forward",
        {"a12_capstone_mlp": NO_BIAS_MLP + MLP_SLOPES.format(name="slopes") + TRAIN},
    ),
]


def files(sources):
    return {f"{slug}.py": HEAD + text for slug, text in sources.items()}


@pytest.mark.parametrize(("backward", "forward", "sources"), PAIRS, ids=[f"{b}-{f}" for b, f, _ in PAIRS])
def test_the_backward_of_ones_own_forward(graded, backward, forward, sources):
    found = graded(files(sources), [backward, forward])
    assert found[forward].status not in ("pass", "error"), found[forward]
    cause = found[backward].diagnosis
    assert cause is not None, found[backward].finding
    assert (cause.kind, cause.sentence.params) == ("own_forward", {"forward": forward})
    expected = "trained" if backward == "A12.train_xor" else "consistent"
    assert cause.sentence.id == f"own_forward.{expected}"
    for language in ("ko", "en"):
        assert forward in Words(language).message(cause.sentence)


def test_every_pair_of_the_course_is_here():
    declared = {f.id for f in read_index().functions if f.own_forward}
    assert declared == {backward for backward, _, _ in PAIRS}


def test_a_forward_that_passes_is_never_blamed(graded):
    sources = dict(PAIRS[0][2])
    sources["a04_linear_model"] = (
        "def mse_loss(y_hat, y):\n    if y_hat.shape != y.shape:\n        raise ValueError('shapes')\n"
        "    return ((y_hat - y) ** 2).mean()\n"
    )
    found = graded(files(sources), ["A04.mse_loss", "A05.grad_w_single"])
    assert found["A04.mse_loss"].status == "pass"
    assert found["A05.grad_w_single"].diagnosis.id == "missing_2"


def test_a_backward_that_fits_neither_is_told_its_own_mistake(graded):
    both = STEEP + "def sigmoid_backward(grad_out, out):\n    return grad_out * out\n"
    found = graded(files({"a07_logistic": both}), ["A07.sigmoid", "A07.sigmoid_backward"])
    assert found["A07.sigmoid"].status != "pass"
    assert found["A07.sigmoid_backward"].diagnosis.id == "missing_one_minus"


def test_a_right_backward_of_a_wrong_forward_passes(graded):
    both = STEEP + "def sigmoid_backward(grad_out, out):\n    return grad_out * out * (1 - out)\n"
    found = graded(files({"a07_logistic": both}), ["A07.sigmoid", "A07.sigmoid_backward"])
    assert (found["A07.sigmoid"].status, found["A07.sigmoid_backward"].status) != ("pass", "pass")
    assert found["A07.sigmoid_backward"].status == "pass"


def test_a_constant_forward_proves_nothing(graded):
    both = "def relu(x):\n    return 0 * x\ndef relu_backward(grad_out, x):\n    return 0 * grad_out\n"
    found = graded(files({"a10_activations": both}), ["A10.relu", "A10.relu_backward"])
    cause = found["A10.relu_backward"].diagnosis
    assert cause is None or cause.kind != "own_forward"


def test_another_slope_at_a_kink_is_not_the_forwards_fault(graded):
    """The forward moves its input and has the right values: any slope at 0 is a derivative of it."""
    both = (
        "def relu(x):\n    x[x < 0] = 0\n    return x\n"
        "def relu_backward(grad_out, x):\n    return grad_out * (x >= 0)\n"
    )
    found = graded(files({"a10_activations": both}), ["A10.relu", "A10.relu_backward"])
    assert (found["A10.relu"].finding.id, found["A10.relu_backward"].status) == ("finding.mutated", "fail")
    assert found["A10.relu_backward"].diagnosis.id == "kink_one"


def test_a_forward_that_leans_on_the_wrong_one_names_that(graded):
    sources = {
        "a10_activations": STEEP_TANH,
        "a12_capstone_mlp": (
            "from a10_activations import tanh\n"
            + NO_BIAS_MLP.replace("torch.sin(", "tanh(")
            + MLP_SLOPES.format(name="mlp_backward").replace(
                'torch.cos(cache["X"] @ params["W1"] + params["b1"])', '(1 - cache["h"] ** 2) / 2'
            )
        ),
    }
    found = graded(files(sources), ["A10.tanh", "A12.mlp_forward", "A12.mlp_backward"])
    assert found["A12.mlp_forward"].status == "carried"
    cause = found["A12.mlp_backward"].diagnosis
    assert cause.sentence.id == "own_forward.below"
    assert cause.sentence.params == {"forward": "A12.mlp_forward", "below": "A10.tanh"}
