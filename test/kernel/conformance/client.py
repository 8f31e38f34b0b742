"""A kernel and its one client: jupyter_client's, with everything that comes of a request kept under that request."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from jupyter_client import KernelManager
from jupyter_client.blocking.client import BlockingKernelClient

Message = dict[str, Any]

#: Seconds after which a test gives up. No limit of speed: a noisy machine is not to fail it.
PATIENCE = 120.0


def eventually(condition: Callable[[], bool], what: str) -> None:
    """Waits until a condition holds, however long that takes on this machine."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what}: never"
        time.sleep(0.02)


class Code:
    """A cell in both languages. A text that is no `Code` is TypeScript, and its test is left out for ipykernel."""

    def __init__(self, typescript: str, python: str) -> None:
        self.texts = {"typescript": typescript, "python": python}


class Request:
    """A request to a kernel, and what came of it so far."""

    def __init__(self, kernel: Kernel, identity: str) -> None:
        self.kernel = kernel
        self.id = identity

    @property
    def messages(self) -> list[Message]:
        """What was published under it."""
        return [message for message in self.kernel.published if message["parent_header"].get("msg_id") == self.id]

    def of_type(self, *types: str) -> list[Message]:
        return [message for message in self.messages if message["msg_type"] in types]

    def types(self) -> list[str]:
        """The types in order, the states spelt out."""
        return [
            message["content"].get("execution_state", "") if message["msg_type"] == "status" else message["msg_type"]
            for message in self.messages
        ]

    def reply(self, patience: float = PATIENCE) -> Message:
        """The whole answer, as soon as it is there."""
        return self.kernel.reply_to(self.id, patience)

    def wait_idle(self, patience: float = PATIENCE) -> None:
        self.kernel.read_until(lambda: "idle" in self.types(), patience, f"idle of {self.id}")

    def finish(self, patience: float = PATIENCE) -> Request:
        self.reply(patience)
        self.wait_idle(patience)
        return self

    @property
    def content(self) -> dict[str, Any]:
        return self.reply()["content"]

    @property
    def status(self) -> str:
        return self.content["status"]

    def text(self, name: str = "stdout") -> str:
        return "".join(m["content"]["text"] for m in self.of_type("stream") if m["content"]["name"] == name)

    @property
    def result(self) -> str | None:
        """The cell's last value as plain text."""
        results = self.of_type("execute_result")
        assert len(results) <= 1
        return results[0]["content"]["data"]["text/plain"] if results else None

    @property
    def error(self) -> dict[str, Any] | None:
        errors = self.of_type("error")
        assert len(errors) <= 1
        return errors[0]["content"] if errors else None

    @property
    def traceback(self) -> str:
        """Without colours."""
        assert self.error is not None, self.types()
        return without_colours("\n".join(self.error["traceback"]))


class Kernel:
    """A running kernel with a connected client."""

    def __init__(self, name: str, folder: Path, **options: Any) -> None:
        self.manager = KernelManager(kernel_name=name, **options)
        # A kernel that is slow to end is not killed.
        self.manager.shutdown_wait_time = PATIENCE
        self.manager.start_kernel(cwd=str(folder))
        self.published: list[Message] = []
        self.replies: dict[str, Message] = {}
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    @property
    def pid(self) -> int:
        return self.manager.provisioner.process.pid

    @property
    def language(self) -> str:
        assert self.manager.kernel_spec is not None
        return self.manager.kernel_spec.language

    def close(self) -> None:
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)

    # Requests

    def say(self, code: Code | str) -> str:
        """The text of the code in this kernel's language."""
        if isinstance(code, Code):
            return code.texts[self.language]
        if self.language != "typescript":
            pytest.skip("of TypeScript only")
        return code

    def start(self, code: Code | str, **options: Any) -> Request:
        """Sends a cell and does not wait."""
        return Request(self, self.client.execute(self.say(code), **{"allow_stdin": False, **options}))

    def run(self, code: Code | str, **options: Any) -> Request:
        """Sends a cell and waits until the kernel has done with it."""
        return self.start(code, **options).finish()

    def ok(self, code: Code | str, **options: Any) -> Request:
        """Runs a cell that is to succeed."""
        ran = self.run(code, **options)
        assert ran.status == "ok", (ran.content, ran.text("stderr"))
        return ran

    def ask(
        self,
        kind: str,
        content: dict[str, Any] | None = None,
        channel: str = "shell",
        buffers: list[bytes] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> Request:
        """Sends any request."""
        session = self.client.session
        message = session.msg(kind, content or {}, metadata=metadata)
        socket = getattr(self.client, f"{channel}_channel").socket
        session.send(socket, message, buffers=buffers)
        return Request(self, message["header"]["msg_id"])

    def interrupt(self, way: str = "message") -> None:
        if way == "signal":
            os.kill(self.pid, signal.SIGINT)
        else:
            self.ask("interrupt_request", channel="control")

    def interrupt_idle(self, way: str = "message") -> None:
        """Interrupts a kernel that does nothing: what is run next is no more to be interrupted."""
        if way == "message":
            assert self.ask("interrupt_request", channel="control").status == "ok"
        else:
            self.interrupt(way)
            # No one says when a signal has been heard: a cell that it meets tells that it has.
            self.run(Code("1", "1"))

    def works(self) -> bool:
        """Whether it computes."""
        return self.ok(Code("1 + 1", "1 + 1")).result == "2"

    # Reading

    def reply_to(self, identity: str, patience: float = PATIENCE) -> Message:
        deadline = time.monotonic() + patience
        while identity not in self.replies:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"no reply to {identity} within {patience} s")
            # Both channels are read by turns; whichever has something answers at once.
            for channel in (self.client.shell_channel, self.client.control_channel):
                if channel.socket.poll(min(left, 0.01) * 1000):
                    message = channel.get_msg(timeout=PATIENCE)
                    self.replies[message["parent_header"]["msg_id"]] = message
        return self.replies[identity]

    def read_published(self, patience: float) -> bool:
        """Takes one message off iopub; false if none came."""
        try:
            self.published.append(self.client.get_iopub_msg(timeout=patience))
        except Empty:
            return False
        return True

    def read_until(self, done: Callable[[], bool], patience: float = PATIENCE, what: str = "") -> None:
        deadline = time.monotonic() + patience
        while not done():
            left = deadline - time.monotonic()
            if left <= 0 or (not self.read_published(min(left, 1.0)) and not self.manager.is_alive()):
                raise TimeoutError(f"{what or done} did not come; last: {[m['msg_type'] for m in self.published[-8:]]}")


def without_colours(text: str) -> str:
    """The text without ANSI escapes."""
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", text)
