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
    sys.modules["grader"].__path__ = []  # all that is needed is loaded; the rest of grader is not importable from here
    link.send(Frame(0, 0, Ready(torch.__version__, platform.python_version())))
    contest: Contest | None = None
    while (frame := link.receive()) is not None:
        message = frame.message
        if isinstance(message, Load):
            capture.limit = message.output
            contest = Contest(link, Shelf(message), capture, message.answer)
        elif isinstance(message, Ask) and contest is not None:
            contest.answer(frame.ask, message)
        if os.getpid() != owner:  # a child that the student forked came back into our code
            os._exit(0)
    os._exit(0)


class Contest:
    """One submission being asked."""

    def __init__(self, link: Link, shelf: Shelf, capture: Capture, limit: int) -> None:
        self._link = link
        self._shelf = shelf
        self._capture = capture
        self._limit = limit

    def answer(self, number: int, ask: Ask) -> None:
        """Load the module if it is the first question about it, then call the function as asked."""
        try:
            found = self._shelf.function(ask.slug, ask.name)
        except Exception as error:  # noqa: BLE001 - an import hook or module class of the student's may raise anything
            found = Unusable("not_loaded", describe(error))
        self._link.send(Frame(number, 0, Loaded()))
        if isinstance(found, Unusable):
            self._link.send(Frame(number, 0, Done(found)))
            return
        exercise = exercise_id(ask.slug, ask.name)
        shelf = self._shelf
        target = Target(
            found, ask.parameters, shelf.files, exercise, self._capture, self._limit, BaseException, lent=shelf.lent
        )

        def emit(index: int, answer: Answer) -> None:
            try:
                self._link.send(Frame(number, index, answer))
            except Malformed as error:
                self._link.send(Frame(number, index, Answer(Unusable("bad_answer", str(error)))))

        def emit_repeat(index: int, same: bool, reused: bool) -> None:
            self._link.hold(
                Frame(number, index, Repeated(same, reused))
            )  # lost with the process: then that matters more

        sys.stdout = sys.stderr = self._capture
        observe_all(target, ask.calls, emit, emit_repeat)
        self._link.send(Frame(number, 0, Done()))
