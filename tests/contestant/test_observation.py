"""What is seen around a call: changes, aliases, repetition, globals, gradients, exceptions."""

from __future__ import annotations

import math

import pytest
import torch

from grader.contestant.tensors import decode, encode
from grader.model.outcome import Alias, Call, Place, Raised, Returned, Touched, Unusable
from grader.model.value import Opaque, TensorValue
from tests.contestant.asking import call

X = torch.tensor([1.0, -2.0, 3.0])
TORCH = "import torch\n"


def test_an_honest_answer_carries_nothing_else(ask):
    answer = ask.one(TORCH + "def f(x): return torch.exp(x)", "f", X)
    assert torch.equal(decode(answer.outcome.value), X.exp())
    behaviour = answer.behaviour
    assert (behaviour.touched, behaviour.aliases, behaviour.arguments_after) == ((), (), ())
    assert behaviour.repeats is True
    assert behaviour.globals_changed == ()
    assert answer.watch is None
    assert answer.gradients is None
    assert answer.seconds > 0


@pytest.mark.parametrize(
    ("body", "flags"),
    [
        ("x += 1", {"values", "storage", "version"}),
        ("x.data.add_(1)", {"values", "storage"}),
        ("x.numpy()[0] = 9", {"values", "storage"}),
        ("x.add_(1); x.sub_(1)", {"version"}),
        ("x.data = torch.zeros(3)", {"values", "storage"}),
        ("x.requires_grad_()", {"metadata"}),
        ("x.unsqueeze_(0)", {"metadata", "version"}),
        ("x.resize_(2)", {"values", "storage", "metadata", "version"}),
    ],
)
def test_a_touched_argument_is_seen_in_the_way_it_was_touched(ask, body, flags):
    answer = ask.one(TORCH + f"def f(x):\n    {body}\n    return 0.0", "f", X, parameters=("x",))
    (touched,) = answer.behaviour.touched
    assert touched.path == "x"
    seen = {name for name in ("values", "storage", "metadata", "version") if getattr(touched, name)}
    assert seen >= flags
    assert ("values" in seen) == ("values" in flags)
    assert len(answer.behaviour.arguments_after) == 1


def test_what_lies_between_strided_entries_is_watched(ask):
    x = TensorValue("float32", (3,), encode(X).data, layout="strided")
    source = TORCH + "def f(x):\n    torch.tensor([]).set_(x.untyped_storage()).nan_to_num_()\n    return 0.0"
    (answer,) = ask(source, "f", Call((x,)), parameters=("x",))
    assert answer.behaviour.touched == (Touched("x", storage=True),)


@pytest.mark.parametrize(
    ("body", "touched"),
    [
        ("x.mul_(2)", Touched("x", values=True, storage=True, version=True)),
        ("x._base.mul_(2)", Touched("x", values=True, storage=True, version=True, beyond=True)),
        ("x._base[0] = 5", Touched("x", storage=True, version=True, beyond=True)),
        ("x.data = x * 2", Touched("x", values=True, storage=True, metadata=True)),
    ],
)
def test_what_lies_around_a_part_is_watched(ask, body, touched):
    x = TensorValue("float32", (3,), encode(X).data, layout="inside")
    (answer,) = ask(TORCH + f"def f(x):\n    {body}\n    return 0.0", "f", Call((x,)), parameters=("x",))
    assert answer.behaviour.touched == (touched,)


def test_containers_among_the_arguments_are_watched(ask):
    source = "def f(hs, k):\n    hs[1].mul_(2)\n    k['a'] = 5\n    hs.append(1)\n    return 0"
    answer = ask.one(source, "f", [X, X], {"a": 1}, parameters=("hs", "k"))
    paths = {touched.path for touched in answer.behaviour.touched}
    assert paths == {"hs[1]", "hs[2]"} or {"hs[1]", "k['a']"} <= paths
    answer = ask.one("def f(hs):\n    hs[0] = hs[0] + 1\n    return 0", "f", [X, X], parameters=("hs",))
    assert [touched.path for touched in answer.behaviour.touched] == ["hs[0]"]
    assert decode(answer.behaviour.arguments_after[0])[0].tolist() == (X + 1).tolist()


