"""A repository for students: stubs, notebooks, a README in both languages, and CI that grades every push."""

from __future__ import annotations

from grader.locale import Words
from grader.release.files import File
from grader.release.request import Request
from grader.release.stubs import stub
from grader.release.template import filled

_SECTIONS = ("start", "check", "notebook", "rules")
_ADVICE = ("ko", "en")


def files(wanted: Request) -> tuple[File, ...]:
    """With a course of one's own there is no CI: a student's repository must not hold what judges it."""
    return (*content(wanted), *([] if wanted.course else _ci(wanted)))


def content(wanted: Request, ci: bool = True) -> tuple[File, ...]:
    """What every repository of students has. `ci`: whether the README may speak of grading on push."""
    speaks = ci and wanted.course is None
    return (
        File("README.md", _readme(wanted, (*_SECTIONS, "ci") if speaks else _SECTIONS).encode()),
        File("requirements.txt", f"{wanted.requirement}\n".encode()),
        File(".gitignore", b".grader/\ngrader-out/\nreport.html\n__pycache__/\n.ipynb_checkpoints/\n.venv/\n"),
        *(stub(wanted, a, ".py", "assignments") for a in wanted.assignments),
        *(stub(wanted, a, ".ipynb", "notebooks") for a in wanted.assignments),
    )


def _ci(wanted: Request) -> tuple[File, ...]:
    values = {"requirement": wanted.requirement, "targets": wanted.targets}
    return (
        filled("grade.yml", ".github/workflows/grade.yml", **values),
        filled("gitlab-ci.yml", ".gitlab-ci.yml", **values),
    )


def _readme(wanted: Request, sections: tuple[str, ...]) -> str:
    parts = [_language(wanted, wanted.words.in_language(lang), sections) for lang in _ADVICE]
    return "\n\n---\n\n".join(parts) + "\n"


def _language(wanted: Request, words: Words, sections: tuple[str, ...]) -> str:
    first = wanted.assignments[0]
    values = {"id": first.id, "file": f"assignments/{first.slug}.py", "notebook": f"notebooks/{first.slug}.ipynb"}
    parts = [f"# {words.say('release', 'readme.title')}", words.say("release", "readme.about")]
    for section in sections:
        parts.append(f"## {words.say('release', f'readme.{section}')}")
        parts.append(words.say("release", f"readme.{section}.text", **values))
    rows = [f"| {a.id} | {_title(a.slug, a.id, words)} | `{a.slug}.py` | {a.minutes} |" for a in wanted.assignments]
    head = [words.say("release", f"readme.column.{c}") for c in ("id", "title", "file", "minutes")]
    return "\n\n".join([*parts, "\n".join([f"| {' | '.join(head)} |", "|---|---|---|---:|", *rows])])


def _title(slug: str, id: str, words: Words) -> str:
    return words.say(slug, f"{id}.title") if words.has(slug, f"{id}.title") else slug
