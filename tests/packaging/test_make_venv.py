"""packaging/make-venv.sh: finds a Python, makes or completes the environment, says what failed."""

from __future__ import annotations

import pytest

from tests.packaging.workbench import Workbench

_TOO_OLD = 'case "$*" in *version_info*) exit 1;; esac'
# A Python whose "-m venv FOLDER" leaves a FOLDER/bin/python that notes its calls as "inner ...".
_MAKES_VENV = """
case "$*" in
    "-m venv "*) mkdir -p "$3/bin"; cp "{inner}" "$3/bin/python";;
esac
"""


@pytest.fixture
def bench(workbench: Workbench) -> Workbench:
    """``python3`` is new enough and makes environments; its pip succeeds."""
    workbench.stand_in("cp", '/bin/cp "$@"')
    _give_python(workbench, inner="exit 0")
    return workbench


def _give_python(bench: Workbench, inner: str) -> None:
    path = bench.stand_in("inner", inner)
    bench.stand_in("python3", _MAKES_VENV.format(inner=path))


def test_the_package_is_installed_editable_and_the_stamp_is_left(bench: Workbench) -> None:
    result = bench.run("make-venv.sh", ".venv")
    assert result.returncode == 0, result.stderr
    assert any("pip install -q -e ." in call for call in bench.calls)
    assert (bench.root / ".venv" / ".installed-app").exists()
    assert not (bench.root / ".venv" / ".installed-dev").exists()


def test_an_extra_is_installed_and_stamped_too(bench: Workbench) -> None:
    assert bench.run("make-venv.sh", ".venv", "dev").returncode == 0
    assert any("pip install -q -e .[dev]" in call for call in bench.calls)
    assert (bench.root / ".venv" / ".installed-app").exists()
    assert (bench.root / ".venv" / ".installed-dev").exists()


def test_an_environment_that_is_there_is_kept(bench: Workbench) -> None:
    assert bench.run("make-venv.sh", ".venv").returncode == 0
    keepsake = bench.root / ".venv" / "keepsake"
    keepsake.touch()
    assert bench.run("make-venv.sh", ".venv", "dev").returncode == 0
    assert keepsake.exists()
    assert len([call for call in bench.calls if "-m venv" in call]) == 1


def test_a_newer_python_of_another_name_is_found(bench: Workbench) -> None:
    path = bench.stand_in("inner", "exit 0")
    bench.stand_in("python3", _TOO_OLD)
    bench.stand_in("python3.12", _MAKES_VENV.format(inner=path))
    assert bench.run("make-venv.sh", ".venv").returncode == 0
    assert any(call.startswith("python3.12 -m venv") for call in bench.calls)


def test_no_python_new_enough_is_a_sentence(bench: Workbench) -> None:
    bench.stand_in("python3", _TOO_OLD)
    result = bench.run("make-venv.sh", ".venv")
    assert result.returncode == 1
    assert "no Python 3.11 or newer was found" in result.stderr
    assert not (bench.root / ".venv").exists()


def test_a_named_python_that_is_too_old_is_not_replaced_silently(bench: Workbench) -> None:
    bench.stand_in("ancient", _TOO_OLD)
    result = bench.run("make-venv.sh", ".venv", PYTHON="ancient")
    assert result.returncode == 1
    assert "looked for ancient" in result.stderr


def test_an_environment_whose_python_does_not_start_is_a_sentence(bench: Workbench) -> None:
    (bench.root / ".venv" / "bin").mkdir(parents=True)
    (bench.root / ".venv" / "bin" / "python").symlink_to(bench.root / "gone")
    result = bench.run("make-venv.sh", ".venv")
    assert result.returncode == 1
    assert "Remove the folder .venv" in result.stderr


def test_a_python_without_venv_is_a_sentence(bench: Workbench) -> None:
    bench.stand_in("python3", 'case "$*" in *ensurepip*) exit 1;; esac')
    result = bench.run("make-venv.sh", ".venv")
    assert result.returncode == 1
    assert "python3-venv" in result.stderr


def test_a_failing_pip_is_a_sentence_and_leaves_no_stamp(bench: Workbench) -> None:
    _give_python(bench, 'case "$*" in *install*) echo "No space left on device" >&2; exit 1;; esac')
    result = bench.run("make-venv.sh", ".venv", "dev")
    assert result.returncode == 1
    assert "No space left on device" in result.stderr
    assert "pip could not install the packages" in result.stderr
    assert not list((bench.root / ".venv").glob(".installed-*"))
