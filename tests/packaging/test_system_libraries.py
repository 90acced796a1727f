"""packaging/system-libraries.sh: nothing to do, installs as root, or prints the one command."""

from __future__ import annotations

import pytest

from tests.packaging.workbench import Workbench

_WHOLE = 'echo "    libc.so.6 => /lib/libc.so.6 (0x1)"'
_BROKEN = _WHOLE + '; echo "    libEGL.so.1 => not found"; echo "    libQt6XcbQpa.so.6 => not found"'


@pytest.fixture
def bench(workbench: Workbench) -> Workbench:
    """A PySide6 whose libraries are all found, a font, and a user who is not root."""
    platforms = workbench.root / "PySide6" / "Qt" / "plugins" / "platforms"
    platforms.mkdir(parents=True)
    (workbench.root / "PySide6" / "QtWidgets.abi3.so").touch()
    fonts = workbench.root / "home" / ".fonts"
    fonts.mkdir(parents=True)
    (fonts / "some.ttf").touch()
    workbench.stand_in("python", f'echo "{workbench.root}/PySide6"')
    workbench.stand_in("ldd", _WHOLE)
    workbench.stand_in("id", "echo 1000")
    return workbench


def test_nothing_is_said_or_done_when_all_is_there(bench: Workbench) -> None:
    bench.stand_in("id", "echo 0")
    bench.stand_in("apt-get", "exit 0")
    result = bench.run("system-libraries.sh", "python")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert not [call for call in bench.calls if call.startswith("apt-get")]


def test_a_user_without_rights_gets_the_one_command(bench: Workbench) -> None:
    bench.stand_in("ldd", _BROKEN)
    bench.stand_in("apt-get", "exit 0")
    result = bench.run("system-libraries.sh", "python")
    assert result.returncode == 1
    assert "missing: libEGL.so.1 )" in result.stderr
    command = next(line for line in result.stderr.splitlines() if "sudo apt-get install -y" in line)
    assert {"libegl1", "libxcb-cursor0", "fonts-dejavu-core"} <= set(command.split())
    assert not [call for call in bench.calls if call.startswith("apt-get")]


def test_a_system_without_apt_gets_the_names(bench: Workbench) -> None:
    bench.stand_in("ldd", _BROKEN)
    bench.stand_in("id", "echo 0")
    result = bench.run("system-libraries.sh", "python")
    assert result.returncode == 1
    assert "package manager" in result.stderr
    assert "libegl1" in result.stderr


def test_root_installs_what_is_missing(bench: Workbench) -> None:
    bench.stand_in("id", "echo 0")
    repaired = bench.root / "repaired"
    bench.stand_in("ldd", f'if [ -e "{repaired}" ]; then {_WHOLE}; else {_BROKEN}; fi')
    bench.stand_in("apt-get", f'[ "$1" = update ] || : >"{repaired}"')
    result = bench.run("system-libraries.sh", "python")
    assert result.returncode == 0, result.stderr
    assert any("install" in call and "libegl1" in call for call in bench.calls if call.startswith("apt-get"))


def test_a_failing_apt_says_why(bench: Workbench) -> None:
    bench.stand_in("id", "echo 0")
    bench.stand_in("ldd", _BROKEN)
    bench.stand_in("apt-get", 'echo "E: no route to the archive"; exit 100')
    result = bench.run("system-libraries.sh", "python")
    assert result.returncode == 1
    assert "no route to the archive" in result.stderr


def test_an_apt_that_changes_nothing_is_not_believed(bench: Workbench) -> None:
    bench.stand_in("id", "echo 0")
    bench.stand_in("ldd", _BROKEN)
    bench.stand_in("apt-get", "exit 0")
    result = bench.run("system-libraries.sh", "python")
    assert result.returncode == 1
    assert "still missing: libEGL.so.1" in result.stderr


def test_other_systems_are_left_alone(bench: Workbench) -> None:
    bench.stand_in("uname", "echo Darwin")
    bench.stand_in("ldd", _BROKEN)
    assert bench.run("system-libraries.sh", "python").returncode == 0
