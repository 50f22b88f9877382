"""Who and what needs an instructor's eye."""

from __future__ import annotations

from collections.abc import Iterable

from grader.model.gradebook import FunctionRow, Grade, Look

JUMP = 20.0
WEAK = 0.3
_FEW = 5


def student_looks(grade: Grade, jump: float = 0.0) -> list[Look]:
    """What is remarkable about one student's row. `jump`: percentage points since the last time it was graded."""
    looks = []
    if grade.status == "grader_fault" or any(f.status == "grader_fault" for f in grade.functions):
        looks.append(Look("grader_fault", grade.id))
    if grade.status == "unreadable":
        looks.append(Look("load_error", grade.id))
    for status in ("timeout", "rule"):
        names = [f.id for f in grade.functions if f.status == status]
        if names:
            looks.append(Look(status, grade.id, params={"functions": ", ".join(names[:_FEW])}))
    if not grade.known:
        looks.append(Look("unknown_student", grade.id))
    if abs(jump) > JUMP:
        looks.append(Look("changed", grade.id, params={"by": f"{jump:+.0f}"}))
    return looks


def function_looks(functions: Iterable[FunctionRow]) -> list[Look]:
    """Functions that few or none get right: the grader or the handout is to be suspected first."""
    looks = []
    for row in functions:
        if row.attempted >= _FEW and row.passed == 0:
            looks.append(Look("nobody_passes", function=row.id, params={"attempted": str(row.attempted)}))
        elif row.attempted >= _FEW and row.passed < WEAK * row.attempted:
            share = f"{100 * row.passed / row.attempted:.0f}"
            looks.append(Look("weak_function", function=row.id, params={"percent": share}))
    return looks
