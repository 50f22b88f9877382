# ruff: noqa: ARG005, E501  (a table of calls that share one signature)
"""How this judge does beside torch's own comparisons, on the same right and wrong answers.

    python benchmarks/judges_side_by_side.py [--seeds 20]

Three tables: wrong answers accepted and right answers rejected by each judge; the same for manual backward passes
with `torch.autograd.gradcheck`; and which cause our diagnosis names for the wrong answers that were written without a
look at the course pages (`tests/catalogue/wrong.py`), where the truth is known.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import torch  # noqa: E402
from torch import Tensor  # noqa: E402

from grader.contestant.inprocess import answers  # noqa: E402
from grader.contestant.tensors import decode  # noqa: E402
from grader.judge.expect import Leaf  # noqa: E402
from grader.judge.plan import Run  # noqa: E402
from grader.judge.trees import mapped  # noqa: E402
from grader.model.outcome import Answer, Raised, Returned  # noqa: E402
from grader.model.value import Dtype, TensorValue  # noqa: E402
from tests.catalogue.judging import course, judge, runs  # noqa: E402
from tests.catalogue.right import RIGHT  # noqa: E402
from tests.catalogue.wrong import WRONG, Entry  # noqa: E402

Accepts = Callable[[Sequence[Run], Sequence[Answer]], bool]
FORMAL = ("type", "none", "count", "shape", "dtype", "mutated", "undone", "metadata", "shares_memory", "not_a_view",
          "not_in_place", "no_error", "other_error")  # fmt: skip


# --- the other judges -------------------------------------------------------------------------------------------------


def first_ordinary(planned: Sequence[Run]) -> list[int]:
    """The one float32 case a hand-written test would use."""
    fitting = [
        n for n, r in enumerate(planned) if r.case.kind == "random" and r.dtype != "float64" and r.expected is not None
    ]
    return fitting[:1] or [0]


def ordinary(planned: Sequence[Run]) -> list[int]:
    return [n for n, r in enumerate(planned) if r.case.kind != "corner" and r.expected is not None]


def everything(planned: Sequence[Run]) -> list[int]:
    return list(range(len(planned)))


def by(compare: Callable[[Any, Any], bool], choose: Callable[[Sequence[Run]], list[int]]) -> Accepts:
    """A judge that compares the chosen cases with `compare(got, expected)`."""

    def accepts(planned: Sequence[Run], given: Sequence[Answer]) -> bool:
        return all(_one(compare, planned[n], given[n]) for n in choose(planned))

    return accepts


def _one(compare: Callable[[Any, Any], bool], run: Run, answer: Answer) -> bool:
    if run.expected is None:
        return isinstance(answer.outcome, Raised) and answer.outcome.type == run.case.raises
    if not isinstance(answer.outcome, Returned):
        return False
    try:
        return compare(_objects(answer.outcome.value), _expected(run))
    except Exception:
        return False


def _objects(value: Any) -> Any:
    return mapped(lambda v: decode(v) if isinstance(v, (TensorValue, Dtype)) else v, value)


def _expected(run: Run) -> Any:
    def cast(leaf: Leaf) -> Any:
        if isinstance(leaf.value, Tensor) and leaf.value.is_floating_point():
            return leaf.value.to(getattr(torch, leaf.dtype, torch.float32))
        return leaf.value

    return mapped(cast, run.expected)


def assert_close(got: Any, want: Any) -> bool:
    if isinstance(want, str) or want is None:
        return bool(got == want)
    with contextlib.suppress(AssertionError):
        torch.testing.assert_close(got, want, equal_nan=True)
        return True
    return False


def allclose(got: Any, want: Any) -> bool:
    if isinstance(want, (tuple, list)):
        return len(got) == len(want) and all(allclose(g, w) for g, w in zip(got, want, strict=True))
    if isinstance(want, dict):
        return set(got) == set(want) and all(allclose(got[k], want[k]) for k in want)
    if isinstance(want, Tensor):
        return torch.allclose(torch.as_tensor(got).double(), want.double(), equal_nan=True)
    return bool(got == want) if not isinstance(want, float) else abs(float(got) - want) < 1e-5


def rounded(got: Any, want: Any) -> bool:
    """Printed with four digits, as on exercise sites."""
    return _printed(got) == _printed(want)


def _printed(value: Any) -> str:
    def show(v: Any) -> Any:
        return [round(float(n), 4) + 0.0 for n in v.double().flatten()] if isinstance(v, Tensor) else v

    return str(mapped(show, value)).replace("[", "(").replace("]", ")")


OTHERS: dict[str, Accepts] = {
    "torch.allclose, one float32 case": by(allclose, first_ordinary),
    "printed with 4 digits, one case": by(rounded, first_ordinary),
    "assert_close, one float32 case": by(assert_close, first_ordinary),
    "assert_close, all ordinary cases": by(assert_close, ordinary),
    "assert_close, all our cases": by(assert_close, everything),
}


# --- gradcheck --------------------------------------------------------------------------------------------------------


def _n(*shape: int) -> Tensor:
    return torch.randn(shape, dtype=torch.float64)


def _function(forward: Callable[..., Tensor], backward: Callable[[Tensor, Tensor, tuple[Any, ...]], Any]) -> Any:
    """An autograd.Function with torch's forward and a student's backward(upstream, output, inputs)."""

    class Manual(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, *inputs: Any) -> Tensor:
            out = forward(*inputs)
            ctx.save_for_backward(out, *(i for i in inputs if isinstance(i, Tensor)))
            return out

        @staticmethod
        def backward(ctx: Any, upstream: Tensor) -> Any:
            out, *inputs = ctx.saved_tensors
            return backward(upstream, out, tuple(inputs))

    return Manual.apply


F = torch.nn.functional
LABELS = torch.tensor([0, 2, 1, 0, 2])
TARGETS = torch.tensor([0.0, 1.0, 1.0, 0.0, 1.0], dtype=torch.float64)
# exercise -> forward, inputs to differentiate by, and how the student's function is called as a backward
MANUAL: dict[str, tuple[Callable[..., Tensor], Callable[[], tuple[Tensor, ...]], Callable[..., Any]]] = {
    "A05.grad_w_batch": (lambda w: ((TARGETS * w - 1) ** 2).mean(), lambda: (_n(),), lambda f, g, o, i: g * f(TARGETS, torch.ones_like(TARGETS), i[0])),
    "A06.fanout_backward": (lambda x: 3 * x**3, lambda: (_n(5),), lambda f, g, o, i: f(g, i[0])),
    "A06.mul_backward": (torch.mul, lambda: (_n(5), _n(5)), lambda f, g, o, i: tuple(f(g, *i))),
    "A07.sigmoid_backward": (torch.sigmoid, lambda: (_n(5) * 3,), lambda f, g, o, i: f(g, o)),
    "A07.bce_backward": (lambda p: F.binary_cross_entropy(p, TARGETS), lambda: (torch.rand(5).double() * 0.8 + 0.1,), lambda f, g, o, i: g * f(i[0], TARGETS)),
    "A07.bce_logits_backward": (lambda z: F.binary_cross_entropy_with_logits(z, TARGETS), lambda: (_n(5),), lambda f, g, o, i: g * f(i[0], TARGETS)),
    "A09.softmax_backward": (lambda z: torch.softmax(z, 1), lambda: (_n(5, 3),), lambda f, g, o, i: f(g, o, 1)),
    "A09.cross_entropy_logits_backward": (lambda z: F.cross_entropy(z, LABELS), lambda: (_n(5, 3),), lambda f, g, o, i: g * f(i[0], LABELS)),
    "A10.relu_backward": (torch.relu, lambda: (_n(7),), lambda f, g, o, i: f(g, i[0])),
    "A10.leaky_relu_backward": (lambda x: F.leaky_relu(x, 0.3), lambda: (_n(7),), lambda f, g, o, i: f(g, i[0], 0.3)),
    "A10.tanh_backward": (torch.tanh, lambda: (_n(5) * 3,), lambda f, g, o, i: f(g, o)),
}  # fmt: skip


def gradcheck_accepts(exercise: str, answer: Callable[..., Any]) -> bool:
    """Whether `gradcheck` with its defaults passes the student's backward under torch's forward."""
    forward, inputs, call = MANUAL[exercise]
    torch.manual_seed(0)
    manual = _function(forward, lambda g, o, i: call(answer, g, o, i))
    leaves = tuple(t.clone().requires_grad_() for t in inputs())
    try:
        return bool(torch.autograd.gradcheck(manual, leaves))
    except Exception:
        return False


# --- the tables -------------------------------------------------------------------------------------------------------


def wrong_answers() -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """The catalogue's wrong answers, then the misconceptions of the course pages."""
    for exercise, entries in WRONG.items():
        for name, entry in entries.items():
            yield exercise, name, _split(entry)[0]
    for assignment in course().assignments:
        for e in assignment.exercises:
            for name, formula in e.wrong.items():
                yield e.id, name, formula


