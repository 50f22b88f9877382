"""What `grader new-exercise` writes derives and loads at once, and only its words are still to be written."""

from pathlib import Path

import pytest

from grader.author import load_course
from grader.derive import derive, stale, write
from grader.errors import GraderError
from grader.scaffold import new_exercise
from grader.verify import verify


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("scaffold") / "course"
    new_exercise("K01.first", root, "k01_begin")
    new_exercise("K01.second", root)
    new_exercise("K02.third", root)
    write(derive(root))
    return root


def test_files(course: Path) -> None:
    assert sorted(p.name for p in course.glob("*.py")) == ["k01_begin.py", "k02_third.py"]
    assert stale(derive(course)) == []
    loaded = load_course(course)
    assert [e.id for a in loaded.assignments for e in a.exercises] == ["K01.first", "K01.second", "K02.third"]


def test_only_the_words_are_missing(course: Path) -> None:
    steps = {step.id: step for step in verify(course, ["K01"], range(2))}
    wrong = {id: step.wrong for id, step in steps.items() if step.wrong}
    assert set(wrong) == {"texts"}
    assert len(wrong["texts"]) == 2 + 2 * (2 + 2 * 4)  # formulas; in two languages title, goal, and four per exercise
    assert steps["solutions"].checked == 2


def test_added_to_a_page_that_imports_little(tmp_path: Path) -> None:
    new_exercise("K01.first", tmp_path, "k01_begin")
    for path in (tmp_path / "k01_begin.py", tmp_path / "solutions" / "k01_begin.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("import Draw, NewAssignment, case", "import NewAssignment, case"), encoding="utf-8"
        )
    page = tmp_path / "k01_begin.py"
    page.write_text(page.read_text(encoding="utf-8").replace("draw: Draw", "draw"), encoding="utf-8")
    new_exercise("K01.second", tmp_path)
    assert "\nfrom grader.author import Draw\n" in page.read_text(encoding="utf-8")
    assert len(load_course(tmp_path).assignments[0].exercises) == 2


@pytest.mark.parametrize(
    ("id", "slug", "said"),
    [
        ("K01.first", "", "is there already"),
        ("K01.other", "k01_else", "is called k01_begin"),
        ("K03.fresh", "k04_wrong", "not a file name for K03"),
        ("K3.fresh", "", "not the id of an exercise"),
        ("K03.class", "", "not the id of an exercise"),
        ("K03.Upper", "", "not the id of an exercise"),
    ],
)
def test_refused_and_nothing_written(course: Path, id: str, slug: str, said: str) -> None:
    before = {p: p.read_bytes() for p in course.rglob("*") if p.is_file()}
    with pytest.raises(GraderError, match=said):
        new_exercise(id, course, slug)
    assert {p: p.read_bytes() for p in course.rglob("*") if p.is_file()} == before


def test_not_inside_an_installed_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("grader.course.places.BUILT_IN", tmp_path / "course")
    monkeypatch.setattr("grader.scaffold.exercise.BUILT_IN", tmp_path / "course")
    (tmp_path / "stubs").mkdir()
    with pytest.raises(GraderError, match="not yours to edit"):
        new_exercise("K01.first")
