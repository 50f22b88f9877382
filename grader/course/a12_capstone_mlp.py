"""A12: everything together. Two layers learn XOR, and no line of it is autograd."""

import torch
import torch.nn.functional as F

from grader.author import Draw, NewAssignment, case, corner, grad, seen
from grader.author import rules as R

A12 = NewAssignment("A12", "a12_capstone_mlp", needs=["A09", "A10", "A11"], minutes=90)

_NAMES = ("W1", "b1", "W2", "b2")
_XOR = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
_XOR_LABELS = torch.tensor([0, 1, 1, 0])


def _params(draw: Draw, d: int, hidden: int, classes: int):
    return {
        "W1": draw.normal(d, hidden),
        "b1": draw.normal(hidden),
        "W2": draw.normal(hidden, classes),
        "b2": draw.normal(classes),
    }


def _hidden(X, p):
    return torch.tanh(X @ p["W1"] + p["b1"])


def _logits(X, p):
    return _hidden(X, p) @ p["W2"] + p["b2"]


def _forward_terms(X, p):
    """The sizes of the terms of h and of z, with what an error of h adds to z."""
    h_terms = X.abs() @ p["W1"].abs() + p["b1"].abs() + 1
    return h_terms, h_terms @ p["W2"].abs() + p["b2"].abs()


# -------------------------------------------------------------------------------------------------- forward


@A12.exercise(
    points=3,
    tier="bonus",
    teaches=["S13", "S19", "S47"],
    forbid=[R.AUTOGRAD, R.SOFTMAX],
    uses=["A10.tanh"],
)
class mlp_forward:
    """h = tanh(X W1 + b1),  z = h W2 + b2"""

    def reference(X, params):
        return _answer(X, _hidden(X, params), _logits(X, params))

    def scale(X, params):
        h_terms, z_terms = _forward_terms(X, params)
        return _answer(torch.zeros_like(X), h_terms, z_terms)

    def k(X, params):
        return sum(params["W1"].shape) + 6

    def cases(draw: Draw):
        zeros = {"W1": torch.zeros(2, 3), "b1": torch.zeros(3), "W2": torch.ones(3, 2), "b2": torch.tensor([1.0, 2.0])}
        yield seen(torch.tensor([[5.0, 7.0]]), zeros)
        for n, sizes in ((7, (3, 5, 2)), (5, (2, 7, 3)), (3, (5, 2, 11))):
            yield case(draw.normal(n, sizes[0]), _params(draw, *sizes))
        yield case(draw.normal(5, 3), _params(draw, 3, 3, 3), why="square")
        yield case(draw.normal(3, 2), _params(draw, 2, 3, 3), why="square")
        yield case(draw.normal(5, 3), _params(draw, 3, 1, 2), why="one_class")
        yield case(draw.normal(1, 2), _params(draw, 2, 5, 3), why="batch_of_one")
        yield corner(torch.tensor([[1e4, -1e4], [100.0, -89.0]]), {k: v + 1 for k, v in zeros.items()}, why="extreme")

    wrong = {
        "softmax_inside": lambda X, params: _answer(X, _hidden(X, params), torch.softmax(_logits(X, params), 1)),
        "no_bias": lambda X, params: _answer(X, h := torch.tanh(X @ params["W1"]), h @ params["W2"]),
        "no_tanh": lambda X, params: _answer(X, h := X @ params["W1"] + params["b1"], h @ params["W2"] + params["b2"]),
        "tanh_on_output": lambda X, params: _answer(X, _hidden(X, params), torch.tanh(_logits(X, params))),
        "caches_before_tanh": lambda X, params: (
            _logits(X, params),
            {"X": X, "h": X @ params["W1"] + params["b1"], "z": _logits(X, params)},
        ),
    }


def _answer(X, h, z):
    return z, {"X": X, "h": h, "z": z}


# -------------------------------------------------------------------------------------------------- backward


def _cache(X, params):
    return _answer(X, _hidden(X, params), _logits(X, params))[1]


