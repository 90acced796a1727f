from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image

from msa_core import __version__
from tests.cli.conftest import Run
from tests.support.scenes import picture

_ROOT = Path(__file__).resolve().parents[2]
VERBS = (
    "index",
    "verify",
    "merge",
    "export-stac",
    "search",
    "caption",
    "explain",
    "eval",
    "average",
    "convert",
    "models",
    "demo-archive",
    "doctor",
)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.fromarray(picture(4, 120, 180)).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(run: Run, verb: str) -> None:
    done = run(verb, "--help")
    assert done.code == 0
    assert "Usage: msa" in done.out


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "msa_core.cli", "--version"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout == f"msa {__version__}\n"


def test_an_unknown_option_is_a_usage_error(run: Run) -> None:
    assert run("search", "--no-such-option").code == 2
    assert run("no-such-verb").code == 2


def test_captions_come_from_the_bank(run: Run, photo: Path, tmp_path: Path, tiny_checkpoint: Path) -> None:
    (tmp_path / "bank.csv").write_text(
        'id,caption\n1,"a plane, white"\n2,a river\n3,a river\n4,green fields\n'
    )
    done = run("caption", photo, "--bank", tmp_path / "bank.csv", "--model", tiny_checkpoint, "--json")
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    assert sorted(c["caption"] for c in answer["captions"]) == ["a plane, white", "a river", "green fields"]
    scores = [c["score"] for c in answer["captions"]]
    assert scores == sorted(scores, reverse=True)
    plain = run("caption", photo, "--bank", tmp_path / "bank.csv", "--model", tiny_checkpoint, "-k", 1)
    assert plain.out.split("\t")[1].strip() == answer["captions"][0]["caption"]


@pytest.mark.parametrize(
    "name, content",
    [("bank.txt", "\n \n"), ("bank.csv", "a,b\n1,2\n"), ("bank.json", "{"), ("bank.json", "[1]")],
)
def test_a_bank_without_captions_is_a_usage_error(
    run: Run, photo: Path, tmp_path: Path, tiny_checkpoint: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    done = run("caption", photo, "--bank", tmp_path / name, "--model", tiny_checkpoint)
    assert done.code == 2
    assert name in done.err


def test_a_broken_picture_is_refused(run: Run, tmp_path: Path, tiny_checkpoint: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"\x89PNG nothing more")
    done = run("caption", tmp_path / "bad.png", "--model", tiny_checkpoint)
    assert done.code == 3
    assert "bad.png" in done.err
    assert "Traceback" not in done.err
    assert run("caption", tmp_path / "absent.png").code == 2


def test_a_picture_in_a_zip_is_captioned_like_the_same_outside(
    run: Run, photo: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    (tmp_path / "bank.txt").write_text("a plane\na river\n")
    zipped = tmp_path / "a b.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(photo, f"in/{photo.name}")
    options = ("--bank", tmp_path / "bank.txt", "--model", tiny_checkpoint)
    outside = run("caption", photo, *options).out
    assert outside
    for name in (f"{zipped}/in/{photo.name}", f"/vsizip/{zipped}/in/{photo.name}"):
        done = run("caption", name, *options)
        assert (done.code, done.out) == (0, outside), done.err
    absent = run("caption", f"{zipped}/in/absent.tif", *options)
    assert absent.code == 2
    assert "There is no picture" in absent.err


def test_explain_writes_overlays_in_place_and_a_sheet(run: Run, index: Path, tmp_path: Path) -> None:
    done = run("explain", index, "a plane beside a river", "--rank", 2, "--out", tmp_path / "why")
    assert done.code == 0, done.err
    names = {f"rank002_scale{s}.tif" for s in (1, 2, 3, 4)} | {"rank002_ranking.tif", "rank002_sheet.png"}
    styles = {Path(name).stem + ".qml" for name in names if name.endswith(".tif")}
    assert {p.name for p in (tmp_path / "why").iterdir()} == names | styles
    assert {Path(line).name for line in done.out.splitlines()} == names
    hit = json.loads(run("search", index, "a plane beside a river", "-k", 2, "--json").out)["features"][1][
        "properties"
    ]
    x0, y0, x1, y1 = hit["pixel_bbox"]
    east = 500_000.0 + 400.0 * int(hit["source"][5])
    for scale in (1, 2, 3, 4):
        with rasterio.open(tmp_path / "why" / f"rank002_scale{scale}.tif") as overlay:
            assert overlay.dtypes == ("float32",)
            assert overlay.crs == "EPSG:32633"
            assert overlay.bounds == pytest.approx((east + x0, 5e6 - y1, east + x1, 5e6 - y0))
            values, tags = overlay.read(1), overlay.tags()
            assert values.sum() + float(tags["constant"]) == pytest.approx(float(tags["total"]), abs=1e-3)
            assert float(tags["total"]) == pytest.approx(hit["scale_scores"][scale - 1], abs=0.05)
    with Image.open(tmp_path / "why" / "rank002_sheet.png") as sheet:
        assert sheet.width > 1000
        assert len(np.unique(np.asarray(sheet.convert("L")))) > 50


def test_a_rank_beyond_the_hits_is_a_usage_error(run: Run, index: Path, tmp_path: Path) -> None:
    done = run("explain", index, "plane", "--rank", 4000, "--out", tmp_path / "why")
    assert done.code == 2
    assert "only" in done.err
    assert run("explain", index, "--like", index, "--out", tmp_path / "why").code == 2


def test_eval_measures_by_every_ranking(run: Run, tmp_path: Path, tiny_checkpoint: Path) -> None:
    images = []
    for number, words in enumerate(("a plane", "a river", "a stadium", "green fields")):
        Image.fromarray(picture(number, 80, 80)).save(tmp_path / f"{number}.png")
        sentences = [{"raw": f"{words} seen {i} times"} for i in range(1 + number)]
        images.append({"filename": f"{number}.png", "split": "test", "sentences": sentences})
    (tmp_path / "captions.json").write_text(json.dumps({"images": images}))
    options = ("--captions", tmp_path / "captions.json", "--images", tmp_path, "--model", tiny_checkpoint)
    done = run("eval", *options, "--json")
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    assert set(answer["figures"]) == {"cosine", "scale1", "scale2", "scale3", "scale4", "reranked"}
    for row in answer["figures"].values():
        assert row["i2t_r10"] == row["t2i_r10"] == pytest.approx(100.0)
        assert row["mR"] == pytest.approx(np.mean([v for k, v in row.items() if k != "mR"]), abs=1e-3)
    assert answer["images"] == 4
    assert answer["sentences"] == 10
    assert run("eval", *options, "--split", "nowhere").code != 0


def test_doctor_gives_a_verdict(run: Run, tiny_checkpoint: Path) -> None:
    done = run("doctor", "--model", tiny_checkpoint)
    assert done.code == 0, done.out
    for word in ("torch", "GDAL", "PROJ", "fingerprint", "GPU", "All is well"):
        assert word in done.out
    broken = run("doctor", "--model", tiny_checkpoint / "nowhere")
    assert broken.code == 3
    assert "nowhere" in broken.out


def test_an_unforeseen_fault_is_a_sentence(run: Run, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr("msa_core.engine.Engine.search", fault)
    done = run("search", index, "plane")
    assert done.code == 4
    assert "of all things" in done.err
    assert "Traceback" not in done.err


def test_an_interrupt_inside_a_verb_is_told_in_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("msa_core.commands.learning.average.check_device", interrupted)
    done = run("average", "a", "b", "--out", "c")
    assert done.code == 130
    assert done.err.strip().startswith("Cancelled.")
