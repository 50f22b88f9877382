"""Why an answer is wrong: a cause on exact evidence, or none. Pure functions; each module knows one kind of
evidence.
"""

from grader.judge.diagnosis.diagnose import diagnose
from grader.judge.diagnosis.evidence import Evidence

__all__ = ["Evidence", "diagnose"]
