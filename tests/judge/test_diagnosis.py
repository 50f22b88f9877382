"""Each kind of evidence names its cause, and nothing is named without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.author import Draw, NewAssignment, case, corner, seen, vjp
from grader.contestant.inprocess import answers
from grader.contestant.tensors import encode
from grader.judge.diagnosis import Evidence, classes, diagnose, relations, steps, torch_errors, transforms
from grader.judge.diagnosis.counterfactuals import _CHANGES, _SAMPLES
from grader.judge.diagnosis.diagnose import one_word
from grader.judge.diagnosis.evidence import WrongForward
from grader.judge.diagnosis.torch_errors import explain
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.locale import Words
from grader.model.exercise import Exercise
from grader.model.outcome import Answer, Call, Raised
from grader.model.verdict import Diagnosis
from tests.judge.probes import evidence

PAGE = NewAssignment("A99", "a99_probe")


@PAGE.exercise(points=1)
class scaled_mean:
    """lr · mean of x over rows + b"""

    def reference(x, b, lr):
        return lr * x.mean(0) + b

    def scale(x, b, lr):
        return abs(lr) * x.abs().mean(0) + b.abs()

    k = 16

    def cases(draw: Draw):
        yield seen(torch.tensor([[1.0, 2.0], [3.0, 5.0]]), torch.tensor([1.0, -1.0]), 2.0)
        yield case(draw.normal(7, 3), draw.normal(3), 0.3)
        yield case(draw.normal(3, 5), draw.normal(5), 1.7)
        yield case(draw.normal(5, 11), draw.normal(11), 0.9)
        yield case(draw.normal(1, 3), draw.normal(3), 0.4, why="batch_of_one")
        yield corner(torch.tensor([[1e4, -1e4], [1e4, 3.0]]), torch.zeros(2), 0.5, why="extreme")

    wrong = {
        "b_times_lr": lambda x, b, lr: lr * (x.mean(0) + b),
        "columns": lambda x, b, lr: lr * x.mean(1) + b,
    }


@PAGE.exercise(points=1)
class squash:
    """x / (1 + |x|)"""

    def reference(x):
        return x / (1 + x.abs())

    scale = torch.ones_like

    def cases(draw: Draw):
        yield seen(torch.tensor([0.0, 1.0, -1.0]))
        yield case(draw.normal(7, 5))
        yield case(draw.normal(3, 11))
        yield case(draw.normal(5))
        yield corner(torch.tensor([-100.0, -90.0, 90.0, 100.0]), why="extreme")
        yield corner(torch.tensor([0.0, -0.0]), why="kink")


@PAGE.exercise(points=1)
class squash_backward:
    """g / (1 + |x|)²"""

    reference = vjp(lambda x: x / (1 + x.abs()), wrt=("x",))
    own_forward = "A99.squash"
    wrt = ("x",)

    def scale(grad_out, x):
        return 4 * grad_out.abs()

    def cases(draw: Draw):
        yield seen(torch.tensor([2.0, 1.0]), torch.tensor([1.0, -1.0]))
        yield case(draw.normal(7), draw.normal(7))
        yield case(draw.normal(3), draw.normal(3))
        yield case(draw.normal(5), draw.normal(5))


@PAGE.exercise(points=1)
class two_parts:
    """(2x, x·y)"""

    def reference(x, y):
        return 2 * x, x * y

    def scale(x, y):
        return 2 * x.abs(), (x * y).abs()

    def cases(draw: Draw):
        yield seen(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0]))
        yield case(draw.normal(7), draw.normal(7))
        yield case(draw.normal(3), draw.normal(3))
        yield case(draw.normal(5), draw.normal(5))


def diagnosed(exercise: Exercise, function: Callable[..., Any], **more: Any) -> Diagnosis | None:
    runs = plan(exercise, 3)
    files = {function.__code__.co_filename: "answer.py"} if hasattr(function, "__code__") else {}
    given = answers(function, [run.call for run in runs], exercise.parameters, files)
    trace = lambda call: answers(function, [call], exercise.parameters, files)[0]
    return diagnose(Evidence(exercise, judge_runs(exercise, runs, given), trace=trace, **more))


def test_a_right_answer_has_no_cause() -> None:
    assert diagnosed(scaled_mean, lambda x, b, lr: b + lr * x.sum(0) / len(x)) is None


def test_a_known_wrong_formula_is_named_in_any_algebra() -> None:
    found = diagnosed(scaled_mean, lambda x, b, lr: lr * b + lr * x.sum(0) / x.shape[0])
    assert found is not None
    assert (found.id, found.kind) == ("b_times_lr", "misconception")
    assert (found.sentence.domain, found.sentence.id) == ("a99_probe", "A99.scaled_mean.wrong.b_times_lr")


def test_two_formulas_that_behave_alike_name_nothing() -> None:
    twice = replace(scaled_mean, wrong={"one": scaled_mean.wrong["b_times_lr"], "two": scaled_mean.wrong["b_times_lr"]})
    found = diagnosed(twice, lambda x, b, lr: lr * (b + x.mean(0)))
    assert found is None or found.kind != "misconception"


def test_a_formula_that_agrees_on_the_example_only_is_not_named() -> None:
    found = diagnosed(scaled_mean, lambda x, b, lr: lr * (x.mean(0) + b) if len(x) == 2 else x.mean(0))
    assert found is None or found.kind != "misconception"


@pytest.mark.parametrize(
    ("answer", "cause", "params"),
    [
        (lambda x, b, lr: -lr * x.mean(0) - b, "transform.negated", {}),
        (lambda x, b, lr: (lr * x.mean(0) + b) / 2, "transform.ratio_half", {}),
        (lambda x, b, lr: lr * x.sum(0) + b * len(x), "transform.ratio_n", {"size": "x.shape[0]"}),
        (lambda x, b, lr: lr * x.mean(0), "transform.missing_term", {"argument": "b"}),
        (lambda x, b, lr: lr * x.mean(0) + 2 * b, "transform.extra_term", {"argument": "b"}),
        (lambda x, b, lr: x.mean(0) + b / lr, "transform.missing_factor", {"argument": "lr"}),
        (lambda x, b, lr: x.mean(0) + b, "transform.as_if_one", {"argument": "lr"}),
        (lambda x, b, lr: lr * x.mean(0) - b, "transform.as_if_negated", {"argument": "b"}),
        (lambda x, b, lr: (lr * x.mean(0) + b)[None], "transform.extra_first_axis", {}),
        (lambda x, b, lr: (lr * x.mean(0) + b).flip(0), "transform.flipped", {"axis": 0}),
        (lambda x, b, lr: (lr * x.mean(0) + b).exp(), "transform.exponential", {}),
        (lambda x, b, lr: lr * x + b, "transform.not_averaged_over_rows", {}),
        (lambda x, b, lr: (lr * x.mean(0) + b).mean(), "transform.averaged", {}),
        (lambda x, b, lr: b, "transform.is_argument", {"argument": "b"}),
        (lambda x, b, lr: lr * x.mean(0) + b + 0.25, "transform.offset", {"offset": "0.25"}),
        (lambda x, b, lr: torch.tanh(b), "transform.function_of_argument", {"function": "torch.tanh(b)"}),
        (lambda x, b, lr: b - lr, "transform.function_of_argument", {"function": "b - lr"}),
        (lambda x, b, lr: lr / b, "transform.function_of_argument", {"function": "lr / b"}),
        (lambda x, b, lr: x.mean(0) / lr + b, "transform.as_if_reciprocal", {"argument": "lr"}),
        (lambda x, b, lr: round(lr) * x.mean(0) + b, "transform.as_if_rounded", {"argument": "lr"}),
        (lambda x, b, lr: (lr * x.mean(0) + b)[:, None, None], "transform.extra_axes", {}),
        (lambda x, b, lr: (lr * x.mean(0) + b).clamp(min=0), "transform.clamped_at_zero", {}),
        (lambda x, b, lr: (lr * x + b).T, "transform.not_averaged_over_columns", {}),
        (lambda x, b, lr: (lr * x.mean(0) + b) * 0.7, "transform.ratio", {"ratio": "0.7"}),
    ],
)
def test_a_relation_to_the_right_answer(answer: Callable[..., Any], cause: str, params: dict[str, Any]) -> None:
    found = diagnosed(scaled_mean, answer)
    assert found is not None
    assert found.id == cause
    assert params.items() <= found.sentence.params.items()


@PAGE.exercise(points=1)
class walked:
    """w after n steps of size lr, "up" or "down" """

    def reference(w, x, lr, way):
        return w + (lr if way == "up" else -lr) * w * x

    def scale(w, x, lr, way):
        return w.abs() * (1 + abs(lr) * x.abs())

    def cases(draw: Draw):
        for n, way in ((3, "up"), (7, "down"), (5, "up"), (2, "down")):
            yield case(draw.normal(n), draw.normal(n), 0.3 + n, way)


@pytest.mark.parametrize(
    ("answer", "cause", "params"),
    [
        (lambda w, x, lr, way: w - lr * w * x, "transform.as_if_fixed", {"argument": "way", "value": "down"}),
        (lambda w, x, lr, way: w + (lr if way == "up" else -lr) * w * x / 2, "transform.as_if_halved_either", {"first": "x", "second": "lr"}),
        (lambda w, x, lr, way: w + (lr if way == "up" else -lr) * w * x.abs(), "transform.as_if_absolute", {"argument": "x"}),
    ],
)  # fmt: skip
def test_an_argument_taken_wrongly(answer: Callable[..., Any], cause: str, params: dict[str, Any]) -> None:
    found = diagnosed(walked, answer)
    assert found is not None
    assert found.id == cause
    assert params.items() <= found.sentence.params.items()


def test_what_is_nan_on_ordinary_inputs_has_no_relation() -> None:
    found = diagnosed(scaled_mean, lambda x, b, lr: b**lr)
    assert found is None or found.kind != "transform"


def test_parts_of_a_tuple() -> None:
    swapped = diagnosed(two_parts, lambda x, y: (x * y, 2 * x))
    assert swapped is not None
    assert (swapped.id, swapped.sentence.params) == ("transform.swapped", {"first": "[0]", "second": "[1]"})
    second = diagnosed(two_parts, lambda x, y: (2 * x, -x * y))
    assert second is not None
    assert (second.id, second.sentence.params["part"]) == ("transform.negated", "[1]")


@PAGE.exercise(points=1)
class three_parts:
    """(2x, x², x + 1)"""

    def reference(x):
        return 2 * x, x * x, x + 1

    def scale(x):
        return 2 * x.abs(), x * x, x.abs() + 1

    def cases(draw: Draw):
        for n in (7, 3, 5):
            yield case(draw.normal(n))


def test_parts_that_all_stand_elsewhere() -> None:
    found = diagnosed(three_parts, lambda x: (x * x, x + 1, 2 * x))
    assert found is not None
    assert (found.id, found.sentence.params) == ("transform.reordered", {"order": "[1], [2], [0]"})


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (lambda x: (x + 1e-5).square() / (1 + x.abs()) / x.where(x != 0, 1.0), "class.approximate"),
        (lambda x, kept=[1.0]: x / (1 + x.abs()) * (kept.append(kept[-1] + 0.1) or kept[-1]), "class.unrepeatable"),
        (lambda x: torch.cat([(x / (1 + x.abs()))[:1], x[1:] ** 3 + 2]), "transform.all_but_first_row"),
    ],
)
def test_what_is_no_formula(answer: Callable[..., Any], cause: str) -> None:
    found = diagnosed(squash, answer)
    assert found is not None
    assert found.id == cause


def test_a_narrower_dtype_is_no_approximation() -> None:
    found = diagnosed(squash, lambda x: (x / (1 + x.abs())).float())
    assert found is None or found.id != "class.approximate"


def test_wrong_only_where_an_argument_is_negative() -> None:
    found = diagnosed(squash, lambda x: torch.where(x < 0, 0.3 * x.sin(), x / (1 + x.abs())))
    assert found is not None
    assert (found.id, found.sentence.params["argument"]) == ("transform.only_negatives", "x")


def test_the_class_of_input_in_which_it_fails() -> None:
    found = diagnosed(squash, lambda x: x / (1 + x.abs()) + 0 * torch.exp(x.abs()))
    assert found is not None
    assert (found.id, found.sentence.id) == ("class.extreme", "class.extreme.nan")
    assert float(str(found.sentence.params["wrong"])) == 90
    assert 1 < float(str(found.sentence.params["right"])) < 10
    kink = diagnosed(
        squash, lambda x: torch.where(x == 0, 0.5, x / (1 + x.abs())) if x.numel() == 2 else x / (1 + x.abs())
    )
    assert kink is not None
    assert kink.id == "class.kink"


def test_a_narrower_type_on_the_way() -> None:
    found = diagnosed(squash, lambda x: (x.float() / (1 + x.float().abs())).to(x.dtype))
    assert found is not None
    assert (found.id, found.sentence.params) == ("class.precision", {"dtype": "float32"})


def test_a_backward_that_fits_the_students_own_wrong_forward() -> None:
    def ask(arguments: Sequence[tuple[Any, ...]]) -> tuple[Answer, ...]:
        calls = [Call(tuple(encode(a) for a in args), repeat=False) for args in arguments]
        return answers(lambda x: torch.tanh(x), calls, ("x",))

    def fits(grad_out: Tensor, x: Tensor) -> Tensor:
        return grad_out * (1 - torch.tanh(x) ** 2)

    forwards = {"A99.squash": WrongForward(ask)}
    found = diagnosed(squash_backward, fits, forwards=forwards)
    assert found is not None
    assert (found.id, found.sentence.params) == ("own_forward", {"forward": "A99.squash"})
    other = diagnosed(squash_backward, lambda grad_out, x: grad_out * (1 - x.sin() ** 2), forwards=forwards)
    assert other is None or other.kind != "own_forward"


def test_the_last_right_step_is_named_with_its_line() -> None:
    def answer(x: Tensor) -> Tensor:
        size = x.abs()
        bottom = 1 + size
        return torch.cos(bottom) + bottom

    found = diagnosed(squash, answer, worked=lambda x: x / (1 + x.abs()))
    assert found is not None
    assert found.id == "step.after"
    first = answer.__code__.co_firstlineno
    assert found.sentence.params == {"op": "add", "file": "answer.py", "line": first + 2}


def test_a_step_with_the_wrong_sign_is_named() -> None:
    found = diagnosed(
        squash, lambda x: torch.cos(-(x + x.abs())), worked=lambda x: torch.exp(x + x.abs() + 1e-3 * x.exp())
    )
    assert found is not None
    assert found.kind == "step"
    found = diagnosed(squash, lambda x: torch.cos(-(1 + x.abs())), worked=lambda x: x / (x.abs() + 1))
    assert found is not None
    assert found.kind == "step"


def test_a_right_answer_that_is_changed_at_the_end() -> None:
    found = diagnosed(squash, lambda x: torch.cos(x / (1 + x.abs())), worked=lambda x: x / (1 + x.abs()))
    assert found is not None
    assert (found.id, found.sentence.params["op"]) == ("step.lost", "div")


@pytest.mark.parametrize(
    ("broken", "cause"),
    [
        (lambda: torch.ones(7, 3) @ torch.ones(5, 11), "mat_shapes"),
        (lambda: torch.ones(7) + torch.ones(3), "broadcast"),
        (lambda: torch.arange(3).mean(), "int_mean"),
        (lambda: torch.ones(3).ndim(), "number_called"),
        (lambda: torch.ones(3).shape(), "size_called"),
        (lambda: torch.ones(3)(2), "tensor_called"),
        (lambda: torch.ones(3, requires_grad=True).add_(1), "leaf_in_place"),
        (lambda: torch.ones(3).sum().backward(), "no_graph"),
        (lambda: torch.ones(3, requires_grad=True).exp().backward(), "backward_not_scalar"),
        (lambda: torch.ones(3)[torch.tensor([0.5])], "index_dtype"),
        (lambda: torch.zeros(2, 3).scatter_(1, torch.tensor([0, 1]), 1.0), "index_rank"),
        (lambda: torch.zeros(2, 3).scatter_(1, torch.tensor([[5]]), 1.0), "index_range"),
        (lambda: torch.zeros(2)[5], "index_range"),
        (lambda: torch.ones(2, 3).double() @ torch.ones(3, 2), "mixed_dtypes"),
        (lambda: torch.ones(2, 3).t().view(-1), "view"),
        (lambda: torch.ones(6).reshape(4, 2), "reshape"),
        (lambda: torch.ones(3).sum(1), "dim_range"),
        (lambda: bool(torch.ones(2) > 0), "bool_ambiguous"),
        (lambda: float(torch.ones(2)), "to_number"),
        (lambda: torch.ones(2, 3) - torch.ones(2, 3).max(1), "max_pair"),
        (lambda: torch.exp(2.0), "must_be_tensor"),
        (lambda: ~torch.ones(2), "invert_float"),
        (lambda: 1 - torch.tensor([True]), "bool_minus"),
        (lambda: torch.stack([torch.ones(2), torch.ones(3)]), "stack_sizes"),
        (lambda: None + torch.ones(2), "none_operand"),
        (lambda: None.sum(), "none_attribute"),
        (lambda: torch.ones(2).summ(), "no_attribute"),
        (lambda: torch.softmaxx, "module_attribute"),
        (lambda: undefined_thing, "undefined_name"),  # noqa: F821
        (lambda: __import__("math").log(-1.0), "math_domain"),
        (lambda: __import__("math").exp(torch.ones(2)), "to_number"),
        (lambda: 1 / 0, "zero_division"),
        (lambda: (lambda a: a)(), "missing_argument"),
        (lambda: torch.zeros(3).add_(torch.zeros(2, 3)), "in_place_shape"),
        (lambda: torch.arange(3).mul_(0.5), "in_place_dtype"),
        (lambda: torch.ones(2).expand(3, 3), "expand"),
        (lambda: torch.zeros(0).max(), "empty_reduction"),
        (lambda: torch.nn.functional.one_hot(torch.tensor([3]), 2), "class_range"),
        (lambda: torch.zeros(2, 2, 2).mm(torch.zeros(2, 2)), "wrong_rank"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore")
def test_a_common_exception_in_plain_words(broken: Callable[[], Any], cause: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any of them
        broken()
    message = explain(Raised(type(caught.value).__name__, str(caught.value)))
    assert message is not None
    assert message.id == f"torch_error.{cause}"
    for language in ("ko", "en"):
        assert "{" not in Words(language).message(message)


def test_an_unknown_exception_is_left_alone() -> None:
    assert explain(Raised("ValueError", "my own words")) is None


def test_every_cause_has_words() -> None:
    ids = {f"torch_error.{known.id}" for known in torch_errors._TABLE}
    ids |= {f"torch_error.{name}" for name in torch_errors._TYPES.values()}
    ids |= {f"class.{name}" for name in (*classes.KNOWN, "unchecked", "precision")}
    ids |= {f"class.extreme.{name}" for name in ("nan", "inf", "value")}
    tables = (relations.CONSTANTS, relations.SIZE_FACTORS, relations.WITH_ARGUMENT, relations.FUNCTIONS)
    ids |= {f"transform.{name}" for table in (*tables, relations.REDUCTIONS, _CHANGES) for name in table}
    ids |= {f"step.{name}" for name in (*steps._NEAR, "after", "lost")}
    ids |= {f"transform.{n}" for n in ("is_argument", "flipped", "function_of_argument", "offset", "ratio", "swapped")}
    ids |= {f"transform.as_if_{n}" for n in ("fixed", "exchanged")} | {f"{n}_either" for n in transforms._EITHER}
    ids |= {"transform.extra_axes", "transform.reordered", "class.unrepeatable", "class.approximate"}
    ids |= {f"transform.{name}" for name in _SAMPLES}
    ids |= {f"transform.used_{how}" for how in ("left_out", "twice", "instead")} | {"class.state"}
    ids |= {f"transform.{n}" for n in ("clamped", "rounded_digits", "line", "shifted", "axes_exchanged", "reshaped")}
    ids |= {
        f"transform.as_if_{n}" for n in ("default", "one_less", "one_more", "other_axis", "all_entries", "replaced")
    }
    ids |= {"transform.rearranged", "transform.ratio_sizes"}
    ids |= {f"transform.all_but_{n}" for n in ("last_row", "first_row", "last_column", "first_column")}
    ids |= {f"transform.only_{n}" for n in ("zeros", "negatives", "positives", "not_positive", "true_class")}
    ids |= {f"transform.only_{n}" for n in ("other_classes", "last_row", "first_row", "last_column", "first_column")}
    words = Words("both")
    ids |= {f"own_forward.{name}" for name in ("consistent", "trained", "below")}
    assert [i for i in sorted(ids) if not words.has("judge", i)] == []


def test_nothing_at_all_has_no_cause() -> None:
    assert diagnose(Evidence(squash, ())) is None


def test_a_word_taken_for_granted_is_plainer_than_a_mistake_in_a_part() -> None:
    def cases(draw: Any) -> Any:
        for n, way in ((7, "up"), (3, "down"), (5, "up"), (4, "down")):
            yield case(draw.normal(n), way)

    page = {
        "reference": staticmethod(lambda x, way: x + 1 if way == "up" else x * 3 - 1),
        "scale": staticmethod(lambda x, way: 4 * x.abs() + 1),
        "cases": staticmethod(cases),
    }
    exercise = NewAssignment("A99", "a99_probe").exercise(points=1)(type("ways", (), page))
    found = one_word(evidence(lambda x, way: x + 1, exercise))
    assert found is not None
    assert (found.id, found.sentence.params["value"]) == ("transform.as_if_fixed", "up")
    assert one_word(evidence(lambda x, way: x + 2, exercise)) is None
    # another relation is tried in its turn
    assert one_word(evidence(lambda x, way: -x - 1 if way == "up" else 1 - x * 3, exercise)) is None
