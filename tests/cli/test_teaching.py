"""From votes to an index of the taught model on the command line: export, train, make anew, compare."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.messages import Search
from msa_core.records import Query, QueryTerm
from msa_core.retrieval.query.saved.project_file import Project, SavedSearch, write_project
from msa_core.training.data.datasets.entries import Remarks
from msa_core.training.data.datasets.forms.annotations import read_json
from tests.cli.conftest import Run
from tests.support.commands import Commands
from tests.support.made_index import all_rows
from tests.support.tiny_model import other_ranking

pytestmark = pytest.mark.timeout(900)


def voted(run: Run, index: Path, file: Path) -> list[str]:
    found: list[dict[str, Any]] = json.loads(run("search", index, "a river", "-k", 9, "--json").out)[
        "features"
    ]
    ids = [feature["id"] for feature in found]
    votes = [part for tile in ids[:3] for part in ("--accept", tile)]
    votes += [part for tile in ids[3:6] for part in ("--reject", tile)]
    assert run("review", index, file, *votes, "--query", "a river").code == 0
    return ids


def test_rejected_tiles_and_others_are_practised_with_what_the_model_says_of_them(
    run: Run, index: Path, tmp_path: Path
) -> None:
    file, out = tmp_path / "r.geojson", tmp_path / "teach.geojson"
    ids = voted(run, index, file)
    made = run("review", index, file, "--export-training", out, "--rehearse", 8)
    assert made.code == 0, made.err
    entries = read_json(out, None, Remarks(), ())
    features = json.loads(out.read_text("utf-8"))["features"]
    assert "3 tiles with 3 captions." in made.err
    taught = {f["id"] for f in features if f["properties"]["captions"] == ["a river"]}
    assert taught == set(ids[:3])
    others = {f["id"]: f["properties"]["captions"] for f in features if f["id"] not in taught}
    assert set(ids[3:6]) <= set(others)
    assert 3 < len(others) <= 11
    assert all("river" not in words for tile in ids[3:6] for words in others[tile])
    assert len(entries) == len(features), "msa-train reads all of them"
    assert run("review", index, file, "--rehearse", 8).code == 2


def test_an_index_made_anew_is_that_of_the_other_model_without_its_rasters(
    run: Run, index: Path, tmp_path: Path
) -> None:
    model, out = other_ranking(tmp_path / "model"), tmp_path / "new"
    before = all_rows(index)
    made = run("reembed", index, "--model", model, "--out", out)
    assert made.code == 0, made.err
    again = tmp_path / "again"
    roots = [str(root) for root in TileIndex(index).info.roots]
    assert run("index", *roots, "--out", again, "--model", model, "--tile-m", "100").code == 0
    new, real = all_rows(out), all_rows(again)
    assert new.column("id") == real.column("id") == before.column("id")
    vectors = [np.stack(table.column("embedding").to_numpy()) for table in (new, real, before)]
    assert np.abs(vectors[0] - vectors[1]).max() < 0.01
    assert np.abs(vectors[0] - vectors[2]).max() > 0.05
    assert all_rows(index).equals(before)
    assert run("verify", out).code == 0
    assert run("search", out, "a river").code == 0
    assert "unchanged" in run("index", *roots, "--out", out).out


def test_a_model_that_sees_otherwise_and_a_folder_in_use_are_refused(
    run: Run, index: Path, tmp_path: Path
) -> None:
    other = other_ranking(tmp_path / "other", sees_otherwise=True)
    refused = run("reembed", index, "--model", other, "--out", tmp_path / "new")
    assert refused.code == 2
    assert "sees differently" in refused.err
    assert not (tmp_path / "new").exists()
    taught = other_ranking(tmp_path / "taught")
    assert run("reembed", index, "--model", taught, "--out", index).code == 2
    assert run("reembed", tmp_path, "--model", taught, "--out", tmp_path / "new").code != 0


def test_what_was_right_before_and_after_is_counted(run: Run, index: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "r.geojson", tmp_path / "new"
    ids = voted(run, index, file)
    assert run("reembed", index, "--model", other_ranking(tmp_path / "model"), "--out", new).code == 0
    told = run("compare", index, new, "--reviews", file, "-k", 4, "--json")
    assert told.code == 0, told.err
    (question,) = json.loads(told.out)["questions"]
    assert (question["name"], question["judged"]) == ("a river", 6)
    assert [hit["tile"]["id"] for hit in question["before"]["hits"]] == ids[:4]
    assert (question["before"]["right"], question["before"]["wrong"]) == (3, 1)
    table = run("compare", index, new, "--reviews", file, "-k", 4).out.splitlines()
    after = question["after"]
    assert table[1].startswith(f"a river\t6\t3\t{after['right']}\t1\t{after['wrong']}\t")
    assert run("compare", index, new).code == 3


def test_what_both_models_find_is_counted_and_the_order_of_it_compared(
    run: Run, index: Path, tmp_path: Path
) -> None:
    new, project = tmp_path / "new", tmp_path / "a.msaproj"
    assert run("reembed", index, "--model", other_ranking(tmp_path / "model"), "--out", new).code == 0
    asked = {name: Search(Query(terms=(QueryTerm("text", name),)), 9) for name in ("a river", "houses")}
    searches = tuple(SavedSearch(name=name, asked=one) for name, one in asked.items())
    write_project(project, Project(searches=searches))
    told = run("compare", index, new, "--project", project, "--search", "houses", "-k", 9, "--json")
    assert told.code == 0, told.err
    (question,) = json.loads(told.out)["questions"]
    assert question["name"] == "houses"
    lists = [[hit["tile"]["id"] for hit in question[side]["hits"]] for side in ("before", "after")]
    shared = [tile for tile in lists[0] if tile in lists[1]]
    assert question["same"] == len(shared) >= 5
    orders = [[one.index(tile) for tile in shared] for one in lists]
    wanted = spearmanr(*orders).statistic
    assert question["rank_correlation"] == pytest.approx(wanted)
    row = run("compare", index, new, "--project", project, "--search", "houses", "-k", 9).out.splitlines()[1]
    assert row.split("\t")[-2:] == [str(len(shared)), f"{wanted:.2f}"]


def test_an_index_beside_itself_and_an_unknown_search_are_refused_and_other_tiles_are_said(
    run: Run, index: Path, tmp_path: Path
) -> None:
    project = tmp_path / "a.msaproj"
    asked = Search(Query(terms=(QueryTerm("text", "a river"),)), 9)
    write_project(project, Project(searches=(SavedSearch(name="water", asked=asked),)))
    refused = run("compare", index, index, "--project", project)
    assert refused.code == 2
    assert "named twice" in refused.err
    refused = run("compare", index, tmp_path / "other", "--project", project, "--search", "lakes")
    assert refused.code == 2
    assert "“water”" in refused.err
    roots = [str(root) for root in TileIndex(index).info.roots]
    model = other_ranking(tmp_path / "model")
    assert run("index", *roots, "--out", tmp_path / "new", "--model", model, "--tile-px", 40).code == 0
    told = run("compare", index, tmp_path / "new", "--project", project)
    assert told.code == 0, told.err
    assert "other tiles" in told.err
    assert told.out.splitlines()[1].split("\t")[-2] != "9"


def test_a_killed_run_leaves_the_old_index_and_the_same_command_starts_over(
    run: Run, index: Path, tmp_path: Path, commands: Commands
) -> None:
    before, model, out = all_rows(index), other_ranking(tmp_path / "model"), tmp_path / "new"
    arguments = ["reembed", str(index), "--model", str(model), "--out", str(out)]
    process = commands.start("msa_core.cli", *arguments)
    until = time.monotonic() + 200
    while process.poll() is None and time.monotonic() < until:
        if any(path.name.startswith(".") or "reembedding" in path.name for path in tmp_path.iterdir()):
            os.kill(process.pid, signal.SIGKILL)
            break
        time.sleep(0.001)
    process.wait()
    assert all_rows(index).equals(before)
    if not out.exists():
        assert run(*arguments).code == 0
    assert run("verify", out).code == 0
