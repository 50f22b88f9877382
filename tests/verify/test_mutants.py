"""Each small change that a mutant may be, and nothing that is not the function's own doing."""

import json

import pytest

from grader.errors import GraderError
from grader.verify.mutants import mutants
from grader.verify.survivors import Tried, reviewed, unreviewed


def names(body: str, rest: str = "") -> set[str]:
    source = f'def f(x, y=1):\n    """Adds 1 + 1."""\n    {body}\n{rest}'
    return {m.name for m in mutants("A01.f", source)}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return x - y", {"return x - y -> return x + y"}),
        ("return x * y", {"return x * y -> return x / y", "return x * y -> return x + y"}),
        ("x += y", {"x += y -> x -= y"}),
        ("return x > y", {"return x > y -> return x >= y", "return x > y -> return x < y"}),
        ("return x < y < x", set()),
        ("return -x", {"return -x -> return x"}),
        ("return x.T", {"return x.T -> return x"}),
        ("return True", {"return True -> return False"}),
        ("return 0", {"return 0 -> return 1", "return 0 -> return -1"}),
        ("return 0.5", {"return 0.5 -> return 1.5", "return 0.5 -> return -0.5", "return 0.5 -> return 0.25"}),
        ("return x.sum()", {"return x.sum() -> return x.mean()"}),
        ("return x.detach()", {"return x.detach() -> return x"}),
        ("return g(x, y)", {"return g(x, y) -> return g(y, x)"}),
        ("return g(x, k=y)", {"return g(x, k=y) -> return g(x)"}),
        ("return 'text'", set()),
        ("return x is y", set()),
    ],
)
def test_changes(body, expected):
    assert names(body) == expected


def test_only_the_smallest_statement_is_named():
    found = names("if x > 0:\n        return x - y\n    return y")
    assert "return x - y -> return x + y" in found
    assert all("\n" not in name.replace("return x - y", "") or name.startswith("if") for name in found)


def test_private_helpers_belong_to_the_function_and_others_do_not():
    rest = "def _g(x):\n    return x + 2\n\ndef h(x):\n    return x * 77\n"
    found = names("return _g(x) + h(x)", rest)
    assert "return x + 2 -> return x - 2" in found
    assert not any("77" in name for name in found)


def test_every_mutant_is_a_whole_module():
    source = "import torch\n\ndef f(x):\n    return x.exp() / 2\n"
    for mutant in mutants("A01.f", source):
        compile(mutant.source, "mutant", "exec")
        assert mutant.source.startswith("import torch")


def test_the_reviewed_list(tmp_path):
    assert reviewed(tmp_path) == {}
    file = tmp_path / "equivalent_mutants.json"
    file.write_text(json.dumps({"A01.f": {"a -> b": "same at 0", "c -> d": "gone"}}))
    lines = unreviewed(Tried("A01.f", 9, ("a -> b", "e -> f")), reviewed(tmp_path))
    assert lines == ("A01.f: lives: e -> f", "A01.f: reviewed, but no longer lives: c -> d")
    file.write_text("{")
    with pytest.raises(GraderError, match="not JSON"):
        reviewed(tmp_path)
