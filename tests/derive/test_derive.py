"""Stubs, notebooks, index and catalogues are what their sources give, and nothing of an answer is left in them."""

import ast
import json
from textwrap import dedent

import nbformat
import pytest

from grader.author import load_course
from grader.cli.program import run
from grader.course.index import dumps, read_index
from grader.course.places import places
from grader.derive import derive, stale, write
from grader.derive.notebook import notebook
from grader.derive.stub import stub
from grader.errors import GraderError, LearnerError

PLACES = places(None)
COURSE = load_course()
ASSIGNMENTS = {a.id: a for a in COURSE.assignments}


@pytest.fixture(scope="module")
def derived():
    return derive(None)


def test_the_checkout_is_in_step(derived):
    assert [str(p) for p in stale(derived)] == [], "run grader derive"


def test_deriving_twice_gives_the_same_bytes(derived):
    assert derive(None) == derived


@pytest.mark.parametrize("id", ASSIGNMENTS)
def test_a_stub_has_every_function_and_no_answer(id):
    assignment = ASSIGNMENTS[id]
    text = (PLACES.stubs / f"{assignment.slug}.py").read_text(encoding="utf-8")
    functions = {n.name: n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef)}
    assert list(functions) == [e.name for e in assignment.exercises]
    assert "SOLUTION" not in text
    for exercise in assignment.exercises:
        node = functions[exercise.name]
        assert [type(n).__name__ for n in node.body] == ["Expr", "Raise"], exercise.id
        source = ast.get_source_segment(text, node)
        assert f'raise NotImplementedError("{exercise.id}")' in source
        assert f"# TODO({exercise.id})" in source
        first = ast.get_docstring(node).splitlines()[0]
        assert f"{exercise.points:g} pts]" in first
        assert ("not allowed:" in source) == bool(exercise.forbid), exercise.id
        assert ("required:" in source) == bool(exercise.require), exercise.id
        assert tuple(a.arg for a in node.args.args) == exercise.parameters, exercise.id
    assert max(len(line) for line in text.splitlines()) <= 140


@pytest.mark.parametrize("id", ASSIGNMENTS)
def test_a_notebook_has_one_cell_per_function(id):
    assignment = ASSIGNMENTS[id]
    text = (PLACES.stubs / f"{assignment.slug}.ipynb").read_text(encoding="utf-8")
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    assert len({c.id for c in book.cells}) == len(book.cells)
    cells = [c for c in book.cells if c.metadata.get("grader")]
    assert [c.metadata.grader.id for c in cells] == [e.id for e in assignment.exercises]
    for cell, exercise in zip(cells, assignment.exercises, strict=True):
        assert cell.source.startswith(f"def {exercise.name}(")
        assert exercise.id in cell.source
    for cell in book.cells:
        if cell.cell_type == "code":
            compile(cell.source, "cell", "exec")


def test_the_index_is_read_as_it_was_written(derived):
    index = read_index()
    assert dumps(index).encode() == derived[PLACES.index]
    assert [f.id for f in index.functions] == [e.id for a in COURSE.assignments for e in a.exercises]
    assert sum(f.points for f in index.functions if f.tier == "core") == 200


def test_a_course_without_an_index(tmp_path):
    with pytest.raises(LearnerError) as caught:
        read_index(tmp_path)
    assert caught.value.id == "no_index"
    (tmp_path / "index.json").write_text("[{}]")
    with pytest.raises(LearnerError) as caught:
        read_index(tmp_path)
    assert caught.value.id == "bad_index"


PAGE = '''
"""A page."""
import torch
from grader.author import NewAssignment, seen
from grader.author import rules as R

A01 = NewAssignment("A01", "a01_tiny", minutes=1)


@A01.exercise(points=1.5, tier="extra", forbid=[R.LOOP], require=[R.call("torch.abs")])
class absolute:
    """|x|"""

    def reference(x):
        return x.abs()

    def cases(draw):
        yield seen(torch.tensor([-1.0]))
'''
ANSWER = '''
"""A01 작은 과제 / Tiny"""

import torch

### BEGIN SOLUTION
def _helper(x):
    return x
### END SOLUTION


def absolute(x: torch.Tensor) -> torch.Tensor:
    """|x|"""
    ### BEGIN SOLUTION
    return _helper(torch.abs(x))
    ### END SOLUTION
'''


