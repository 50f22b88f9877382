"""The order of the whole suite."""

from __future__ import annotations

from pathlib import Path

import pytest

LONG = Path(__file__).parent / "docs"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest single tests come first: at the end, of two processes none waits for the other's last one."""
    items.sort(key=lambda item: LONG not in item.path.parents)
