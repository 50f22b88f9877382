"""Grading where nobody watches: CI jobs and the autograder containers of Gradescope and PrairieLearn."""
