"""What can go wrong on our side or the caller's, and how it ends a command."""

from __future__ import annotations


class GraderError(Exception):
    """Something the person at the keyboard can mend. `message` names what, `hint` the next step."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class GraderFault(GraderError):
    """The grader itself cannot support a verdict: never a pass, never the student's fault."""

    exit_code = 3


class LearnerError(GraderError):
    """What a learner can mend, by message id: the catalogue `cli` says `error.<id>` and `error.<id>.next` in the
    language of the command. `next_id` names another next step than the message's own."""

    def __init__(self, id: str, /, next_id: str = "", **params: str | int) -> None:
        super().__init__(f"{id} " + " ".join(f"{k}={v}" for k, v in params.items()))
        self.id = id
        self.next_id = next_id or id
        self.params = params
