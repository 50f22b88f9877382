"""The store: once per key, history, decisions that last, and files of other ages."""

from __future__ import annotations

import json
import sqlite3

import pytest
import sqlalchemy as sa

from grader.classroom.attempt import Attempt, Student
from grader.errors import GraderError
from grader.gradebook.adjusting import Decisions
from grader.gradebook.rows import Adjustment, Comment, Kept
from grader.gradebook.schema import METADATA
from grader.gradebook.store import GRADED, Gradebook


@pytest.fixture
def gradebook(tmp_path):
    with Gradebook(tmp_path / "g.sqlite") as opened:
        opened.enrol([(Student("kim"), True), (Student("lee"), True)], [(Attempt("kim", "kim", ("kim",)), "kim")])
        yield opened


def kept(payload: str = "{}", state: str = GRADED) -> Kept:
    return Kept("kim", payload, state, 0.5, b"\1" * 8)


def test_a_key_is_stored_once_and_counts(gradebook):
    run = gradebook.begin("now", {"a": 1})
    assert not gradebook.reuse("kim", "k1")
    assert gradebook.keep(run, "k1", kept('{"x":1}'), 50.0)
    assert not gradebook.keep(run, "k1", kept('{"x":2}'), 60.0)
    assert gradebook.reuse("kim", "k1")
    students = list(gradebook.students())
    assert [s.id for s in students] == ["kim", "lee"]
    assert students[0].attempts[0].kept.payload == '{"x":1}'
    assert students[1].attempts == ()


def test_a_fault_is_tried_again_and_gives_way_to_a_result(gradebook):
    run = gradebook.begin("now", {})
    gradebook.keep(run, "k1", kept("{}", "grader_fault"), 0.0)
    assert not gradebook.reuse("kim", "k1")
    assert gradebook.keep(run, "k1", kept('{"ok":1}'), 70.0)
    assert next(gradebook.students()).attempts[0].kept.state == GRADED
    assert not gradebook.keep(run, "k1", kept("{}", "grader_fault"), 0.0)


def test_history_remembers_the_run_before(gradebook):
    gradebook.keep(gradebook.begin("monday", {}), "k1", kept(), 50.0)
    gradebook.keep(gradebook.begin("tuesday", {}), "k2", kept(), 90.0)
    assert next(gradebook.students()).attempts[0].kept.previous_percent == 50.0
    assert gradebook.reuse("kim", "k1")
    assert next(gradebook.students()).attempts[0].kept.previous_percent is None
    gradebook.forget(["kim"])
    assert not gradebook.reuse("kim", "k1")
    assert [started for _, started, _ in gradebook.runs()] == ["monday", "tuesday"]


def test_enrolling_again_keeps_results_and_order(gradebook):
    gradebook.keep(gradebook.begin("now", {}), "k1", kept(), 50.0)
    gradebook.enrol([(Student("lee"), True), (Student("kim"), False)], [(Attempt("kim", "kim", ()), "kim")])
    students = list(gradebook.students())
    assert [s.id for s in students] == ["lee", "kim"]
    assert students[1].attempts[0].kept is not None
    assert not students[1].known


def test_only_finished_runs_have_settings(gradebook):
    run = gradebook.begin("now", {"a": 1})
    assert gradebook.settings() is None
    gradebook.finish(run, "later", {"a": 2})
    assert gradebook.settings() == {"a": 2}


def test_decisions_outlive_the_file_being_closed(tmp_path):
    with Gradebook(tmp_path / "g.sqlite") as gradebook:
        gradebook.adjust(Adjustment("kim", "A07.sigmoid", 2.0, "typo", "Lee", "2026-11-20"))
        gradebook.comment(Comment("kim", "", "well done", "Lee", "2026-11-20"))
    with Gradebook(tmp_path / "g.sqlite") as gradebook:
        assert gradebook.adjustments("kim")[0].why == "typo"
        assert gradebook.comments()[0].text == "well done"


def test_decisions_change_points_sums_and_say_so():
    function = {"id": "A07.sigmoid", "points": 0.0, "max_points": 5.0, "tier": "core", "notes": []}
    summary = {"core": 0.0, "extra": 0.0, "points": 0.0, "percent": 0.0, "core_max": 10.0}
    data = {"submission": {}, "assignments": [{"points": 0.0, "functions": [function]}], "summary": summary}
    first = Adjustment("kim", "A07.sigmoid", 5.0, "all", "Lee", "2026-11-19")
    then = Adjustment("kim", "A07.sigmoid", 2.5, "half", "Lee", "2026-11-20T10:00")
    changed = Decisions([first, then], []).applied(json.loads(json.dumps(data)), "kim")
    assert changed["summary"]["percent"] == 25.0
    assert changed["assignments"][0]["points"] == 2.5
    note = changed["assignments"][0]["functions"][0]["notes"][0]
    assert note["params"] == {"points": 2.5, "was": 0.0, "who": "Lee", "when": "2026-11-20", "why": "half"}
    undone = Decisions([first, then, Adjustment("kim", "A07.sigmoid", None, "", "Lee", "x")], [])
    assert undone.applied(json.loads(json.dumps(data)), "kim") == data


def test_the_migrations_make_the_tables_of_the_schema(tmp_path):
    with Gradebook(tmp_path / "g.sqlite"):
        pass
    made = sa.create_engine(f"sqlite:///{tmp_path / 'g.sqlite'}")
    inspector = sa.inspect(made)
    for table in METADATA.sorted_tables:
        columns = {c["name"]: (str(c["type"]), c["nullable"]) for c in inspector.get_columns(table.name)}
        assert columns == {c.name: (str(c.type), c.nullable) for c in table.columns}
        assert {i["name"] for i in inspector.get_indexes(table.name)} == {i.name for i in table.indexes}
    made.dispose()


def test_other_files_are_refused_and_left_alone(tmp_path):
    (tmp_path / "text").write_text("not a database" * 100)
    with pytest.raises(GraderError, match="not a gradebook"):
        Gradebook(tmp_path / "text")
    assert (tmp_path / "text").read_text() == "not a database" * 100
    with Gradebook(tmp_path / "newer"):
        pass
    connection = sqlite3.connect(tmp_path / "newer")
    connection.execute("UPDATE alembic_version SET version_num='9999'")
    connection.commit()
    connection.close()
    with pytest.raises(GraderError, match="newer grader"):
        Gradebook(tmp_path / "newer")


def test_a_kill_in_the_middle_of_a_migration_leaves_nothing_half_made(tmp_path, monkeypatch):
    from alembic.operations import Operations

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Operations, "create_index", killed)
        with pytest.raises(KeyboardInterrupt):
            Gradebook(tmp_path / "g.sqlite")
    with Gradebook(tmp_path / "g.sqlite") as gradebook:
        assert gradebook.runs() == []
