import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from grader.report.clean import clean, one_line


@given(st.text(alphabet=st.characters()))
def test_what_remains_is_inert(text: str) -> None:
    out = clean(text)
    out.encode("utf-8")
    assert all(c in "\n\t" or unicodedata.category(c)[0] != "C" for c in out)
    assert clean(out) == out


def test_terminal_escapes_leave_no_rest() -> None:
    assert clean("\x1b[1;31mred\x1b[0m \x1b]8;;http://x\x07link\x1b]0;title\x1b\\") == "red link"


def test_direction_overrides_and_surrogates_go() -> None:
    assert clean("a\u202eb\ud800c\x00\ufeff") == "abc"


def test_ordinary_text_stays() -> None:
    text = "한국어 σ(x) = 1 / (1 + e⁻ˣ)\n\t∂L/∂w  😀 é"
    assert clean(text) == text


def test_every_line_break_is_one() -> None:
    assert clean("a\r\nb\u2028c\rd") == "a\nb\ncd"


def test_a_cut_says_how_much() -> None:
    assert clean("x" * 132, 100) == "x" * 100 + "… [+32]"


def test_one_line() -> None:
    assert one_line("a\n\n b\tc\r\n") == "a b c"


def test_the_short_way_out_lets_nothing_through() -> None:
    dropped = [chr(i) for i in range(0x110000) if unicodedata.category(chr(i))[0] == "C" and chr(i) not in "\n\t\x85"]
    assert clean("".join(dropped), 10**7).replace("\n", "") == ""
    assert all(clean(c) == "" for c in dropped[:500])
