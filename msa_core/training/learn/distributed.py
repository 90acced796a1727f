"""Several processes that train one model (``torchrun``): N of them at batch B do what one does at batch N x B.

Every process encodes its share of the pictures and texts. Embeddings, words and match logits are gathered with
gradient, so that the loss is that of the whole batch in every process; BatchNorm takes its statistics over all.

Why the mean of the processes' gradients is the whole gradient: each of the N processes computes the same loss L of
what was gathered. The backward of a gather sums the processes' gradients before each takes its own rows, so that what
comes before a gather gets N x its part of dL; the mean over processes then is their sum, dL.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import torch
from torch import Tensor, distributed, nn
from torch.nn import functional as F

from msa_core.errors import Cancelled, MsaError
from msa_core.model.network.text_encoder import TextFeatures

# The others wait while the first validates and saves.
_PATIENCE = timedelta(hours=2)
_BUCKET_BYTES = 32 << 20


class Team:
    """The processes of one training; without arguments, one process alone.

    Attributes:
        rank: number of this process, from 0. The first validates, logs and saves.
        size: how many processes there are.
    """

    def __init__(self, rank: int = 0, size: int = 1) -> None:
        self.rank = rank
        self.size = size

    @property
    def leads(self) -> bool:
        """True in the process that validates, logs and saves."""
        return self.rank == 0

    def share(self, count: int) -> slice:
        """This process's part of ``count`` rows; ``count`` is a multiple of ``size``."""
        own = count // self.size
        return slice(self.rank * own, (self.rank + 1) * own)

    def gather(self, x: Tensor) -> Tensor:
        """Rows of all processes (B, ...) -> (N B, ...) in the order of ranks, with gradient."""
        return x if self.size == 1 else cast("Tensor", _Gather.apply(x, self.rank, self.size))

    def gather_texts(self, texts: TextFeatures) -> TextFeatures:
        """Encoded texts of all processes, words padded to the longest text of all; ``tokens`` stay this process's."""
        if self.size == 1:
            return texts
        longest = torch.tensor(texts.words.shape[1], device=texts.words.device)
        distributed.all_reduce(longest, distributed.ReduceOp.MAX)
        pad = int(longest) - texts.words.shape[1]
        words = self.gather(F.pad(texts.words, (0, 0, 0, pad)))
        mask = self.gather(F.pad(texts.mask, (0, pad)).float()) > 0.5
        return TextFeatures(self.gather(texts.embedding), words, mask, texts.tokens)

    def any(self, flag: bool, device: torch.device) -> bool:
        """True when ``flag`` is in any process; all must ask."""
        if self.size == 1:
            return flag
        said = torch.tensor(float(flag), device=device)
        distributed.all_reduce(said)
        return float(said) > 0

    def begin_alike(self, model: nn.Module) -> None:
        """Give all processes the first one's weights, and BatchNorms that take their statistics over all."""
        if self.size == 1:
            return
        for tensor in (*model.parameters(), *model.buffers()):
            distributed.broadcast(tensor.detach(), 0)
        synchronise_norms(model, self.size)

    @torch.no_grad()
    def average_gradients(self, model: nn.Module) -> None:
        """Replace each gradient by its mean over the processes."""
        if self.size == 1:
            return
        for bucket in _buckets([p.grad for p in model.parameters() if p.grad is not None]):
            flat = torch.cat([gradient.reshape(-1) for gradient in bucket])
            distributed.all_reduce(flat)
            flat /= self.size
            for gradient, mean in zip(bucket, flat.split([g.numel() for g in bucket]), strict=True):
                gradient.copy_(mean.view_as(gradient))

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Turn the loss of another process into a sentence."""
        try:
            yield
        except RuntimeError as error:
            if self.size == 1 or not _is_connection(error):
                raise
            raise MsaError(
                f"Process {self.rank} of {self.size} stopped because another process of this training ended; its "
                "own message says why. Repeat the command to go on from the last saved state."
            ) from error


@contextlib.contextmanager
def team_of_environment(device: str) -> Iterator[Team]:
    """The team that ``torchrun`` described in the environment; one process alone otherwise.

    On ``cuda`` each process takes the GPU of its local rank.

    Raises:
        MsaError: the processes did not find each other.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield Team()
        return
    if device == "cuda":
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    try:
        distributed.init_process_group("nccl" if device == "cuda" else "gloo", timeout=_PATIENCE)
    except (RuntimeError, ValueError) as error:
        raise MsaError(f"The {size} processes of torchrun did not find each other ({error}).") from error
    try:
        yield Team(distributed.get_rank(), size)
    except Cancelled:
        distributed.destroy_process_group()
        raise
    else:
        distributed.destroy_process_group()


