# ruff: noqa: E501
"""Results made by hand: one function of every outcome, and a hostile student."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grader.model.outcome import Place
from grader.model.result import AssignmentResult, Environment, FunctionResult, Result, Totals
from grader.model.submission import Problem
from grader.model.verdict import Breach, Diagnosis, FailingCase, Group, Message, Picture, Verdict

COURSE = Path(__file__).parent / "course"
DOMAIN = "c07_sample"
ENVIRONMENT = Environment(
    grader="0.1.0", torch="2.13.0", python="3.12.1", course="f00dfeed", seed=20240601, isolation="landlock",
    isolation_detail={"network": "denied", "files": "denied"}, started="2026-11-24T00:50:00+09:00",
)  # fmt: skip
SIGMOID = '''def sigmoid(x: Tensor) -> Tensor:
    """σ(x) = 1 / (1 + e^-x)"""
    e = torch.exp(x)  # 지수
    return e / (1 + e)
'''


def tensor(shape: tuple[int, ...], cells: tuple[str, ...], wrong: tuple[int, ...] = (), worst: int = -1) -> Picture:
    return Picture("tensor", f"tensor of shape {shape}", "float32", shape, cells, wrong, worst)


def message(id: str, **params: str | int | float) -> Message:
    return Message(DOMAIN, id, params)


def groups(points: float, *passed: int) -> tuple[Group, ...]:
    shares = zip(("seen", "ordinary", "corner", "contract"), (0.1, 0.5, 0.2, 0.2), passed, (1, 6, 4, 8))
    return tuple(
        Group(name, points * share, points * share * got / total, got, total) for name, share, got, total in shares
    )


def function(verdict: Verdict, **more: object) -> FunctionResult:
    name = verdict.id.partition(".")[2]
    defaults: dict[str, object] = {
        "formula": "σ(x) = 1 / (1 + e^-x)",
        "signature": f"def {name}(x: Tensor) -> Tensor",
        "source": SIGMOID.replace("sigmoid", name),
        "source_file": "c07_sample.py",
        "source_line": 11,
        "forbids": ("torch.sigmoid",),
    }
    return FunctionResult(verdict, **{**defaults, **more})  # type: ignore[arg-type]


def overflow() -> FunctionResult:
    case = FailingCase(
        7, "corner", "extreme", "float32", (("x", tensor((2, 3), ("-1e4", "-100", "-89", "89", "100", "1e4"))),),
        tensor((2, 3), ("0", "3.783e-44", "2.229e-39", "1", "1", "1")),
        tensor((2, 3), ("0", "3.783e-44", "2.229e-39", "nan", "nan", "nan"), (3, 4, 5), 3),
    )  # fmt: skip
    return function(
        Verdict(
            "C07.sigmoid", "partial", 3.0, 5.0, "core", message("finding.overflow", count=3, where="[1, 0]", input="89"),
            Diagnosis("exp_over_one_plus_exp_overflow", "misconception", message("wrong.exp_over")), case,
            groups(5.0, 1, 6, 2, 8), notes=(message("note.float"),), place=Place("c07_sample.py", 14), printed="x = 3\n" * 3,
            seconds=0.018,
        )
    )  # fmt: skip


def values() -> FunctionResult:
    case = FailingCase(
        1, "seen", "ordinary", "float64",
        (("p", tensor((5, 1), ("0.2", "0.4", "0.5", "0.6", "0.9"))), ("y", tensor((5, 1), ("0", "1", "1", "0", "1"))), ("dim", Picture("plain", "1"))),
        tensor((), ("0.5108",)), tensor((), ("0.3327",), (0,), 0),
    )  # fmt: skip
    return function(
        Verdict(
            "C07.bce_loss", "fail", 0.5, 5.0, "core", message("finding.values", wrong=1, total=1),
            Diagnosis("minus_only_first_term", "misconception", message("wrong.minus")), case, groups(5.0, 0, 1, 0, 8),
            place=Place("c07_sample.py", 13),
        ),
        formula="L = -mean(y·log p + (1 - y)·log(1 - p))",
    )  # fmt: skip


def matrix() -> FunctionResult:
    expected = (
        "0.0821",
        "-0.3011",
        "0.1203",
        "0.0987",
        "0.0412",
        "0.0991",
        "-0.2184",
        "0.0781",
        "-0.2544",
        "0.1022",
        "0.0633",
        "0.0889",
    )
    got = (
        "0.0821",
        "0.0322",
        "0.1203",
        "0.0987",
        "0.0412",
        "0.0991",
        "0.1149",
        "0.0781",
        "0.0789",
        "0.1022",
        "0.0633",
        "0.0889",
    )
    case = FailingCase(
        2,
        "random",
        "ordinary",
        "float32",
        (("z", tensor((3, 4), expected)),),
        tensor((3, 4), expected),
        tensor((3, 4), got, (1, 6, 8), 6),
        "[0]",
    )
    return function(
        Verdict(
            "C07.softmax_backward",
            "fail",
            0.0,
            3.0,
            "core",
            message("finding.values", wrong=3, total=12),
            None,
            case,
            groups(3.0, 0, 0, 0, 8),
        )
    )


def result() -> Result:
    functions = (
        function(Verdict("C07.predict", "pass", 2.0, 2.0, "core", groups=groups(2.0, 1, 6, 4, 8))),
        overflow(),
        values(),
        matrix(),
        function(Verdict("C07.manual", "rule", 0.0, 3.0, "core", breaches=(Breach("SIGMOID", "torch.sigmoid", Place("c07_sample.py", 14)), Breach("LOOP", "for", None, True)))),
        function(Verdict("C07.broken", "error", 0.0, 2.0, "core", message("finding.raised", type="RuntimeError", message="The size of tensor a (4) must match the size of tensor b (5)"), place=Place("c07_sample.py", 12))),
        function(Verdict("C07.spin", "timeout", 0.0, 1.0, "extra", message("finding.timeout", seconds=10))),
        function(Verdict("C07.step", "carried", 3.0, 3.0, "core", carried_from=("C07.bce_loss",))),
    )  # fmt: skip
    assignment = AssignmentResult("C07", DOMAIN, functions, "c07_sample.py")
    todo = AssignmentResult(
        "C08",
        DOMAIN,
        (
            function(Verdict("C08.sigmoid", "todo", 0.0, 2.0, "core"), source=""),
            function(Verdict("C08.step", "skip", 0.0, 1.0, "bonus"), source=""),
        ),
        "",
    )
    totals = Totals(8.5, 25.0, 0.0, 2.0, 2, 10)
    return Result("홍길동", "ab" * 32, (assignment, todo), totals, ENVIRONMENT, ignored=("notes.txt",))


HOSTILE = "</script><img src=x onerror=alert(1)>\x1b[31m\u202e`|\ud800=cmd()&amp;\x00"


def hostile() -> Result:
    """Every text that a student or torch can choose holds an attack."""
    verdict = Verdict(
        "C07.sigmoid", "fail", 0.0, 5.0, "core", message("finding.raised", type=HOSTILE, message=HOSTILE),
        Diagnosis(HOSTILE, "torch_error", message("finding.raised", type="x", message=HOSTILE)),
        FailingCase(1, "seen", "ordinary", "float32", ((HOSTILE, Picture("plain", HOSTILE)),), Picture("tensor", HOSTILE, "float32", (1,), ("1",)), Picture("tensor", HOSTILE, HOSTILE, (1,), (HOSTILE,), (0,), 0)),
        breaches=(Breach("SIGMOID", HOSTILE, Place(HOSTILE, 2)),), place=Place(HOSTILE, 12), printed=HOSTILE * 50,
    )  # fmt: skip
    bad = function(verdict, source=f"def sigmoid(x):\n    return '{HOSTILE}'\n", source_file=HOSTILE, signature=HOSTILE)
    assignment = AssignmentResult("C07", DOMAIN, (bad,), HOSTILE)
    return replace(
        result(), submission=HOSTILE, assignments=(assignment,), ignored=(HOSTILE,), totals=Totals(0, 5, 0, 0, 0, 1)
    )


def unreadable() -> Result:
    problem = Problem("empty", {"file": HOSTILE})
    return replace(
        result(),
        assignments=(AssignmentResult("C07", DOMAIN, (), "c07_sample.py", problem),),
        problems=(Problem("not_readable", {"file": "work.zip"}),),
    )


def _line(who: str, label: str, y: list[float | None], marks: str = "") -> dict[str, object]:
    return {"who": who, "label": label, "x": [float(i) for i in range(len(y))], "y": y, "marks": marks}


def pictures() -> Result:
    """One picture of each kind, with a student who is wrong in each; and data that nobody can draw."""
    value = [_line("reference", "reference", [0.0, 1.0, 2.0]), _line("student", "student", [0.0, None, 900.0], "line")]
    depth = [
        _line(who, kind, [1.0, 0.1, 0.01], "line") for kind in ("sigmoid", "tanh") for who in ("reference", "student")
    ]
    names = {"x": 2.0, "y": 4.0, "w": 1.0, "y_hat": 2.0, "s": -2.0, "loss": 4.0}
    values = [{"name": n, "student": v, "reference": v} for n, v in names.items()]
    gradients = [
        {"name": n, "student": s, "reference": -4.0} for n, s in (("d_s", -4.0), ("d_y_hat", 4.0), ("d_w", None))
    ]
    plots = (
        {"id": "activation.sigmoid", "kind": "curves", "panels": [{"id": "value", "x": "axis.x", "y": "axis.value", "scale": "linear", "series": value}]},
        {"id": "depth", "kind": "curves", "panels": [{"id": "gradient", "x": "axis.depth", "y": "axis.gradient", "scale": "log", "series": depth}]},
        {"id": "backprop", "kind": "graph", "values": values, "gradients": gradients},
        {"id": "scatter.0", "kind": "arrows", "dim": 0, "base": [2, 1, 2], "src_shape": [1, 1, 2], "src": [5.0, 6.0], "index": [1, 0], "student": [5.0, 0.0, 0.0, 6.0], "reference": [0.0, 6.0, 5.0, 0.0]},
        {"id": "boundary", "kind": "regions", "low": 0.0, "high": 1.0, "side": 3, "grid": [0.1, 0.5, 0.9, 0.5, None, 0.5, 0.9, 0.5, 0.9], "points": [[0, 0, 0], [1, 1, 0]]},
        {"id": "backprop", "kind": "graph", "values": [], "gradients": []},
        {"id": HOSTILE, "kind": "curves", "panels": []},
        {"id": "depth", "kind": HOSTILE},
    )  # fmt: skip
    assignment = replace(samples_assignment(), plots=plots)
    return replace(result(), assignments=(assignment,))


def samples_assignment() -> AssignmentResult:
    return result().assignments[0]