def right_answers() -> Iterator[tuple[str, str, Callable[..., Any]]]:
    for exercise, entries in RIGHT.items():
        for name, answer in entries.items():
            yield exercise, name, answer


def _split(entry: Entry) -> tuple[Callable[..., Any], tuple[str, ...]]:
    return (entry[0], tuple(entry[1].split())) if isinstance(entry, tuple) else (entry, ())


def compared(seeds: int) -> list[tuple[str, int, int, int, int]]:
    """Rows: judge, wrong accepted, of, right rejected, of. Others see the first seed; ours all of them."""
    wrong, right = list(wrong_answers()), list(right_answers())
    accepted: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    for answers_, kind in ((wrong, accepted), (right, rejected)):
        for exercise, _, function in answers_:
            planned = runs(exercise, 1)
            given = answers(function, [r.call for r in planned], course().exercise(exercise).parameters)
            for name, accepts in OTHERS.items():
                kind[name] += accepts(planned, given) == (kind is accepted)
    rows = [(name, accepted[name], len(wrong), rejected[name], len(right)) for name in OTHERS]
    ours = [0, 0]
    for seed in range(1, seeds + 1):
        ours[0] += sum(judge(e, f, seed, why=False)[0].status == "pass" for e, _, f in wrong)
        ours[1] += sum(judge(e, f, seed, why=False)[0].status != "pass" for e, _, f in right)
    rows.append(
        (f"this judge, {seeds} seed{'s' * (seeds > 1)}", ours[0], len(wrong) * seeds, ours[1], len(right) * seeds)
    )
    return rows


