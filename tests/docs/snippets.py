"""Fenced blocks of Markdown, and the shell commands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')
_EXITS = re.compile(r"#.*\bexits (\d+)")


@dataclass(frozen=True)
class Block:
    """`title` is the file that the block is the text of, "" for none; `section` the heading that it stands under."""

    page: str
    line: int
    lang: str
    title: str
    text: str
    section: str = ""


@dataclass(frozen=True)
class Command:
    """One command line; `exits` when the page says how it ends; `shows` are lines of its output, "..." for any."""

    page: str
    line: int
    text: str
    exits: int | None = None
    shows: tuple[str, ...] = ()


def pages() -> list[Path]:
    """Every page that people read: those at the top of the checkout and those in docs/."""
    top = [p for p in ROOT.glob("*.md") if p.name != "CHANGELOG.md"]
    return sorted(top) + sorted((ROOT / "docs").rglob("*.md")) + [ROOT / "tests" / "README.md"]


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        lang, _, rest = match["info"].strip().partition(" ")
        title = _TITLE.search(rest)
        line = text.count("\n", 0, match.start()) + 2
        section = re.findall(r"^## (.+)$", text[: match.start()], re.MULTILINE)[-1:]
        name = page.relative_to(ROOT).as_posix()
        found.append(Block(name, line, lang, title[1] if title else "", match["text"], "".join(section)))
    return found


def commands(block: Block) -> Iterator[Command]:
    """The commands of a `sh` block (each line one) or a `console` block (after "$ ", with output below)."""
    lines = block.text.splitlines()
    for offset, line in enumerate(lines):
        number = block.line + offset
        if block.lang == "console":
            if line.startswith("$ "):
                shows = []
                for following in lines[offset + 1 :]:
                    if following.startswith("$ "):
                        break
                    shows.append(following)
                yield _command(block.page, number, line[2:], tuple(s for s in shows if s.strip()))
        elif line.strip() and not line.startswith("#"):
            yield _command(block.page, number, line, ())


def _command(page: str, number: int, line: str, shows: tuple[str, ...]) -> Command:
    exits = _EXITS.search(line)
    text = re.sub(r"\s+#\s.*$", "", line).strip()
    return Command(page, number, text, int(exits[1]) if exits else None, shows)


def anchors(page: Path) -> set[str]:
    """The ids of a page's headings, as GitHub and mkdocs make them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    found = set()
    for heading in re.findall(r"^#+\s+(.+?)\s*$", text, re.MULTILINE):
        plain = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", plain).strip()))
    return found
