"""Autograder containers: where the submission lies, and where its results are to be written.

Gradescope     <root>/submission  -> <root>/results/results.json   (<root>/submission_metadata.json)
PrairieLearn   <root>/student     -> <root>/results/results.json
"""

from __future__ import annotations

from pathlib import Path

from grader.ci.metadata import Metadata, read_metadata
from grader.ci.platform import GRADESCOPE
from grader.errors import GraderError, GraderFault
from grader.locale import Words
from grader.model.result import Result
from grader.report.exports import gradescope, prairielearn
from grader.report.exports.budget import fitting
from grader.report.exports.entries import entries, number, possible
from grader.workspace.files import write_atomically

ROOTS = {"gradescope": "/autograder", "prairielearn": "/grade"}
_FOLDERS = {"gradescope": "submission", "prairielearn": "student"}
_PUNCTUAL = 0.05


def submission(layout: str, root: Path) -> Path:
    """The folder of the submission. Raises GraderError."""
    folder = root / _FOLDERS[layout]
    if not folder.is_dir():
        raise GraderError(f"there is no folder {folder}", f"--root names the folder laid out as {layout} does")
    return folder


def write(result: Result, layout: str, root: Path, words: Words) -> Path:
    """Write what the platform reads. Raises GraderFault where a fault of ours would cost a student points: without a
    result Gradescope says that the autograder failed, and the instructor can run it again."""
    if layout == GRADESCOPE:
        faults = [f.verdict.id for f in result.functions if f.verdict.status == "grader_fault"]
        if faults:
            raise GraderFault(f"no verdict on {', '.join(faults)}", "run the autograder again on this submission")
        text = _gradescope(result, read_metadata(root / "submission_metadata.json"), words)
    else:
        text = prairielearn.render([result], words)
    path = root / "results" / "results.json"
    write_atomically(path, text)
    return path


def _gradescope(result: Result, metadata: Metadata, words: Words) -> str:
    tests, said = entries(result, words), _said(result, metadata, words)
    return fitting(lambda room: gradescope.dumps(gradescope.document(result, tests, words, said, room)))


def _said(result: Result, metadata: Metadata, words: Words) -> list[str]:
    said = []
    if metadata.late_hours > _PUNCTUAL:
        said.append(words.say_short("export", "late", hours=round(metadata.late_hours, 1)))
    if metadata.best is not None:
        said.append(words.say_short("export", "earlier", points=number(metadata.best)))
    if metadata.total and abs(metadata.total - possible(result)) > 1e-6:
        there = number(metadata.total)
        said.append(words.say_short("export", "total", there=there, max_points=number(possible(result))))
    return said
