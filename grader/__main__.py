"""`python -m grader` and the script `grader`."""

from __future__ import annotations

from grader.cli.program import main

if __name__ == "__main__":
    main()
