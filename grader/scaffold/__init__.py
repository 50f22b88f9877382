"""A new exercise that already works: solution, page and words, for an author to turn into what is meant."""

from grader.scaffold.exercise import Scaffolded, new_exercise
from grader.scaffold.words import UNFINISHED

__all__ = ["UNFINISHED", "Scaffolded", "new_exercise"]
