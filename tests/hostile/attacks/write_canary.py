"""Overwrites a file that everybody may write."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

def attempt():
    open('@FOLDER@/written', 'w').write('x')
    return 1
