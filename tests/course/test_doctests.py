"""Every example in the docstring of a worked answer is what the code really prints: students copy them first."""

from __future__ import annotations

import doctest
import importlib
import inspect
import sys
from pathlib import Path
from types import ModuleType

import pytest

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
SLUGS = sorted(p.stem for p in SOLUTIONS.glob("a[0-9][0-9]_*.py"))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> str:
    """A package called `assignments`, as the answers import it, that holds the answers instead of the stubs."""
    for name in [n for n in sys.modules if n.partition(".")[0] == "assignments"]:
        monkeypatch.delitem(sys.modules, name)
    package = ModuleType("assignments")
    package.__path__ = [str(SOLUTIONS)]
    monkeypatch.setitem(sys.modules, "assignments", package)
    yield package.__name__
    for name in [n for n in sys.modules if n.startswith("assignments.")]:
        del sys.modules[name]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_examples_print_what_they_say(slug: str, answers: str) -> None:
    module = importlib.import_module(f"{answers}.{slug}")
    assert Path(module.__file__) == SOLUTIONS / f"{slug}.py"
    report: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, slug):
        runner.run(test, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_function_shows_an_example(slug: str, answers: str) -> None:
    module = importlib.import_module(f"{answers}.{slug}")
    own = [f for _, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == module.__name__]
    public = [f for f in own if not f.__name__.startswith("_")]
    assert public
    assert [f.__name__ for f in public if ">>> " not in (f.__doc__ or "")] == []
