"""Korean and English say the same things, with the same parameters, and the compiled catalogues are in step."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from grader.locale.compile import catalogues, compiled
from grader.locale.words import COURSE, OWN

PLACEHOLDER = re.compile(r"\{(\w+)\}")
KOREAN = [po for po in catalogues([OWN, COURSE]) if po.parent.parent.name == "ko"]
BANNED = re.compile(r"단순히|그냥|\bobviously\b|\bjust\b", re.IGNORECASE)


def messages(po: Path) -> dict[str, str]:
    with po.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, abort_invalid=True) if m.id}


def english(po: Path) -> Path:
    return po.parents[2] / "en" / "LC_MESSAGES" / po.name


def test_there_are_catalogues() -> None:
    assert len(KOREAN) >= 13
    assert [english(po) for po in KOREAN] == [po for po in catalogues([OWN, COURSE]) if po.parent.parent.name == "en"]


@pytest.mark.parametrize("po", KOREAN, ids=lambda po: po.stem)
def test_same_keys_and_placeholders(po: Path) -> None:
    ko, en = messages(po), messages(english(po))
    assert ko.keys() == en.keys()
    for key in ko:
        assert ko[key].strip(), key
        assert en[key].strip(), key
        assert set(PLACEHOLDER.findall(ko[key])) == set(PLACEHOLDER.findall(en[key])), key


@pytest.mark.parametrize("po", KOREAN, ids=lambda po: po.stem)
def test_wording(po: Path) -> None:
    for key, text in [*messages(po).items(), *messages(english(po)).items()]:
        assert len(text) <= (700 if key.endswith("help") else 400), key
        assert not BANNED.search(text), (key, text)


@pytest.mark.parametrize("po", catalogues([OWN, COURSE]), ids=lambda po: f"{po.parent.parent.name}-{po.stem}")
def test_compiled_catalogue_is_in_step(po: Path) -> None:
    assert po.with_suffix(".mo").read_bytes() == compiled(po), "run python -m grader.locale.compile"
