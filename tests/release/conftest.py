"""A machine that has the grader installed and nothing of this checkout: made by Gradescope's own setup.sh."""

import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.course.index import read_index
from grader.release import File, files, request, write

SAMPLES = Path(__file__).resolve().parents[2] / "examples" / "submission"
# Torch is not downloaded again: the new environment sees the packages of this one, and pip stays off the network.
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_FORCE_REINSTALL": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
SECRET = 8675309.0
HIDDEN = f"""
import torch
from grader.author import case
HIDDEN = {{"A07.sigmoid": [case(torch.tensor([{SECRET}, -{SECRET}], dtype=torch.float64))]}}
"""
_SHIM = """#!/bin/bash
"{python}" "$@" || exit
if [ "$1 $2" = "-m venv" ]; then for d in "$3"/lib/python*/site-packages; do echo "{outer}" > "$d/outer.pth"; done; fi
"""


@dataclass(frozen=True)
class Machine:
    """`root` is laid out as Gradescope's /autograder; `environment` is what its scripts run in."""

    root: Path
    environment: dict[str, str]
    said: str

    @property
    def bin(self) -> Path:
        return self.root / "venv" / "bin"

    def run(self, command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
        """A shell command as CI systems run it."""
        path = f"{self.bin}{os.pathsep}{self.environment['PATH']}"
        return subprocess.run(
            ["bash", "-e", "-c", command], cwd=folder, env={**self.environment, "PATH": path, **more}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip


def release(
    kind: str, folder: Path, *names: str, requirement: str = "", hidden: Path | None = None
) -> tuple[File, ...]:
    made = files(kind, request(read_index(), names, requirement, hidden=hidden))
    write(made, folder)
    return made


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    root = tmp_path_factory.mktemp("autograder")
    hidden = root / "hidden.txt"
    hidden.write_text(HIDDEN, encoding="utf-8")
    release("gradescope", root / "release", "A04", "A07", hidden=hidden)
    hidden.unlink()
    with zipfile.ZipFile(root / "release" / "autograder.zip") as packed:
        assert {n for n in packed.namelist() if packed.getinfo(n).external_attr >> 16 & stat.S_IXUSR} == {
            "setup.sh", "run_autograder",
        }  # fmt: skip
        packed.extractall(root / "source")
    shutil.copy(root / "source" / "run_autograder", root)
    (root / "run_autograder").chmod(0o755)
    tools = root / "tools"
    tools.mkdir()
    shim = _SHIM.format(python=sys.executable, outer=sysconfig.get_path("purelib"))
    for name in ("python3", "python"):
        (tools / name).write_text(shim, encoding="utf-8")
        (tools / name).chmod(0o755)
    environment = {
        "PATH": f"{tools}{os.pathsep}/usr/local/bin{os.pathsep}/usr/bin{os.pathsep}/bin", "AUTOGRADER_ROOT": str(root),
        "HOME": str(root), "LANG": "C.UTF-8", **OFFLINE,
    }  # fmt: skip
    done = subprocess.run(
        ["bash", str(root / "source" / "setup.sh")],
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Machine(root, environment, done.stdout)
