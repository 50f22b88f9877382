"""A notebook cell -> plain Python with the same line numbers: what IPython would treat as its own is taken out.

The rules are those of IPython's input transformer: cell magics by the first line; `%magic`, `!command`, `?help` and
`name?` only where a statement begins, never inside a string or an open bracket; backslashes continue them.
"""

from __future__ import annotations

import re

# These run the rest of the cell in the notebook's own namespace; every other cell magic takes it elsewhere.
_TRANSPARENT = ("%%time", "%%capture", "%%prun", "%%memit", "%%grade")
# Cells may be megabytes of blanks: each pattern reads a line once, and none has two runs of blanks side by side.
_ASSIGNED = re.compile(r"^([\w.,\[\] \t*'\"]+=\s*)(?:!(?!=)|%(?=[A-Za-z_]))")
_ESCAPES = ("%", "!", "?", ",", ";", "/")
_HELP = re.compile(r"[\w\])*][ \t]*\?{1,2}$")
_LONGEST_HELP = 200
_PROMPT = re.compile(r"^(>>>|\.\.\.)( |$)")
_NUMBERED = re.compile(r"^(In \[\d+\]: |\s*\.\.\.+: ?)")
_QUOTES = ('"""', "'''", '"', "'")
_ENDS = {quote: re.compile(rf"\\|{quote}") for quote in _QUOTES}
_SPECIAL = re.compile(r'"""|\'\'\'|["\'#()\[\]{}]')


def plain(cell: str) -> str:
    """The cell without magics and shell lines; as many lines as before."""
    lines = _unprompted(cell.split("\n"))
    start = next((n for n, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return cell
    lines = _dedented(lines, start)
    if lines[start].startswith("%%"):
        if not lines[start].split()[0].startswith(_TRANSPARENT) or lines[start].startswith("%%timeit"):
            return "\n" * (len(lines) - 1)
        lines[start] = ""
    return "\n".join(_statements(lines))


def _statements(lines: list[str]) -> list[str]:
    kept: list[str] = []
    state = _State()
    swallowing = False
    for line in lines:
        if swallowing:
            kept.append("")
            swallowing = line.endswith("\\")
            continue
        replacement = _replacement(line) if state.fresh else None
        if replacement is not None:
            kept.append(replacement)
            swallowing = line.endswith("\\")
            continue
        before = state.fresh
        code = state.feed(line)
        if before and state.fresh and _asks_for_help(code):
            kept.append(_nothing(line))
            continue
        kept.append(line)
    return kept


def _replacement(line: str) -> str | None:
    """What stands for a line that begins with an escape, or None for a line of Python."""
    stripped = line.lstrip()
    if stripped.startswith(_ESCAPES):
        return _nothing(line)
    assigned = _ASSIGNED.match(stripped)
    if assigned:
        return line[: len(line) - len(stripped)] + assigned.group(1) + "None"
    return None


def _asks_for_help(code: str) -> bool:
    """`name?`, `name??` and the like at the end of a statement."""
    end = code.rstrip().removesuffix(";").rstrip()
    return end.endswith("?") and _HELP.search(end[-_LONGEST_HELP:]) is not None


def _nothing(line: str) -> str:
    """An empty line; inside a block a `pass`, because the magic may be all that the block holds."""
    indent = line[: len(line) - len(line.lstrip())]
    return indent + "pass" if indent else ""


def _unprompted(lines: list[str]) -> list[str]:
    first = next((line for line in lines if line.strip()), "")
    for prompt in (_PROMPT, _NUMBERED):
        if prompt.match(first):
            return [prompt.sub("", line, count=1) for line in lines]
    return lines


def _dedented(lines: list[str], start: int) -> list[str]:
    indent = re.match(r"[ \t]*", lines[start])
    space = indent.group() if indent else ""
    return [line[len(space) :] if space and line.startswith(space) else line for line in lines]


class _State:
    """Whether the next line begins a statement: no open bracket, no open string, no backslash before it."""

    def __init__(self) -> None:
        self.depth = 0
        self.quote = ""
        self.continued = False

    @property
    def fresh(self) -> bool:
        return not (self.depth or self.quote or self.continued)

    def feed(self, line: str) -> str:
        """Reads one line on; gives back its code without comment (strings as they are)."""
        self.continued = False
        at = 0
        while at < len(line):
            if self.quote:
                at = self._in_string(line, at)
                continue
            found = _SPECIAL.search(line, at)
            if found is None:
                self.continued = line.endswith("\\")
                break
            at, letter = found.end(), found.group()
            if letter == "#":
                line = line[: found.start()]
                break
            if letter in _QUOTES:
                self.quote = letter
            else:
                self.depth = max(0, self.depth + (1 if letter in "([{" else -1))
        else:
            self.continued = line.endswith("\\")
        if self.quote in ('"', "'") and not self.continued:
            self.quote = ""
        return line

    def _in_string(self, line: str, at: int) -> int:
        """Where the open string ends on this line, or the line's end."""
        while (found := _ENDS[self.quote].search(line, at)) is not None:
            if found.group() != "\\":
                self.quote = ""
                return found.end()
            at = found.end() + 1  # whatever follows a backslash ends nothing
        return len(line)
