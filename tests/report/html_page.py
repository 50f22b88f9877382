"""A report taken apart by a parser, and the rules that every report keeps."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Page(HTMLParser):
    """Every start tag with its attributes, and the text by language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_cells({"td", "th"} if tag in ("td", "th") else {"td", "th", "tr"} if tag == "tr" else set())
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def _end_cells(self, ended: set[str]) -> None:
        """Cells and rows end by what follows them."""
        while self.stack and self.stack[-1] in ended:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        self._end_cells({"td", "th", "tr"} if tag in ("thead", "tbody", "table") else set())
        assert self.stack.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] not in ("style", "script"):
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag]


def check_structure(html: str) -> None:
    """Well formed, unique ids, headings in order, no reference but to itself, no inline style or handler."""
    page = Page(html)
    assert page.stack == []
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    levels = [int(t[1]) for t, _ in page.tags if re.fullmatch("h[1-6]", t)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False)), levels
    for _, attributes in page.tags:
        for name_ in ("href", "src", "srcset", "action", "data"):
            value = attributes.get(name_) or "#"
            assert value.startswith(("#", "students/")) or value == "data:,", value
        assert "style" not in attributes, "the policy forbids inline styles"
        assert not [a for a in attributes if a.startswith("on")]
        for reference in ("aria-labelledby", "aria-describedby"):
            assert set((attributes.get(reference) or "").split()) <= set(ids)
        if (attributes.get("href") or "").startswith("#"):
            assert attributes["href"][1:] in ids  # type: ignore[index]
    assert {t for t, _ in page.tags} >= {"main", "header", "footer", "title"}
    assert "@import" not in html
    assert "url(" not in html


def check_policy(page: str) -> None:
    """The policy names exactly the style and the script that are there, and allows nothing else."""
    policy = next(a["content"] for a in Page(page).all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        body = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert body is not None
        digest = base64.b64encode(hashlib.sha256(body.group(1).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
