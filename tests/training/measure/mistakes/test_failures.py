from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from msa_core.errors import SourceError
from msa_core.page import Page, font
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.measure.evaluate import Measurement
from msa_core.training.measure.mistakes import failure_sheet
from msa_core.training.measure.mistakes.failure_sheet import Heading, caption_sheet, picture_sheet
from msa_core.training.measure.mistakes.failures import text_categories, worst_captions, worst_pictures
from msa_core.training.measure.scores.ground_truth import build_truth
from msa_core.training.measure.scores.ranking import Block, count, right_scores
from tests.support.scenes import picture

SENTENCES = (
    ("a lake", "still water"), ("a river", "water that flows"), ("many tanks", "storage tanks"), ("a road",),
    ("a very long caption " * 30, "x" * 200), ("a lake",),
)  # fmt: skip


def measured(noise: float = 1.0) -> Measurement:
    """Six pictures and their captions with vectors that agree the less the more ``noise`` there is."""
    images = tuple(
        CaptionedImage(Path(f"{'wet' if i < 3 else 'dry'}_{i}"), text) for i, text in enumerate(SENTENCES)
    )
    truth = build_truth(SENTENCES)
    generator = torch.Generator().manual_seed(3)
    v = F.normalize(torch.randn(6, 16, generator=generator), dim=1)
    owner = torch.tensor([int(truth.row[truth.col == col][0]) for col in range(len(truth.texts))])
    g = F.normalize(v[owner] + noise * torch.randn(len(owner), 16, generator=generator), dim=1)
    block = Block(0, 0, (v @ g.T)[None])
    _, scores = right_scores(truth, block)
    (counts,) = count(truth, scores, [block])
    return Measurement(images=images, unreadable=(), truth=truth, counts={"cosine": counts}, v=v, g=g)


def load(path: Path) -> np.ndarray:
    return picture(int(path.name[-1]), 60, 90)


def test_the_worst_captions_are_those_whose_picture_ranks_lowest() -> None:
    found = measured()
    failures = worst_captions(found, number=4, shown=3)
    ranks = {}
    for col, text in enumerate(found.truth.texts):
        order = torch.argsort(-(found.v @ found.g[col])).tolist()
        ranks[col] = min(order.index(i) for i in range(6) if text in SENTENCES[i]) + 1
    assert [f.rank for f in failures] == [ranks[f.text] for f in failures]
    assert failures[0].rank == max(ranks.values()) > 1
    assert [f.rank for f in failures] == sorted((f.rank for f in failures), reverse=True)
    assert len({f.picture for f in failures}) == len(failures)
    for failure in failures:
        order = torch.argsort(-(found.v @ found.g[failure.text])).tolist()
        assert [answer.number for answer in failure.found] == order[:3]
        assert failure.found[0].is_right is False


def test_the_worst_pictures_count_every_copy_of_a_caption() -> None:
    found = measured()
    captions = [(i, text) for i, texts in enumerate(SENTENCES) for text in texts]
    for failure in worst_pictures(found, number=6):
        scores = found.g @ found.v[failure.picture]
        by_caption = np.array([float(scores[found.truth.texts.index(text)]) for _, text in captions])
        own = [text in SENTENCES[failure.picture] for _, text in captions]
        assert failure.rank == 1 + (by_caption > by_caption[own].max()).sum() > 1
        assert failure.gallery == len(captions)


def test_a_perfect_model_has_no_failures() -> None:
    perfect = measured(noise=0.0)
    assert worst_captions(perfect) == []
    # "a lake" is of two pictures and can lie at only one of them.
    assert {f.picture for f in worst_pictures(perfect)} <= {5}


def test_a_text_takes_the_category_of_most_of_its_pictures() -> None:
    found = measured()
    kinds = dict(zip(found.truth.texts, text_categories(found), strict=True))
    assert kinds["many tanks"] == "wet"
    assert kinds["a road"] == "dry"


@pytest.mark.parametrize("kind", ["captions", "pictures"])
def test_nothing_on_a_sheet_overlaps_or_leaves_it(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Every text is drawn within the margins and touches no other; long captions are wrapped."""
    drawn: list[tuple[tuple[float, ...], str]] = []
    plain = Page.text

    def note(page: Page, at: tuple[int, int], text: str, *rest: object) -> None:
        plain(page, at, text, *rest)  # type: ignore[arg-type]
        size, anchor = rest[0], rest[2] if len(rest) > 2 else "la"
        if text.strip() and len(text) > 1:
            drawn.append((page.draw.textbbox(at, text, font=font(size), anchor=str(anchor)), text))

    monkeypatch.setattr(Page, "text", note)
    found, heading = measured(noise=-3.0), Heading("a set, split test: 6 pictures, 10 captions", "model 0123")
    if kind == "captions":
        failures = worst_captions(found)
        page = caption_sheet(found, failures, heading, load)
    else:
        failures = worst_pictures(found)
        page = picture_sheet(found, failures, heading, load)
    assert {f.picture for f in failures} >= {4}  # the one with the long captions
    assert page.width == failure_sheet.WIDTH_PX
    assert page.getpixel((5, 5)) == (0xFB, 0xFA, 0xF7)
    for number, (box, text) in enumerate(drawn):
        assert box[0] >= 60, text
        assert box[2] <= page.width - 60, text
        assert box[3] <= page.height, text
        for other, said in drawn[:number]:
            apart = box[0] >= other[2] or other[0] >= box[2] or box[1] >= other[3] or other[1] >= box[3]
            assert apart, (text, said)
    assert len(drawn) > 30


def test_a_picture_that_has_gone_is_a_grey_field() -> None:
    def gone(path: Path) -> np.ndarray:
        raise SourceError(path, "gone")

    found = measured()
    page = caption_sheet(found, worst_captions(found), Heading("", ""), gone)
    grey = np.asarray(page) == np.array([0xDA, 0xD7, 0xCF])
    assert grey.all(axis=2).sum() > 100_000
