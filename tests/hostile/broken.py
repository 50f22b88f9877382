"""Broken and hostile things to hand in, one per student: texts, archives and folders."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from tests.hostile.broken_archives import TARS, ZIPS, F
from tests.hostile.broken_text import BOOKS, GOOD, NAME, SOURCES

EXECUTED = ".executed"
ODD_NAMES = (
    "=cmd|' -C calc'!A0",
    "@SUM(1)",
    "-x",
    "a\u202eb",
    "x\ny",
    "con",
    "%s%n",
    "<img src=x onerror=alert(1)>",
    "::error::x",
    "'; drop table results; --",
    "가" * 60,
)


def _folders(root: Path) -> dict[str, Callable[[Path], object]]:
    def many(at: Path) -> None:
        for n in range(500):
            (at / f"{n}.txt").touch()
        (at / F).write_text(GOOD)

    def deep(at: Path) -> None:
        at = at.joinpath(*"d" * 40)
        at.mkdir(parents=True)
        (at / F).write_text(GOOD)

    def closed(at: Path) -> None:
        (at / F).write_text(GOOD)
        (at / F).chmod(0)
        at.chmod(0)

    def odd(at: Path) -> None:
        for name in (b"a\nb\x1b[2J", b"\xff\xfe"):
            os.mkdir(os.fsencode(at) + b"/" + name)
            Path(os.fsdecode(os.fsencode(at) + b"/" + name + b"/" + F.encode())).write_text(GOOD)

    def bound(at: Path) -> None:
        here = os.getcwd()
        os.chdir(at)
        with socket.socket(socket.AF_UNIX) as held:
            held.bind(F)
        os.chdir(here)

    def sparse(at: Path) -> None:
        (at / F).touch()
        os.truncate(at / F, 1 << 40)

    def shadowing(at: Path) -> None:
        names = "conftest.py sitecustomize.py usercustomize.py torch.py json.py evil.pth pyvenv.cfg __init__.py".split()
        for name in names:
            (at / name).write_text(f"open({str(root / EXECUTED)!r}, 'w').close()\nraise SystemExit(1)\n")
        (at / F).write_text(GOOD)

    return {
        "folder": lambda at: (at / F).mkdir(),
        "fifo": lambda at: os.mkfifo(at / F),
        "link": lambda at: (at / F).symlink_to("/etc/passwd"),
        "loop": lambda at: (at / "a").symlink_to("."),
        "socket": bound,
        "closed": closed,
        "odd": odd,
        "deep": deep,
        "many": many,
        "nothing": lambda at: None,
        "sparse": sparse,
        "shadowing": shadowing,
    }


def fill(root: Path, few: bool) -> list[str]:
    """Puts one broken thing per student below `root`. `few`: those that are made and read fast. Gives their names."""
    made = [_put(root / f"py_{kind}", F, data) for kind, data in SOURCES.items() if not few or len(data) < 20_000]
    made += [
        _put(root / f"nb_{kind}", f"{NAME}.ipynb", data)
        for kind, data in BOOKS.items()
        if not few or len(data) < 20_000
    ]
    for kind, build in [*((f"zip_{k}.zip", b) for k, b in ZIPS.items()), *((f"tar_{k}", b) for k, b in TARS.items())]:
        if not few or "bomb" not in kind and "long" not in kind:
            (root / kind).write_bytes(build())
            made.append(kind)
    for kind, build in _folders(root).items():
        (root / f"fs_{kind}").mkdir()
        build(root / f"fs_{kind}")
        made.append(f"fs_{kind}")
    return made + [_put(root / name, F, GOOD.encode()) for name in ODD_NAMES]


def _put(folder: Path, name: str, data: bytes) -> str:
    folder.mkdir()
    (folder / name).write_bytes(data)
    return folder.name
