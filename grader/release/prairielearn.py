"""PrairieLearn: a question per assignment, and the image whose container grades it."""

from __future__ import annotations

import html
import json
import uuid

from grader.course.index import IndexedAssignment
from grader.release.files import File
from grader.release.judging import COURSE, HIDDEN, judging, options
from grader.release.request import Request
from grader.release.stubs import stub
from grader.release.template import filled

IMAGE = "grader/prairielearn"
_SECONDS = 300
_HOME = "/opt/grader"


def files(wanted: Request) -> tuple[File, ...]:
    """questions/<slug>/… and docker/…"""
    brought = [name for name, there in ((COURSE, wanted.course), (HIDDEN, wanted.hidden)) if there]
    copies = [f"COPY {name} {_HOME}/{name}" for name in brought]
    image = filled("Dockerfile", "docker/Dockerfile", extra="\n".join(copies))
    questions = [file for a in wanted.assignments for file in _question(wanted, a)]
    return (image, *judging(wanted, "docker/"), *questions)


def _question(wanted: Request, assignment: IndexedAssignment) -> tuple[File, ...]:
    folder = f"questions/{assignment.slug}"
    title = wanted.words.say_short(assignment.slug, f"{assignment.id}.title")
    name = f"{assignment.slug}.py"
    return (
        File(f"{folder}/info.json", _info(assignment, title).encode()),
        filled("question.html", f"{folder}/question.html", file=name, title=html.escape(title)),
        filled("run.sh", f"{folder}/tests/run.sh", True, target=assignment.id, options=options(wanted, _HOME)),
        stub(wanted, assignment, ".py", f"{folder}/clientFilesQuestion"),
    )


def _info(assignment: IndexedAssignment, title: str) -> str:
    info = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, f"grader {assignment.slug}")),
        "title": title,
        "topic": "PyTorch",
        "tags": ["grader", assignment.id],
        "type": "v3",
        "singleVariant": True,
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            "image": IMAGE,
            "entrypoint": "/grade/tests/run.sh",
            "timeout": _SECONDS,
        },
    }
    return json.dumps(info, ensure_ascii=False, indent=2) + "\n"
