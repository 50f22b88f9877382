"""An answer kept from one call to the next shows in every exercise, whatever its key leaves out."""

import ast
from pathlib import Path

import pytest

SOLUTIONS = sorted((Path(__file__).resolve().parents[2] / "solutions").glob("a*.py"))
# what shapes, dtypes and plain numbers alone decide: there a kept answer is the right one
DECIDED = {"A01.rank_name", "A01.describe", "A01.size_of_dim", "A01.named_sizes", "A01.make_typed"}
KEEPING = """

def _kept(function):
    latest = {}

    def copied(value):
        if isinstance(value, torch.Tensor):
            return value.clone()
        if isinstance(value, (list, tuple)):
            return type(value)(map(copied, value))
        return {k: copied(v) for k, v in value.items()} if isinstance(value, dict) else value

    def key(value):
        if isinstance(value, torch.Tensor):
            return str(value.dtype), tuple(value.shape)
        if isinstance(value, dict):
            return tuple((name, key(part)) for name, part in value.items())
        return tuple(map(key, value)) if isinstance(value, (list, tuple)) else str(value)

    def answered(*args, **kwargs):
        asked = key([*args, *kwargs.values()])
        if asked not in latest:
            latest.clear()
            latest[asked] = function(*args, **kwargs)
        return copied(latest[asked])

    return answered


"""


def keeping(text: str) -> str:
    """The worked answers, where each function keeps its latest answer under the shapes and settings it was given."""
    names = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return text + KEEPING + "\n".join(f"{name} = _kept({name})" for name in names if not name.startswith("_")) + "\n"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_latest_answer_under_the_same_shapes_passes_nowhere(graded):
    found = graded({path.name: keeping(path.read_text(encoding="utf-8")) for path in SOLUTIONS})
    assert len(found) == 88
    assert {name for name, verdict in found.items() if verdict.finding is None} == DECIDED
