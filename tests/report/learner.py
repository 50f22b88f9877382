"""A learner who has filled in the whole course and made ten mistakes, graded for real: every picture, ten failures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from grader.grading import Session
from grader.model.result import Result
from grader.model.submission import Chunk, Module, Submission

SOLUTIONS = Path(__file__).parents[2] / "solutions"
# assignment, what stands in the worked answer, what the learner wrote
MISTAKES = (
    ("a04_linear_model", "((predictions - y) ** 2).mean(dim=1)", "((predictions - y) ** 2).sum(dim=1)"),
    (
        "a05_gradient_descent",
        "    for i in order:\n        w = update(w, grad_w_single(x[i], y[i], w), lr)",
        "    start = w\n    for i in order:\n        w = update(w, grad_w_single(x[i], y[i], start), lr)",
    ),
    ("a06_chain_rule", '"d_w": d_y_hat * x}', '"d_w": d_y_hat}'),
    ("a07_logistic", "return torch.where(x >= 0, 1 / (1 + e), e / (1 + e))", "return torch.exp(x) / (1 + torch.exp(x))"),
    ("a08_scatter_onehot", "target = [i, j, k]", "target = [k, j, i]"),
    ("a09_softmax_ce", "(grad_out * p).sum(dim=dim, keepdim=True)", "(grad_out * p).sum(dim=dim)"),
    ("a10_activations", "return grad_out * (1 - out * out)", "return grad_out * (1 - out)"),
    (
        "a10_activations",
        "return torch.where(x > 0, x, negative_slope * x)",
        "return torch.where(x > 0, x, -negative_slope * x)",
    ),
    ("a11_vanishing", "gradient = gradient * activation_slope(x, kind)", "gradient = gradient * activation_slope(x0, kind)"),
    ("a12_capstone_mlp", "mlp_backward(cache, labels, params), lr)", "mlp_backward(cache, labels, params), lr / len(X))"),
)  # fmt: skip


def submission() -> Submission:
    """The worked answers with the mistakes in them."""
    modules = []
    for path in sorted(SOLUTIONS.glob("a*.py")):
        source = path.read_text(encoding="utf-8")
        for slug, right, wrong in MISTAKES:
            if slug == path.stem:
                assert source.count(right) == 1, right
                source = source.replace(right, wrong)
        modules.append(Module(path.stem, path.name, (Chunk(path.name, source),)))
    return Submission("김하늘", tuple(modules), "0" * 64)


@cache
def graded() -> Result:
    """The result of grading it with every picture; the environment is set to what no machine changes."""
    work = submission()
    with Session(seed=1, isolation="none") as session:
        return session.grade(work, plots=[m.slug for m in work.modules])
