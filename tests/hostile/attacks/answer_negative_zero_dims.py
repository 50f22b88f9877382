"""Memory that is not there: a storage resized to nothing."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return _freed(x)



def _freed(x):
    y = x * 0
    y.untyped_storage().resize_(0)
    return y