def synchronise_norms(model: nn.Module, size: int) -> None:
    """Replace every BatchNorm in ``model`` by one over all processes; names and weights stay as they are."""
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.modules.batchnorm._BatchNorm):
                setattr(module, name, _synchronised(child, size))


def _synchronised(norm: Any, size: int) -> nn.Module:
    if norm.weight.is_cuda:
        return cast("nn.Module", nn.SyncBatchNorm.convert_sync_batchnorm(norm))
    synced = _GlooBatchNorm(norm.num_features, norm.eps, norm.momentum)
    synced.weight, synced.bias = norm.weight, norm.bias
    synced.running_mean, synced.running_var = norm.running_mean, norm.running_var
    synced.num_batches_tracked = norm.num_batches_tracked
    synced.size = size
    return synced.train(norm.training)


class _GlooBatchNorm(nn.modules.batchnorm._BatchNorm):
    """BatchNorm over equal shares of all processes: torch's own SyncBatchNorm runs on GPUs only."""

    size = 1

    def _check_input_dim(self, input: Tensor) -> None:  # noqa: A002  torch's name
        """(B, C, ...) of any rank."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        axes = [0, *range(2, x.ndim)]
        across = (1, -1, *[1] * (x.ndim - 2))
        count = self.size * x.numel() // x.shape[1]
        mean = cast("Tensor", _Sum.apply(x.float().sum(axes))) / count
        centred = x.float() - mean.view(across)
        variance = cast("Tensor", _Sum.apply(centred.square().sum(axes))) / count
        with torch.no_grad():
            assert self.running_mean is not None
            assert self.running_var is not None
            assert self.num_batches_tracked is not None
            self.num_batches_tracked += 1
            momentum = 1.0 / float(self.num_batches_tracked) if self.momentum is None else self.momentum
            self.running_mean.lerp_(mean, momentum)
            self.running_var.lerp_(variance * count / (count - 1), momentum)
        scaled = centred * (self.weight * torch.rsqrt(variance + self.eps)).view(across)
        return (scaled + self.bias.view(across)).to(x.dtype)


class _Gather(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, rank: int, size: int) -> Tensor:
        ctx.rows = slice(rank * len(x), (rank + 1) * len(x))
        x = x.contiguous()
        parts = [torch.empty_like(x) for _ in range(size)]
        distributed.all_gather(parts, x)
        return torch.cat(parts)

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        whole = gradients[0].clone(memory_format=torch.contiguous_format)
        distributed.all_reduce(whole)
        return whole[ctx.rows], None, None


class _Sum(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        whole = x.clone(memory_format=torch.contiguous_format)
        distributed.all_reduce(whole)
        return whole

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        whole = gradients[0].clone(memory_format=torch.contiguous_format)
        distributed.all_reduce(whole)
        return whole


def _buckets(gradients: list[Tensor]) -> Iterator[list[Tensor]]:
    bucket: list[Tensor] = []
    for gradient in gradients:
        bucket.append(gradient)
        if sum(g.numel() * g.element_size() for g in bucket) >= _BUCKET_BYTES:
            yield bucket
            bucket = []
    if bucket:
        yield bucket


def _is_connection(error: RuntimeError) -> bool:
    text = str(error).lower()
    kinds = (distributed.DistError, distributed.DistNetworkError)
    return isinstance(error, kinds) or any(word in text for word in ("gloo", "nccl", "connection", "peer"))