@pytest.fixture
def outside(tmp_path):
    """A course of one's own, outside of the package."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / "a01_tiny.py").write_text(PAGE, encoding="utf-8")
    (tmp_path / "solutions" / "a01_tiny.py").write_text(ANSWER.lstrip(), encoding="utf-8")
    return tmp_path


def test_a_course_of_ones_own(outside):
    written = {p.relative_to(outside).as_posix() for p in write(derive(outside))}
    assert written == {"index.json", "assignments/a01_tiny.py", "assignments/a01_tiny.ipynb"}
    assert (outside / "assignments" / "a01_tiny.py").read_text(encoding="utf-8") == dedent('''\
        """A01 작은 과제 / Tiny"""

        import torch


        def absolute(x: torch.Tensor) -> torch.Tensor:
            """|x|                                                        [추가 1.5점 / extra 1.5 pts]
            금지 / not allowed: 반복문·vmap / loops, vmap
            필수 / required: torch.abs
            """
            # TODO(A01.absolute): 여기에 작성하세요 / write here
            raise NotImplementedError("A01.absolute")
        ''')
    assert read_index(outside).functions[0].signature == "absolute(x: torch.Tensor) -> torch.Tensor"
    assert write(derive(outside)) == []


def test_what_is_out_of_step_is_named_and_orphans_go(outside, capsys):
    write(derive(outside))
    (outside / "assignments" / "a01_tiny.py").write_text("edited by hand")
    orphan = outside / "assignments" / "a02_gone.py"
    orphan.write_text("")
    out = stale(derive(outside))
    assert [p.name for p in out] == ["a01_tiny.py", "a02_gone.py"]
    assert run(["--lang", "en", "derive", "--course", str(outside)]) == 0
    said = capsys.readouterr().out
    assert not orphan.exists()
    assert "a02_gone.py: removed, because no page asks for it." in said
    assert said.endswith("1 files written.\n")


BROKEN = {
    "no function absolute": ANSWER.replace("def absolute", "def other"),
    "has no docstring": ANSWER.replace('    """|x|"""\n', ""),
    "without ### END SOLUTION": ANSWER.rsplit("    ### END", 1)[0],
    "starts between solution markers": ANSWER.replace("### END SOLUTION\n\n\ndef absolute", "\n\ndef absolute"),
    "a01_tiny.py:12: the docstring of absolute": ANSWER.replace('"""|x|"""\n', "'''|x|'''\n"),
    "a01_tiny.py:12: the docstring": ANSWER.replace('"""|x|"""\n', '"|x|"\n'),
    "the docstring of absolute is not in": ANSWER.replace('"""|x|"""\n', '"""|x|"""  # why\n'),
    "with nothing beside it": ANSWER.replace('"""|x|"""\n', '"""|x|"""; y = 3\n'),
    "invalid syntax": ANSWER.replace("import torch", "import import"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_an_author_is_told_what_is_wrong(what):
    page = COURSE.assignment("A01")
    exercise = page.exercises[0]
    tiny = type(page)("A01", "a01_tiny", (), 1, (type(exercise)(**{**vars(exercise), "name": "absolute"}),))
    with pytest.raises(GraderError, match=what):
        stub(BROKEN[what].lstrip(), tiny)


DOCSTRINGS = (
    '"""|x|"""', 'r"""|x|"""', '"""|x|\n\n    More.\n    """', '"""|x|\n    more"""', '"""\n    |x|\n    """', '"""|x|\f\u2028"""',
)  # fmt: skip


@pytest.mark.parametrize("docstring", DOCSTRINGS)
def test_every_docstring_stays_one(outside, docstring):
    (outside / "solutions" / "a01_tiny.py").write_text(
        ANSWER.replace('"""|x|"""', docstring).lstrip(), encoding="utf-8"
    )
    write(derive(outside))
    tree = ast.parse((outside / "assignments" / "a01_tiny.py").read_text(encoding="utf-8"))
    (function,) = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    said = ast.get_docstring(function)
    assert "|x|" in said
    assert "1.5 pts" in said.split("\n")[0]
    assert "not allowed: " in said
    assert [type(node) for node in function.body] == [ast.Expr, ast.Raise]


def test_missing_solution(outside):
    (outside / "solutions" / "a01_tiny.py").unlink()
    with pytest.raises(GraderError, match="No such file"):
        derive(outside)


def test_notebook_keeps_earlier_imports_from_stopping_it():
    assignment = ASSIGNMENTS["A07"]
    text = (PLACES.stubs / "a07_logistic.py").read_text(encoding="utf-8")
    setup = json.loads(notebook(text, assignment))["cells"][1]["source"]
    source = setup if isinstance(setup, str) else "".join(setup)
    assert "except ImportError:" in source
    namespace: dict[str, object] = {}
    exec(compile(source, "cell", "exec"), namespace)
    assert "torch" in namespace
