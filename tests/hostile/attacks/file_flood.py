"""Writes a file of 200 MB."""

# maximum: 0
# none: got
# limits: denied
# landlock: denied
# namespaces: denied

def attempt():
    with open('flood', 'wb') as file:
        for _ in range(200):
            file.write(b'x' * (1 << 20))
    return 1
