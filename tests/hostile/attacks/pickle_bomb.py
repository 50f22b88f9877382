"""Puts a pickle where an answer is expected."""

# maximum: 0
# outcome: unusable | died

import os
import pickle


class Bomb:
    def __reduce__(self):
        return (os.system, ("touch @FOLDER@/pickled",))


def sigmoid(x):
    os.write(3, pickle.dumps(Bomb()))
    return Bomb()
