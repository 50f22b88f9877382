"""Every link of the documentation leads somewhere, and the Korean pages are in step with the English ones."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from snippets import ROOT, anchors, blocks, commands, pages

_LINK = re.compile(r"\]\(([^)\s]+)\)")
PAIRS = [(p.with_name(p.name.replace(".ko.md", ".md")), p) for p in pages() if p.name.endswith(".ko.md")]


@pytest.mark.parametrize("page", pages(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    for link in _LINK.findall(text):
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        assert target.is_relative_to(ROOT), f"{page.name}: {link} leaves the checkout"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{page.name}: {link}"


def test_there_are_pairs() -> None:
    assert {ko.name for _, ko in PAIRS} >= {"README.ko.md", "student.ko.md", "instructor.ko.md"}


@pytest.mark.parametrize(("english", "korean"), PAIRS, ids=lambda p: p.name)
def test_korean_is_in_step(english: Path, korean: Path) -> None:
    """The same headings in the same order, the same commands, the same code."""

    def levels(page: Path) -> list[int]:
        text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]

    def shown(page: Path) -> list[str]:
        return [c.text for b in blocks(page) if b.lang in ("sh", "console") for c in commands(b)]

    assert levels(korean) == levels(english)
    assert shown(korean) == shown(english)
    assert [b.lang for b in blocks(korean)] == [b.lang for b in blocks(english)]
    assert re.search(r"[가-힣]", korean.read_text(encoding="utf-8"))
