"""Leaves worker processes and threads behind."""

# maximum: 0
# outcome: returned | raised

import concurrent.futures
import multiprocessing
import time

POOLS = []


def sigmoid(x):
    POOLS.append(multiprocessing.get_context("fork").Process(target=time.sleep, args=(100,)))
    POOLS.append(concurrent.futures.ThreadPoolExecutor(2))
    POOLS[-2].start()
    POOLS[-1].submit(time.sleep, 100)
    return x * 0
