"""The control: a right answer gets full marks at every level."""

# maximum: 1
# outcome: returned
# limits: got scratch is mine
# landlock: got scratch is mine
# namespaces: got scratch is mine

import torch


def sigmoid(x):
    z = torch.exp(-x.abs())
    return torch.where(x >= 0, 1 / (1 + z), z / (1 + z))


def attempt():
    open("mine.txt", "w").write("scratch is mine")
    return open("mine.txt").read()
