"""What README shows of the command line is what one sees: report, hits and captions of the demo archive."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from msa_core.cli import run
from msa_core.engine import Engine

# The archive is drawn and indexed for the first of these tests: minutes on a slow processor.
pytestmark = pytest.mark.timeout(1800)

_ROOT = Path(__file__).resolve().parents[2]
# Processors round differently, and an index may be of bfloat16 (ARCHITECTURE.md, "Decisions").
_SCORE = 0.02


def printed(verb: str) -> list[str]:
    """What README shows after the one command of a verb, without the command."""
    (block,) = re.findall(
        r"^```console\n(.*?)^```", (_ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    (after,) = re.findall(rf"^\$ msa {verb} .*\n((?:[^$].*\n)*)", block, re.MULTILINE)
    return after.splitlines()


def said(capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The lines of a report, as :func:`_plain` has them."""
    told = capsys.readouterr()
    return {_plain(line) for line in (told.out + told.err).splitlines()}


def shown() -> tuple[list[str], list[str]]:
    """What README shows of the report: of one raster and of other files; and of the whole archive."""
    lines = [_plain(line) for line in printed("index") if line != "..."]
    whole = [line for line in lines if re.search("5,?995 tiles", line)]
    assert len(whole) == 2
    return [line for line in lines if line not in whole], whole


def test_the_report_of_a_raster_reads_as_in_readme(
    demo: Path, tiny_checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any model does: what is told depends on the raster."""
    few, out = tmp_path / "archive", tmp_path / "index"
    few.mkdir()
    for name in ("dry_valley.tif", "truth.geojson", "demo-archive.json"):
        shutil.copy(demo / name, few / name)
    assert run(["index", str(few), "--out", str(out), "--model", str(tiny_checkpoint)]) == 0
    of_files, _ = shown()
    assert len(of_files) == 2
    assert set(of_files) <= said(capsys)


@pytest.mark.slow
def test_the_report_of_the_whole_index_reads_as_in_readme(
    demo: Path, whole_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["index", str(demo), "--out", str(whole_index)]) == 0
    of_files, whole = shown()
    assert {*of_files, *whole} <= said(capsys)


def _plain(line: str) -> str:
    """A line of the report without what differs the second time: the word for unchanged, and the place."""
    words = " ".join(line.split()).replace("unchanged", "indexed")
    return re.sub(r" in \S+ \(", " (", words)


def test_the_hits_of_readme_are_found(harbour_index: Path, starter: Path) -> None:
    """In float32, as README says; in bfloat16 another tile may stand for the same place."""
    engine = Engine(harbour_index, starter, "cpu")
    heading, *rows = [line for line in printed("search") if not line.startswith("note: ")]
    assert heading.split("\t")[:3] == ["rank", "score", "source"]
    found = {
        (hit.tile.source, hit.tile.pixel_bbox): hit.score
        for hit in engine.search("many storage tanks", k=len(rows) + 3).hits
    }
    assert len(rows) == 3
    for row in rows:
        _, score, source, *_, pixel_bbox = row.split("\t")
        assert found[source, tuple(int(edge) for edge in pixel_bbox.split(","))] == pytest.approx(
            float(score), abs=_SCORE
        )


def test_the_captions_of_readme_are_those_that_one_gets(demo: Path, demo_engine: Engine) -> None:
    found = {caption.text: caption.score for caption in demo_engine.caption(demo / "harbour_town.tif", k=8)}
    lines = printed("caption")
    assert len(lines) == len(found) >= 1
    for line in lines:
        score, text = line.split("\t")
        assert found[text] == pytest.approx(float(score), abs=_SCORE)
