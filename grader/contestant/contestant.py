"""One submission being asked. A question always has one answer per call, whatever the student's code does."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Protocol

from grader.contestant.connection import Connection, Gone, Late
from grader.contestant.credible import credible, unusable
from grader.contestant.frames import Frame, pack
from grader.contestant.limits import Limits
from grader.contestant.messages import (
    TO_CONTESTANT,
    Ask,
    Done,
    Load,
    Loaded,
    Piece,
    Ready,
    Repeated,
    Replacement,
    Unit,
)
from grader.contestant.wire import Malformed
from grader.errors import GraderFault
from grader.model.outcome import Answer, Call, Died, Outcome, TimedOut, Unusable
from grader.model.submission import Submission

DYING_SECONDS = 1.0  # its end of the socket closes a little before a process is gone


class Process(Protocol):
    """A started contestant process."""

    connection: Connection

    def end(self, patience: float) -> str:
        """Kill it and all it started. How it had ended by itself within `patience` seconds: "exit 0", "signal 9", or
        "killed" when it had not."""
        ...


class Contestant:
    """Ask one function after the other. A process that hung or died is replaced at the next question."""

    def __init__(self, start: Callable[[], Process], load: Load, parameters: Parameters, limits: Limits) -> None:
        self._start = start
        self._load = load
        self._parameters = parameters
        self._limits = limits
        self._process: Process | None = None
        self._number = 0
        self._lost: dict[str, Outcome] = {}
        self._quiet = False

    def ask(self, slug: str, name: str, calls: Sequence[Call]) -> tuple[Answer, ...]:
        """One Answer per call of function `name` of module `slug`. Raises GraderFault if no process can be started."""
        if slug in self._lost:  # loading it hung or killed the process: it would do so for every function
            return tuple(Answer(self._lost[slug]) for _ in calls)
        process = self._process or self._fresh()
        question = _Question(process.connection, self._number + 1, calls, self._limits)
        self._number += 1
        parameters = tuple(self._parameters.get(slug, {}).get(name, ()))
        failure = question.put(Ask(slug, name, parameters, tuple(calls)))
        if failure is not None:
            how = self._stop(DYING_SECONDS if isinstance(failure, Died) else 0.0)
            failure = Died(how) if isinstance(failure, Died) else failure
            if not question.loaded:
                self._lost[slug] = failure
        answers = question.answers(failure)
        return tuple(replace(answer, printed="") for answer in answers) if self._quiet else answers

    def instead(self, worked: Mapping[tuple[str, str], str]) -> Contestant:
        """The same submission in a process of its own, with those functions taken from the worked modules `worked`
        ((slug, name) -> source). Modules that import such a function get the worked one; nothing printed is kept."""
        extra = tuple(Replacement(slug, name, source) for (slug, name), source in worked.items())
        load = replace(self._load, replacements=self._load.replacements + extra)
        other = Contestant(self._start, load, self._parameters, self._limits)
        other._quiet = True
        return other

    def _fresh(self) -> Process:
        process = self._process = self._start()
        deadline = time.monotonic() + self._limits.start
        try:
            frame, _ = process.connection.receive(1 << 16, deadline)
            process.connection.send(Frame(0, 0, self._load), deadline)
            why = _mismatch(frame.message)
            if not why:
                return process
        except (Late, Gone, Malformed) as error:
            why = type(error).__name__
        raise GraderFault(f"the contestant process did not start ({why}, {self._stop()})")

    def _stop(self, patience: float = 0.0) -> str:
        process, self._process = self._process, None
        return "" if process is None else process.end(patience)

    def close(self) -> None:
        """End the process and all that it started."""
        self._stop()

    def __enter__(self) -> Contestant:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


Parameters = Mapping[str, Mapping[str, Sequence[str]]]


class _Question:
    """One Ask on its way: what has been answered so far."""

    def __init__(self, connection: Connection, number: int, calls: Sequence[Call], limits: Limits) -> None:
        self._connection = connection
        self._number = number
        self._calls = calls
        self._answers: list[Answer | None] = [None] * len(calls)
        self._limits = limits
        self._next = 0
        self.loaded = False
        self._unusable: Unusable | None = None

    def put(self, ask: Ask) -> Outcome | None:
        """Send it and collect. None when it was answered completely, otherwise what ended it. Raises Malformed when
        the question itself cannot be written: that is no student's fault."""
        question = pack(Frame(self._number, 0, ask), TO_CONTESTANT)
        deadline = time.monotonic() + self._limits.wall
        budget = 4 * self._limits.answer
        try:
            self._connection.stream.send(question, deadline)
            done = False
            while not done:
                frame, budget = self._connection.receive(budget, deadline)
                done = self._take(frame)
        except Late:
            return TimedOut(self._limits.wall)
        except Gone:
            return Died("")
        except Malformed as error:
            return Unusable("bad_answer", str(error))
        return None

    def _take(self, frame: Frame) -> bool:
        """Note one message; True when it was the last. Raises Malformed when it is out of turn."""
        message = frame.message
        if frame.ask != self._number:
            raise Malformed("an answer to another question")
        if isinstance(message, Loaded):
            self.loaded = True
        elif isinstance(message, Answer) and frame.index == self._next < len(self._answers):
            self._answers[self._next] = credible(message, self._calls[self._next], self._limits)
            self._next += 1
        elif isinstance(message, Repeated) and frame.index < self._next:
            answer = self._answers[frame.index]
            assert answer is not None
            behaviour = replace(answer.behaviour, repeats=message.same, reused=message.reused)
            self._answers[frame.index] = replace(answer, behaviour=behaviour)
        elif isinstance(message, Done) and (message.unusable is not None or self._next == len(self._answers)):
            self._unusable = None if message.unusable is None else unusable(message.unusable)
            return True
        else:
            raise Malformed("a message out of turn")
        return False

    def answers(self, failure: Outcome | None) -> tuple[Answer, ...]:
        """One per call; `failure` for those that are missing."""
        missing = self._unusable or failure or Unusable("bad_answer")
        if self._unusable is not None:
            return tuple(Answer(missing) for _ in self._answers)
        return tuple(Answer(missing) if answer is None else answer for answer in self._answers)


def _mismatch(message: object) -> str:
    """Why the contestant is not of the kind that judges; "" if it is. A Python out of reach may be replaced by
    another one without a word."""
    if not isinstance(message, Ready):
        return "unexpected message"
    torch = sys.modules.get("torch")
    ours = Ready(message.torch if torch is None else str(torch.__version__), platform.python_version())
    return "" if message == ours else f"it runs {message}, the judge {ours}"


def load_of(submission: Submission, slugs: Sequence[str], limits: Limits) -> Load:
    """The message that hands a submission over. Modules outside `slugs` are left out."""
    units = tuple(
        Unit(module.slug, tuple(Piece(chunk.label, chunk.source) for chunk in module.chunks))
        for module in submission.modules
        if module.slug in slugs and module.problem is None
    )
    return Load(tuple(slugs), units, (), limits.output, limits.answer)
