"""A callable that is no function."""

# maximum: 0
# outcome: returned | unusable | raised

class Callable:
    def __call__(self, x):
        return x * 0

    def __getattr__(self, name):
        raise SystemExit


sigmoid = Callable()
