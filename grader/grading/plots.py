"""Pictures of the student's own functions beside the reference, as data that a report draws.

A plot is JSON data: {"id", "kind", "functions", …}; `functions` are the exercises it is drawn from. Kinds and their
fields: "curves" (`panels`, each with `series` of `x` and `y`), "graph" (`values` and `gradients`, each with `student`
and `reference`), "arrows" (`base`, `index`, `src`, and the answers), "regions" (`grid` of probabilities and `points`).
What is not finite is None. Ids name the words of the catalogue `report`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from grader.contestant import Contestant
from grader.errors import GraderError
from grader.grading.drawn import activation, backprop, capstone, depth, descent, scatter
from grader.grading.drawn.asking import Asking, Plot
from grader.model.exercise import Course
from grader.model.result import AssignmentResult

RUNS = ("pass", "carried", "partial", "fail", "rule")
_DRAWN: dict[str, Callable[[Asking], list[Plot]]] = {
    "a04_linear_model": descent.loss_over_w,
    "a05_gradient_descent": descent.steps,
    "a06_chain_rule": backprop.graph,
    "a07_logistic": activation.sigmoid,
    "a08_scatter_onehot": scatter.arrows,
    "a10_activations": activation.others,
    "a11_vanishing": depth.gradients,
    "a12_capstone_mlp": capstone.training,
}


_DRAWN_FROM = {
    "loss_over_w": ("loss_curve",),
    "descent": ("sgd_epoch", "bgd_step"),
    "backprop": ("graph_forward", "graph_backward"),
    "activation.sigmoid": ("sigmoid", "sigmoid_backward"),
    "activation.tanh": ("tanh", "tanh_backward"),
    "activation.relu": ("relu", "relu_backward"),
    "activation.leaky_relu": ("leaky_relu", "leaky_relu_backward"),
    "scatter.0": ("scatter3d_loop",),
    "scatter.1": ("scatter3d_loop",),
    "scatter.2": ("scatter3d_loop",),
    "depth": ("chain_gradient",),
    "training": ("train_xor",),
    "boundary": ("train_xor", "mlp_forward"),
}


def illustrated(
    course: Course, graded: Sequence[AssignmentResult], contestant: Contestant, wanted: Sequence[str]
) -> tuple[AssignmentResult, ...]:
    """The results with pictures in the assignments that `wanted` names (ids or slugs, "A07" or "a07_logistic")."""
    return tuple(
        replace(a, plots=tuple(_plots(course, a, contestant))) if {a.id, a.slug} & set(wanted) else a for a in graded
    )


def _plots(course: Course, assignment: AssignmentResult, contestant: Contestant) -> list[Plot]:
    draw = _DRAWN.get(assignment.slug)
    running = {f.verdict.id for f in assignment.functions if f.verdict.status in RUNS}
    if draw is None or not running:
        return []
    try:
        plots = draw(Asking(course, contestant, assignment.slug, frozenset(running)))
        return [{**plot, "functions": _functions(assignment, str(plot["id"]))} for plot in plots]
    except (GraderError, LookupError, TypeError, ValueError, ArithmeticError, RuntimeError, AttributeError):
        return []  # another course may use the same names; a picture is never worth a grade


def _functions(assignment: AssignmentResult, plot: str) -> list[str]:
    return [f"{assignment.id}.{name}" for name in _DRAWN_FROM[plot]]
