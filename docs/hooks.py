"""What mkdocs cannot do by itself: pages that live at the top of the checkout, and a table of contents in one place."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
TOP = {"SECURITY.md": "security.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
CONTENTS = [
    ("Home", ["index.md"]),
    ("Students", ["student.md", "student.ko.md", "tools.md"]),
    ("Instructors", ["instructor.md", "instructor.ko.md", "ci.md", "cluster.md"]),
    ("Authors", ["contributing.md", "author.md"]),
    ("Trust", ["judging.md", "security.md", "performance.md"]),
    (
        "Reference",
        ["formats.md", "reference/result.md", "reference/pictures.md", "api.md", "architecture.md", "changelog.md"],
    ),
]
_LINK = re.compile(r"\]\((?!https?:|#)([^)\s]+)\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The contents, less what is not written yet, and with what they do not know of at the end."""
    there = {page for top, page in TOP.items() if (ROOT / top).is_file()}
    there |= {p.relative_to(ROOT / "docs").as_posix() for p in (ROOT / "docs").rglob("*.md")}
    rest = sorted(there - {page for _, pages in CONTENTS for page in pages})
    contents = [*CONTENTS, ("More", rest)] if rest else CONTENTS
    config.nav = [{title: [p for p in pages if p in there]} for title, pages in contents]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The pages from the top of the checkout join those of docs/."""
    for top, page in TOP.items():
        if (ROOT / top).is_file():
            files.append(File.generated(config, page, content=(ROOT / top).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links that are right on the disk become right in the site; files that are not part of it are only named."""
    del config
    top = next((t for t, p in TOP.items() if p == page.file.src_uri), None)
    folder = ROOT if top else (ROOT / "docs" / page.file.src_uri).parent

    def site(match: re.Match[str]) -> str:
        path, mark, anchor = match[1].partition("#")
        target = (folder / path).resolve()
        name = TOP.get(target.name) if target.parent == ROOT else None
        if name is None and target.is_relative_to(ROOT / "docs"):
            name = target.relative_to(ROOT / "docs").as_posix()
        if name is None or (name not in files.src_uris):
            return "]"
        here = Path(page.file.src_uri).parent
        return f"]({'../' * len(here.parts)}{name}{mark}{anchor})"

    return re.sub(r"\[([^\]]*)\]$", r"\1", _LINK.sub(site, markdown))
