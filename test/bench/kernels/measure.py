"""Starts a kernel, works with it as a front end does, and prints how long things took, as JSON.

    python measure.py '{"argv": [...], "cells": {...}, "interrupt": "message" or "signal"}'
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import psutil
import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

PATIENCE = 120.0


class Session:
    """A kernel process and the sockets of a client."""

    def __init__(self, subject: dict[str, Any], folder: Path) -> None:
        self.subject = subject
        name = f"kernel-{time.monotonic_ns()}.json"
        file, _ = write_connection_file(str(folder / name), key=uuid.uuid4().hex.encode())
        self.client = BlockingKernelClient(connection_file=file)
        self.client.load_connection_file()
        self.session = self.client.session
        context = zmq.Context.instance()
        self.shell, self.control = (self.connect(context, zmq.DEALER, port) for port in ("shell", "control"))
        self.iopub = self.connect(context, zmq.SUB, "iopub")
        self.poller = zmq.Poller()
        for socket in (self.shell, self.iopub):
            self.poller.register(socket, zmq.POLLIN)
        argv = [part.replace("{connection_file}", file) for part in subject["argv"]]
        self.start = time.perf_counter()
        self.process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def connect(self, context: zmq.Context[Any], kind: int, channel: str) -> zmq.Socket[Any]:
        socket = context.socket(kind)
        socket.linger = 0
        socket.rcvhwm = 0
        # They wait for the kernel; with the usual 100 ms that would be what is measured.
        socket.reconnect_ivl = 2
        if kind == zmq.SUB:
            socket.subscribe(b"")
        socket.connect(f"tcp://{self.client.ip}:{getattr(self.client, f'{channel}_port')}")
        return socket

    def send(self, kind: str, content: dict[str, Any], socket: zmq.Socket[Any] | None = None) -> str:
        message = self.session.msg(kind, content)
        self.session.send(socket or self.shell, message)
        return message["header"]["msg_id"]

    def receive(self, patience: float) -> list[tuple[str, dict[str, Any]]]:
        """What has come on shell and iopub."""
        got = []
        for socket, _ in self.poller.poll(patience * 1000):
            _, message = self.session.recv(socket, mode=0)
            if message:
                got.append(("shell" if socket is self.shell else "iopub", message))
        if self.process.poll() is not None:
            raise RuntimeError(f"the kernel has ended with {self.process.returncode}")
        return got

    def ready(self) -> float:
        """Seconds from the start of the process until it answers and is heard."""
        answered = heard = False
        asked = 0.0
        while not (answered and heard):
            # What was published before the subscription came is lost: ask again.
            if asked == 0.0 or time.perf_counter() - asked > (0.02 if answered else 5):
                self.send("kernel_info_request", {})
                asked = time.perf_counter()
            for channel, _ in self.receive(0.02):
                answered, heard = answered or channel == "shell", heard or channel == "iopub"
            if time.perf_counter() - self.start > 20:
                raise TimeoutError("the kernel does not answer")
        seconds = time.perf_counter() - self.start
        while self.receive(0.1):
            pass
        return seconds

    def ask(self, kind: str, content: dict[str, Any], on_begun: Any = None) -> tuple[float, dict[str, Any], int]:
        """Seconds until the answer and `idle` are there; the answer; how many characters were printed."""
        start = time.perf_counter()
        identity = self.send(kind, content)
        reply: dict[str, Any] | None = None
        idle = False
        printed = 0
        while reply is None or not idle:
            for channel, message in self.receive(1):
                if message["parent_header"].get("msg_id") != identity:
                    continue
                if channel == "shell":
                    reply = message["content"]
                elif message["msg_type"] == "stream":
                    printed += len(message["content"]["text"])
                elif message["msg_type"] == "status":
                    idle = message["content"]["execution_state"] == "idle"
                    if not idle and on_begun:
                        on_begun()
            if time.perf_counter() - start > PATIENCE:
                raise TimeoutError(f"no end of {content}")
        return time.perf_counter() - start, reply, printed

    def cell(self, code: str) -> float:
        """Seconds of a cell that succeeds."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        seconds, reply, _ = self.ask("execute_request", content)
        # tslab's reply to a cell that failed says nothing else.
        if reply["status"] != "ok":
            raise RuntimeError(f"{code} failed: {reply}")
        return seconds

    def cells(self, template: str, count: int) -> float:
        """The median over cells that differ."""
        return statistics.median(self.cell(template.replace("#", str(number))) for number in range(count))

    def lines(self, code: str) -> tuple[float, float]:
        """Seconds of a cell that prints 100,000 lines, and the part of them that has not come three seconds later."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        seconds, _, printed = self.ask("execute_request", content)
        deadline = time.perf_counter() + 3
        expected = sum(len(str(number)) + 1 for number in range(100_000))
        while printed < expected and time.perf_counter() < deadline:
            printed += sum(
                len(message["content"]["text"]) for _, message in self.receive(0.1) if message["msg_type"] == "stream"
            )
        return seconds, 1 - printed / expected

    def interrupt(self, code: str) -> float:
        """Seconds from the wish to the answer."""
        asked = 0.0

        def wish() -> None:
            nonlocal asked
            time.sleep(0.3)
            asked = time.perf_counter()
            if self.subject["interrupt"] == "signal":
                os.kill(self.process.pid, signal.SIGINT)
            else:
                self.send("interrupt_request", {}, self.control)

        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        self.ask("execute_request", content, wish)
        return time.perf_counter() - asked

    def memory(self) -> int:
        """Bytes resident, children included."""
        process = psutil.Process(self.process.pid)
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])

    def end(self) -> None:
        for child in psutil.Process(self.process.pid).children(recursive=True):
            child.kill()
        self.process.kill()
        self.process.wait()
        for socket in (self.shell, self.control, self.iopub):
            socket.close()


def started(subject: dict[str, Any], folder: Path) -> tuple[Session, float]:
    """A kernel that is ready, and how long that took. tslab, now and then, never answers: it is started again."""
    for attempt in range(3):
        session = Session(subject, folder)
        try:
            return session, session.ready()
        except TimeoutError as error:
            session.end()
            print(f"start {attempt + 1}: {error}", file=sys.stderr)
    raise TimeoutError("the kernel does not answer, however often it is started")


def measure(subject: dict[str, Any], folder: Path) -> dict[str, float]:
    cells: dict[str, str] = subject["cells"]
    figures: dict[str, float] = {}

    session, figures["ready"] = started(subject, folder)
    try:
        # Long enough for what a kernel does after it has answered.
        time.sleep(4)
        figures["idle_memory"] = session.memory()
    finally:
        session.end()

    session, _ = started(subject, folder)
    try:
        figures["first"] = session.cell(cells["trivial"].replace("#", "1000"))
        figures["trivial"] = session.cells(cells["trivial"], 20)
        figures["declaration"] = session.cells(cells["declaration"], 20)
        completion = {"code": cells["completion"], "cursor_pos": len(cells["completion"])}
        session.ask("complete_request", completion)
        figures["completion"] = statistics.median(session.ask("complete_request", completion)[0] for _ in range(5))
        figures["interrupt"] = session.interrupt(cells["loop"])
        time.sleep(0.5)
        if "tfjs_import" in cells:
            figures["tfjs_import"] = session.cell(cells["tfjs_import"])
            figures["tfjs_cell"] = session.cells(cells["tfjs_cell"], 30)
            figures["tfjs_memory"] = session.memory()
        if "lines" in cells:
            figures["lines"], figures["lines_lost"] = session.lines(cells["lines"])
    finally:
        session.end()
    return figures


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["JUPYTER_RUNTIME_DIR"] = temporary
        print(json.dumps(measure(json.loads(sys.argv[1]), Path(temporary))))
