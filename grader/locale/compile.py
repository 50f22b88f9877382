"""Write the .mo beside every .po: `python -m grader.locale.compile [LOCALE_DIR ...]`."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from grader.locale.words import COURSE, OWN

_FIXED = datetime(2000, 1, 1, tzinfo=timezone.utc)  # a date of now would change the files at every run


def compiled(po: Path) -> bytes:
    """The bytes of the .mo of a .po file. Raises babel's PoFileError when the file is malformed."""
    with po.open("rb") as file:
        catalog = read_po(file, locale=po.parent.parent.name, abort_invalid=True)
    catalog.creation_date = catalog.revision_date = _FIXED
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def catalogues(roots: Iterable[Path]) -> list[Path]:
    return sorted(po for root in roots for po in root.glob("*/LC_MESSAGES/*.po"))


def compile_all(roots: Iterable[Path]) -> list[Path]:
    """Compile what changed; returns the .mo files that were written."""
    written = []
    for po in catalogues(roots):
        mo, data = po.with_suffix(".mo"), compiled(po)
        if not mo.is_file() or mo.read_bytes() != data:
            _replace(mo, data)
            written.append(mo)
    return written


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def main(arguments: Sequence[str]) -> int:
    roots = [Path(a) for a in arguments] or [OWN, COURSE]
    written = compile_all(roots)
    sys.stdout.write(f"{len(written)} of {len(catalogues(roots))} catalogues written\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
