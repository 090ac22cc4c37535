"""The file: made, described, verified, copied while in use, brought back."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest


def test_a_new_file_is_private_and_knows_its_zone_and_its_first_operator(tmp_path, done, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    file = tmp_path / "made for it" / "desk.db"
    made = done("--db", str(file), "db", "init", "--name", "燃气热线")
    assert (made["path"], made["zone"], made["name"], made["drill"]) == (str(file), "Asia/Tokyo", "燃气热线", False)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    info = done("--db", str(file), "db", "info")
    assert (info["zone"], info["name"], info["requests"], info["drill"]) == ("Asia/Tokyo", "燃气热线", 0, False)
    (operator,) = done("--db", str(file), "operator", "list")
    assert operator["login"] == made["operator"]
    assert set(operator["roles"]) == {"operator", "dispatcher", "supervisor", "admin"}


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--zone", "Mars/Olympus"), "Mars/Olympus"), (("--group", "nobody-here"), "nobody-here")],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(inside, tmp_path, words, said):
    answer = inside("db", "init", *words)
    assert answer.code == 1
    assert said in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_backup_taken_in_use_can_be_brought_back(made, done, inside, tmp_path):
    done("request", "add", "--category", "RP-METER", "--phone", "1")
    copy = done("db", "backup", str(tmp_path / "copy.db"))
    head = done("db", "info")["head"]
    assert f"{copy['seq']}:{copy['hash']}" == head
    done("request", "add", "--category", "RP-METER", "--phone", "2")
    back = done("db", "restore", str(tmp_path / "copy.db"))
    assert done("db", "info")["head"] == head
    assert len(done("request", "list")) == 1
    assert len(done("--db", back["set_aside"], "request", "list")) == 2
    assert done("db", "check")["sound"]
    assert inside("db", "backup", str(tmp_path / "copy.db")).code == 1


def test_a_file_in_use_is_not_replaced_under_its_users(made, done, inside, tmp_path, started, eventually):
    done("db", "backup", str(tmp_path / "copy.db"))
    started("scheduler")
    eventually(lambda: done("db", "info")["swept_at"] is not None)
    refused = inside("db", "restore", str(tmp_path / "copy.db"))
    assert refused.code == 1
    assert "open in another program" in refused.err
    assert done("db", "check")["sound"]
    assert [*tmp_path.glob("*replaced*"), *tmp_path.glob(".*coming*")] == []


@pytest.mark.parametrize("text", [b"", b"not a database", b"SQLite format 3\0" + bytes(200)])
def test_a_foreign_file_is_neither_brought_back_nor_opened(made, inside, tmp_path, text):
    foreign = tmp_path / "foreign.db"
    foreign.write_bytes(text)
    for words in (("db", "restore", str(foreign)), ("--db", str(foreign), "db", "info")):
        answer = inside(*words)
        assert (answer.code, answer.out) == (1, "")
        assert len(answer.err.splitlines()) <= 2
    assert foreign.read_bytes() == text


def test_a_damaged_file_is_told_and_replaced_by_the_last_good_copy(made, done, inside, tmp_path):
    for number in range(40):
        done("request", "add", "--category", "RP-METER", "--phone", str(number), "--text", "x" * 400)
    done("db", "backup", str(tmp_path / "copy.db"))
    whole = made.read_bytes()
    made.write_bytes(whole[: len(whole) // 2])
    for words in (("db", "check"), ("request", "list", "--status", "all"), ("request", "add", "--category", "RP-METER",
                  "--phone", "1")):  # fmt: skip
        answer = inside(*words)
        assert answer.code == 1
        assert "Traceback" not in answer.err
    assert inside("db", "restore", str(tmp_path / "copy.db")).code == 0
    assert done("db", "check")["sound"]
    assert done("db", "info")["requests"] == 40


def test_a_journal_line_changed_behind_the_desk_fails_the_check(made, done, inside):
    done("request", "add", "--category", "RP-METER", "--phone", "1")
    raw = sqlite3.connect(made)
    raw.execute("DROP TRIGGER journal_no_update")
    raw.execute("UPDATE journal SET actor = 'somebody' WHERE seq = 1")
    raw.commit()
    raw.close()
    answer = inside("db", "check")
    assert answer.code == 1
    assert "journal: line 1" in answer.out


def test_a_clock_changed_behind_the_desk_is_found_and_rebuilt(made, done, inside):
    done("request", "add", "--category", "RP-METER", "--phone", "1")
    raw = sqlite3.connect(made)
    raw.execute("UPDATE clock SET due_at = due_at + 1000")
    raw.commit()
    raw.close()
    found = inside("--json", "sla", "rebuild", "--check")
    assert (found.code, found.data["differing"]) == (1, 1)
    assert done("sla", "rebuild")["written"]
    assert done("sla", "rebuild", "--check")["differing"] == 0


def test_an_older_file_is_named_and_one_already_of_this_release_left_alone(made, done, inside):
    assert done("db", "upgrade")["backup"] is None
    raw = sqlite3.connect(made)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    answer = inside("db", "upgrade")
    assert answer.code == 1
    assert "newer" in answer.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(made, inside, tmp_path):
    tmp_path.chmod(0o500)
    answer = inside("request", "add", "--category", "RP-METER", "--phone", "1")
    tmp_path.chmod(0o700)
    assert answer.code == 1
    assert "cannot be written" in answer.err


def test_the_doctor_is_content_with_a_fresh_file_and_names_what_is_wrong_with_others(made, inside, done, tmp_path):
    assert inside("doctor").code == 0
    made.chmod(0o644)
    told = inside("--json", "doctor")
    assert told.code == 1
    assert [finding["check"] for finding in told.data if finding["grade"] == "wrong"] == ["rights"]
    made.chmod(0o600)
    done("request", "add", "--category", "RP-METER", "--phone", "1")
    told = inside("--json", "doctor")
    assert [finding["check"] for finding in told.data if finding["grade"] == "wrong"] == ["engine"]
    inside("sla", "sweep")
    assert inside("doctor").code == 0
    shutil.move(made, tmp_path / "elsewhere.db")
    told = inside("--json", "doctor")
    assert told.code == 1
    assert "hotline db init" in next(finding for finding in told.data if finding["check"] == "database")["remedy"]


def test_the_doctor_says_of_a_sweep_ahead_of_the_clock_that_it_is_and_in_a_drill_that_this_is_right(inside, done, made):
    def finding():
        with closing(sqlite3.connect(made)) as file, file:
            file.execute("UPDATE engine SET swept_at = 4102444800000")
        return next(one for one in inside("--json", "doctor").data if one["check"] == "engine")

    said = finding()
    assert (said["grade"], "-" in said["what"].split("at ")[0]) == ("doubtful", False)
    assert "2100-01-01" in said["what"]
    made.unlink()
    done("db", "init", "--drill", "--zone", "Asia/Shanghai", "--name", "x")
    assert finding()["grade"] == "good"


@pytest.mark.parametrize(
    ("version", "grade"),
    [((3, 40, 1), "doubtful"), ((3, 44, 5), "doubtful"), ((3, 44, 6), "good"), ((3, 50, 7), "good"),
     ((3, 51, 2), "doubtful"), ((3, 51, 3), "good"), ((3, 53, 4), "good"), ((3, 6, 23), "good")],
)  # fmt: skip
def test_the_doctor_knows_the_releases_of_sqlite_with_the_race(version, grade):
    from console.diagnosis import sqlite

    assert sqlite(version).grade == grade
