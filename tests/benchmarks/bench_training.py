"""MSCMAT's share of a training step, and its factorised form beside the naive one of B x B pairs.

    python -m tests.benchmarks.bench_training [--trunk resnet50] [--batch 128] [--px 224] [--naive 32] [--chunk 8]
                                              [--device cpu] [--repeat 1] [--compile]

A step is forward and backward of trunk, text encoder (BERT-base, 768-d, 12 layers), MSCMAT and all losses, and the
update. On the CPU one thread is used and its CPU time counted, so that other programs do not show; trunk and text
encoder go through in chunks, because 128 pictures of 224 px do not fit into every memory: their cost is linear in the
batch. MSCMAT and the losses are always of the whole batch. Weights are random: time does not depend on them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable

import torch
from torch import Tensor, nn

from msa_core.model.config import presets
from msa_core.model.network.msa import MSA
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.training.learn.compiling import compile_towers
from msa_core.training.learn.recipe.losses import WEIGHTS, total_loss
from tests.benchmarks.table import note
from tests.support.tiny_model import WORDS, tiny_tokenizer

BERT_BASE = {
    "vocab_size": 30522,
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
    "max_position_embeddings": 512,
}
CAPTION_WORDS = 13  # RSICD's mean, with its full stop


class Bench:
    """A model on a device, made captions, and a clock that suits the device."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        torch.manual_seed(0)
        self.device = torch.device(arguments.device)
        config = presets.msa(arguments.trunk, dict(BERT_BASE))
        self.model = (
            MSA(config, tiny_tokenizer()).to(self.device).to(memory_format=torch.channels_last).train()
        )
        self.repeat = arguments.repeat
        rng = random.Random(0)
        self.captions = [" ".join(rng.choices(WORDS, k=CAPTION_WORDS)) for _ in range(arguments.batch)]
        self.images = torch.randint(
            0, 255, (arguments.batch, 3, arguments.px, arguments.px), dtype=torch.uint8, device=self.device
        )

    def seconds(self, action: Callable[[], object]) -> float:
        """The least time of ``repeat`` calls: CPU time on the CPU, wall time on a GPU."""
        if self.device.type == "cuda":
            action()  # kernels are chosen at the first call
        best = float("inf")
        for _ in range(self.repeat):
            start = self._clock()
            action()
            best = min(best, self._clock() - start)
        self.model.zero_grad(set_to_none=True)
        return best

    def _clock(self) -> float:
        if self.device.type == "cuda":
            torch.cuda.synchronize()
            return time.perf_counter()
        return time.process_time()

    def towers(self, rows: slice) -> None:
        """Trunk, image head and text encoder of some rows, forward and backward."""
        features = self.model.encode_images(self.images[rows])
        texts = self.model.encode_texts(self.captions[rows])
        (features.embedding.sum() + features.pooled.mean() + texts.words.mean()).backward()

    def features(self, count: int) -> tuple[Tensor, Tensor, TextFeatures]:
        """Random v, pooled features and texts of ``count`` pairs, as the towers would give, wanting gradients."""
        length = self.model.encode_texts(self.captions[:4]).words.shape[1]
        make = torch.randn
        v = nn.functional.normalize(make(count, 768, device=self.device), dim=1).requires_grad_()
        g = nn.functional.normalize(make(count, 768, device=self.device), dim=1).requires_grad_()
        pooled = make(count, sum(self.model.pooled_dims), device=self.device).requires_grad_()
        words = make(count, length, 768, device=self.device).requires_grad_()
        mask = torch.ones(count, length, dtype=torch.bool, device=self.device)
        return v, pooled, TextFeatures(g, words, mask, [])

    def losses(self, v: Tensor, pooled: Tensor, texts: TextFeatures, with_match: bool) -> None:
        """All losses of a batch, forward and backward down to the features; without MSCMAT only the global one."""
        z = self.model.match_logits(pooled, texts) if with_match else None
        positive = torch.eye(len(v), dtype=torch.bool, device=self.device)
        scale = self.model.logit_scale
        total_loss("msa", v, texts.embedding, z, positive, scale, WEIGHTS["msa"])["loss"].backward()

    def update(self) -> float:
        """Seconds of AdamW on all weights."""
        for parameter in self.model.parameters():
            parameter.grad = torch.zeros_like(parameter)
        optimiser = torch.optim.AdamW(self.model.parameters())
        optimiser.step()
        return self.seconds(optimiser.step)


