"""Writes two thousand small files."""

# maximum: 0
# none: got
# limits: got
# landlock: got
# namespaces: denied OSError

def attempt():
    for n in range(2000):
        with open(f"f{n}", "w") as file:
            file.write("x")
    return n
