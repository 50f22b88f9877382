"""A worked solution with its answers cut out: the `.py` file a student edits."""

from __future__ import annotations

import ast
import re
import textwrap

from wcwidth import wcswidth

from grader.errors import GraderError
from grader.locale import Words
from grader.model.exercise import Assignment, Exercise
from grader.model.rule import Rule

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_TAG_COLUMN = 66
_WIDTH = 112
_WORDS = Words("both")
_QUOTED = re.compile(r'\s*[rRuU]?""".*"""\s*', re.DOTALL)


def stub(solution: str, assignment: Assignment) -> str:
    """The text of `assignments/<slug>.py`. Raises GraderError when the solution and the page do not fit together."""
    functions = _functions(solution, assignment)
    lines = solution.split("\n")  # as Python counts
    for exercise in reversed(assignment.exercises):  # from the end: earlier line numbers stay right
        _mark(lines, functions[exercise.name], exercise)
    return "\n".join(_tidy(_cut(lines, assignment))) + "\n"


def _functions(solution: str, assignment: Assignment) -> dict[str, ast.FunctionDef]:
    where = f"solutions/{assignment.slug}.py"
    try:
        tree = ast.parse(solution)
    except SyntaxError as error:
        raise GraderError(f"{where}:{error.lineno}: {error.msg}") from error
    found = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for exercise in assignment.exercises:
        node = found.get(exercise.name)
        if node is None:
            raise GraderError(f"{where}: no function {exercise.name}, which the page of {assignment.id} asks for")
        if ast.get_docstring(node) is None:
            raise GraderError(f"{where}:{node.lineno}: {exercise.name} has no docstring, and it is the contract")
        if not _QUOTED.fullmatch("\n".join(solution.split("\n")[node.body[0].lineno - 1 : node.body[0].end_lineno])):
            raise GraderError(
                f'{where}:{node.body[0].lineno}: the docstring of {exercise.name} is not in """ with nothing beside it'
            )
    return found


def _mark(lines: list[str], function: ast.FunctionDef, exercise: Exercise) -> None:
    """Write points and rules into the docstring of `function`, in place."""
    node = function.body[0]
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    quotes = '"""'
    if first == last:
        text = lines[first].rstrip().removesuffix(quotes)
        lines[first : first + 1] = [text, f"    {quotes}"]
        last = first + 1
    elif lines[last].strip() != quotes:
        lines[last : last + 1] = [lines[last].rstrip().removesuffix(quotes).rstrip(), f"    {quotes}"]
        last += 1
    rules = _rules(exercise)
    example = next((i for i in range(first, last) if lines[i].lstrip().startswith(">>>")), last)
    at = example - 1 if not lines[example - 1].strip() else example
    if rules:
        lines[at:at] = rules
    lines[first] = _tagged(lines[first], exercise)


def _tagged(line: str, exercise: Exercise) -> str:
    tag = f"[{_WORDS.say_short('cli', f'stub.points.{exercise.tier}', points=f'{exercise.points:g}')}]"
    return line.rstrip() + " " * max(2, _TAG_COLUMN - wcswidth(line.rstrip())) + tag


def _rules(exercise: Exercise) -> list[str]:
    lines = []
    for kind, rules in (("stub.forbid", exercise.forbid), ("stub.require", exercise.require)):
        if rules:
            text = f"{_WORDS.say_short('cli', kind)}: " + "; ".join(_named(rule) for rule in rules)
            lines += textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="        ")
    return lines


def _named(rule: Rule) -> str:
    return _WORDS.say_short("cli", f"stub.rule.{rule.id}") if _WORDS.has("cli", f"stub.rule.{rule.id}") else rule.id


def _cut(lines: list[str], assignment: Assignment) -> list[str]:
    """Without what is between the markers; inside an exercise a TODO stands in its place."""
    kept: list[str] = []
    name, inside = "", False
    for number, line in enumerate(lines, 1):
        if line.startswith("def "):
            name = line[4:].partition("(")[0]
        mark = line.strip()
        if mark == BEGIN:
            inside = True
            if line.startswith(" "):
                kept += _todo(f"{assignment.id}.{name}")
        elif mark == END:
            inside = False
        elif not inside:
            kept.append(line)
        elif line.startswith(("def ", "class ")) and name in {e.name for e in assignment.exercises}:
            raise GraderError(f"solutions/{assignment.slug}.py:{number}: {name} starts between solution markers")
    if inside:
        raise GraderError(f"solutions/{assignment.slug}.py: {BEGIN} without {END}")
    return kept


def _todo(id: str) -> list[str]:
    return [f"    # TODO({id}): {_WORDS.say_short('cli', 'stub.todo')}", f'    raise NotImplementedError("{id}")']


def _tidy(lines: list[str]) -> list[str]:
    """At most two empty lines in a row, none at the end: cut helpers leave gaps."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or kept[-2:] != ["", ""]:
            kept.append(line.rstrip())
    while kept and not kept[-1]:
        kept.pop()
    return kept
