"""The private folder: its seed outlasts runs, is never guessed from a damaged file, and nobody else reads it."""

import stat

import pytest

from grader.batch.vault import Vault, new_salt, private_text
from grader.errors import GraderError


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises(GraderError, match="is a file"):
        Vault(tmp_path / "out")


def test_the_seed_is_kept_until_another_is_wanted(tmp_path):
    vault = Vault(tmp_path / "out")
    first = vault.seed(None, fresh=False)
    assert Vault(tmp_path / "out").seed(None, fresh=False) == first
    assert vault.seed(7, fresh=False) == 7
    assert vault.seed(None, fresh=False) == 7
    assert vault.seed(None, fresh=True) != 7


@pytest.mark.parametrize("damaged", [b"", b"7.5", b"-1", b"\xff\xfe", b"seed"])
def test_a_damaged_seed_is_replaced(tmp_path, damaged):
    vault = Vault(tmp_path / "out")
    (vault.folder / "seed").write_bytes(damaged)
    seed = vault.seed(None, fresh=False)
    assert vault.seed(None, fresh=False) == seed
    assert (vault.folder / "seed").read_text() == f"{seed}\n"


def test_only_the_owner_reads_and_what_a_kill_left_is_no_obstacle(tmp_path):
    (tmp_path / "x.new").write_text("half")
    private_text(tmp_path / "x", "whole")
    assert (tmp_path / "x").read_text() == "whole"
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600
    assert not (tmp_path / "x.new").exists()
    assert stat.S_IMODE(Vault(tmp_path / "out").folder.stat().st_mode) == 0o700


def test_pseudonyms_have_the_same_salt_from_run_to_run(tmp_path):
    assert new_salt(tmp_path) == new_salt(tmp_path)
