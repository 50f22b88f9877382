"""The messages of a new exercise, in both languages, each marked as not yet written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

UNFINISHED = "TODO"
MISTAKE = "factor_forgotten"
_HEAD = (
    'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
)
_TEXTS = {
    "title": {"ko": "과제의 제목", "en": "the assignment's title"},
    "goal": {"ko": "무엇을 배우는지 한 문장으로", "en": "what it teaches, in one sentence"},
    "hint.1": {"ko": "스스로 던져 볼 질문", "en": "a question to ask oneself"},
    "hint.2": {"ko": "어디를 보면 되는지", "en": "where to look"},
    "hint.3": {"ko": "방법, 그러나 답 한 줄은 아닌", "en": "the way to do it, but not the line itself"},
    "wrong": {"ko": "무엇이 보이고, 왜 그런지 한 문장으로", "en": "what is seen and why, in one sentence"},
}


def assignment_texts(assignment: str) -> dict[str, str]:
    """Message id -> which text, of an assignment that is new."""
    return {f"{assignment}.{which}": which for which in ("title", "goal")}


def exercise_texts(id: str) -> dict[str, str]:
    """Message id -> which text, of one exercise with the template's one known mistake."""
    return {**{f"{id}.hint.{n}": f"hint.{n}" for n in (1, 2, 3)}, f"{id}.wrong.{MISTAKE}": "wrong"}


def catalogue(path: Path, lang: str, texts: dict[str, str]) -> str:
    """The text of the catalogue at `path`, there or not, with entries for `texts` at its end."""
    there = path.read_text(encoding="utf-8") if path.is_file() else _HEAD.format(lang=lang)
    return there.rstrip("\n") + "\n" + "".join(_entries(texts, lang))


def _entries(texts: dict[str, str], lang: str) -> Iterable[str]:
    for id, which in texts.items():
        yield f'\nmsgid "{id}"\nmsgstr "{UNFINISHED} {_TEXTS[which][lang]}"\n'
