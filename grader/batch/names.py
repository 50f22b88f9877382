"""How students are called in what is written: by their names, or by pseudonyms that stay the same from run to run."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import replace
from typing import Any

from grader.model.gradebook import Grade

_SAFE = re.compile(r"[^A-Za-z0-9._-]")


def page_name(identifier: str) -> str:
    """The file name of a student's page, without folder: safe in archives, on every system, and one per id."""
    safe = _SAFE.sub(lambda m: "".join(f"~{b:02x}" for b in m.group().encode("utf-8", "replace")), identifier)
    if safe.startswith(".") or len(safe) > 150 or safe.casefold() != safe:
        # Capital letters get a tag of their own, because "Kim" and "kim" are one file on some systems.
        safe = f"{safe.lstrip('.')[:120]}-{hashlib.sha256(identifier.encode('utf-8', 'replace')).hexdigest()[:8]}"
    return safe + ".html"


class Naming:
    """Real names."""

    anonymous = False

    def of(self, identifier: str) -> str:
        return identifier

    def grade(self, grade: Grade) -> Grade:
        return grade

    def data(self, data: dict[str, Any]) -> dict[str, Any]:
        return data


class Pseudonyms(Naming):
    """An HMAC of the id under a salt that stays in the private folder."""

    anonymous = True

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    def of(self, identifier: str) -> str:
        return "s" + hmac.new(self._salt, identifier.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:10]

    def grade(self, grade: Grade) -> Grade:
        submission = self.of(grade.submission) if grade.submission else ""
        return replace(
            grade, id=self.of(grade.id), name="", email="", section="", submission=submission, error=None, comments=()
        )

    def data(self, data: dict[str, Any]) -> dict[str, Any]:
        """The result under its pseudonym; paths and problems lose the folders that people name after themselves."""
        submission = data["submission"]
        submission.update(id=self.of(submission["id"]), ignored=[], problems=[], remarks=[])
        for assignment in data["assignments"]:
            assignment["path"] = assignment["path"].rpartition("/")[2]
            assignment["problem"] = None
            for function in assignment["functions"]:
                function["notes"] = [n for n in function["notes"] if n["domain"] != "batch"]
        return data
