"""Evidence of a search, written by one command and asked again by another."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_evidence_is_reproduced_and_a_difference_is_told(run: Run, index: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    searched = run("search", index, "a river", "-k", 3, "--evidence", pack)
    assert searched.code == 0, searched.err
    assert "evidence.html" in searched.err
    again = run("reproduce", pack)
    assert again.code == 0, again.err
    assert "The same: 3 hits" in again.out
    file = pack / "evidence.json"
    evidence = json.loads(file.read_text("utf-8"))
    evidence["hits"][0]["score"] += 0.5
    file.write_text(json.dumps(evidence), "utf-8")
    other = run("reproduce", file, "--index", index)
    assert other.code == 3
    assert "Not the same. 1 hit with another score" in other.err


def test_evidence_is_not_written_over_unasked(run: Run, index: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    assert run("search", index, "a river", "-k", 1, "--evidence", pack).code == 0
    refused = run("search", index, "boats", "-k", 1, "--evidence", pack)
    assert refused.code == 2
    assert "--overwrite" in refused.err
    assert run("search", index, "boats", "-k", 1, "--evidence", pack, "--overwrite").code == 0
    assert "boats" in (pack / "evidence.html").read_text("utf-8")


def test_an_index_that_is_not_where_it_was_is_asked_for(run: Run, index: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    assert run("search", index, "a river", "-k", 1, "--evidence", pack).code == 0
    file = pack / "evidence.json"
    evidence = json.loads(file.read_text("utf-8"))
    evidence["index"] |= {"folder": str(tmp_path / "gone"), "folders": [str(tmp_path / "gone")]}
    file.write_text(json.dumps(evidence), "utf-8")
    refused = run("reproduce", pack)
    assert refused.code == 3
    assert "gone" in refused.err
    assert "--index" in refused.err
