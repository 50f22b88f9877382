"""The course as the torch-free index knows it."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from grader.course.index import Index, IndexedAssignment, IndexedFunction
from grader.model.exercise import Assignment, Course, Exercise


def table(course: Course, solutions: Mapping[str, str]) -> Index:
    """`solutions` are the worked texts by slug: signatures are those that students see."""
    return Index(tuple(_assignment(a, _signatures(solutions[a.slug])) for a in course.assignments))


def _assignment(assignment: Assignment, signatures: Mapping[str, str]) -> IndexedAssignment:
    functions = tuple(_function(e, signatures[e.name]) for e in assignment.exercises)
    return IndexedAssignment(assignment.id, assignment.slug, assignment.needs, assignment.minutes, functions)


def _function(exercise: Exercise, signature: str) -> IndexedFunction:
    return IndexedFunction(
        id=exercise.id,
        name=exercise.name,
        points=exercise.points,
        tier=exercise.tier,
        signature=signature,
        formula=exercise.formula,
        parameters=exercise.parameters,
        uses=exercise.uses,
        forbid=tuple(r.id for r in exercise.forbid),
        require=tuple(r.id for r in exercise.require),
        teaches=exercise.teaches,
        own_forward=tuple(own.exercise for own in exercise.own_forward),
    )


def _signatures(solution: str) -> dict[str, str]:
    return {n.name: _signature(n) for n in ast.parse(solution).body if isinstance(n, ast.FunctionDef)}


def _signature(node: ast.FunctionDef) -> str:
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({ast.unparse(node.args)}){returns}"
