"""The losses against obvious implementations of the published formulas."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn import functional as F

from msa_core.training.learn.recipe import losses


@pytest.mark.parametrize("size", [2, 5, 32])
def test_the_published_losses_equal_their_formulas_written_out(size: int) -> None:
    torch.manual_seed(size)
    v, g = F.normalize(torch.randn(size, 8), dim=1), F.normalize(torch.randn(size, 8), dim=1)
    z = torch.randn(size, size, 4)
    tri = mscma = csmmc = 0.0
    cos = (v @ g.T).tolist()
    for i in range(size):
        rows = [cos[i][i] * -1 + cos[i][j] + 0.5 for j in range(size) if j != i]
        columns = [cos[i][i] * -1 + cos[j][i] + 0.5 for j in range(size) if j != i]
        tri += max(0.0, *rows) + max(0.0, *columns)
    for s in range(4):
        match = torch.sigmoid(z[..., s]).tolist()
        for i in range(size):
            mscma += -math.log(math.exp(match[i][i]) / sum(math.exp(x) for x in match[i])) / size
    for s in range(3):
        for j in range(size):
            small = [float(torch.sigmoid(z[i, j, s])) / 2 for i in range(size)]
            large = [float(torch.sigmoid(z[i, j, 3])) / 2 for i in range(size)]
            for i in range(size):
                q = math.exp(small[i]) / sum(math.exp(x) for x in small)
                q4 = math.exp(large[i]) / sum(math.exp(x) for x in large)
                csmmc += q * (math.log(q) - math.log(q4)) / size**2
    assert float(losses.triplet_loss(v, g)) == pytest.approx(tri, rel=1e-4)
    assert float(losses.paper_mscma(z)) == pytest.approx(mscma, rel=1e-4)
    assert float(losses.paper_csmmc(z)) == pytest.approx(csmmc, rel=1e-3, abs=1e-7)


def test_published_mscma_has_the_bounds_the_analysis_gives() -> None:
    perfect = torch.full((32, 32, 4), -50.0)
    perfect[torch.arange(32), torch.arange(32)] = 50.0
    assert float(losses.paper_mscma(perfect)) / 4 == pytest.approx(2.518, abs=1e-3)
    assert float(losses.paper_mscma(torch.zeros(32, 32, 4))) / 4 == pytest.approx(math.log(32), abs=1e-3)


def test_multi_positive_ce_with_one_true_pair_a_row_is_the_usual_symmetric_ce() -> None:
    logits = torch.randn(6, 6)
    target = torch.arange(6)
    usual = (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2
    assert float(losses.multi_positive_ce(logits, torch.eye(6, dtype=torch.bool))) == pytest.approx(
        float(usual), rel=1e-5
    )


def test_the_same_sentence_on_another_picture_is_no_negative() -> None:
    positive = torch.eye(3, dtype=torch.bool)
    positive[0, 1] = positive[1, 0] = True  # pictures 0 and 1 carry the same sentence
    even = torch.tensor([[9.0, 9.0, 0.0], [9.0, 9.0, 0.0], [0.0, 0.0, 9.0]])
    torn = torch.tensor([[9.0, 0.0, 0.0], [0.0, 9.0, 0.0], [0.0, 0.0, 9.0]])
    assert losses.multi_positive_ce(even, positive) < losses.multi_positive_ce(torn, positive)


def test_csmmc_teaches_the_small_scales_and_leaves_the_teacher_alone() -> None:
    z = torch.randn(5, 7, 4, requires_grad=True)
    losses.msa_csmmc(z).backward()
    assert z.grad is not None
    assert float(z.grad[..., 3].abs().max()) == 0.0
    assert float(z.grad[..., :3].abs().max()) > 0.0
    same = torch.randn(5, 7, 1).expand(5, 7, 4)
    assert float(losses.msa_csmmc(same)) == pytest.approx(0.0, abs=1e-6)
