"""What ``msa eval`` found, as plain data, and the folder it writes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from msa_core import __version__
from msa_core.commands.learning.eval.eval_pictures import EvalSet
from msa_core.errors import UsageError
from msa_core.files import make_folder, write_together
from msa_core.names import printable
from msa_core.page import as_png
from msa_core.training.data.datasets.class_captions import key, labels_of
from msa_core.training.measure import confidence, zero_shot
from msa_core.training.measure.mistakes import failure_sheet
from msa_core.training.measure.mistakes.failures import worst_captions, worst_pictures
from msa_core.training.measure.scores.metrics import FIGURES
from msa_core.training.measure.scores.ranking import Hits, expect

if TYPE_CHECKING:
    from msa_core.model.running.embedder import Embedder
    from msa_core.training.data.captioned_image import CaptionedImage
    from msa_core.training.data.pictures import Loader
    from msa_core.training.measure.evaluate import Measurement

COLUMNS = (*FIGURES, "mR")
Report = dict[str, Any]


@dataclass(frozen=True)
class Chosen:
    """The classes to tell apart, and the label of each picture by its path; "" for none of them."""

    classes: tuple[zero_shot.ClassName, ...]
    labels: dict[Path, str]


def choose_classes(images: Sequence[CaptionedImage], classes: str | None) -> Chosen | None:
    """The classes that ``--classes`` asks for.

    Raises:
        UsageError: the pictures tell no classes, or none of those in the file.
    """
    if classes is None:
        return None
    labels = labels_of(images)
    if not any(labels):
        raise UsageError(
            "--classes needs the class of each picture: class folders, a class_name in the captions file, or file "
            "names such as airport_12.jpg."
        )
    if classes == "auto":
        names = zero_shot.classes_of(labels)
        if len(names) < 2:
            raise UsageError(
                f"--classes auto needs at least two classes; the pictures have only {names[0].label!r}."
            )
    else:
        from msa_core.training.data.datasets.entries import read_text

        names = zero_shot.parse_classes(read_text(Path(classes)), classes)
    known = {key(name.label) for name in names}
    if not any(key(label) in known for label in labels):
        kinds = ", ".join(sorted({label for label in labels if label})[:12])
        raise UsageError(
            f"No picture is of a class that {classes} names. The pictures' classes are: {kinds}."
        )
    kept = [label if key(label) in known else "" for label in labels]
    return Chosen(names, dict(zip((image.path for image in images), kept, strict=True)))


def make_report(
    found: EvalSet, measured: Measurement, embedder: Embedder, chosen: Chosen | None, resamples: int
) -> Report:
    """Everything that was measured, as JSON can hold it; figures in percent, intervals as [low, high]."""
    standard = {name: expect(measured.truth, counts) for name, counts in measured.counts.items()}
    equivalent = {
        name: expect(measured.truth, counts, equivalent=True) for name, counts in measured.counts.items()
    }
    has_captions = measured.truth.captions > 0
    report: Report = {
        "set": printable(found.name),
        "captions": printable(str(found.path)),
        "split": found.split,
        "images": len(measured.images),
        "sentences": measured.truth.captions,
        "different_sentences": len(measured.truth.texts),
        "model": embedder.fingerprint,
        "device": embedder.device,
        "version": __version__,
        "left_out": {
            "missing": len(found.missing),
            "unreadable": len(measured.unreadable),
            "first": printable(str(next(iter((*found.missing, *(e.path for e in measured.unreadable))), ""))),
            "notes": list(found.notes),
        },
        "bootstrap": {"resamples": resamples, "confidence": confidence.CONFIDENCE, "seed": confidence.SEED},
        **(_tables(standard, resamples) if has_captions else {"figures": {}, "intervals": {}}),
        "text_equivalent": _tables(equivalent, resamples) if has_captions else None,
        "categories": _by_category(measured, standard["cosine"], resamples) if has_captions else [],
        "classes": None if chosen is None else _classes(measured, embedder, chosen, resamples),
        "seconds": {stage: round(seconds, 2) for stage, seconds in measured.seconds.items()},
    }
    return report


def write_report(folder: Path, report: Report, measured: Measurement, load: Loader, worst: int) -> list[Path]:
    """Write ``report.json``, ``categories.csv``, ``classes.csv`` and the failure sheets, as far as there is anything.

    Raises:
        StorageError: the folder cannot be written.
    """
    make_folder(folder)
    files = {"report.json": json.dumps(report, ensure_ascii=False, allow_nan=False, indent=1).encode()}
    if report["categories"]:
        files["categories.csv"] = _csv(report["categories"])
    if report["classes"]:
        files["classes.csv"] = _csv(report["classes"]["by_class"])
    heading = failure_sheet.Heading(subject(report), f"model {report['model'][:12]}")
    if measured.truth.captions:
        if lost := worst_captions(measured, worst):
            files["worst_captions.png"] = as_png(failure_sheet.caption_sheet(measured, lost, heading, load))
        if lost := worst_pictures(measured, worst):
            files["worst_pictures.png"] = as_png(failure_sheet.picture_sheet(measured, lost, heading, load))
    write_together([(folder / name, data) for name, data in files.items()])
    return [folder / name for name in files]


def subject(report: Report) -> str:
    """What was measured, in a line."""
    split = "all splits" if report["split"] == "all" else f"split {report['split']}"
    captions = f", {report['sentences']:,} captions" if report["sentences"] else ""
    return f"{report['set']}, {split}: {report['images']:,} pictures{captions}"


def _tables(hits: dict[str, Hits], resamples: int) -> Report:
    figures = {name: _rounded(h.figures()) for name, h in hits.items()}
    drawn = confidence.resampled_figures(hits, resamples) if resamples else {}
    intervals = {name: {key: _interval(row[key]) for key in COLUMNS} for name, row in drawn.items()}
    tables: Report = {"figures": figures, "intervals": intervals}
    if "reranked" in hits:
        gain = figures["reranked"]["mR"] - figures["cosine"]["mR"]
        tables["reranked_gain"] = {"mR": round(gain, 4)}
        if drawn:
            tables["reranked_gain"]["interval"] = _interval(drawn["reranked"]["mR"] - drawn["cosine"]["mR"])
    return tables


def _by_category(measured: Measurement, hits: Hits, resamples: int) -> list[Report]:
    """Recalls by cosine of the queries of each category, among all pictures and captions; lowest mR first."""
    labels = np.array(labels_of(measured.images))
    rows = []
    for label in sorted(set(labels.tolist()) - {""}):
        own = labels == label
        part = Hits(hits.hits[own], hits.asked[own])
        row = {"category": label, "pictures": int(own.sum()), "captions": int(part.asked[:, -1].sum())}
        row |= _rounded(part.figures())
        if resamples:
            low, high = _interval(confidence.resampled_figures({"": part}, resamples)[""]["mR"])
            row |= {"mR_low": low, "mR_high": high}
        rows.append(row)
    return sorted(rows, key=lambda row: row["mR"])


def _classes(measured: Measurement, embedder: Embedder, chosen: Chosen, resamples: int) -> Report:
    labels = [chosen.labels[image.path] for image in measured.images]
    asked = [row for row, label in enumerate(labels) if label]
    vectors = zero_shot.class_vectors(embedder.model, chosen.classes)
    result = zero_shot.classify(measured.v[asked], [labels[row] for row in asked], chosen.classes, vectors)
    figures, intervals = result.figures(resamples)
    by_class = [
        {key: round(value, 4) if isinstance(value, float) else value for key, value in row.items()}
        for row in result.by_class()
    ]
    return {
        "classes": len(chosen.classes),
        "pictures": len(asked),
        "without_class": len(labels) - len(asked),
        "figures": {key: round(value, 4) for key, value in figures.items()},
        "intervals": {key: [round(low, 4), round(high, 4)] for key, (low, high) in intervals.items()},
        "by_class": by_class,
    }


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {key: round(figures[key], 4) for key in COLUMNS}


def _interval(values: np.ndarray) -> list[float]:
    return [round(end, 4) for end in confidence.percentiles(values)]


def _csv(rows: list[Report]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
