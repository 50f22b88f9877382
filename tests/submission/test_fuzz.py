"""No bytes make the reader raise, lose line numbers, or read beyond its bounds."""

from __future__ import annotations

import io
import zipfile

from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.submission import read_upload
from grader.submission.magics import plain
from grader.submission.naming import identity, slug_of

SLUGS = ("a07_logistic", "a08_scatter_onehot")
NAMES = ("a07_logistic.py", "a07_logistic.ipynb", "s.zip", "s.tar", "s.tar.gz", "s.tar.xz", "s.tar.bz2")
HEADS = (
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b\x08",
    b"BZh9",
    b"\xfd7zXZ\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf# coding: ",
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(HEADS), st.binary(max_size=2000))
def test_any_bytes_give_a_submission(name, head, data):
    submission = read_upload(head + data, name, SLUGS)
    assert submission.modules or submission.problems
    for module in submission.modules:
        assert (module.problem is None) != (not module.chunks) or module.notebook


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 255), st.sampled_from(["zip", "tar"]))
def test_any_flipped_byte_of_a_good_archive(position, value, kind):
    data = bytearray(ARCHIVES[kind])
    data[position % len(data)] = value
    submission = read_upload(bytes(data), f"s.{kind}", SLUGS)
    assert submission.modules or submission.problems


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="%!?x=\\ \n'\"#([{)]}a0\t", max_size=60))
@example("%\\")
def test_cells_keep_their_number_of_lines(cell):
    assert plain(cell).count("\n") == cell.count("\n")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_name(name):
    slug_of(name + ".py", SLUGS)
    assert identity(name)


def _archives() -> dict[str, bytes]:
    import tarfile

    z, t = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(z, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("hw/a07_logistic.py", "def f(): pass\n" * 20)
        archive.writestr("hw/a08_scatter_onehot.py", "def g(): pass\n" * 20)
    with tarfile.open(fileobj=t, mode="w") as tar:
        info = tarfile.TarInfo("a07_logistic.py")
        info.size = 14 * 20
        tar.addfile(info, io.BytesIO(b"def f(): pass\n" * 20))
    return {"zip": z.getvalue(), "tar": t.getvalue()}


ARCHIVES = _archives()
