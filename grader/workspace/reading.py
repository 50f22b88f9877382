"""Read a target as a submission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.model.submission import Submission
from grader.submission import read_submission
from grader.workspace.target import FOLDER, Target


def read_target(target: Target, slugs: Sequence[str]) -> Submission:
    """The submission of a target. When one file was named, it stands for its assignment, whatever lies beside it, and
    its neighbours are there to be imported."""
    identifier = _identifier(target)
    if target.file is None:
        return read_submission(target.path, slugs, identifier=identifier)
    alone = read_submission(target.file, slugs)
    beside = read_submission(target.path, slugs, identifier=identifier)
    own = {m.slug: m for m in alone.modules}
    others = {m.slug: m for m in beside.modules if m.slug not in own}
    modules = tuple({**others, **own}[slug] for slug in slugs if slug in others or slug in own)
    return replace(alone, id=identifier or alone.id, modules=modules)


def _identifier(target: Target) -> str:
    resolved = target.path.resolve()
    return target.root.name if resolved.name == FOLDER and target.file is None else ""
