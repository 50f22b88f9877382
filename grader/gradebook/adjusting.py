"""What an instructor decided, applied to a result's JSON data. The stored result stays as it was graded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from grader.gradebook.rows import Adjustment, Comment

ALL = ""


class Decisions:
    """The adjustments that stand and the comments, by student."""

    def __init__(self, adjustments: Iterable[Adjustment], comments: Iterable[Comment]) -> None:
        self._adjustments: defaultdict[str, dict[str, Adjustment]] = defaultdict(dict)
        for each in adjustments:
            self._adjustments[each.student].pop(each.target, None)
            if each.points is not None:
                self._adjustments[each.student][each.target] = each
        self._comments: defaultdict[str, list[Comment]] = defaultdict(list)
        for comment in comments:
            self._comments[comment.student].append(comment)

    def of(self, student: str) -> tuple[Mapping[str, Adjustment], Sequence[Comment]]:
        return self._adjustments.get(student, {}), self._comments.get(student, [])

    def applied(self, data: dict[str, Any], student: str) -> dict[str, Any]:
        """`data` with the student's decisions, changed in place: points, a note that says who and why, and the sums.
        What is about no function in it becomes a remark on the whole."""
        adjustments, comments = self.of(student)
        if not adjustments and not comments:
            return data
        for assignment in data["assignments"]:
            for function in assignment["functions"]:
                _decide(function, adjustments.get(function["id"]), comments)
            assignment["points"] = sum((f["points"] for f in assignment["functions"]), 0.0)
        _summed(data)
        known = {f["id"] for a in data["assignments"] for f in a["functions"]}
        given = [a for a in adjustments.values() if a.target not in known]
        said = [c for c in comments if c.target not in known]
        data["submission"]["remarks"] = [*map(_given, given), *map(_comment, said)]
        return data


def _given(adjustment: Adjustment) -> dict[str, Any]:
    params = {"function": adjustment.target, "points": adjustment.points, **_signed(adjustment), "why": adjustment.why}
    return {"domain": "batch", "id": "given", "params": params}


def _comment(comment: Comment) -> dict[str, Any]:
    return {"domain": "batch", "id": "comment", "params": {"text": comment.text, **_signed(comment)}}


def _decide(function: dict[str, Any], adjustment: Adjustment | None, comments: Sequence[Comment]) -> None:
    notes = list(function["notes"])
    if adjustment is not None and adjustment.points is not None:
        params = {"points": adjustment.points, "was": function["points"], **_signed(adjustment), "why": adjustment.why}
        notes.append({"domain": "batch", "id": "adjusted", "params": params})
        function["points"] = adjustment.points
    function["notes"] = notes + [_comment(comment) for comment in comments if comment.target == function["id"]]


def _signed(decision: Adjustment | Comment) -> dict[str, str]:
    return {"who": decision.who, "when": decision.at[:10]}


def _summed(data: dict[str, Any]) -> None:
    functions = [f for a in data["assignments"] for f in a["functions"]]
    summary = data["summary"]
    summary["core"] = sum((f["points"] for f in functions if f["tier"] == "core"), 0.0)
    summary["extra"] = sum((f["points"] for f in functions if f["tier"] != "core"), 0.0)
    summary["points"] = summary["core"] + summary["extra"]
    whole = summary["core_max"]
    summary["percent"] = round(min(110.0, 100.0 * summary["points"] / whole), 2) if whole else 0.0
