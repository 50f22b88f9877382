"""Leaves folders in folders, deeper than a path can be, that nobody may list."""

# maximum: 0
# limits: got made
# landlock: got made
# namespaces: denied OSError | got made

import os


def attempt():
    for _ in range(1100):
        os.mkdir("d" * 100, 0o300)
        os.chdir("d" * 100)
        open("file", "w").close()
    return "made"
