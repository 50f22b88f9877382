"""Puts a module beside torch, for whoever is graded next."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os

import torch


def attempt():
    path = os.path.join(os.path.dirname(os.path.dirname(torch.__file__)), "zz_hostile_probe")
    os.mkdir(path)
    os.rmdir(path)
    return 1
