"""What ``msa doctor`` examines: versions, devices, data files, the model, disk; each with a plain sentence."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from msa_core import __version__
from msa_core.config import cache_folder, starter_model
from msa_core.errors import MsaError
from msa_core.names import printable

_PACKAGES = ("numpy", "torch", "torchvision", "transformers", "tokenizers", "safetensors", "rasterio", "pyproj",
             "shapely", "pyarrow", "faiss-cpu", "numkong", "pillow", "scipy", "typer", "rich",
             "PySide6-Essentials")  # fmt: skip
_MIN_FREE_GB = 1.0
WIDTH = 18
"""Letters of the longest ``what``, for those who print it as a column."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: ``what`` was looked at, its ``value``, and the ``problem`` as a sentence, ``""`` when all is well."""

    what: str
    value: str
    problem: str = ""


def examine(model: Path | None = None) -> Iterator[Finding]:
    """Look at everything the program needs, and tell each thing as it is found. Never raises: what fails becomes a
    finding.
    """
    examinations: list[Callable[[], list[Finding]]] = [
        _program, _packages, _torch, _gdal, lambda: _model(model), _resources, _disk,
    ]  # fmt: skip
    for examination in examinations:
        try:
            yield from examination()
        except Exception as error:  # noqa: BLE001  a broken installation is what this is for
            sentence = f"{type(error).__name__}: {error}"
            yield Finding("fault", sentence, f"A part of the installation is broken ({sentence}).")


def _program() -> list[Finding]:
    system = f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} CPU cores"
    return [
        Finding("MSA Analyst", __version__),
        Finding("Python", f"{platform.python_version()} ({_redacted(sys.executable)})"),
        Finding("system", system),
    ]


def _packages() -> list[Finding]:
    findings = []
    for name in _PACKAGES:
        try:
            findings.append(Finding(name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            if name == "faiss-cpu" and sys.platform == "darwin":
                findings.append(Finding(name, "not used on macOS: ranking by matrix product"))
            else:
                findings.append(Finding(name, "missing", f"{name} is missing: pip install {name}"))
    return findings


def _torch() -> list[Finding]:
    try:
        torch = importlib.import_module("torch")
        importlib.import_module("torchvision")
    except (ImportError, OSError, RuntimeError) as error:
        problem = f"torch and torchvision do not load together ({error}): install both from the same place."
        return [Finding("torch", "does not load", problem)]
    findings = []
    if torch.cuda.is_available():
        names = ", ".join(torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count()))
        findings.append(Finding("GPU", f"{names} (CUDA {torch.version.cuda})"))
    elif torch.backends.mps.is_available():
        findings.append(Finding("GPU", "Apple GPU (MPS)"))
    else:
        findings.append(Finding("GPU", _why_no_gpu(torch.version.cuda)))
    findings.append(Finding("CPU bfloat16", _bfloat16()))
    findings.append(Finding("CPU threads", str(torch.get_num_threads())))
    return findings


def _why_no_gpu(cuda: str | None) -> str:
    if cuda is None and sys.platform == "win32":
        return (
            "none used: the torch wheels of PyPI for Windows are for the CPU only. With an NVIDIA GPU install torch "
            "and torchvision from https://pytorch.org/get-started/locally/"
        )
    if cuda is None:
        return "none used: this torch is built for the CPU only"
    return f"none found (torch is built for CUDA {cuda}); the CPU works, slower"


def _bfloat16() -> str:
    torch = importlib.import_module("torch")
    capability = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    fast = bool(capability()) if capability is not None else False
    return (
        "supported; msa index times it and takes what is quicker"
        if fast
        else "not supported: float32 is used"
    )


def _gdal() -> list[Finding]:
    from msa_core.raster.gdal import opening
    from msa_core.raster.gdal.start import registering

    rasterio = vars(opening)["rasterio"]  # through its one door
    findings = [Finding("GDAL", str(rasterio.__gdal_version__))]
    removed = registering.removed()
    value = "found" if not removed else f"found; not used, though set: {', '.join(removed)}"
    pyproj = importlib.import_module("pyproj")
    try:
        lon, lat = pyproj.Transformer.from_crs(32633, 4326, always_xy=True).transform(500000.0, 0.0)
        sound = abs(lon - 15.0) < 1e-6 and abs(lat) < 1e-6
    except pyproj.exceptions.ProjError as error:
        return [
            *findings,
            Finding("PROJ data", "broken", f"PROJ cannot place coordinates ({error}): reinstall pyproj."),
        ]
    problem = "" if sound else "PROJ gives wrong coordinates: reinstall pyproj."
    return [*findings, Finding("PROJ", f"{pyproj.proj_version_str}, data {value}", problem)]


def _model(wanted: Path | None) -> list[Finding]:
    from msa_core.model.running.embedder import Embedder

    try:
        folder = wanted if wanted is not None else starter_model()
        embedder = Embedder(folder, "cpu")
    except (MsaError, FileNotFoundError) as error:
        return [Finding("model", "cannot be used", str(error))]
    model = embedder.model
    facts = (
        f"{model.embedding_dim} dimensions, {model.input_px} px, trained on {model.ground_range_m[0]:g} to "
    )
    return [
        Finding("model", _redacted(str(folder))),
        Finding("fingerprint", embedder.fingerprint),
        Finding("model reads", f"{facts}{model.ground_range_m[1]:g} m of ground"),
    ]


def _resources() -> list[Finding]:
    from msa_core.retrieval.captions.caption_bank import bundled_bank, read_bank

    try:
        return [Finding("caption bank", f"{len(read_bank(bundled_bank()))} captions")]
    except MsaError as error:
        return [Finding("caption bank", "missing", str(error))]


def _disk() -> list[Finding]:
    findings = []
    for what, folder in (("disk here", Path.cwd()), ("disk of the cache", cache_folder())):
        there = next(path for path in (folder, *folder.parents) if path.exists())
        free_gb = shutil.disk_usage(there).free / 1e9
        problem = (
            "" if free_gb >= _MIN_FREE_GB else f"Only {free_gb:.1f} GB are free at {_redacted(str(there))}."
        )
        findings.append(Finding(what, f"{free_gb:.1f} GB free ({_redacted(str(there))})", problem))
    return findings


def _redacted(path: str) -> str:
    """A path without the user's name, so that a report can be shown to others."""
    home = str(Path.home())
    return printable("~" + path[len(home) :] if len(home) > 1 and path.startswith(home) else path)
