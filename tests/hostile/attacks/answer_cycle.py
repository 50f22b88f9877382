"""A list that contains itself."""

# maximum: 0
# outcome: unusable

def sigmoid(x):
    a = [x]
    a.append(a)
    return a
