"""What the text of a function says it calls, with the line and the student's own spelling.

The text is only the messenger for what the tripwires saw, and the sole witness for loops and for branches that did
not run. It counts what is reachable: the function, the helpers of the same file that it names, nothing after a
`return`.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from grader.judge.definitions import FUNCTIONS, SCOPES, Text, bindings, full_name, imported, parsed, short
from grader.judge.discarded import discarded
from grader.judge.loops import kind_of_loop
from grader.model.outcome import Place
from grader.model.submission import Module

_BUILTINS = ("map",)
_COMPARING = ("eq", "ne", "equal", "isclose", "isin", "not_equal", "__eq__", "__ne__")
_Placed = ast.expr | ast.stmt
_RESHAPING = ("unsqueeze", "view", "reshape", "to", "expand", "expand_as", "long", "int", "float")


@dataclass(frozen=True)
class Mark:
    """Something the text does. `name` as in `groups` ("F.softmax", "loop", "@"); `spelled` as the student wrote it.

    `called` is false for a mere mention (`partial(torch.softmax)`), `discarded` is true for a call whose value is lost.
    """

    name: str
    spelled: str
    place: Place
    called: bool = True
    discarded: bool = False


def marks(module: Module, function: str, skip: Collection[str] = ()) -> tuple[Mark, ...]:
    """All marks reachable from `function`. Helpers named in `skip` are other exercises, with verdicts of their own."""
    found = [mark for reached, _ in _reached(module, function, skip) for mark in reached]
    return tuple(sorted(found, key=lambda m: (m.place.file, m.place.line)))


def names(module: Module, function: str) -> Counter[str]:
    """How often `function`, and the helpers of its file that it names, write each name."""
    return Counter(name for _, written in _reached(module, function, ()) for name in written)


def _reached(module: Module, function: str, skip: Collection[str]) -> Iterator[tuple[list[Mark], list[str]]]:
    """The marks and the names of `function` and of each function that it leads to."""
    file = parsed(module.chunks)
    text = replace(file, definitions=dict(file.definitions))  # what is defined inside `function` is seen by it alone
    visited: set[str] = set(skip) - {function}
    waiting = [function]
    while waiting:
        name = waiting.pop()
        if name in visited or name not in text.definitions:
            continue
        visited.add(name)
        label, node = text.definitions[name]
        walk = _Walk(text, label)
        yield list(walk.of(node)), walk.loaded
        waiting.extend(walk.loaded)


class _Walk:
    """One pass over one definition. `loaded` are the names it refers to."""

    def __init__(self, text: Text, label: str) -> None:
        self._text = text
        self._label = label
        self._names = dict(text.imports)
        self._ranges: set[str] = set()
        self._discarded: frozenset[ast.expr] = frozenset()
        self.loaded: list[str] = []

    def of(self, node: ast.AST) -> Iterator[Mark]:
        if isinstance(node, SCOPES):
            yield from self._heading(node)
        if isinstance(node, FUNCTIONS):
            self._shadow(node)
            self._discarded = discarded(node, self._names)
            for statement in _reachable(node.body):
                yield from self._node(statement)
        elif isinstance(node, ast.ClassDef):
            for statement in node.body:
                yield from self.of(statement) if isinstance(statement, FUNCTIONS) else self._node(statement)
        else:
            yield from self._node(node)

    def _heading(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[Mark]:
        """What is called, inherited or computed before the body: decorators, base classes and defaults."""
        for decorator in node.decorator_list:
            yield from self._node(ast.copy_location(ast.Call(decorator, [], []), decorator))
        above = node.bases if isinstance(node, ast.ClassDef) else [*node.args.defaults, *node.args.kw_defaults]
        for value in above:
            if value is not None:
                yield from self._node(value)

    def _shadow(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Names that the function binds itself do not mean what they mean outside."""
        arguments = function.args
        for argument in (
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            arguments.vararg,
            arguments.kwarg,
        ):
            if argument is not None:
                self._names.pop(argument.arg, None)
        for node in ast.walk(function):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self._names.update(imported(node))
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self._names.pop(node.id, None)

    def _node(self, node: ast.AST) -> Iterator[Mark]:
        """In the order of the text, and without recursion: an expression may be deeper than Python's own stack."""
        waiting = [node]
        while waiting:
            node = waiting.pop()
            if isinstance(node, SCOPES):
                self._text.definitions.setdefault(node.name, (self._label, node))
                continue
            yield from self._own(node)
            self._alias(node)
            waiting.extend(reversed(list(_runnable(node))))

    def _alias(self, node: ast.AST) -> None:
        for name, value in bindings(node):
            dotted = full_name(value, self._names)
            if dotted:
                self._names[name] = dotted
            if self._is_range(value):
                self._ranges.add(name)

    def _own(self, node: ast.AST) -> Iterator[Mark]:
        """What this node itself is, without its children."""
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            yield self._mark("while" if isinstance(node, ast.While) else "for", node, kind_of_loop(node))
        elif isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            yield self._mark("[… for …]", node, kind_of_loop(node.generators[0]))
        elif isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.MatMult):
            yield self._mark("@", node, "@")
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            if any(self._is_range(side) for side in (node.left, *node.comparators)):
                yield self._mark("== torch.arange(…)", node, "arange_compare")
        elif isinstance(node, ast.Call):
            yield from self._call(node)
        elif isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            if isinstance(node, ast.Name):
                self.loaded.append(node.id)
            dotted = full_name(node, self._names)
            if dotted:
                yield Mark(short(dotted), ast.unparse(node), self._place(node), called=False)

    def _call(self, node: ast.Call) -> Iterator[Mark]:
        dotted = full_name(node.func, self._names) or full_name(node, self._names)
        if dotted:
            yield self._mark(ast.unparse(node.func), node, short(dotted))
        elif isinstance(node.func, ast.Attribute):
            if node.func.attr not in self._text.methods:  # else it may well be the student's own class
                yield self._mark(f".{node.func.attr}", node, f"Tensor.{node.func.attr}")
        elif (
            isinstance(node.func, ast.Name) and node.func.id in _BUILTINS and node.func.id not in self._text.definitions
        ):
            yield self._mark(node.func.id, node, node.func.id)
        if self._compares_range(node):
            yield self._mark("== torch.arange(…)", node, "arange_compare")

    def _compares_range(self, node: ast.Call) -> bool:
        """Whether `torch.eq` or a method like it compares with `torch.arange(...)`: the operator by another name."""
        if not isinstance(node.func, ast.Attribute) or node.func.attr not in _COMPARING:
            return False
        return any(self._is_range(side) for side in (node.func.value, *node.args))

    def _is_range(self, node: ast.AST) -> bool:
        """Whether this is `torch.arange(...)`, perhaps reshaped, or a local name for it."""
        while True:
            if isinstance(node, ast.Subscript):
                node = node.value
            elif isinstance(node, ast.Call) and short(full_name(node.func, self._names)) == "torch.arange":
                return True
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _RESHAPING:
                node = node.func.value
            else:
                return isinstance(node, ast.Name) and node.id in self._ranges

    def _mark(self, spelled: str, node: _Placed, name: str) -> Mark:
        return Mark(name, spelled, self._place(node), discarded=node in self._discarded)

    def _place(self, node: _Placed) -> Place:
        return Place(self._label, node.lineno)


def _runnable(node: ast.AST) -> Iterator[ast.AST]:
    """What is directly inside `node` and can run."""
    for name, child in ast.iter_fields(node):
        if name == "annotation" or (isinstance(node, (ast.If, ast.IfExp)) and _never(node, name)):
            continue
        if isinstance(child, list):
            yield from _reachable(item for item in child if isinstance(item, ast.AST))
        elif isinstance(child, ast.AST):
            yield child


def _reachable(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Nothing after a statement that leaves."""
    for node in body:
        yield node
        if isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
            return


def _never(node: ast.If | ast.IfExp, branch: str) -> bool:
    """Whether a branch of an `if` with a constant condition cannot run."""
    return isinstance(node.test, ast.Constant) and branch == ("orelse" if node.test.value else "body")
