"""What the answer would be if it were the right one for other arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch

from grader.author import NewAssignment
from grader.judge.diagnosis.counterfactuals import counterfactuals
from grader.judge.diagnosis.evidence import Part
from grader.model.exercise import Exercise
from tests.judge.parts import numbers as T
from tests.judge.parts import part


def exercise(reference: Callable[..., Any]) -> Exercise:
    page = {"reference": staticmethod(reference), "cases": staticmethod(lambda draw: ())}
    return NewAssignment("A99", "a99_probe").exercise(points=1)(type("probe", (), page))


def candidates(reference: Callable[..., Any], *examples: Part) -> dict[tuple[Any, ...], Any]:
    found = counterfactuals(exercise(reference), examples)
    return {(kind, *params.values()): predict for kind, params, predict in found}


def identity(x):
    return x


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("as_if_zero", [0.0, 0.0, 0.0]),
        ("as_if_one", [1.0, 1.0, 1.0]),
        ("as_if_negated", [2.0, -4.0, 0.5]),
        ("as_if_doubled", [-4.0, 8.0, -1.0]),
        ("as_if_halved", [-1.0, 2.0, -0.25]),
        ("as_if_squared", [4.0, 16.0, 0.25]),
        ("as_if_absolute", [2.0, 4.0, 0.5]),
        ("as_if_reciprocal", [-0.5, 0.25, -2.0]),
        ("as_if_rounded", [-2.0, 4.0, 0.0]),
        ("as_if_truncated", [-2.0, 4.0, 0.0]),
        ("as_if_one_minus", [3.0, -3.0, 1.5]),
        ("as_if_flipped", [-0.5, 4.0, -2.0]),
        ("as_if_sorted", [-2.0, -0.5, 4.0]),
        ("as_if_one_less", [-3.0, 3.0, -1.5]),
        ("as_if_one_more", [-1.0, 5.0, 0.5]),
        ("as_if_first_only", [-2.0]),
        ("as_if_last_only", [-0.5]),
        ("as_if_without_last", [-2.0, 4.0]),
    ],
)
def test_the_right_formula_of_another_argument(kind: str, expected: list[float]) -> None:
    for x in (T(-2.0, 4.0, -0.5), torch.tensor([-2.0, 4.0, -0.5]), torch.tensor([-2.0, 4.0, -0.5]).half()):
        example = part(x=x)
        found = candidates(identity, example)[(kind, "x")](example)
        assert found is not None
        assert (found.tolist(), found.dtype) == (expected, torch.float64)
        assert x.tolist() == [-2.0, 4.0, -0.5]


def test_numbers_are_rounded_as_well() -> None:
    example = part(x=2.7)
    found = candidates(identity, example)
    assert found[("as_if_rounded", "x")](example).item() == 3.0
    assert found[("as_if_truncated", "x")](example).item() == 2.0


def test_references_get_exact_copies() -> None:
    seen: list[Any] = []

    def reference(x, t, ws):
        seen.extend([x, t, *ws])
        return x

    single, labels = torch.tensor([1.5], requires_grad=True), torch.tensor([1])
    example = part(x=single, t=labels, ws=[torch.tensor([2.5])])
    candidates(reference, example)[("as_if_exchanged", "x", "t")](example)
    assert [(v.dtype, v.requires_grad) for v in seen] == [
        (torch.int64, False), (torch.float64, False), (torch.float64, False)
    ]  # fmt: skip
    assert all(mine is not theirs for mine, theirs in zip((labels, single), seen[:2], strict=True))


def test_which_arguments_are_changed_and_how() -> None:
    def reference(x, kind, hs, n, flag):
        return x

    example = part(x=T(1.0), kind="sgd", hs=[T(1.0)], n=3, flag=True, other=1)
    found = candidates(reference, example, replace(example, args={**example.args, "kind": "adam"}))
    kinds = lambda name: {key[0] for key in found if key[1] == name and len(key) == 2}
    assert kinds("n") == kinds("flag")
    assert kinds("x") ^ kinds("n") == {"as_if_one_more", "as_if_one_less", "as_if_plus_one", "as_if_less_one"}
    assert len(kinds("x")) == 18
    assert kinds("kind") == set()
    assert kinds("hs") == {"as_if_flipped", "as_if_first_only", "as_if_last_only", "as_if_without_last"}
    assert [key for key in found if key[0] == "as_if_fixed"] == [
        ("as_if_fixed", "kind", "adam"), ("as_if_fixed", "kind", "sgd"),
        *(("as_if_fixed", "n", value) for value in (0, 1)),
    ]  # fmt: skip
    assert [key[1:] for key in found if key[0] == "as_if_exchanged"] == [
        ("x", "kind"), ("x", "hs"), ("x", "n"), ("x", "flag"), ("kind", "hs"),
        ("kind", "n"), ("kind", "flag"), ("hs", "n"), ("hs", "flag"), ("n", "flag"),
    ]  # fmt: skip
    assert not any("other" in key for key in found)


def test_params_say_what_they_are() -> None:
    def reference(x, n=7, dim=0, params=None):
        return x

    example = part(x=T(1.0), n=3, dim=0, params={"w": T(2.0)})
    told = [(kind, params) for kind, params, _ in counterfactuals(exercise(reference), [example])]
    assert ("as_if_zero", {"argument": "x"}) in told
    assert ("as_if_zero", {"argument": "params['w']"}) in told
    assert ("as_if_default", {"argument": "n", "value": 7}) in told
    assert ("as_if_fixed", {"argument": "n", "value": 1}) in told
    assert ("as_if_fixed", {"argument": "n", "value": -1}) not in told  # which only an axis may be
    assert ("as_if_other_axis", {"argument": "dim"}) in told
    assert ("as_if_all_entries", {"argument": "dim"}) in told
    assert ("as_if_exchanged", {"first": "x", "second": "n"}) in told
    assert told[-1] == ("as_if_replaced", {"argument": "params", "other": "dim"})


def test_fixed_and_exchanged() -> None:
    def reference(x, y, n):
        if n == 1:
            raise ZeroDivisionError
        return {"s": x - y, "n": n}

    example = part(path="['n']", x=T(5.0), y=torch.tensor([2.0]), n=3)
    found = candidates(reference, example)
    values = [found[("as_if_fixed", "n", v)](example) for v in (0, 1)]
    assert [None if v is None else v.item() for v in values] == [0.0, None]
    swapped = replace(example, path="['s']")
    assert found[("as_if_exchanged", "x", "y")](swapped).tolist() == [-3.0]
    assert found[("as_if_exchanged", "x", "y")](replace(example, path="[0]")) is None
    assert found[("as_if_exchanged", "y", "n")](replace(swapped, args={"x": T(5.0), "y": T(1.0)})) is None
    # an argument that cannot be changed so
    assert found[("as_if_flipped", "n")](example) is None
    assert found[("as_if_zero", "x")](replace(example, args={"x": None, "y": 1, "n": 3})) is None


def shown(value: Any) -> Any:
    return None if value is None else value.tolist()


def test_what_is_counted_has_other_words_than_what_is_measured() -> None:
    def reference(x, labels, n, lr):
        return x

    found = candidates(reference, part(x=T(1.0), labels=torch.tensor([1]), n=3, lr=0.5))
    by_one = ("as_if_one_less", "as_if_one_more", "as_if_less_one", "as_if_plus_one")
    said = lambda name: tuple(kind for kind in by_one if (kind, name) in found)
    assert said("x") == said("lr") == ("as_if_one_less", "as_if_one_more")
    assert said("n") == said("labels") == ("as_if_less_one", "as_if_plus_one")


def test_one_tensor_of_a_dict() -> None:
    def reference(params, x):
        return params["w"] * x - params["b"]

    weights = {"w": T(5.0), "b": T(2.0)}
    example = part(params=weights, x=T(3.0))
    found = candidates(reference, example)
    entries = [key for key in found if "[" in str(key[1])]
    assert entries == [
        (f"as_if_{kind}", f"params['{name}']") for name in "wb" for kind in ("zero", "negated", "doubled")
    ]  # fmt: skip
    assert [shown(found[key](example)) for key in entries] == [[-2.0], [-17.0], [28.0], [15.0], [17.0], [11.0]]
    assert weights == {"w": T(5.0), "b": T(2.0)}


def test_an_argument_left_at_its_default() -> None:
    def reference(x, lr=0.5, n=3):
        return x * lr

    found = candidates(reference, part(x=T(4.0), lr=3.0, n=1))
    assert [key for key in found if key[0] == "as_if_default"] == [
        ("as_if_default", "lr", 0.5),
        ("as_if_default", "n", 3),
    ]
    assert shown(found[("as_if_default", "lr", 0.5)](part(x=T(4.0), lr=3.0, n=1))) == [2.0]


def test_a_parameter_that_is_not_given_is_not_changed() -> None:
    def reference(x, y=T(1.0)):
        return x

    assert {key[1] for key in candidates(reference, part(x=T(1.0)))} == {"x"}


def difference(x, t):
    return (x - t).sum()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("first", -9.0), ("last", -36.0), ("without_last", -27.0), ("without_first", -54.0)],
)
def test_some_of_the_samples(kind: str, expected: float) -> None:
    example = part(x=T(1.0, 2.0, 4.0), t=T(10.0, 20.0, 40.0))
    assert shown(candidates(difference, example)[(f"as_if_{kind}_sample", "x, t")](example)) == expected


@pytest.mark.parametrize(
    ("examples", "together"),
    [
        ([part(a=T(1.0, 2.0), b=T(3.0, 4.0), c=0.5)], "a, b"),
        ([part(a=T(1.0, 2.0), b=T(3.0), c=0.5)], None),
        ([part(a=T(1.0), b=T(3.0), c=0.5), part(a=T(1.0, 2.0), b=T(3.0, 4.0), c=0.5)], "a, b"),
        ([part(a=T(1.0, 2.0), b=T(3.0, 4.0), c=0.5), part(a=T(1.0), b=T(3.0, 4.0), c=0.5)], None),
        ([part(a=T(1.0, 2.0), b=torch.zeros(2, 3), c=T(5.0, 6.0))], "a, b, c"),
        ([part(a=torch.tensor(1.0), b=torch.zeros(2, 3), c=T(5.0, 6.0))], "b, c"),
        ([part(a=torch.tensor(1.0), b=torch.tensor(2.0), c="sum")], None),
        ([part(a=T(), b=T(), c=0.5)], None),
        ([part(a=T(1.0, 2.0), b=[3.0, 4.0], c=0.5)], None),
    ],
)
def test_which_arguments_hold_one_entry_for_each_sample(examples: list[Part], together: str | None) -> None:
    def reference(a, b, c):
        return a

    told = [
        params for kind, params, _ in counterfactuals(exercise(reference), examples) if kind == "as_if_first_sample"
    ]
    assert told == ([{"arguments": together}] if together else [])


MATRIX = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64)


def test_another_axis() -> None:
    def reference(x, dim):
        return x.sum(dim)

    rows = part(MATRIX.sum(1), x=MATRIX, dim=1)
    found = candidates(reference, rows)
    assert shown(found[("as_if_other_axis", "dim")](rows)) == [4.0, 6.0]
    assert shown(found[("as_if_other_axis", "dim")](part(MATRIX.sum(0), x=MATRIX, dim=0))) == [3.0, 7.0]
    assert shown(found[("as_if_other_axis", "dim")](part(MATRIX.sum(1), x=MATRIX, dim=-1))) == [4.0, 6.0]
    assert [key[2] for key in found if key[:2] == ("as_if_fixed", "dim")] == [0, 1, -1]
    assert found[("as_if_all_entries", "dim")](rows) is None  # one number is no row of two
    kinds = {key[0] for key in found if key[1:] == ("dim",)}
    assert {"as_if_negated", "as_if_zero"} <= kinds
    assert kinds.isdisjoint({"as_if_less_one", "as_if_plus_one", "as_if_one_less", "as_if_one_more", "as_if_one_minus"})


def test_all_entries_where_it_should_be_one_axis() -> None:
    def reference(x, dim, of):
        if of == "nothing":
            raise ValueError
        return x.cumsum(dim)

    example = part(MATRIX.cumsum(1), x=MATRIX.float(), dim=1, of="sum")
    predict = candidates(reference, example)[("as_if_all_entries", "dim")]
    assert shown(predict(example)) == [[1.0, 3.0], [6.0, 10.0]]
    assert predict(replace(example, args={**example.args, "of": "nothing"})) is None


def test_only_an_axis_has_another_one() -> None:
    def reference(x, axis):
        return x

    assert not {"as_if_other_axis", "as_if_all_entries"} & {
        key[0] for key in candidates(reference, part(x=MATRIX, axis=1))
    }


def test_one_tensor_in_the_place_of_another() -> None:
    got: list[torch.dtype] = []

    def reference(x, y, labels, n):
        got.append(labels.dtype)
        return x - 2 * y + labels

    example = part(x=T(1.0, 2.0), y=T(5.0, 7.0), labels=torch.tensor([1, 0]), n=2)
    found = candidates(reference, example)
    assert shown(found[("as_if_replaced", "x", "y")](example)) == [-4.0, -7.0]
    assert shown(found[("as_if_replaced", "y", "x")](example)) == [0.0, -2.0]
    assert shown(found[("as_if_replaced", "labels", "y")](example)) == [-4.0, -5.0]
    assert set(got) == {torch.int64}
    assert found[("as_if_replaced", "x", "n")](example) is None
    assert found[("as_if_replaced", "n", "x")](example) is None
    assert found[("as_if_replaced", "x", "y")](part(x=T(1.0), y=T(5.0, 7.0), labels=torch.tensor([1, 0]), n=2)) is None
    assert found[("as_if_replaced", "x", "y")](part(x=T(1.0), labels=torch.tensor([1]), n=2)) is None
    assert example.args["x"].tolist() == [1.0, 2.0]
