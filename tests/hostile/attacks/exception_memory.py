"""Runs out of memory, catches it and goes on."""

# maximum: 0
# outcome: raised | died | returned

import torch


def sigmoid(x):
    held = []
    try:
        for _ in range(64):  # 32 GB of addresses
            held.append(torch.empty(1 << 27))
    except BaseException as error:
        raise MemoryError(held) from error
