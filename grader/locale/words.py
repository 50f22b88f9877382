"""Look a message up by domain and id, and fill in its parameters."""

from __future__ import annotations

import gettext
import os
import re
from functools import lru_cache
from pathlib import Path

from grader.model.verdict import Message, Param

LANGUAGES = ("ko", "en")
OWN = Path(__file__).parent
COURSE = OWN.parent / "course" / "locale"
STRICT = "GRADER_STRICT_WORDS"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class MissingWordsError(KeyError):
    """A message or one of its parameters is missing. Only raised when the environment sets GRADER_STRICT_WORDS."""


class _End(gettext.NullTranslations):
    """The end of a chain of catalogues: gettext itself would hand the id back as if it were the text."""

    def gettext(self, message: str) -> str:
        raise MissingWordsError(message)


class Words:
    """The messages of one choice of language: "ko", "en", or "both" (Korean, then English).

    `course_root` is the folder of a course that is not the built-in one: its `locale/` replaces the built-in course's.
    A missing message never stops a report: its id stands in, in brackets. Tests set GRADER_STRICT_WORDS, and then
    MissingWordsError (a KeyError) is raised.
    """

    def __init__(self, lang: str, course_root: str | Path | None = None) -> None:
        if lang not in (*LANGUAGES, "both"):
            raise ValueError(f"lang must be ko, en or both, not {lang!r}")
        self.lang = lang
        self.languages: tuple[str, ...] = LANGUAGES if lang == "both" else (lang,)
        self.course_root = course_root
        self._roots = (str(OWN), str(COURSE if course_root is None else Path(course_root) / "locale"))
        self._strict = bool(os.environ.get(STRICT))

    def say(self, domain: str, key: str, /, **params: Param) -> str:
        """The text; both languages on lines of their own for "both", and once where they say the same."""
        return "\n".join(dict.fromkeys(text for _, text in self.each(domain, key, **params)))

    def say_short(self, domain: str, key: str, /, **params: Param) -> str:
        """The text on one line: "ko / en" for "both"."""
        return " / ".join(dict.fromkeys(text for _, text in self.each(domain, key, **params)))

    def each(self, domain: str, key: str, /, **params: Param) -> tuple[tuple[str, str], ...]:
        """(language, text) of every language chosen."""
        return tuple((lang, self._text(lang, domain, key, params)) for lang in self.languages)

    def message(self, message: Message) -> str:
        return self.say(message.domain, message.id, **message.params)

    def has(self, domain: str, key: str) -> bool:
        """Whether every chosen language has that message."""
        return all(_find(self._roots, lang, domain, key) is not None for lang in self.languages)

    def in_language(self, lang: str) -> Words:
        """The same catalogues in another choice of language."""
        return Words(lang, self.course_root)

    def _text(self, lang: str, domain: str, key: str, params: dict[str, Param]) -> str:
        template = _find(self._roots, lang, domain, key)
        if template is None:
            if self._strict:
                raise MissingWordsError(f"{domain}: {key} ({lang})")
            details = " ".join(f"{name}={_shown(value)}" for name, value in params.items())
            return f"[{key}{' ' if details else ''}{details}]"
        return _PLACEHOLDER.sub(lambda match: self._fill(match, params), template)

    def _fill(self, match: re.Match[str], params: dict[str, Param]) -> str:
        name = match.group(1)
        if name in params:
            return _shown(params[name])
        if self._strict:
            raise MissingWordsError(f"parameter {name}")
        return match.group(0)


def _shown(value: Param) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _find(roots: tuple[str, ...], lang: str, domain: str, key: str) -> str | None:
    try:
        return _catalogue(roots, lang, domain).gettext(key)
    except MissingWordsError:
        return None


@lru_cache(maxsize=256)
def _catalogue(roots: tuple[str, ...], lang: str, domain: str) -> gettext.NullTranslations:
    chain: gettext.NullTranslations | None = None
    for root in roots:
        path = Path(root) / lang / "LC_MESSAGES" / f"{domain}.mo"
        if not path.is_file():
            continue
        with path.open("rb") as file:
            found = gettext.GNUTranslations(file)
        if chain is None:
            chain = found
        else:
            chain.add_fallback(found)
    if chain is None:
        return _End()
    chain.add_fallback(_End())
    return chain
