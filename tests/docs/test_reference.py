"""What the documentation derives from the code is in step with it."""

import importlib.util
import inspect
import json
import re
import sys
import typing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from snippets import ROOT

from grader.report.html.plot_view import TITLES

API = ROOT / "docs" / "api.md"
PUBLIC = (
    "grader",
    "grader.author",
    "grader.submission",
    "grader.grading",
    "grader.report.result_json",
    "grader.report.result_read",
)


def generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    return generate


def test_page_of_pictures_is_in_step() -> None:
    generate = generator()
    page = generate.PICTURES.read_text(encoding="utf-8")
    assert page == generate.pictures(), "run: python3 dev.py accept"
    assert page.count("| **") == len(TITLES)


def test_page_of_causes_is_in_step() -> None:
    generate = generator()
    page = generate.CAUSES.read_text(encoding="utf-8")
    assert page == generate.causes(), "run: python3 dev.py accept"
    assert page.index("`misconceptions.py`") < page.index("`transforms.py`")


def test_format_reference_is_in_step() -> None:
    generate = generator()
    schema = json.loads(generate.SCHEMA.read_text(encoding="utf-8"))
    page = generate.PAGE.read_text(encoding="utf-8")
    assert page == generate.reference(schema), "run: python3 dev.py accept"
    assert all(f"## {name}\n" in page for name in schema["$defs"])


def names(module: str) -> list[str]:
    """What a module offers: its `__all__`, or the functions that it defines itself."""
    loaded = importlib.import_module(module)
    own = [n for n, f in vars(loaded).items() if inspect.isfunction(f) and f.__module__ == module and n[0] != "_"]
    return list(getattr(loaded, "__all__", own))


@pytest.mark.parametrize("module", PUBLIC)
def test_public_names_are_documented_and_typed(module: str) -> None:
    listed = set(re.findall(rf"`{re.escape(module)}\.(\w+)(?![\w.])", API.read_text(encoding="utf-8")))
    assert listed == set(names(module)) - {"__version__"}
    loaded = importlib.import_module(module)
    for name in listed:
        thing = getattr(loaded, name)
        if inspect.isfunction(thing):
            assert thing.__doc__, f"{module}.{name} has no docstring"
            hints = typing.get_type_hints(thing)
            assert set(inspect.signature(thing).parameters) | {"return"} <= set(hints) | {"raises"}, name
        elif inspect.isclass(thing):
            assert thing.__doc__, f"{module}.{name} has no docstring"
