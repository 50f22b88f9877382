"""What students start from, out of what authors write: stubs and notebooks from solutions, the index from the pages."""

from grader.derive.course import Derived, derive, stale, write

__all__ = ["Derived", "derive", "stale", "write"]
