"""The words learners read: gettext catalogues in Korean and English, looked up by id."""

from grader.locale.words import LANGUAGES, MissingWordsError, Words

__all__ = ["LANGUAGES", "MissingWordsError", "Words"]