def _grads(
    cache, labels, params, through=lambda p: p["W2"].mT, slope=lambda h: 1 - h * h, over_batch=torch.sum, share=True
):
    """Back-propagation by hand, for the wrong formulas: what comes down passes `through` and meets `slope`."""
    X, h, z = cache["X"], cache["h"], cache["z"]
    d2 = torch.softmax(z, 1) - F.one_hot(labels, z.shape[1])
    d2 = d2 / len(labels) if share else d2
    d1 = d2 @ through(params) * slope(h)
    return {"W1": X.mT @ d1, "b1": over_batch(d1, 0), "W2": h.mT @ d2, "b2": over_batch(d2, 0)}


@A12.exercise(
    points=5,
    tier="bonus",
    teaches=["S13", "S14", "S15"],
    forbid=[R.AUTOGRAD, R.SOFTMAX, R.CE],
    uses=["A06.linear_backward", "A09.cross_entropy_logits_backward", "A10.tanh_backward"],
)
class mlp_backward:
    """d2 = (p − Y)/N,  dW2 = hᵀ d2,  d1 = (d2 W2ᵀ) ⊙ (1 − h²),  dW1 = Xᵀ d1"""

    def reference(cache, labels, params):
        loss = lambda W1, b1, W2, b2: F.cross_entropy(torch.tanh(cache["X"] @ W1 + b1) @ W2 + b2, labels)
        return dict(zip(_NAMES, grad(loss, wrt=_NAMES)(*(params[name] for name in _NAMES))))

    def _of_own_forward(forward, cache, labels, params):
        return _slopes(lambda params: F.cross_entropy(forward(cache["X"], params)[0], labels), params)

    def _of_own_loss(loss, cache, labels, params):
        return _slopes(lambda params: loss(_logits(cache["X"], params), labels), params)

    own_forward = {"A12.mlp_forward": _of_own_forward, "A09.cross_entropy_from_logits": _of_own_loss}
    own_cache = {
        "A12.mlp_forward": lambda forward, cache, labels, params: (forward(cache["X"], params)[1], labels, params)
    }

    def scale(cache, labels, params):
        h_terms, z_terms = _forward_terms(cache["X"], params)
        d2 = torch.softmax(cache["z"], 1) * (1 + 2 * z_terms.amax(1, keepdim=True)) + F.one_hot(
            labels, z_terms.shape[1]
        )
        d2 = d2 / len(labels)
        d1 = d2 @ params["W2"].abs().mT * (1 + 2 * h_terms)
        return {"W1": cache["X"].abs().mT @ d1, "b1": d1.sum(0), "W2": h_terms.mT @ d2, "b2": d2.sum(0)}

    def k(cache, labels, params):
        return len(labels) + sum(params["W1"].shape) + 8

    def slack(cache, labels, params):  # the course's own one_hot is float32, and so may be its quotient by N
        d2 = F.one_hot(labels, params["b2"].numel()).double() * 2.0**-24 / len(labels)
        d1 = d2 @ params["W2"].abs().mT
        return {"W1": cache["X"].abs().mT @ d1, "b1": d1.sum(0), "W2": cache["h"].abs().mT @ d2, "b2": d2.sum(0)}

    def cases(draw: Draw):
        zeros = {"W1": torch.zeros(2, 1), "b1": torch.zeros(1), "W2": torch.tensor([[1.0, -1.0]]), "b2": torch.zeros(2)}
        yield seen(_cache(torch.tensor([[1.0, 2.0]]), zeros), torch.tensor([0]), zeros)
        for n, sizes in ((7, (3, 5, 2)), (5, (2, 7, 3)), (3, (5, 2, 11))):
            yield _backward_case(draw, n, sizes, "ordinary")
        for n, size in ((5, 2), (7, 3), (3, 5)):
            yield _backward_case(draw, n, (size, size, size), "square")
        yield _backward_case(draw, 1, (2, 5, 3), "batch_of_one")
        params = {name: torch.ones_like(p) for name, p in _params(draw, 2, 3, 5).items()}
        X = torch.tensor([[30.0, -29.0], [-3.0, 1.0]]).double()
        yield corner(_cache(X, params), torch.tensor([3, 0]), params, why="saturated")

    wrong = {
        "skips_tanh": lambda *args: _grads(*args, slope=lambda h: 1.0),
        "W1_used": lambda *args: _grads(*args, through=lambda p: p["W1"].mT),
        "lab8_mix": lambda *args: _grads(*args, over_batch=torch.mean),
        "sum_not_mean": lambda *args: _grads(*args, share=False),
        "double_tanh": lambda *args: _grads(*args, slope=lambda h: 1 - torch.tanh(h) ** 2),
    }


