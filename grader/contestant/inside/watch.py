"""What a student's function does while it runs: which calls it makes, and whether it lets autograd differentiate.

No single mechanism sees every route to a gradient, so this is the union of five that were measured against each other
(JUDGING.md section 2): dispatch mode, function mode, saved-tensor hooks, the engine's Python entrance, and the text
of the error that functorch raises because of our hooks. Two kinds of evidence stay apart: *differentiated* is proof,
*graph recorded* is what an honest nn.Parameter gives too.

Only the student's own lines count. From every call the stack is walked outwards, through torch, other packages and text
that the student made up while running, to the nearest line of the student's. Worked answers of earlier exercises that
stand in for the student's functions come first: what they call is nobody's fault.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from types import FrameType, TracebackType
from typing import Any

import torch
from torch import Tensor
from torch._C._functorch import TransformType, get_interpreter_stack
from torch.autograd import forward_ad
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._python_dispatch import TorchDispatchMode

from grader.contestant.inside.threads import StartedThreads
from grader.contestant.tensors import encode
from grader.model.outcome import Place, Step, Use, Watch

MOST_STEPS = 200
MOST_ENTRIES = 64
MOST_USES = 400
_UNREMARKABLE_OPS = frozenset({"detach", "lift_fresh", "alias", "empty", "_local_scalar_dense", "is_same_size"})
_AUTOGRAD: Any = torch.autograd
_PRINTING = ("_tensor_str.py",)
_FUNCTORCH_DENIED = "don't yet support saved tensor hooks"


class Tripwires:
    """A context manager around one call of a student's function; afterwards `watch()` says what was seen.

    `files` maps the code file names of the student's own text to the labels that messages use. `lent` are the code file
    names of worked answers that were put in place of the student's functions. `most_steps` op results are kept.

    Exceptions pass through. Not thread-safe: the engine's entrance is patched for the whole process while it is open.
    """

    def __init__(
        self, files: Mapping[str, str], most_steps: int = MOST_STEPS, lent: Collection[str] = frozenset()
    ) -> None:
        self._files = files
        self._lent = lent
        self._most_steps = most_steps
        self._uses: dict[Use, None] = {}
        self._steps: list[Step] = []
        self._proof = ""
        self._proof_place: Place | None = None
        self._recorded = False
        self._functions: Any = _Functions(self)
        self._ops: Any = _Ops(self)
        self._hooks = torch.autograd.graph.saved_tensors_hooks(self._pack, self._unpack)
        self._threads = StartedThreads(self._elsewhere)
        self._thread = threading.local()
        self._engine: Any = None

    def watch(self) -> Watch:
        """What was seen, as plain data."""
        return Watch(tuple(self._uses), self._proof, self._proof_place, self._recorded, tuple(self._steps))

    def __enter__(self) -> Tripwires:
        self._engine = _AUTOGRAD._engine_run_backward
        _replace_engine(self._watched_engine)
        self._hooks.__enter__()
        self._ops.__enter__()
        self._functions.__enter__()
        self._threads.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.__exit__(kind, error, trace)
        self._functions.__exit__(kind, error, trace)
        self._ops.__exit__(kind, error, trace)
        self._hooks.__exit__(kind, error, trace)
        _replace_engine(self._engine)
        if error is not None and _FUNCTORCH_DENIED in str(error):
            self.differentiates("functorch", self._place_in(trace))

    def place(self) -> Place | None:
        """Where the student's own text makes the current call, or None when something else makes it. In a thread, the
        line that started it stands for calls without a line."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            name = frame.f_code.co_filename
            if name in self._files:
                return Place(self._files[name], frame.f_lineno)
            if name in self._lent or name.endswith(_PRINTING):
                return None
            frame = frame.f_back
        started: Place | None = getattr(self._thread, "place", None)
        return started

    def _elsewhere(self) -> AbstractContextManager[None]:
        """What watches a thread that the current line starts."""
        place = self.place()

        @contextmanager
        def watched() -> Iterator[None]:
            self._thread.place = place
            hooks = torch.autograd.graph.saved_tensors_hooks(self._pack, self._unpack)
            functions: Any = _Functions(self)
            ops: Any = _Ops(self)
            with hooks, ops, functions:
                yield

        return watched()

    def differentiates(self, proof: str, place: Place | None) -> None:
        """Note the first proof; a later one only adds the line if the first had none."""
        self._proof = self._proof or proof
        self._proof_place = self._proof_place or place

    def uses(self, name: str, kind: str, place: Place) -> None:
        if len(self._uses) < MOST_USES:
            self._uses.setdefault(Use(name, kind, place))

    def records_graph(self) -> None:
        self._recorded = True

    def step(self, op: str, result: Any, place: Place) -> None:
        """Keep a small op result. Tensors without data (fake, functorch wrappers) are left out."""
        if len(self._steps) >= self._most_steps or op in _UNREMARKABLE_OPS or type(result) is not Tensor:
            return
        if result.numel() <= MOST_ENTRIES and result.layout == torch.strided and result.device.type == "cpu":
            self._steps.append(Step(op, encode(result), place))

    def _pack(self, tensor: Tensor) -> Tensor:
        self._recorded = True
        return tensor

    def _unpack(self, tensor: Tensor) -> Tensor:
        self.differentiates("saved tensor read", self.place())
        return tensor

    def _watched_engine(self, *args: Any, **kwargs: Any) -> Any:
        self.differentiates("engine", self.place())
        return self._engine(*args, **kwargs)

    def _place_in(self, trace: TracebackType | None) -> Place | None:
        found = None
        while trace is not None:
            label = self._files.get(trace.tb_frame.f_code.co_filename)
            if label is not None:
                found = Place(label, trace.tb_lineno)
            trace = trace.tb_next
        return found