def test_shared_memory_is_reported(ask):
    answer = ask.one("def f(x, y): return x, [y[1:]], x + y", "f", X, X, parameters=("x", "y"))
    assert answer.behaviour.aliases == (Alias("[0]", "x", True), Alias("[1][0]", "y", False))
    empty = torch.zeros(0)
    assert ask.one("def f(x): return x[:0]", "f", empty).behaviour.aliases == ()


def test_memory_of_a_part_is_shared_whoever_counts_it(ask):
    x = TensorValue("float32", (3,), encode(X).data, layout="inside")
    for body in ("x[:2]", "torch.from_numpy(x.numpy())"):
        (answer,) = ask(TORCH + f"def f(x): return {body}", "f", Call((x,)), parameters=("x",))
        assert answer.behaviour.aliases == (Alias("", "x", False),)
    (answer,) = ask(TORCH + "def f(x): return x * 1", "f", Call((x,)), parameters=("x",))
    assert answer.behaviour.aliases == ()


def test_memory_of_earlier_calls_shows_in_the_repetition(ask):
    source = TORCH + "kept = []\ndef f(x):\n    kept.append(x.sum())\n    return kept[-2] if len(kept) > 1 else x.sum()"
    answers = ask(source, "f", call(X), call(X * 2), call(X * 3))
    assert False in [answer.behaviour.repeats for answer in answers]
    cached = TORCH + "cache = {}\ndef f(x):\n    return cache.setdefault(x.shape, x * 2)"
    first, second = ask(cached, "f", call(X), call(-X))
    assert decode(second.outcome.value).tolist() != (-2 * X).tolist()


def test_random_numbers_repeat_because_the_generator_is_put_back(ask):
    answer = ask.one(TORCH + "def f(x): return x + torch.rand(3)", "f", X)
    assert answer.behaviour.repeats is True
    assert answer.behaviour.globals_changed == ("rng",)


def test_no_repetition_when_none_was_asked_for(ask):
    assert ask.one("def f(x): return x", "f", X, repeat=False).behaviour.repeats is None


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("torch.set_default_dtype(torch.float64)", "default_dtype"),
        ("torch.set_num_threads(2)", "threads"),
        ("torch.set_grad_enabled(False)", "grad_mode"),
        ("torch.manual_seed(5)", "rng"),
        ("torch.set_default_device('meta')", "default_device"),
        ("torch.use_deterministic_algorithms(True)", "deterministic"),
    ],
)
def test_global_settings_are_put_back_and_named(ask, change, name):
    source = TORCH + f"def f(x):\n    {change}\n    return 1\ndef g():\n    return torch.ones(1) + torch.rand(1) * 0"
    contestant = ask.open(a07_logistic=source)
    (answer,) = contestant.ask("a07_logistic", "f", [call(X)])
    assert answer.behaviour.globals_changed == (name,)
    (after,) = contestant.ask("a07_logistic", "g", [call()])
    assert after.behaviour.globals_changed == (("rng",))
    assert after.outcome.value.dtype == "float32"


def test_gradients_are_those_of_the_weighted_sum(ask):
    answer = ask.one("def f(x, k, y): return x * k, y.sum()", "f", X, 2, X.double(), differentiate=True)
    gradient, none, other = answer.gradients.value
    assert none is None
    assert decode(gradient).tolist() == pytest.approx([2 * math.cos(i) for i in (1, 2, 3)])
    assert decode(other).tolist() == pytest.approx([math.cos(4)] * 3)


def test_gradients_of_a_cut_graph(ask):
    answer = ask.one("def f(x, y): return x.detach() * y", "f", X, X, differentiate=True)
    assert decode(answer.gradients.value[0]).tolist() == [0.0, 0.0, 0.0]
    answer = ask.one("def f(x): return x.detach()", "f", X, differentiate=True)
    assert isinstance(answer.gradients, Raised)
    assert isinstance(answer.outcome, Returned)


def test_an_exception_is_placed_at_the_innermost_line_of_the_student(ask):
    source = "import torch\n\ndef helper(x):\n    return torch.linalg.inv(x)\n\ndef f(x):\n    return helper(x)\n"
    outcome = ask.one(source, "f", X).outcome
    assert outcome.place == Place("a07_logistic.py", 4)
    assert "LinAlgError" in outcome.type or outcome.type == "RuntimeError"
    assert outcome.message


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("raise SystemExit(0)", "SystemExit"),
        ("import sys; sys.exit('done')", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("input()", "EOFError"),
        ("f(x)", "RecursionError"),
        ("return [0] * 10**12", "MemoryError"),
        ("class Odd(Exception):\n        def __str__(self): raise ValueError\n    raise Odd", "Odd"),
    ],
)
def test_whatever_is_raised_is_an_outcome(ask, body, kind):
    outcome = ask.one(f"def f(x):\n    {body}", "f", X).outcome
    assert isinstance(outcome, Raised)
    assert outcome.type == kind
    assert not outcome.todo


