"""Protocol work never waits for user code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import zmq
from client import PATIENCE, Code, Kernel, Request

COMPUTE = Code("await null; console.log('begun'); for (;;);", "print('begun', flush=True)\nwhile True: pass")


@pytest.fixture
def computing(kernel: Kernel) -> Iterator[Request]:
    """A cell that computes without a pause."""
    running = kernel.start(COMPUTE)
    kernel.read_until(lambda: "begun" in running.text())
    yield running
    assert "idle" not in running.types()
    kernel.interrupt()
    running.finish()
    assert kernel.works()


def test_kernel_info_on_control_is_answered(kernel: Kernel, computing: Request) -> None:
    assert kernel.ask("kernel_info_request", channel="control").reply()["content"]["status"] == "ok"


def test_the_heart_beats(kernel: Kernel, computing: Request) -> None:
    with zmq.Context() as context, context.socket(zmq.REQ) as heart:
        heart.linger = 0
        heart.connect(f"tcp://{kernel.manager.ip}:{kernel.manager.hb_port}")
        for beat in (b"ping", b"", b"\x00\xff" * 1000):
            heart.send(beat)
            assert heart.poll(PATIENCE * 1000)
            assert heart.recv() == beat


def test_what_is_asked_meanwhile_is_answered_now_or_after_the_cell(kernel: Kernel) -> None:
    running = kernel.start(COMPUTE)
    kernel.read_until(lambda: "begun" in running.text())
    asked = [
        kernel.ask("history_request", {"hist_access_type": "tail", "n": 1, "output": False, "raw": True}),
        kernel.ask("comm_info_request"),
        kernel.ask("kernel_info_request"),
    ]
    # They were sent on the way that these go; the cell computes on.
    assert kernel.ask("kernel_info_request", channel="control").status == "ok"
    assert "idle" not in running.types()
    kernel.interrupt()
    running.finish()
    assert [request.finish().status for request in asked[1:]] == ["ok", "ok"]
    assert asked[0].finish().content["history"]
