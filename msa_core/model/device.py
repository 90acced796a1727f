"""Where a model runs, and the number formats that are quick there."""

from __future__ import annotations

from collections.abc import Callable

import torch

from msa_core.errors import UsageError


def find_device(wanted: str) -> str:
    """``auto``, ``cpu``, ``cuda`` or ``mps`` -> the device to use. Raises UsageError when it is not there."""
    has: dict[str, Callable[[], bool]] = {
        "cuda": torch.cuda.is_available,
        "mps": torch.backends.mps.is_available,
        "cpu": lambda: True,
    }
    if wanted == "auto":
        return next(name for name, present in has.items() if present())
    if wanted not in has:
        raise UsageError(f"--device must be auto, cpu, cuda or mps, not {wanted!r}.")
    if not has[wanted]():
        raise UsageError(
            f"--device {wanted}: torch {torch.__version__} finds no such device here. Use --device auto; "
            "msa doctor says what is there."
        )
    return wanted


def half_format(device: str) -> str | None:
    """``bfloat16`` or ``float16`` where ``device`` computes in it rather than imitating it; None where it does not.

    bfloat16 goes first: it has float32's range, so training needs no loss scaling.
    """
    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"
    if device == "mps":
        return "float16"
    return "bfloat16" if _cpu_has_bfloat16() else None


def _cpu_has_bfloat16() -> bool:
    # torch names the instruction sets differently by architecture: avx512_bf16, amx_bf16, arm_bf16.
    read = getattr(torch.cpu, "get_capabilities", dict)  # not in every torch that is allowed
    able = [name for name, present in read().items() if present]
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()) and any("bf16" in name for name in able)
