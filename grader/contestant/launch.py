"""Starts Python for a contestant: isolated, with an empty environment and an explicit search path."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

BOOT = """
import gc, sys
gc.disable()
import importlib.util, json
config = json.loads(sys.argv[1])
del sys.argv[1:]
sys.path += config["paths"]
spec = importlib.util.spec_from_file_location(
    "grader", config["root"] + "/__init__.py", submodule_search_locations=[config["root"]])
sys.modules["grader"] = importlib.util.module_from_spec(spec)
from grader.contestant.inside import {module}
{module}.main(config)
"""

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def search_path() -> list[str]:
    """The folders installed packages are imported from; the standard library is found by Python itself.

    Raises ModuleNotFoundError without torch. Does not import it.
    """
    spec = importlib.util.find_spec("torch")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("torch is not installed")
    home = str(Path(next(iter(spec.submodule_search_locations))).parent)
    installed = [p for p in sys.path if Path(p).name in ("site-packages", "dist-packages") and Path(p).is_dir()]
    return list(dict.fromkeys([*installed, home]))


def environment() -> dict[str, str]:
    """What the contestant's process finds in its environment: nothing of ours."""
    variables = dict.fromkeys(ONE_THREAD, "1") | {"CUDA_VISIBLE_DEVICES": "", "LC_ALL": "C.UTF-8"}
    if os.name == "nt":  # without it sockets and random numbers do not work there
        variables["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return variables


def command(module: str, config: dict[str, object]) -> list[str]:
    """`python -I -B -S` that runs `grader.contestant.inside.<module>.main(config)`."""
    root = str(Path(__file__).resolve().parents[1])
    whole = config | {"paths": search_path(), "root": root}
    boot = BOOT.format(module=module)
    return [sys.executable, "-I", "-B", "-S", "-X", "utf8", "-c", boot, json.dumps(whole)]


def spawn(module: str, config: dict[str, object], pass_fds: Sequence[int] = (), piped: int | None = None) -> Popen:
    """Start it in a session of its own. `piped`: subprocess.PIPE to talk over its stdin and stdout."""
    null = subprocess.DEVNULL
    return subprocess.Popen(
        command(module, config),
        stdin=null if piped is None else piped,
        stdout=null if piped is None else piped,
        stderr=null,
        env=environment(),
        cwd=Path(os.sep).resolve(),
        pass_fds=tuple(pass_fds),
        start_new_session=True,
    )


Popen = subprocess.Popen[bytes]
