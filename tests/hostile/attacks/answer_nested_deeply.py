"""A list in a list in a list, a hundred thousand times."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    answer = x
    for _ in range(100_000):
        answer = [answer]
    return answer
