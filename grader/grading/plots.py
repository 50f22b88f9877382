"""Pictures of the student's own functions beside the reference, as data that a report draws.

A plot is JSON data: {"id", "kind", "functions", …}; `functions` are the exercises it is drawn from. Kinds and their
fields: "curves" (`panels`, each with `series` of `x` and `y`), "graph" (`values` and `gradients`, each with `student`
and `reference`), "arrows" (`base`, `index`, `src`, and the answers), "regions" (`grid` of probabilities and `points`).
What is not finite is None. Ids name the words of the catalogue `report`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.contestant import Contestant
from grader.errors import GraderError
from grader.grading.drawn import activation, backprop, capstone, depth, descent, scatter
from grader.grading.drawn.asking import Asking, Plot
from grader.model.exercise import Course
from grader.model.result import AssignmentResult

RUNS = ("pass", "carried", "partial", "fail", "rule")


@dataclass(frozen=True)
class Drawing:
    """What an assignment has drawn: `draw` asks the functions, `shows` names each plot with those it is drawn from."""

    draw: Callable[[Asking], list[Plot]]
    shows: Mapping[str, tuple[str, ...]]


DRAWINGS: Mapping[str, Drawing] = {
    "a04_linear_model": Drawing(descent.loss_over_w, {"loss_over_w": ("loss_curve",)}),
    "a05_gradient_descent": Drawing(descent.steps, {"descent": ("sgd_epoch", "bgd_step")}),
    "a06_chain_rule": Drawing(backprop.graph, {"backprop": ("graph_forward", "graph_backward")}),
    "a07_logistic": Drawing(activation.sigmoid, {"activation.sigmoid": ("sigmoid", "sigmoid_backward")}),
    "a08_scatter_onehot": Drawing(scatter.arrows, {f"scatter.{dim}": ("scatter3d_loop",) for dim in range(3)}),
    "a10_activations": Drawing(
        activation.others,
        {f"activation.{name}": (name, f"{name}_backward") for name in ("tanh", "relu", "leaky_relu")},
    ),
    "a11_vanishing": Drawing(depth.gradients, {"depth": ("chain_gradient",)}),
    "a12_capstone_mlp": Drawing(
        capstone.training, {"training": ("train_xor",), "boundary": ("train_xor", "mlp_forward")}
    ),
}


def illustrated(
    course: Course, graded: Sequence[AssignmentResult], contestant: Contestant, wanted: Sequence[str]
) -> tuple[AssignmentResult, ...]:
    """The results with pictures in the assignments that `wanted` names (ids or slugs, "A07" or "a07_logistic")."""
    return tuple(
        replace(a, plots=tuple(_plots(course, a, contestant))) if {a.id, a.slug} & set(wanted) else a for a in graded
    )


def _plots(course: Course, assignment: AssignmentResult, contestant: Contestant) -> list[Plot]:
    drawing = DRAWINGS.get(assignment.slug)
    running = {f.verdict.id for f in assignment.functions if f.verdict.status in RUNS}
    if drawing is None or not running:
        return []
    try:
        plots = drawing.draw(Asking(course, contestant, assignment.slug, frozenset(running)))
        return [{**plot, "functions": _named(assignment, drawing.shows[str(plot["id"])])} for plot in plots]
    except (GraderError, LookupError, TypeError, ValueError, ArithmeticError, RuntimeError, AttributeError):
        return []  # another course may use the same names; a picture is never worth a grade


def _named(assignment: AssignmentResult, names: Sequence[str]) -> list[str]:
    return [f"{assignment.id}.{name}" for name in names]
