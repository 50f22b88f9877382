"""`python -m grader` and the script `grader`."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """The process ends here. Ctrl-C is no error, not even while the program is being imported."""
    try:
        from grader.cli.program import main as program
    except KeyboardInterrupt:
        sys.exit(130)
    program()


if __name__ == "__main__":
    main()
