"""Where in the student's own text something happened."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType

from grader.model.outcome import Place, Raised

MAX_MESSAGE = 2000


def place_of(error: BaseException, files: Mapping[str, str]) -> Place | None:
    """The innermost line of `error` that lies in one of the student's `files` (code file name -> label)."""
    if isinstance(error, SyntaxError) and error.filename in files:
        return Place(files[str(error.filename)], error.lineno or 1)
    found: Place | None = None
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        label = files.get(trace.tb_frame.f_code.co_filename)
        if label is not None:
            found = Place(label, trace.tb_lineno or 1)
        trace = trace.tb_next
    return found


def message_of(error: BaseException) -> str:
    """The text of an exception, even of one whose own __str__ raises. A SyntaxError's without file and line, which are
    told as its place."""
    try:
        text = str(error.msg) if isinstance(error, SyntaxError) and error.filename else str(error)
        return str.__getitem__(text, slice(0, MAX_MESSAGE))
    except BaseException:  # noqa: BLE001 - __str__ may be the student's
        return ""


def describe(error: BaseException) -> str:
    """`ValueError: text`, for the detail of an Unusable."""
    text = message_of(error)
    name = type(error).__name__
    return f"{name}: {text}" if text else name


def raised(error: BaseException, files: Mapping[str, str], exercise: str) -> Raised:
    """What the judge is told about an exception. `exercise` is "A07.sigmoid": the text of that stub's own error."""
    message = message_of(error)
    todo = isinstance(error, NotImplementedError) and message.strip().lower() == exercise.lower() != ""
    also = tuple(base.__name__[:200] for base in type(error).__mro__[1:20] if issubclass(base, Exception))
    return Raised(type(error).__name__[:200], message, place_of(error, files), todo, also)


def exercise_id(slug: str, name: str) -> str:
    """`A07.sigmoid` for function `sigmoid` of module `a07_logistic`."""
    return f"{slug.partition('_')[0].upper()}.{name}"
