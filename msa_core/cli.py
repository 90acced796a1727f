"""``msa``: the command line. Errors become sentences and exit codes here, and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from msa_core import __version__
from msa_core.commands.asking import caption, explain, search, searches, serve
from msa_core.commands.first_steps import demo_archive, doctor
from msa_core.commands.indexes import export_stac, import_files, index, merge, reembed, verify
from msa_core.commands.judging import compare, reproduce, review
from msa_core.commands.learning import average, convert, models
from msa_core.commands.learning.eval import eval_command
from msa_core.commands.options.faults import in_words
from msa_core.commands.options.terminal import complain, prepare_streams, stop_on_signals
from msa_core.errors import Cancelled, MsaError, StorageError

_NO_FOLDER = (
    "The folder in which this was started has been deleted: change into one that exists, and start it again."
)

app = typer.Typer(
    name="msa",
    help="Search your own aerial and satellite imagery by words and pictures, without sending it anywhere.",
    epilog="Exit codes: 0 done, 2 usage, 3 nothing usable, 4 disk or I/O, 130 cancelled.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("index")(index.index)
app.command("import")(import_files.import_files)
app.command("verify")(verify.verify)
app.command("merge")(merge.merge)
app.command("export-stac")(export_stac.export_stac)
app.command("search")(search.search)
app.command("searches")(searches.searches)
app.command("serve")(serve.serve)
app.command("reproduce")(reproduce.reproduce)
app.command("review")(review.review)
app.command("compare")(compare.compare)
app.command("caption")(caption.caption)
app.command("explain")(explain.explain)
app.command("eval")(eval_command.evaluate)
app.command("reembed")(reembed.reembed)
app.command("average")(average.average)
app.command("convert")(convert.convert)
app.add_typer(models.app, name="models")
app.command("demo-archive")(demo_archive.demo_archive)
app.command("doctor")(doctor.doctor)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"msa {__version__}")
        raise typer.Exit()


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options before the verb."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what ``arguments`` (default: those of the process) ask for; returns the exit code."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name="msa")
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # which typer ends with 1; see below
            return 0
        if end.code == Cancelled.exit_code:  # an interrupt that typer caught without a word
            return _say(Cancelled())
        return end.code if isinstance(end.code, int) else 2
    except BrokenPipeError:  # the reader of a pipe, head say, has enough: nobody is left to be told
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  the last one who can turn a fault into a sentence
        return _say(in_words(error))
    return 0


def main() -> NoReturn:
    """Entry point of ``msa``."""
    prepare_streams()
    stop_on_signals()
    code = run() if _has_folder() else _say(StorageError(_NO_FOLDER))
    try:
        sys.stdout.flush()
    except OSError as error:
        code = code if isinstance(error, BrokenPipeError) else _say(_unwritten(error))
        # What waits in the buffer would be tried again at the very end, and complained about in Python's words.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process; without waiting for threads that wait for a server, when a stop was asked for."""
    remote = sys.modules.get("msa_core.raster.gdal.locations.remote")
    if code == Cancelled.exit_code and remote is not None and remote.is_in_use():
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _has_folder() -> bool:
    """False when the folder that this was started in has been deleted: libraries of mathematics abort there."""
    try:
        return bool(os.getcwd())  # noqa: PTH109  to ask the system
    except FileNotFoundError:
        return False


def _unwritten(error: OSError) -> MsaError:
    return StorageError(
        f"The answer could not be written to the standard output ({error.strerror or error})."
    )


def _say(error: MsaError) -> int:
    complain(str(error))
    return error.exit_code


if __name__ == "__main__":
    main()
