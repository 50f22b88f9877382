"""Ask the function of a small source text, and look at what came back."""

from __future__ import annotations

import textwrap

from grader.contestant.tensors import decode, encode
from grader.model.outcome import Answer, Call, Returned
from grader.model.submission import Chunk, Module, Submission

SLUG = "a07_logistic"
OTHER = "a06_chain_rule"


def submission(**modules: str | list[str]) -> Submission:
    """Modules by slug: a text is a `.py` file, a list of texts the cells of a notebook."""
    made = []
    for slug, source in modules.items():
        if isinstance(source, str):
            chunks = (Chunk(f"{slug}.py", textwrap.dedent(source)),)
        else:
            chunks = tuple(Chunk(f"cell {n}", textwrap.dedent(text)) for n, text in enumerate(source, 1))
        made.append(Module(slug, f"{slug}.py", chunks, notebook=not isinstance(source, str)))
    return Submission("student", tuple(made), "")


def call(*args: object, **how: bool) -> Call:
    return Call(tuple(encode(arg) for arg in args), **how)


class Asker:
    """`asker(source, "f", call(x), …)` -> one Answer per call; contestants are closed at the end."""

    def __init__(self, host) -> None:
        self.host = host
        self.opened = []

    def open(self, parameters=None, **modules):
        contestant = self.host.open(submission(**modules), (SLUG, OTHER), parameters or {})
        self.opened.append(contestant)
        return contestant

    def __call__(self, source, name, *calls, parameters=()) -> list[Answer]:
        contestant = self.open({SLUG: {name: parameters}}, **{SLUG: source})
        return list(contestant.ask(SLUG, name, calls))

    def one(self, source, name, *args, parameters=(), **how) -> Answer:
        (answer,) = self(source, name, call(*args, **how), parameters=parameters)
        return answer

    def value(self, source, name, *args):
        answer = self.one(source, name, *args)
        assert isinstance(answer.outcome, Returned), answer
        return decode(answer.outcome.value)

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        for contestant in self.opened:
            contestant.close()
