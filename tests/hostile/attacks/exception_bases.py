"""Exceptions that `except Exception` lets pass."""

# maximum: 0
# outcome: raised | died

import asyncio

KINDS = [GeneratorExit, asyncio.CancelledError, type("Own", (BaseException,), {})]


def sigmoid(x):
    raise KINDS[x.numel() % 3]("::error::\x1b[2J\ud800")
