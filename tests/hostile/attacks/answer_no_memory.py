"""A tensor whose memory was given back."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    answer = x * 0
    answer.untyped_storage().resize_(0)
    return answer
