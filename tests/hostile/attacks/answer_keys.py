"""A dict of forty thousand keys, some of them no text and some no characters."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return {**{f"{n}\udc80\x1b[2J\u202e": 0 for n in range(40_000)}, x: 1, None: 2, ("a",): 3, "=1+1": 4}
