"""What a student's page says about their grade in the class: the page itself only knows what was handed in."""

from __future__ import annotations

from typing import Any

from grader.model.gradebook import Grade


def remarked(grade: Grade, data: dict[str, Any]) -> dict[str, Any]:
    """The result's data with the grade of the class, what is missing and what lateness cost as its first remarks."""
    remarks = [_remark("grade", points=grade.final, max_points=grade.max_points, percent=f"{grade.percent:.1f}")]
    present = {a["id"] for a in data["assignments"]}
    missing = [a.id for a in grade.assignments if a.id not in present]
    if missing:
        remarks.append(_remark("not_handed_in", assignments=", ".join(missing)))
    if grade.penalty:
        remarks.append(_remark("late", days=grade.late_days, penalty=grade.penalty))
    submission = {**data["submission"], "remarks": [*remarks, *data["submission"].get("remarks", [])]}
    return {**data, "submission": submission}


def _remark(identifier: str, **params: str | float) -> dict[str, Any]:
    return {"domain": "batch", "id": f"remark.{identifier}", "params": params}
