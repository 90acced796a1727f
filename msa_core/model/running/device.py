"""Where a model runs, and the number formats that are quick there."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import torch

from msa_core.errors import UsageError
from msa_core.messages import ComputeDevice


def find_device(wanted: str) -> str:
    """``auto``, ``cpu``, ``cuda``, ``cuda:1`` or ``mps`` -> the device to use. Raises UsageError for one not there."""
    has: dict[str, Callable[[], bool]] = {
        "cuda": torch.cuda.is_available,
        "mps": torch.backends.mps.is_available,
        "cpu": lambda: True,
    }
    if wanted == "auto":
        return next(name for name, present in has.items() if present())
    kind, _, number = wanted.partition(":")
    if kind not in has or (number and not re.fullmatch(r"cuda:\d{1,3}", wanted)):
        raise UsageError(f"--device must be auto, cpu, cuda, cuda:1 or mps, not {wanted!r}.")
    if not has[kind]() or (number and int(number) >= torch.cuda.device_count()):
        raise UsageError(
            f"--device {wanted}: torch {torch.__version__} finds no such device here. Use --device auto; "
            "msa doctor says what is there."
        )
    return wanted


def leave_out_triton() -> None:
    """Keep Triton, the compiler for GPUs, out of a process that has none: loaded it takes 75 MB.

    Nothing here asks for it; ``torch._dynamo`` looks for it when it is imported, which transformers does. An import of
    it fails from then on, as where it is not installed.
    """
    if "triton" not in sys.modules and not torch.accelerator.is_available():
        sys.modules["triton"] = None  # type: ignore[assignment]


def devices() -> tuple[ComputeDevice, ...]:
    """Everything here that a model can run on: each GPU that torch finds, then the processor."""
    found = []
    if torch.cuda.is_available():
        for number in range(torch.cuda.device_count()):
            facts = torch.cuda.get_device_properties(number)
            found.append(ComputeDevice(f"cuda:{number}", facts.name, facts.total_memory / 1e9))
    if torch.backends.mps.is_available():
        found.append(ComputeDevice("mps", "Apple GPU"))
    threads = torch.get_num_threads()
    return (*found, ComputeDevice("cpu", f"processor, {threads} thread{'s' if threads != 1 else ''}"))


def half_format(device: str) -> str | None:
    """``bfloat16`` or ``float16`` where ``device`` computes in it rather than imitating it; None where it does not.

    bfloat16 goes first: it has float32's range, so training needs no loss scaling.
    """
    if device.startswith("cuda"):
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"
    if device == "mps":
        return "float16"
    return "bfloat16" if _cpu_has_bfloat16() else None


def _cpu_has_bfloat16() -> bool:
    # torch names the instruction sets differently by architecture: avx512_bf16, amx_bf16, arm_bf16.
    read = getattr(torch.cpu, "get_capabilities", dict)  # not in every torch that is allowed
    able = [name for name, present in read().items() if present]
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()) and any("bf16" in name for name in able)