def _backward_case(draw: Draw, n: int, sizes, why: str):
    params = _params(draw, *sizes)
    return case(_cache(draw.normal(n, sizes[0]), params), draw.labels(n, sizes[2]), params, why=why)


# -------------------------------------------------------------------------------------------------- training


def _descend(params, grads, lr):
    for name, p in params.items():
        p -= lr * grads[name]
    return params


@A12.exercise(points=1, tier="bonus", teaches=["S10", "S13"], forbid=[R.AUTOGRAD], uses=["A05.update"])
class sgd_update:
    """p ← p − α · g for every p"""

    def reference(params, grads, lr):
        return {name: p - lr * grads[name] for name, p in params.items()}

    def scale(params, grads, lr):
        return {name: p.abs() + lr * grads[name].abs() for name, p in params.items()}

    k = 4
    fresh = True

    def cases(draw: Draw):
        yield seen({"w": torch.tensor([1.0, 2.0])}, {"w": torch.tensor([10.0, -10.0])}, 0.1)
        for sizes in ((3, 5, 2), (2, 7, 3), (5, 2, 11)):
            yield case(_params(draw, *sizes), _params(draw, *sizes), draw.number(0.01, 0.9))
        other_order = dict(reversed(_params(draw, 3, 3, 3).items()))
        yield case(_params(draw, 3, 3, 3), other_order, draw.number(0.01, 0.9), why="square")
        yield case(_params(draw, 2, 3, 5), _params(draw, 2, 3, 5), 0.0, why="zero_rate")
        yield corner({"w": torch.tensor([1.0, -2.0])}, {"w": torch.zeros(2)}, 0.5, why="hard_zero")
        yield corner(
            {"W1": torch.ones(2), "b1": torch.ones(1)}, {"W1": torch.ones(2)}, 0.1, why="short_batch", raises=KeyError
        )

    wrong = {
        "in_place": _descend,
        "only_weights": lambda params, grads, lr: {
            name: p - lr * grads[name] if name.lower().startswith("w") else p for name, p in params.items()
        },
        "plus": lambda params, grads, lr: {name: p + lr * grads[name] for name, p in params.items()},
        "by_position": lambda params, grads, lr: {n: p - lr * g for (n, p), g in zip(params.items(), grads.values())},
    }


