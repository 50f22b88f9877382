"""Write what the documentation derives from the code: `python docs/generate.py` (or `python3 dev.py accept`)."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "grader" / "report" / "result.schema.json"
PAGE = ROOT / "docs" / "reference" / "result.md"
CAUSES = ROOT / "docs" / "reference" / "causes.md"
PICTURES = ROOT / "docs" / "reference" / "pictures.md"

HEAD = """# The result of a submission

Made by `docs/generate.py` from `grader/report/result.schema.json`, which ships with the package.

One JSON object: what `grader check --json FILE` writes, and each line of `results.jsonl`. `schema` is `{version}`.
Fields may be added under the same number; a field that changes its meaning or goes gets a new one. {description}
"""

_OF_A_CAUSE = ("class.", "own_forward.", "step.", "torch_error.", "transform.")

CAUSES_HEAD = """# The causes that a report can name

Made by `docs/generate.py` from `grader/judge/diagnosis/` and the judge's own sentences.
[How judging works](../judging.md) says what is asked of the evidence.

The kinds are tried in this order, the most specific first; the first that is certain is the one cause that is told.
Where none is, the report shows the smallest failing case and says nothing about the cause.
"""

SENTENCES_HEAD = """## The sentences

Known mistakes have sentences of their own in the course (`grader/course/locale/`). These are the judge's, which no
exercise has to provide: `{name}` stands for what was found.
"""

PICTURES_HEAD = """# The pictures in a report

Made by `docs/generate.py` from `grader/grading/plots.py`, where they are registered, and the words of the report.

Each is drawn from the student's own functions, asked by the contestant like any case, beside the reference on the
same inputs. The student's line is dashed and has marks, the reference's is broad and pale, so that no one has to tell
colours apart; what differs is marked ≠. Beside each picture stands the same as a table of numbers, and a function that
fails links to the picture it appears in. A function that does not run has none, and no picture ever changes a mark.
"""


def pictures() -> str:
    """The page about the pictures: for each its words, and the functions it is drawn from."""
    from grader.grading.plots import DRAWINGS
    from grader.locale import Words

    words = Words("en")
    parts = [PICTURES_HEAD]
    for slug, drawing in DRAWINGS.items():
        assignment = f"A{slug[1:3]}"
        rows = [
            f"| **{words.say('report', f'plot.{plot}')}** | {words.say('report', f'plot.{plot}.about')} "
            f"| {', '.join(f'`{assignment}.{name}`' for name in names)} |\n"
            for plot, names in drawing.shows.items()
        ]
        title = words.say(slug, f"{assignment}.title")
        parts.append(
            f"## {assignment} {title}\n\n| picture | what it shows | drawn from |\n| --- | --- | --- |\n{''.join(rows)}"
        )
    return "\n".join(parts)


def causes() -> str:
    """The page about diagnoses: the kinds of evidence in their order, and every sentence in both languages."""
    from babel.messages.pofile import read_po

    from grader.judge.diagnosis.diagnose import KINDS
    from grader.locale.words import LANGUAGES, OWN

    kinds = [(kind.__module__.rpartition(".")[2], " ".join((inspect.getdoc(kind) or "").split())) for kind in KINDS]
    order = "".join(f"{i}. `{module}.py`: {text}\n" for i, (module, text) in enumerate(kinds, 1))
    said = {}
    for lang in LANGUAGES:
        with (Path(OWN) / lang / "LC_MESSAGES" / "judge.po").open("rb") as file:
            said[lang] = {str(m.id): str(m.string) for m in read_po(file) if m.id}
    told = [[key, *(said[lang][key].replace("|", "\\|") for lang in ("en", "ko"))] for key in said["en"]]
    rows = [f"| `{key}` | {english} | {korean} |\n" for key, english, korean in told if key.startswith(_OF_A_CAUSE)]
    table = f"| id | English | 한국어 |\n| --- | --- | --- |\n{''.join(rows)}"
    return f"{CAUSES_HEAD}\n{order}\n{SENTENCES_HEAD}\n{table}"


def reference(schema: dict[str, Any]) -> str:
    """The page about the result's format."""
    parts = [HEAD.format(version=schema["$id"], description=schema["description"])]
    parts += ["## result\n\n" + _table(schema)]
    parts += [f"## {name}\n\n" + _table(part) for name, part in schema.get("$defs", {}).items()]
    return "\n".join(parts)


def _table(part: dict[str, Any]) -> str:
    if "properties" not in part:
        return f"{_type(part)}\n" + (f"\n{part['description']}\n" if "description" in part else "")
    rows = "".join(f"| `{name}` | {kind} | {note} |\n" for name, kind, note in _rows(part, ""))
    said = f"{part['description']}\n\n" if "description" in part and "$defs" not in part else ""
    return f"{said}| field | type | |\n| --- | --- | --- |\n{rows}"


def _rows(part: dict[str, Any], prefix: str) -> Iterator[tuple[str, str, str]]:
    required = set(part.get("required", ()))
    for name, field in part["properties"].items():
        note = field.get("description", "").replace("|", "\\|")
        if name not in required:
            note = f"may be absent. {note}".strip()
        yield prefix + name, _type(field), note
        inner = field.get("items", field)
        if "properties" in inner:
            yield from _rows(inner, f"{prefix}{name}{'[]' if 'items' in field else ''}.")


def _type(field: dict[str, Any]) -> str:
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "enum" in field:
        return " ".join(f"`{value}`" for value in field["enum"])
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    for several in ("anyOf", "oneOf"):
        if several in field:
            return " or ".join(_type(each) for each in field[several])
    kind = field.get("type", "any")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {_type(field['items'])}" if "items" in field else "list"
    if kind == "object" and isinstance(field.get("additionalProperties"), dict):
        return f"object of {_type(field['additionalProperties'])}"
    low, high = field.get("minimum"), field.get("maximum")
    if low is not None:
        return f"{kind}, {low} to {high}" if high is not None else f"{kind} ≥ {low}"
    return str(kind)


def main() -> int:
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(reference(json.loads(SCHEMA.read_text(encoding="utf-8"))), encoding="utf-8")
    PICTURES.write_text(pictures(), encoding="utf-8")
    CAUSES.write_text(causes(), encoding="utf-8")
    print(*(page.relative_to(ROOT) for page in (PAGE, PICTURES, CAUSES)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
