"""An exercise grader for people who learn PyTorch from the ground up."""

__version__ = "0.1.0"
