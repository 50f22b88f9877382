"""A syntax error in a file whose name has no hash."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    error = SyntaxError("lies")
    error.filename = [{}]
    raise error
