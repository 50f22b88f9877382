"""A syntax error that claims lines and files that are none."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    error = SyntaxError("lies")
    error.filename, error.lineno = "<student:a07_logistic.py>", [10**100, -5, "x"][x.numel() % 3]
    raise error
