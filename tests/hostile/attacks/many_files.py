"""Writes ten thousand small files."""

# maximum: 0
# limits: got
# landlock: got
# namespaces: denied OSError

def attempt():
    for n in range(10_000):
        with open(f"f{n}", "w") as file:
            file.write("x")
    return n