def naive_logits(model: MSA, pooled: Tensor, texts: TextFeatures) -> Tensor:
    """z (B, B, 4) as the published code makes it: every pair's words are copied, normed, projected and attended."""
    mscmat, count = model.mscmat, len(pooled)
    words = texts.words[None].expand(count, *texts.words.shape).flatten(0, 1)
    normed = mscmat.norm_words(words)
    g = texts.embedding[None].expand(count, -1, -1).flatten(0, 1)
    logits = []
    for scale, x in zip(mscmat.scales, model.image_encoder.split(pooled), strict=True):
        u = scale.image(x)[:, None].expand(-1, count, -1).flatten(0, 1)
        q, k, v = scale.query(mscmat.norm_image(u))[:, None], scale.key(normed), scale.value(normed)
        heads = [scale.split_heads(part).transpose(1, 2) for part in (q, k, v)]
        attended = nn.functional.scaled_dot_product_attention(*heads).transpose(1, 2).flatten(2)[:, 0]
        logits.append(scale.match((scale.out(attended) + g) * u).view(count, count))
    return torch.stack(logits, dim=-1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trunk", default="resnet50")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--px", type=int, default=224)
    parser.add_argument("--naive", type=int, default=32, help="batch of the naive form")
    parser.add_argument("--chunk", type=int, default=8, help="rows that go through the towers at once")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--compile", action="store_true", help="also time the towers under torch.compile")
    arguments = parser.parse_args()
    if arguments.device == "cpu":
        torch.set_num_threads(1)
        print(
            f"one CPU thread, its CPU time{'' if torch.cuda.is_available() else '; GPU not measured: none here'}"
        )
    else:
        print(torch.cuda.get_device_name())
    bench, batch = Bench(arguments), arguments.batch
    chunk = batch if arguments.device == "cuda" else min(arguments.chunk, batch)
    towers = bench.seconds(lambda: bench.towers(slice(0, chunk))) * batch / chunk
    update = bench.update()
    made = bench.features(batch)
    without, with_match = (bench.seconds(lambda on=on: bench.losses(*made, on)) for on in (False, True))
    step = towers + update + with_match
    print(
        f"{arguments.trunk} {arguments.px} px, BERT-base, B = {batch}, {made[2].words.shape[1]} tokens a text:"
    )
    print(f"  a step with MSCMAT {step:.2f} s, without {towers + update + without:.2f} s")
    share = (with_match - without) / step
    note(
        f"a training step, {arguments.trunk}, B = {batch}: MSCMAT and its two losses", f"{with_match - without:.2f} s",
        f"the whole step {step:.2f} s", share,
    )  # fmt: skip
    small = bench.features(arguments.naive)
    quick = bench.seconds(lambda: bench.model.match_logits(*small[1:]).sum().backward())
    slow = bench.seconds(lambda: naive_logits(bench.model, *small[1:]).sum().backward())
    with torch.no_grad():
        apart = float(
            (bench.model.match_logits(*small[1:]) - naive_logits(bench.model, *small[1:])).abs().max()
        )
    note(
        f"match logits, B = {arguments.naive}, forward and backward: factorised", f"{quick:.3f} s",
        f"naive {slow:.3f} s; they differ by {apart:.1e} at most", quick / slow,
    )  # fmt: skip
    if arguments.compile:
        plain = bench.seconds(lambda: bench.towers(slice(0, chunk)))
        if not compile_towers(bench.model, arguments.px):
            sys.exit("torch.compile does not work here")
        bench.towers(slice(0, chunk))  # compiles for training
        compiled = bench.seconds(lambda: bench.towers(slice(0, chunk)))
        print(f"towers of {chunk} pictures: {plain:.2f} s, under torch.compile {compiled:.2f} s")


if __name__ == "__main__":
    main()
