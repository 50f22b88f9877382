"""Process-wide settings that a student's function may change and that must not reach the next call."""

from __future__ import annotations

import random
import sys
from typing import Any

import torch


class GlobalState:
    """A snapshot of the settings that change what torch computes. Names in `restore`: rng, python_rng, numpy_rng,
    default_dtype, threads, grad_mode, default_device, deterministic, float32_precision."""

    def __init__(self) -> None:
        self._rng = torch.get_rng_state()
        self._python = random.getstate()
        self._numpy = _numpy_state()
        self._settings = _settings()

    def restore(self) -> tuple[str, ...]:
        """Set everything back as it was and name what had changed."""
        changed = []
        if not torch.equal(torch.get_rng_state(), self._rng):
            torch.set_rng_state(self._rng)
            changed.append("rng")
        if random.getstate() != self._python:
            random.setstate(self._python)
            changed.append("python_rng")
        if self._numpy is not None and not _same_numpy(self._numpy, _numpy_state()):
            sys.modules["numpy.random"].set_state(self._numpy)
            changed.append("numpy_rng")
        now = _settings()
        if now != self._settings:
            changed += [name for name in now if now[name] != self._settings[name]]
            _apply(self._settings)
        return tuple(changed)


def _settings() -> dict[str, Any]:
    return {
        "default_dtype": torch.get_default_dtype(),
        "threads": torch.get_num_threads(),
        "grad_mode": torch.is_grad_enabled(),
        "default_device": str(torch.get_default_device()),
        "deterministic": torch.are_deterministic_algorithms_enabled(),
        "float32_precision": torch.get_float32_matmul_precision(),
    }


def _apply(settings: dict[str, Any]) -> None:
    torch.set_default_dtype(settings["default_dtype"])
    torch.set_num_threads(settings["threads"])
    torch.set_grad_enabled(settings["grad_mode"])
    if str(torch.get_default_device()) != settings["default_device"]:
        torch.set_default_device(settings["default_device"])
    torch.use_deterministic_algorithms(settings["deterministic"])
    torch.set_float32_matmul_precision(settings["float32_precision"])


def _numpy_state() -> Any:
    numpy_random = sys.modules.get("numpy.random")
    return None if numpy_random is None else numpy_random.get_state()


def _same_numpy(before: Any, after: Any) -> bool:
    return bool((before[1] == after[1]).all()) and before[2:] == after[2:]
