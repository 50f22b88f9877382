"""A tensor that a thread goes on changing."""

# maximum: 0
# outcome: returned

import threading

import torch


def sigmoid(x):
    answer = x * 0

    def change():
        for _ in range(1000):
            answer.add_(1).sub_(1)

    threading.Thread(target=change, daemon=True).start()
    return answer
