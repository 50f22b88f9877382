"""Never finishes loading."""

# maximum: 0
# outcome: timed out

def sigmoid(x):
    return x * 0


while True:
    pass
