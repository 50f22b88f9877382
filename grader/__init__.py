"""An exercise grader for people who learn PyTorch from the ground up."""

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "check", "load_ipython_extension"]


def check(*what: object) -> None:
    """In a notebook: `check(sigmoid)` grades a function and shows why it passes or not (see grader.jupyter)."""
    from grader.jupyter import check as graded

    graded(*what)


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext grader` brings the magics `%grade` and `%%grade`."""
    from grader.jupyter.asking import magic

    shell.register_magic_function(magic, magic_kind="line_cell", magic_name="grade")