def _replace_engine(engine: Any) -> None:
    """Put `engine` in both places from which torch's own Python code enters the C++ engine."""
    _AUTOGRAD._engine_run_backward = engine
    torch.autograd.graph._engine_run_backward = engine


def _transforms() -> bool:
    """Whether a functorch transform other than vmap is active."""
    stack = get_interpreter_stack() or ()
    return any(level.key() != TransformType.Vmap for level in stack)


class _Functions(TorchFunctionMode):
    """Sees calls as they are written, before aliases of an op are resolved."""

    def __init__(self, wires: Tripwires) -> None:
        super().__init__()
        self._wires = wires

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        wires = self._wires
        place = wires.place()
        if place is not None:
            wires.uses(called(func), "function", place)
        if _transforms():
            wires.differentiates("functorch", place)
        elif forward_ad._current_level >= 0:
            wires.differentiates("forward mode", place)
        result = func(*args, **(kwargs or {}))
        if isinstance(result, Tensor) and result.grad_fn is not None:
            wires.records_graph()
        return result


class _Ops(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Sees ops after aliases are resolved, also those that run inside a backward pass."""

    def __init__(self, wires: Tripwires) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.wires = wires


def _see_op(self: _Ops, func: Any, _types: Any, args: Any = (), kwargs: Any = None) -> Any:
    wires = self.wires
    place = wires.place()
    op = func._schema.name.partition("::")[2]
    if place is not None:
        wires.uses(op, "aten", place)
    if torch._C._current_graph_task_id() != -1:
        wires.differentiates("graph task", place)
    elif forward_ad._current_level >= 0:
        wires.differentiates("forward mode", place)
    result = func(*args, **(kwargs or {}))
    if place is not None:
        wires.step(op, result, place)
    return result


# Given in the class body, torch would wrap it so that the first op imports all of torch._dynamo: over a second, and not
# allowed inside the sandbox. Nothing here is ever compiled.
_Ops.__torch_dispatch__ = _see_op  # type: ignore[assignment]


_SHORT = (("torch.nn.functional.", "F."), ("torch.Tensor.", "Tensor."), ("torch.functional.", "torch."))


@lru_cache(maxsize=1024)
def called(func: Any) -> str:
    """The public name of a torch function: "torch.softmax", "Tensor.scatter_", "F.one_hot", "torch.special.expit".

    Kept, since torch changes the warning filters for each look-up.
    """
    name: str | None = resolve_name(func)
    if name is None:
        module = str(getattr(func, "__module__", None) or "torch").replace("torch._C._", "torch.")
        name = f"{module}.{getattr(func, '__name__', type(func).__name__)}"
    for long, short in _SHORT:
        if name.startswith(long):
            return short + name[len(long) :]
    return name