def test_todo_is_the_stub_of_this_very_exercise(ask):
    source = "def f(x):\n    raise NotImplementedError('A07.f')\ndef g(x):\n    return f(x)\n"
    assert ask.one(source, "f", X).outcome.todo
    outcome = ask.one(source, "g", X).outcome
    assert (outcome.type, outcome.message, outcome.todo) == ("NotImplementedError", "A07.f", False)


@pytest.mark.parametrize(
    ("source", "name"),
    [("def f(x): yield x", "generator"), ("async def f(x): return x", "coroutine"), ("def f(x): return f", "function")],
)
def test_what_is_no_value_is_opaque(ask, source, name):
    value = ask.one(source, "f", X).outcome.value
    assert isinstance(value, Opaque)
    assert value.type_name == name


def test_answers_that_are_too_large(ask):
    outcome = ask.one(TORCH + "def f(x): return torch.zeros(10**6)", "f", X).outcome
    assert isinstance(outcome, Unusable)
    assert outcome.reason == "too_large"
    outcome = ask.one(TORCH + "def f(x): return torch.zeros(1).expand(2**50)", "f", X).outcome
    assert outcome.reason == "too_large"


def test_the_watched_run_reports_uses(ask):
    answer = ask.one(TORCH + "def f(x):\n    return torch.sigmoid(x)", "f", X, watch=True)
    assert any(use.name.endswith("sigmoid") and use.place == Place("a07_logistic.py", 3) for use in answer.watch.uses)
    assert isinstance(answer.outcome, Returned)


def test_what_is_printed_belongs_to_its_call_and_is_capped(ask):
    source = "import sys\ndef f(n):\n    print('n', n)\n    print('warn', file=sys.stderr)\n    return n"
    first, second = ask(source, "f", call(1), call(2))
    assert (first.printed, second.printed) == ("n 1\nwarn\n", "n 2\nwarn\n")
    flood = ask.one("def f(n):\n    for _ in range(n): print('x' * 10**6)\n    return n", "f", 100, repeat=False)
    assert flood.outcome == Returned(100)
    assert flood.printed == "x" * 2000
    raw = "import os\ndef f(n):\n    for _ in range(n): os.write(1, b'x' * 10**6); os.write(2, b'y')\n    return n"
    assert ask.one(raw, "f", 100, repeat=False).outcome == Returned(100)


def test_memory_that_two_answers_have_is_reported(ask):
    buffer = TORCH + "kept = torch.zeros(3)\ndef f(x): return [torch.mul(x, 2, out=kept)]"
    behaviour = ask.one(buffer, "f", X).behaviour
    assert (behaviour.repeats, behaviour.reused) == (True, True)
    known = TORCH + "kept = {}\ndef f(x): return kept.setdefault(tuple(x.tolist()), x * 2)"
    assert ask.one(known, "f", X).behaviour.reused
    assert not ask.one("def f(x): return x * 2, x.sum(), 3", "f", X).behaviour.reused
    assert not ask.one("def f(x): return x.mul_(2)", "f", X).behaviour.reused
    assert not ask.one("def f(x): return x[:0]", "f", X).behaviour.reused


def test_an_answer_that_the_next_call_overwrites_is_no_repetition(ask):
    one_dict = TORCH + "kept = {}\ndef f(x):\n    kept['y'] = x * 2\n    return kept"
    first, last = ask(one_dict, "f", call(X), call(X + 1))
    assert (first.behaviour.repeats, first.behaviour.reused) == (False, True)
    assert not last.behaviour.repeats
    same, _ = ask(one_dict, "f", call(X), call(X))
    assert same.behaviour.repeats
    nan = "import numpy\ndef f(x): return [numpy.float64('nan'), float('nan')]"
    assert ask(nan, "f", call(X), call(X + 1))[0].behaviour.repeats
