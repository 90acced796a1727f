from __future__ import annotations

import pytest

from msa_core.commands.options.options import check_device
from msa_core.errors import UsageError
from msa_core.model.running.device import devices, find_device


def test_each_device_that_is_listed_can_be_chosen_by_its_name() -> None:
    found = devices()
    assert found[-1].name == "cpu"
    for device in found:
        assert find_device(check_device(device.name)) == device.name


@pytest.mark.parametrize("name", ["cuda:", "cuda:-1", "cuda:x", "cpu:1", "gpu", "cuda:1234"])
def test_a_name_that_is_no_device_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="--device"):
        find_device(name)
    with pytest.raises(UsageError, match="--device"):
        check_device(name)
