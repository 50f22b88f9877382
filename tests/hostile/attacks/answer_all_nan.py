"""nan compares as neither larger nor smaller."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return x * float('nan')
