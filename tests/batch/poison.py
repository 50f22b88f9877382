"""Stands in for grading on a Dask worker: quick, except for what kills the worker itself."""

from __future__ import annotations

import os
from typing import Any


def grade_or_die(setup: dict[str, Any], jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if any(job["submission"]["id"] == "s7" for job in jobs):
        os._exit(1)
    return [
        {"number": job["number"], "payload": "{}", "percent": 1.0, "seconds": 0.0, "prints": "", "fault": ""}
        for job in jobs
    ]
