"""Worked functions out of solution cells, in the shape our stubs are cut from: docstring, then marked lines."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from grader.derive.stub import BEGIN, END
from grader.importing.master import Left, Line, Question

_UNUSABLE = (ast.Yield, ast.YieldFrom, ast.Await)


@dataclass(frozen=True)
class Answer:
    """A function that students write. `source` has our markers, `plain` none; `line` orders the cells."""

    name: str
    parameters: tuple[str, ...]
    source: str
    plain: str
    question: Question


def answers(question: Question, file: str) -> tuple[tuple[Answer, ...], tuple[str, ...], tuple[Left, ...]]:
    """The functions of a question, the other code of its cells, and what cannot be an exercise."""
    found: list[Answer] = []
    rest: list[str] = []
    left: list[Left] = []
    for lines in question.cells:
        source = "\n".join(line.text for line in lines)
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            left.append(Left(file, question.name, "syntax"))
            continue
        for node in tree.body:
            text = "\n".join(line.text for line in lines[node.lineno - 1 : node.end_lineno])
            asked = any(line.answer for line in lines[node.lineno - 1 : node.end_lineno])
            if not isinstance(node, ast.FunctionDef) or not asked:
                rest.append(text)
                continue
            reason = _unusable(node)
            if reason:
                left.append(Left(file, question.name, reason, {"name": node.name}))
            else:
                found.append(_answer(node, lines, text, question))
    if not found and not left:
        left.append(Left(file, question.name, "manual" if question.manual else "no_function"))
    return tuple(found), tuple(rest), tuple(left)


def _unusable(node: ast.FunctionDef) -> str:
    arguments = node.args
    if any(isinstance(n, _UNUSABLE) for n in ast.walk(node)):
        return "generator"
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or not (arguments.args or arguments.posonlyargs):
        return "arguments"
    return "decorated" if node.decorator_list else ""


def _answer(node: ast.FunctionDef, lines: tuple[Line, ...], text: str, question: Question) -> Answer:
    parameters = tuple(a.arg for a in (*node.args.posonlyargs, *node.args.args))
    return Answer(node.name, parameters, "\n".join(_marked(node, lines, question)), text, question)


def _marked(node: ast.FunctionDef, lines: tuple[Line, ...], question: Question) -> Iterator[str]:
    """The function with a docstring and one marked region: the whole statements from the first answer to the last."""
    documented = ast.get_docstring(node) is not None
    body = node.body[1:] if documented else node.body
    if not body:  # the docstring alone was the answer
        body = node.body
    start = node.body[0].lineno if documented else body[0].lineno
    yield from (line.text for line in lines[node.lineno - 1 : start - 1])
    if documented:
        yield from (line.text for line in lines[node.body[0].lineno - 1 : node.body[0].end_lineno])
    else:
        yield f'    """{_first_sentence(question)}"""'
    asked = [s for s in body if any(line.answer for line in lines[s.lineno - 1 : s.end_lineno])] or body
    first, last = asked[0].lineno, asked[-1].end_lineno or asked[-1].lineno
    inner = "\n".join(line.text for line in lines[body[0].lineno - 1 : node.end_lineno])
    shift = len(inner) - len(inner.lstrip(" "))
    for number in range(body[0].lineno, (node.end_lineno or last) + 1):
        if number == first:
            yield f"    {BEGIN}"
        text = lines[number - 1].text
        yield "    " + text[shift:] if text.strip() else ""
        if number == last:
            yield f"    {END}"


def _first_sentence(question: Question) -> str:
    """The first line of the question's text that says something."""
    for line in question.prose.split("\n"):
        plain = re.sub(r"[*`#]|\$", "", line).strip(" -")
        if len(plain) > 12:
            return textwrap.shorten(plain.replace("\\", "/").replace('"', "'"), 96, placeholder=" ...")
    return "TODO"