@A12.exercise(points=2, tier="bonus", teaches=["S08", "S09"])
class minibatch_indices:
    """order, batch_size at a time"""

    def reference(n, batch_size, order):
        return list(order.split(batch_size))

    def cases(draw: Draw):
        yield seen(5, 2, torch.tensor([4, 0, 3, 1, 2]))
        for n, size in ((7, 3), (11, 5), (8, 5), (6, 2), (5, 1)):
            yield case(n, size, draw.permutation(n))
        yield case(3, 3, draw.permutation(3), why="square")
        yield corner(3, 7, torch.tensor([2, 0, 1]), why="short_batch")
        yield corner(1, 1, torch.tensor([0]), why="batch_of_one")

    wrong = {
        "drops_last": lambda n, batch_size, order: list(order[: n - n % batch_size].split(batch_size)),
        "ignores_order": lambda n, batch_size, order: list(torch.arange(n).split(batch_size)),
        "number_of_batches": lambda n, batch_size, order: list(order.chunk(batch_size)),
        "not_a_list": lambda n, batch_size, order: order,
        "first_only": lambda n, batch_size, order: [order[:batch_size]],
        "every_nth": lambda n, batch_size, order: [order[i :: -(-n // batch_size)] for i in range(-(-n // batch_size))],
        "one_too_many": lambda n, batch_size, order: [
            order[i * batch_size : (i + 1) * batch_size] for i in range(n // batch_size + 1)
        ],
    }


def _slopes(loss, params):
    """The gradients of `loss(params)`, by name."""
    at = lambda W1, b1, W2, b2: loss({"W1": W1, "b1": b1, "W2": W2, "b2": b2})
    return dict(zip(_NAMES, grad(at, wrt=_NAMES)(*(params[name] for name in _NAMES))))


def _descended(loss, params, lr, steps):
    """Plain gradient descent on `loss(X, params)`: where it ends, and its losses."""
    X, losses = _XOR.double(), torch.zeros(steps, dtype=torch.float64)
    for step in range(steps):
        losses[step] = loss(X, params)
        slopes = _slopes(lambda params: loss(X, params), params)
        params = {name: params[name] - lr * slopes[name] for name in _NAMES}
    return params, losses


def _train(params, lr, steps, late=0, labels=_XOR_LABELS):
    """The trajectory of plain gradient descent; `late` is how many updates each recorded loss lags behind."""
    X = _XOR.to(params["W1"].dtype)
    losses = []
    for _ in range(steps + late):
        losses.append(F.cross_entropy(_logits(X, params), labels))
        if len(losses) <= steps:
            grads = _grads(_cache(X, params), labels, params)
            params = {name: params[name] - lr * grads[name] for name in _NAMES}
    losses = torch.stack(losses[late:]) if losses[late:] else X.new_zeros(0)
    return params, losses


@A12.exercise(
    points=3,
    tier="bonus",
    teaches=["S07", "S10", "S13"],
    forbid=[R.AUTOGRAD],
    uses=["A09.cross_entropy_from_logits", "A12.mlp_forward", "A12.mlp_backward", "A12.sgd_update"],
)
class train_xor:
    """steps times: params ← params − α ∂L/∂params, on the XOR table"""

    def reference(params, lr, steps):
        loss = lambda W1, b1, W2, b2: F.cross_entropy(torch.tanh(_XOR.double() @ W1 + b1) @ W2 + b2, _XOR_LABELS)
        values, losses = [params[name] for name in _NAMES], torch.zeros(steps, dtype=torch.float64)
        for step in range(steps):
            losses[step] = loss(*values)
            values = [p - lr * g for p, g in zip(values, grad(loss, wrt=_NAMES)(*values))]
        return dict(zip(_NAMES, values)), losses

    own_forward = {
        "A12.mlp_forward": lambda forward, params, lr, steps: _descended(
            lambda X, params: F.cross_entropy(forward(X, params)[0], _XOR_LABELS), params, lr, steps
        ),
        "A09.cross_entropy_from_logits": lambda loss, params, lr, steps: _descended(
            lambda X, params: loss(_logits(X, params), _XOR_LABELS), params, lr, steps
        ),
    }
    own_says = "trained"

    def scale(params, lr, steps):
        return {name: p.abs() + 1 for name, p in params.items()}, torch.ones(steps)

    def k(params, lr, steps):  # every step adds its own rounding to what the earlier ones left
        return 20 + 2 * steps

    def slack(params, lr, steps):  # as in mlp_backward, once per step
        off = 2.0**-24 * lr * steps
        return {name: off for name in _NAMES}, off

    def cases(draw: Draw):
        zeros = {"W1": torch.zeros(2, 3), "b1": torch.zeros(3), "W2": torch.zeros(3, 2), "b2": torch.zeros(2)}
        yield seen(zeros, 1.0, 2)
        for hidden, steps in ((3, 5), (5, 20), (7, 50), (2, 3)):
            yield case(_params(draw, 2, hidden, 2), draw.number(0.2, 0.9), steps)
        yield corner({name: p + 0.5 for name, p in zeros.items()}, 0.5, 0, why="empty")
        yield corner({name: p + 0.5 for name, p in zeros.items()}, 0.0, 3, why="zero_rate")
        yield corner(_solvable(), 1.0, 300, why="deep")

    wrong = {
        "never_leaves_0_693": lambda params, lr, steps: _train(
            {k: torch.zeros_like(p) for k, p in params.items()}, lr, steps
        ),
        "loss_shifted": lambda params, lr, steps: _train(params, lr, steps, late=1),
        "one_step": lambda params, lr, steps: _train(params, lr, min(steps, 1)),
        "returns_start": lambda params, lr, steps: (params, _train(params, lr, steps)[1]),
        "labels_of_and": lambda *args: _train(*args, labels=torch.tensor([0, 0, 0, 1])),
        "labels_of_or": lambda *args: _train(*args, labels=torch.tensor([0, 1, 1, 1])),
        "labels_of_xnor": lambda *args: _train(*args, labels=1 - _XOR_LABELS),
    }


def _solvable():
    """Four hidden units from which 300 steps solve XOR: the loss falls below 0.05."""
    return _params(Draw(7, "xor"), 2, 4, 2)
