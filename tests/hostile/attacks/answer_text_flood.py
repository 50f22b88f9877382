"""Twenty-five million letters."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return "<script>alert(1)</script>" * 1_000_000
