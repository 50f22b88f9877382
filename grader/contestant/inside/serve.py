"""The loop of one contestant: read a message, do it, answer. Everything after `Ready` may run student code."""

from __future__ import annotations

import os
import platform
import sys

import torch

from grader.contestant.frames import Frame, Link
from grader.contestant.inside.loader import Shelf
from grader.contestant.inside.observe import Target, observe_all
from grader.contestant.inside.output import Capture, install
from grader.contestant.inside.places import describe, exercise_id
from grader.contestant.messages import Ask, Done, Load, Loaded, Ready, Repeated
from grader.contestant.wire import Malformed
from grader.model.outcome import Answer, Unusable


def serve(link: Link) -> None:
    """Answer until the other end closes. Never returns to the caller's frames: the process ends here."""
    owner = os.getpid()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=link.close)
    capture = install(1 << 16)
    link.send(Frame(0, 0, Ready(torch.__version__, platform.python_version())))
    shelf: Shelf | None = None
    limits: Load | None = None
    while (frame := link.receive()) is not None:
        message = frame.message
        if isinstance(message, Load):
            shelf, limits = Shelf(message), message
            capture.limit = message.output
        elif isinstance(message, Ask) and shelf is not None and limits is not None:
            _answer(link, frame.ask, message, shelf, capture, limits.answer)
        if os.getpid() != owner:  # a child that the student forked came back into our code
            os._exit(0)
    os._exit(0)


def _answer(link: Link, number: int, ask: Ask, shelf: Shelf, capture: Capture, limit: int) -> None:
    try:
        found = shelf.function(ask.slug, ask.name)
    except Exception as error:  # an import hook or module class of the student's that raises
        found = Unusable("not_loaded", describe(error))
    link.send(Frame(number, 0, Loaded()))
    if isinstance(found, Unusable):
        link.send(Frame(number, 0, Done(found)))
        return
    exercise = exercise_id(ask.slug, ask.name)
    target = Target(found, ask.parameters, shelf.files, exercise, capture, limit, BaseException)

    def emit(index: int, answer: Answer) -> None:
        try:
            link.send(Frame(number, index, answer))
        except Malformed as error:
            link.send(Frame(number, index, Answer(Unusable("bad_answer", str(error)))))

    def emit_repeat(index: int, same: bool) -> None:
        link.send(Frame(number, index, Repeated(same)))

    sys.stdout = sys.stderr = capture
    observe_all(target, ask.calls, emit, emit_repeat)
    link.send(Frame(number, 0, Done()))
