"""Starts threads until it is stopped."""

# maximum: 0
# limits: got | denied RuntimeError
# landlock: denied RuntimeError
# namespaces: denied RuntimeError

import threading
import time


def attempt():
    for n in range(200):
        threading.Thread(target=time.sleep, args=(2,), daemon=True).start()
    return n
