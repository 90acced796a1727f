from __future__ import annotations

import threading

import pytest
import torch

from msa_core.retrieval.search.second_thread import SecondThread


def test_the_action_runs_on_another_thread_while_the_block_has_a_core_less() -> None:
    before = torch.get_num_threads()
    going = threading.Event()
    with SecondThread().running(lambda: (going.wait(30), threading.get_ident())) as future:
        assert torch.get_num_threads() == max(1, before - 1)
        going.set()  # the action waits for the block: neither is done before the other
    assert future.done()
    assert future.result()[0] is True
    assert future.result()[1] != threading.get_ident()
    assert torch.get_num_threads() == before


def test_the_action_s_error_is_raised_where_its_result_is_wanted() -> None:
    thread = SecondThread()
    with thread.running(lambda: 1 // 0) as future:
        pass
    with pytest.raises(ZeroDivisionError):
        future.result()
    with thread.running(lambda: 2) as future:
        pass
    assert future.result() == 2


def test_an_error_in_the_block_waits_for_the_action_and_gives_the_cores_back() -> None:
    before = torch.get_num_threads()
    ended = threading.Event()
    with pytest.raises(KeyError), SecondThread().running(ended.set):
        raise KeyError
    assert ended.is_set()
    assert torch.get_num_threads() == before
