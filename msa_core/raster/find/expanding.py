"""From what a user names to files: folders, zips, lists and patterns are followed, and nothing is dropped unsaid."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msa_core import addresses
from msa_core.config import INDEX_FOLDER_NAME
from msa_core.errors import SourceError, UsageError
from msa_core.messages import counted
from msa_core.names import absolute
from msa_core.progress import Progress
from msa_core.raster.find.endings import PACKED
from msa_core.raster.find.formats import sort_folder
from msa_core.raster.find.naming import Named, NamedKind, fixed_start, lines_of, named
from msa_core.raster.find.numbered_bands import NumberedBands
from msa_core.raster.find.peeking import FolderPeek, ZipPeek
from msa_core.raster.find.products import keep_pictures
from msa_core.raster.find.stac.stac_items import ItemFacts
from msa_core.raster.find.stac.stac_sources import StacSources
from msa_core.raster.gdal.locations import location, network, remote, zips
from msa_core.records import PassedOver, SourceReport
from msa_core.source_states import SourceState
from msa_core.stac_search import StacSearch

_NOT_READ = (
    "Files of this computer are read, and addresses that begin with http, https, s3, gs or az: download or unpack it "
    "first, and name the file."
)
_NOT_AT_ADDRESS = (
    "At an address single rasters and zips are read, not other archives: download it and unpack it."
)
_NAME_AT_ADDRESS = "Its name has signs that an address cannot hold: download the zip, and name it as a file."
_Pairs = Iterator[tuple[Path, Path]]


class Notes:
    """What was met and is not a raster: refusals with their reasons, and counts of what was passed over.

    Attributes:
        items: what STAC items say of rasters, by path.
        scopes: files that STAC items name.
        told: sentences about how servers were asked.
        numbered: bands of scenes of sensors that are not known.
    """

    def __init__(self, progress: Progress | None = None, stac: StacSearch | None = None) -> None:
        self.progress = progress or Progress()
        self.stac = stac or StacSearch()
        self.refused: list[SourceReport] = []
        self.items: dict[Path, ItemFacts] = {}
        self.scopes: list[Path] = []
        self.told: list[str] = []
        self.numbered = NumberedBands()
        self._passed: Counter[str] = Counter()
        self._beside = self._hidden = 0

    def refuse(self, given: str, reason: str, path: Path | str | None = None) -> None:
        """Note a path that leads nowhere; ``path`` where the file is, if not where it was given."""
        self.refused.append(
            SourceReport(
                name=given,
                path=addresses.shown(absolute(path or given)),
                state=SourceState.REFUSED,
                tiles=0,
                reason=reason,
            )
        )

    def skip(self, kinds: Iterable[str], beside: int = 0, hidden: int = 0) -> None:
        """Count files that were passed over, those that belong to rasters, and hidden ones."""
        self._passed.update(kinds)
        self._beside += beside
        self._hidden += hidden

    def take(self, inner: Notes) -> None:
        """Add the counts of another."""
        self._passed += inner._passed
        self._beside += inner._beside
        self._hidden += inner._hidden
        self.items |= inner.items
        self.scopes += inner.scopes
        self.told += inner.told
        self.numbered.take(inner.numbered)

    def counts(self) -> tuple[Counter[str], int, int]:
        """What was counted so far."""
        return self._passed.copy(), self._beside, self._hidden

    def passed_over(self, before: Counter[str] | None = None) -> PassedOver:
        """The counts by kind, the most frequent first; those since ``before``."""
        counts = self._passed - (before or Counter())
        return counted(counts)

    def nothing_found(self, before: tuple[Counter[str], int, int]) -> str:
        """The sentence for a path without rasters, which says what is there instead."""
        passed = self.passed_over(before[0])
        beside, hidden = self._beside - before[1], self._hidden - before[2]
        count = passed.files + beside + hidden
        if not count:
            return "No rasters were found there: it is empty."
        parts = [passed.words] if passed.files else []
        parts += [f"{beside:,} that belong to other files"] if beside else []
        parts += [f"{hidden:,} hidden"] if hidden else []
        files = "1 file is" if count == 1 else f"{count:,} files are"
        return f"No rasters were found there: {files} there, none a raster ({', '.join(parts)})."


def expand(given: str, notes: Notes) -> _Pairs:
    """Yield (root, file) for one argument; what leads nowhere is refused in ``notes``."""
    try:
        found = named(given)
    except OSError as error:
        notes.refuse(given, f"It cannot be looked at: {error.strerror or error}.")
        return
    yield from _FOLLOW[found.kind](found, notes)


def _address(found: Named, notes: Notes) -> _Pairs:
    """A raster at an address, when it was asked for; whether it is there, opening it tells."""
    shown = addresses.shown(found.path)
    try:
        if network.is_all_allowed() and ("?" in found.given or not network.is_asked(found.path)):
            network.ask(found.given)
        is_asked = network.is_asked(found.path)
    except UsageError as error:
        notes.refuse(shown, str(error).partition(": ")[2], shown)
        return
    if not is_asked:
        notes.refuse(shown, network.NOT_ASKED, shown)
    elif addresses.split_zip(found.path):
        yield from _far_zip(found, notes)
    elif found.path.suffix.lower() in PACKED:
        notes.refuse(shown, _NOT_AT_ADDRESS, shown)
    else:
        yield found.path.parent, found.path


def _far_zip(found: Named, notes: Notes) -> _Pairs:
    """The rasters in a zip at an address, or in a folder of it, or the one named; a server that hangs can be left."""
    inner, pairs = Notes(stac=notes.stac), list[tuple[Path, Path]]()
    zipped, inside = addresses.split_zip(found.path) or (found.path, "")

    def list_it() -> None:
        location.of(zipped).stat()  # waits for a busy server as it asks
        pairs.extend(_in_zip(found, inner) if inside else _unzip(zipped.parent, zipped, inner))

    try:
        remote.patiently(list_it, lambda: notes.progress(0.0, f"looking for rasters in {zipped.name}"))
    except OSError as error:
        notes.refuse(addresses.shown(found.path), f"It cannot be read: {error.strerror or error}.", zipped)
    except BaseException:
        remote.interrupt()
        raise
    notes.refused += inner.refused
    notes.take(inner)
    for root, path in pairs:
        if _is_written_so(path):
            yield root, path
        else:
            notes.refuse(addresses.shown(path), _NAME_AT_ADDRESS, zipped)


def _is_written_so(path: Path) -> bool:
    """Whether the address of a file in a zip, read again, leads to it."""
    try:
        return addresses.parsed(addresses.shown(path)).path == path
    except ValueError:
        return False


def _catalogue(found: Named, notes: Notes) -> _Pairs:
    """The rasters that a STAC document leads to."""
    if not addresses.is_address(found.given):
        yield from catalogue(str(absolute(found.path)), notes)
        return
    shown = addresses.shown(found.path)
    if not network.is_catalogue_asked(shown):
        notes.refuse(shown, network.NOT_ASKED, shown)
        return
    if network.is_all_allowed():
        network.ask_catalogue(found.given)
    yield from catalogue(shown, notes)


def catalogue(shown: str, notes: Notes) -> _Pairs:
    """The rasters that a STAC document leads to: a path of this machine, or an address that was asked for."""
    is_far = addresses.is_address(shown)
    found = StacSources(
        notes.stac,
        notes.progress,
        lambda name, reason: notes.refuse(name, reason, None if name == shown else shown),
        lambda path: _asset(path, notes),
    )
    yield from found.find(network.full_address(shown) if is_far else shown, shown)
    notes.skip(found.skipped.elements())
    notes.items |= found.items
    notes.scopes += found.named
    notes.told += found.told


def _asset(path: Path, notes: Notes) -> _Pairs:
    """The rasters in a file or folder that a STAC item names."""
    found = named(addresses.shown(path))
    kinds = (NamedKind.FILE, NamedKind.FOLDER, NamedKind.ZIP, NamedKind.IN_ZIP, NamedKind.ADDRESS)
    if found.kind in kinds:
        yield from _FOLLOW[found.kind](found, notes)
    else:
        notes.refuse(str(path), "A STAC item names it as a raster, and it is not one.")


def _elsewhere(found: Named, notes: Notes) -> _Pairs:
    notes.refuse(network.plain(found.given), _NOT_READ, network.plain(found.given))
    return iter(())


def _nothing(found: Named, notes: Notes) -> _Pairs:
    notes.refuse(found.given, "There is no such file or folder.")
    return iter(())


def _listed(found_list: Named, notes: Notes) -> _Pairs:
    """The files that the lines of a list lead to; a list in a list is not a raster and refused as such."""
    listing, lines = found_list.path, found_list.lines
    beside, inner = absolute(listing.parent), Notes(notes.progress)
    inner.stac = notes.stac
    found = False
    for number, line in enumerate(lines):
        if number % 500 == 0:
            notes.progress(0.0, f"looking for rasters, line {number:,} of {len(lines):,} in {listing.name}")
        if not addresses.is_address(line) and lines_of(Path(line)) is not None:
            inner.refuse(line, "It is a list inside a list: name it on its own.")
            continue
        before, wrong, here = inner.counts(), len(inner.refused), False
        for root, path in expand(line, inner):
            here, path = True, absolute(path)
            yield (beside if path.is_relative_to(beside) else absolute(root)), path
        if not here and len(inner.refused) == wrong:
            inner.refuse(line, inner.nothing_found(before))
        found = found or here
    notes.take(inner)
    first = inner.refused[0] if inner.refused else None
    if found or (first is not None and len(inner.refused) == 1 and len(lines) > 1):
        notes.refused += inner.refused
    elif first is None:
        notes.refuse(str(listing), "The list is empty: it names no raster.")
    elif len(lines) == 1:
        notes.refuse(
            str(listing),
            "Its only line does not lead to a raster: a list holds one path per line. It says "
            f'"{first.name[-120:]}": {first.reason}',
        )
    else:
        notes.refuse(
            str(listing),
            f"None of its {len(lines)} lines leads to a raster: a list holds one path per line. Its first says "
            f'"{first.name[-120:]}": {first.reason}',
        )


def _in_zip(found: Named, notes: Notes) -> _Pairs:
    """A file in a zip, whatever it is called, or all below a folder in it."""
    path, parts = found.path, zips.split(found.path)
    assert parts is not None
    zipped, inside = parts
    if zips.exists(path):
        yield zipped.parent, path
    else:
        yield from _unzip(zipped.parent, zipped, notes, inside)


def _unzip(root: Path, zipped: Path, notes: Notes, below: str = "") -> _Pairs:
    """The rasters in a zip."""
    folders: dict[str, list[str]] = {}
    try:
        for member in zips.plain_members(zipped, below):
            if ".." not in member.parts:
                folder = "" if len(member.parts) == 1 else f"{member.parent.as_posix()}/"
                folders.setdefault(folder, []).append(member.name)
    except SourceError as error:
        notes.refuse(addresses.shown(zipped), error.reason)
        return
    for folder, names in sorted(folders.items()):
        found = sort_folder(names, ZipPeek(zipped, folder))
        keep_pictures(found, zipped / folder)
        notes.numbered.add(zipped / folder, found.numbered)
        notes.skip(found.others, found.beside)
        for name in found.packed + found.zips:
            _refuse_packed(root, zipped / folder / name, notes, " inside a zip" if name in found.zips else "")
        for name in found.rasters:
            yield root, zipped / folder / name


def _refuse_packed(root: Path, path: Path, notes: Notes, where: str = "") -> None:
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    end = "".join(path.suffixes[-2:]) if path.name.lower().endswith((".tar.gz", ".tar.xz")) else path.suffix
    notes.refuse(
        name, f"It is a packed file ({end.lower()}){where}: unpack it first, and name what was in it.", path
    )


def _match(found: Named, notes: Notes) -> _Pairs:
    pattern, given = str(found.path), found.given
    root = fixed_start(found.path)
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (patterns may be absolute)
    if not matches:
        notes.refuse(given, "Nothing matches this pattern.")
    files: dict[Path, set[str]] = {}
    for match in map(Path, matches):
        if match.is_dir():
            yield from ((root, file) for _, file in _walk(match, notes))
        else:
            files.setdefault(match.parent, set()).add(match.name)
    for folder, names in sorted(files.items()):
        yield from _sorted_files(root, folder, names, notes)


def _walk(root: Path, notes: Notes) -> _Pairs:
    """Rasters under ``root``. Links are followed; each real folder is entered once."""

    def on_error(error: OSError) -> None:
        notes.refuse(str(error.filename or root), f"The folder cannot be read: {error.strerror}.")

    entered: set[str] = set()
    for folder, subfolders, files in os.walk(root, followlinks=True, onerror=on_error):
        real = os.path.realpath(folder)
        if real in entered:
            subfolders.clear()
            continue
        entered.add(real)
        subfolders[:] = sorted(n for n in subfolders if n != INDEX_FOLDER_NAME and not n.startswith("."))
        yield from _sorted_files(root, Path(folder), files, notes)


def _sorted_files(root: Path, folder: Path, names: Iterable[str], notes: Notes) -> _Pairs:
    """The rasters among files of one folder, those in its zips included, by name."""
    names = list(names)
    plain = [name for name in names if not name.startswith(".")]
    found = sort_folder(plain, FolderPeek(folder))
    keep_pictures(found, folder)
    notes.numbered.add(folder, found.numbered)
    notes.skip(found.others, found.beside, len(names) - len(plain))
    for name in found.packed:
        _refuse_packed(root, folder / name, notes)
    zipped = set(found.zips)
    for name in sorted(found.rasters + found.zips):
        if name in zipped and zips.is_zip(folder / name):
            yield from _unzip(root, folder / name, notes)
        elif name in zipped:
            notes.refuse(str(folder / name), "It has the name of a zip file and cannot be read as one.")
        else:
            yield root, folder / name


_FOLLOW: dict[NamedKind, Callable[[Named, Notes], _Pairs]] = {
    NamedKind.FILE: lambda found, _: iter([(found.path.parent, found.path)]),
    NamedKind.FOLDER: lambda found, notes: _walk(found.path, notes),
    NamedKind.ZIP: lambda found, notes: _unzip(found.path.parent, found.path, notes),
    NamedKind.IN_ZIP: _in_zip,
    NamedKind.LIST: _listed,
    NamedKind.PATTERN: _match,
    NamedKind.ADDRESS: _address,
    NamedKind.CATALOGUE: _catalogue,
    NamedKind.ELSEWHERE: _elsewhere,
    NamedKind.NOTHING: _nothing,
}