def gradchecked() -> list[tuple[str, int, int, int, int]]:
    wrong = [(e, f) for e, _, f in wrong_answers() if e in MANUAL]
    right = [(e, f) for e, _, f in right_answers() if e in MANUAL]
    passed = sum(gradcheck_accepts(e, f) for e, f in wrong)
    failed = sum(not gradcheck_accepts(e, f) for e, f in right)
    ours = sum(judge(e, f, 1, why=False)[0].status == "pass" for e, f in wrong)
    ours_rejected = sum(judge(e, f, 1, why=False)[0].status != "pass" for e, f in right)
    return [
        ("torch.autograd.gradcheck, defaults", passed, len(wrong), failed, len(right)),
        ("this judge", ours, len(wrong), ours_rejected, len(right)),
    ]


def named(seed: int) -> Counter[str]:
    """What is said about the catalogue's wrong answers."""
    said: Counter[str] = Counter()
    for exercise, entries in WRONG.items():
        for entry in entries.values():
            function, causes = _split(entry)
            verdict, diagnosis = judge(exercise, function, seed)
            formal = verdict.finding is not None and verdict.finding.id.removeprefix("finding.") in FORMAL
            if diagnosis is None:
                said["no cause, but the finding says it (type, shape, dtype, memory)" if formal else "no cause"] += 1
            elif diagnosis.kind == "misconception":
                said["the mistake by its own id" if diagnosis.id in causes else "a wrong cause"] += 1
            else:
                kinds = {
                    "transform": "a relation to the right answer",
                    "class": "the class of input",
                    "step": "the step",
                }
                said[kinds.get(diagnosis.kind, "the exception in plain words")] += 1
    return said


def table(title: str, rows: Sequence[tuple[str, int, int, int, int]]) -> None:
    print(f"\n{title}\n{'judge':38}  accepts wrong     rejects right")
    for name, accepted, wrong, rejected, right in rows:
        print(f"{name:38}  {accepted:5} of {wrong:<6}  {rejected:5} of {right}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=1)
    seeds = parser.parse_args().seeds
    started = time.perf_counter()
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()):  # some answers print
        all_rows, backward_rows, causes = compared(seeds), gradchecked(), named(1)
    table("All exercises", all_rows)
    table("Manual backward passes", backward_rows)
    total = sum(causes.values())
    print(f"\nWhat is said about {total} wrong answers that were written apart from the course pages")
    for name, count in causes.most_common():
        print(f"{count:5}  {100 * count / total:4.1f} %  {name}")
    print(f"\n{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
