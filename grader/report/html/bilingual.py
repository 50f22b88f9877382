"""Messages as HTML: every text in every language, each with its `lang`, so that a switch in the page can choose."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from grader.locale import Words
from grader.model.verdict import Message, Param
from grader.report.clean import clean


class Bilingual:
    """What templates call to say something. Everything that comes out is escaped Markup."""

    def __init__(self, words: Words) -> None:
        self.chosen = words.lang
        self._words = words
        self.page_lang = words.languages[0]
        self._both = words.in_language("both")
        self._first = words.in_language(self.page_lang)

    def say(self, key: str, /, **params: Param) -> Markup:
        """A message of the reports themselves, inline."""
        return self.of("report", key, **params)

    def of(self, domain: str, key: str, /, **params: Param) -> Markup:
        """A message of any domain, inline. What reads the same in every language ("ReLU") stands once, and has none."""
        texts = [(lang, _coded(text)) for lang, text in self._both.each(domain, key, **_cleaned(params))]
        if len(texts) > 1 and len({text for _, text in texts}) == 1:
            return texts[0][1]
        return Markup("".join(f'<span lang="{lang}">{text}</span>' for lang, text in texts))  # noqa: S704  escaped

    def message(self, message: Message) -> Markup:
        return self.of(message.domain, message.id, **message.params)

    def pair(self, key: str, *params: str) -> list[str]:
        """A message in Korean and English whose `params` stay as {name}, for a script to fill in."""
        kept = {name: f"{{{name}}}" for name in params}
        return [clean(text) for _, text in self._both.each("report", key, **kept)]

    def has(self, domain: str, key: str) -> bool:
        return self._both.has(domain, key)

    def attribute(self, key: str, /, **params: Param) -> str:
        """For what holds no elements, like the title of the page: the chosen language, or both of them."""
        texts = self._words.each("report", key, **_cleaned(params))
        return " / ".join(dict.fromkeys(clean(text) for _, text in texts))

    def title(self, domain: str, key: str) -> str:
        """A text without markup in the page's own language."""
        return clean(self._first.say(domain, key))


_CODE = re.compile("`([^`\n]{1,80})`")


@lru_cache(1024)  # most messages have no parameters
def _coded(text: str) -> Markup:
    """Escaped, and what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(clean(text)))))  # noqa: S704  escaped


def _cleaned(params: dict[str, Param]) -> dict[str, Param]:
    return {name: clean(value, 2000) if isinstance(value, str) else value for name, value in params.items()}
