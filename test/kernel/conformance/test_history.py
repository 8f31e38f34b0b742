"""What was entered, also in sessions before."""

from __future__ import annotations

from typing import Any

from client import Code, Kernel
from conftest import StartKernel


def history(kernel: Kernel, **content: Any) -> list[list[Any]]:
    return kernel.ask("history_request", {"output": False, "raw": True, **content}).content["history"]


def test_it_is_kept_for_the_next_kernel(start_kernel: StartKernel) -> None:
    first = start_kernel()
    first.ok(Code("const keptForLater = 'from the first'", "kept_for_later = 'from the first'"))
    first.manager.shutdown_kernel()
    second = start_kernel()
    entered = second.say(Code("const keptForLater = 'from the first'", "kept_for_later = 'from the first'"))
    entries = history(second, hist_access_type="search", pattern="*from the first*", n=10)
    assert entered in [entry[2] for entry in entries]
    # The session that it was entered in can be told from this one.
    second.ok(Code("'entered now'", "'entered now'"))
    now = history(second, hist_access_type="tail", n=1)[0]
    assert now[0] != entries[-1][0]


def test_cells_that_are_not_to_be_kept_are_not(kernel: Kernel) -> None:
    kernel.ok(Code("'a secret'", "'a secret'"), store_history=False)
    kernel.ok(Code("'a whisper'", "'a whisper'"), silent=True)
    kernel.ok(Code("'said aloud'", "'said aloud'"))
    entries = [entry[2] for entry in history(kernel, hist_access_type="tail", n=20)]
    assert "'said aloud'" in entries
    assert "'a secret'" not in entries
    assert "'a whisper'" not in entries


def test_outputs_come_if_asked_for(kernel: Kernel) -> None:
    kernel.ok(Code("6 * 7", "6 * 7"))
    entry = history(kernel, hist_access_type="tail", n=1, output=True)[0]
    assert entry[2][0] == "6 * 7"
    if kernel.language == "typescript":  # ipykernel writes outputs down only if it is told to
        assert entry[2][1] == "42"


def test_search_knows_wildcards_and_their_absence(kernel: Kernel) -> None:
    kernel.ok(Code("'needle [1]'", "'needle [1]'"))
    assert history(kernel, hist_access_type="search", pattern="*needle*")
    assert history(kernel, hist_access_type="search", pattern="'needle ?1?'")
    assert not history(kernel, hist_access_type="search", pattern="needle")


def test_two_kernels_write_at_once(start_kernel: StartKernel) -> None:
    kernels = [start_kernel(), start_kernel()]
    for number in range(20):
        for index, kernel in enumerate(kernels):
            kernel.ok(Code(f"'both {index} {number}'", f"'both {index} {number}'"))
    for kernel in kernels:
        kernel.manager.shutdown_kernel()
    entries = [entry[2] for entry in history(start_kernel(), hist_access_type="search", pattern="*both*", n=100)]
    assert {f"'both {index} {number}'" for index in range(2) for number in range(20)} <= set(entries)
