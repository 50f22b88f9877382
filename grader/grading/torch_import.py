"""Import torch as fast as it goes, once."""

from __future__ import annotations

import atexit
import gc
from types import ModuleType


def imported_torch() -> ModuleType:
    """Torch with one thread. Collecting garbage while a million objects are made only costs time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        import torch
    finally:
        if was_enabled:
            gc.enable()
    gc.freeze()
    atexit.register(gc.unfreeze)  # else files that cycles hold lose their last lines when Python ends
    torch.set_num_threads(1)
    return torch
