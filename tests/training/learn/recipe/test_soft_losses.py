"""Cross-entropy by degrees of truth against loops over pairs."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import Tensor

from msa_core.errors import UsageError
from msa_core.training.learn.recipe.losses import (
    WEIGHTS,
    multi_positive_ce,
    paper_mscma,
    total_loss,
    triplet_loss,
)
from msa_core.training.learn.recipe.soft_losses import Beliefs, Objective, believed_ce


def naive_row(
    logits: list[float], truth: list[bool], trusts: list[float], ignored: list[bool], alike: list[float],
    objective: Objective,
) -> tuple[float, float]:  # fmt: skip
    """Weight and cross-entropy of one row, pair by pair; ``trusts`` of the picture of each pair."""
    columns = range(len(logits))
    negatives = [j for j in columns if not truth[j] and not ignored[j]]
    strength = [math.exp(x) for x in logits]
    if objective.hard and negatives:
        hardness = [math.exp(objective.hard * logits[j]) for j in negatives]
        for j, h in zip(negatives, hardness, strict=True):
            strength[j] *= len(negatives) * h / sum(hardness)
    kept = [j for j in columns if truth[j] or not ignored[j]]
    total = sum(strength[j] for j in kept)
    belief = [trusts[j] if truth[j] else 0.0 for j in columns]
    weight = max(belief)
    if weight == 0.0:
        return 0.0, 0.0
    likeness = {j: math.exp(alike[j] / objective.soft_tau) for j in kept}
    hard = soft = 0.0
    for j in kept:
        hard -= belief[j] / sum(belief) * math.log(strength[j] / total)
        soft -= likeness[j] / sum(likeness.values()) * math.log(strength[j] / total)
    if objective.forgive:
        true = sum(belief[j] / weight * strength[j] / total for j in kept)
        hard = (1 - true**objective.forgive) / objective.forgive
    return weight, (1 - objective.soft) * hard + objective.soft * soft


def naive(
    logits: Tensor, truth: Tensor, trust: Tensor, ignored: Tensor, alike: Tensor, o: Objective
) -> float:
    count, texts = logits.shape
    rows = [
        naive_row(
            logits[i].tolist(), truth[i].tolist(), [float(trust[i])] * texts, ignored[i].tolist(), alike[i].tolist(), o
        )
        for i in range(count)
    ]  # fmt: skip
    columns = [
        naive_row(logits[:, j].tolist(), truth[:, j].tolist(), trust.tolist(), ignored[:, j].tolist(),
                  alike[:, j].tolist(), o)
        for j in range(texts)
    ]  # fmt: skip
    return sum(sum(w * e for w, e in part) / sum(w for w, _ in part) for part in (rows, columns)) / 2


def some_pairs(seed: int, images: int = 7, texts: int = 14) -> tuple[Tensor, ...]:
    torch.manual_seed(seed)
    logits = torch.randn(images, texts, dtype=torch.float64) * 2
    truth = torch.rand(images, texts) < 0.1
    truth[torch.arange(texts) // 2, torch.arange(texts)] = True
    ignored = torch.rand(images, texts) < 0.15
    return logits, truth, torch.rand(images, dtype=torch.float64), ignored, torch.rand(images, texts) * 2 - 1


@pytest.mark.parametrize(
    "objective",
    [
        Objective(),
        Objective(soft=0.3),
        Objective(hard=0.5),
        Objective(soft=1.0, soft_tau=0.3, hard=1.5),
        Objective(forgive=0.7),
        Objective(soft=0.2, forgive=1.0, hard=0.3),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_it_equals_the_loops(objective: Objective, seed: int) -> None:
    logits, truth, trust, ignored, alike = some_pairs(seed)
    found = believed_ce(logits, truth, Beliefs(trust, ignored, alike), objective)
    assert float(found) == pytest.approx(naive(logits, truth, trust, ignored, alike, objective), rel=1e-6)


def test_without_anything_known_it_is_the_plain_loss() -> None:
    logits, truth, *_ = some_pairs(4)
    plain = multi_positive_ce(logits, truth)
    assert float(believed_ce(logits, truth, Beliefs(), Objective())) == pytest.approx(float(plain), rel=1e-6)
    even = Beliefs(
        trust=torch.full((7,), 0.01, dtype=torch.float64)
    )  # little trust in all is no reason to stop
    assert float(believed_ce(logits, truth, even, Objective())) == pytest.approx(float(plain), rel=1e-6)


def test_a_picture_without_trust_pulls_at_none_of_its_own_texts_but_stays_a_negative() -> None:
    logits = torch.zeros(3, 3, requires_grad=True)
    trust = torch.tensor([1.0, 1.0, 0.0])
    believed_ce(logits, torch.eye(3, dtype=torch.bool), Beliefs(trust), Objective()).backward()
    assert logits.grad is not None
    assert float(logits.grad[2, 2]) == 0.0
    assert float(logits.grad[0, 0]) < 0.0
    assert float(logits.grad[2, 0]) > 0.0  # as a picture that text 0 does not describe


def test_an_ignored_pair_has_no_gradient() -> None:
    logits = torch.zeros(3, 3, requires_grad=True)
    ignore = torch.zeros(3, 3, dtype=torch.bool)
    ignore[0, 1] = True
    believed_ce(
        logits, torch.eye(3, dtype=torch.bool), Beliefs(ignore=ignore), Objective(hard=1.0)
    ).backward()
    assert logits.grad is not None
    assert float(logits.grad[0, 1]) == 0.0
    assert torch.isfinite(logits.grad).all()


def test_the_generalised_loss_turns_from_a_pair_that_will_not_be_learnt() -> None:
    logits = torch.tensor([[-300.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], requires_grad=True)
    truth = torch.eye(3, dtype=torch.bool)
    believed_ce(logits, truth, Beliefs(torch.tensor([1.0, 0.5, 0.0])), Objective(forgive=0.7)).backward()
    assert logits.grad is not None
    assert torch.isfinite(logits.grad).all()
    assert abs(float(logits.grad[0, 0])) < abs(float(logits.grad[1, 1]))


@pytest.mark.parametrize("forgive", [0.0, 0.7])
def test_a_batch_without_any_trust_teaches_nothing_and_stays_finite(forgive: float) -> None:
    logits = torch.randn(4, 4, requires_grad=True)
    loss = believed_ce(
        logits, torch.eye(4, dtype=torch.bool), Beliefs(torch.zeros(4)), Objective(forgive=forgive)
    )
    loss.backward()
    assert float(loss.detach()) == 0.0
    assert logits.grad is not None
    assert float(logits.grad.abs().max()) == 0.0


def test_the_published_losses_with_trust_are_those_of_the_trusted_pairs() -> None:
    torch.manual_seed(0)
    v, g = (torch.nn.functional.normalize(torch.randn(6, 8), dim=1) for _ in range(2))
    z = torch.randn(6, 6, 4)
    assert float(triplet_loss(v, g, trust=torch.full((6,), 0.3))) == pytest.approx(
        float(triplet_loss(v, g)), rel=1e-5
    )
    assert float(paper_mscma(z, torch.full((6,), 0.3))) == pytest.approx(float(paper_mscma(z)), rel=1e-5)
    trust = torch.tensor([0.0, 1.0, 0.5, 0.0, 0.25, 1.0])
    by_row = []
    for i in range(6):
        match = [torch.sigmoid(z[i, :, s]) for s in range(4)]
        by_row.append(sum(float(-(m[i] - m.exp().sum().log())) for m in match))
    expected = float(np.average(by_row, weights=trust.numpy()))
    assert float(paper_mscma(z, trust)) == pytest.approx(expected, rel=1e-5)
    v.requires_grad_(True)
    triplet_loss(v, g, trust=trust).backward()
    assert v.grad is not None
    assert float(v.grad[1].abs().max()) > 0


@pytest.mark.parametrize("preset", ["msa", "paper"])
def test_all_parts_heed_the_trust(preset: str) -> None:
    torch.manual_seed(1)
    v, g = (torch.nn.functional.normalize(torch.randn(5, 8), dim=1) for _ in range(2))
    z, truth, scale = torch.randn(5, 5, 4), torch.eye(5, dtype=torch.bool), torch.tensor(2.659)
    plain = total_loss(preset, v, g, z, truth, scale, WEIGHTS[preset])
    trust = torch.tensor([1.0, 0.0, 0.3, 0.0, 1.0])
    with_trust = total_loss(preset, v, g, z, truth, scale, WEIGHTS[preset], Beliefs(trust=trust))
    for part in ("align", "mscma"):
        assert float(plain[part]) != pytest.approx(float(with_trust[part]), rel=1e-4)
    assert float(plain["csmmc"]) == float(with_trust["csmmc"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"soft": 1.1},
        {"soft": -0.1},
        {"soft_tau": 0.0},
        {"hard": -1.0},
        {"same": 0.0},
        {"forgive": 1.5},
        {"hard": float("nan")},
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="not"):
        Objective(**wrong)
