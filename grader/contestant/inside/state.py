"""Process-wide settings that a student's function may change and that must not reach the next call."""

from __future__ import annotations

import random
import sys
from typing import Any

import torch


class GlobalState:
    """A snapshot of the settings that change what torch computes. Names in `restore`: rng, default_dtype, threads,
    grad_mode, default_device, deterministic, float32_precision. One serves all calls of a function: every run is put
    back to it."""

    def __init__(self) -> None:
        self._rng = torch.get_rng_state()
        self._settings = _settings()

    def restore(self) -> tuple[str, ...]:
        """Set everything back as it was and name what had changed."""
        changed = []
        if not torch.equal(torch.get_rng_state(), self._rng):
            torch.set_rng_state(self._rng)
            changed.append("rng")
        now = _settings()
        if now != self._settings:
            compared = zip(_NAMES, now, self._settings, strict=True)
            changed += [name for name, value, before in compared if value != before]
            _apply(dict(zip(_NAMES, self._settings, strict=True)))
        return tuple(changed)


class OtherGenerators:
    """The states of `random` and of numpy's global generator. Reading them is slow, so they are kept for all calls of
    one function together: between those calls they go on, which only helps to tell an answer that leans on them."""

    def __init__(self) -> None:
        self._python = random.getstate()
        self._numpy = _numpy_state()

    def restore(self) -> None:
        """Set both back as they were."""
        random.setstate(self._python)
        if self._numpy is not None:
            sys.modules["numpy.random"].set_state(self._numpy)


_NAMES = ("default_dtype", "threads", "grad_mode", "default_device", "deterministic", "float32_precision")


def _settings() -> tuple[Any, ...]:
    return (
        torch.get_default_dtype(),
        torch.get_num_threads(),
        torch.is_grad_enabled(),
        str(torch.empty(0).device),
        torch.are_deterministic_algorithms_enabled(),
        torch.get_float32_matmul_precision(),
    )


def _apply(settings: dict[str, Any]) -> None:
    torch.set_default_dtype(settings["default_dtype"])
    torch.set_num_threads(settings["threads"])
    torch.set_grad_enabled(settings["grad_mode"])
    if str(torch.empty(0).device) != settings["default_device"]:
        torch.set_default_device(settings["default_device"])
    torch.use_deterministic_algorithms(settings["deterministic"])
    torch.set_float32_matmul_precision(settings["float32_precision"])


def _numpy_state() -> Any:
    numpy_random = sys.modules.get("numpy.random")
    return None if numpy_random is None else numpy_random.get_state()
