"""Starting, ending, and being killed."""

from __future__ import annotations

import os
import signal
import sys
import uuid
from pathlib import Path

import psutil
import pytest
from client import PATIENCE, Code, Kernel, eventually
from conftest import StartKernel
from jupyter_client import KernelManager
from jupyter_client.blocking.client import BlockingKernelClient
from kernels import TESTED

KEEP_ALIVE = Code(
    "setInterval(() => {}, 1000); require('net').createServer().listen(0); 1",
    "import threading; threading.Timer(600, lambda: None).start()",
)


def ends(kernel: Kernel) -> None:
    """Waits until its process has ended."""
    eventually(lambda: not kernel.manager.is_alive(), "the end of the kernel")


def children(kernel: Kernel) -> list[psutil.Process]:
    return psutil.Process(kernel.pid).children(recursive=True)


def assert_gone(processes: list[psutil.Process]) -> None:
    """None of them is left, sooner or later; their parent may have to be told of it first."""
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    assert [each for each in alive if each.status() != psutil.STATUS_ZOMBIE] == []


def test_shutdown_ends_it_whatever_is_alive(fresh: Kernel) -> None:
    if fresh.language == "typescript":
        fresh.ok(KEEP_ALIVE)
    helpers = children(fresh)
    reply = fresh.ask("shutdown_request", {"restart": False}, channel="control").reply()
    assert reply["content"] == {"status": "ok", "restart": False}
    ends(fresh)
    assert_gone(helpers)


def test_shutdown_is_said_to_all_clients(fresh: Kernel) -> None:
    asked = fresh.ask("shutdown_request", {"restart": True}, channel="control")
    assert asked.content["restart"] is True
    fresh.read_until(lambda: any(m["msg_type"] == "shutdown_reply" for m in fresh.published))


@pytest.mark.parametrize("channel", ["control", "shell"])
def test_shutdown_of_a_computing_kernel(fresh: Kernel, channel: str) -> None:
    if channel == "shell" and fresh.language == "python":
        pytest.skip("ipykernel reads its shell channel only between cells")
    running = fresh.start(Code("await null; console.log('begun'); for (;;);", "print('begun', flush=True)\nwhile True: pass"))
    fresh.read_until(lambda: "begun" in running.text())
    if fresh.language == "python":
        fresh.interrupt()
    fresh.ask("shutdown_request", {"restart": False}, channel=channel)
    ends(fresh)


def test_sigterm_ends_it(fresh: Kernel) -> None:
    if sys.platform == "win32":
        pytest.skip("no signals here")
    fresh.ok(Code("setInterval(() => {}, 1000); 1", "1"))
    os.kill(fresh.pid, signal.SIGTERM)
    ends(fresh)


def test_restart_forgets_and_works(fresh: Kernel) -> None:
    fresh.ok(Code("const remembered = 1; setInterval(() => {}, 1000); 1", "remembered = 1"))
    before = fresh.pid
    fresh.manager.restart_kernel()
    fresh.client.wait_for_ready(timeout=PATIENCE)
    assert fresh.pid != before
    assert fresh.works()
    assert fresh.run(Code("remembered", "remembered")).status == "error"
    assert fresh.ok(Code("1", "1")).content["execution_count"] <= 3


def test_two_kernels_at_once_know_nothing_of_each_other(start_kernel: StartKernel) -> None:
    first, second = start_kernel(), start_kernel()
    slow = first.start(
        Code("const mine = 'first'; await new Promise((go) => setTimeout(go, 500)); mine", "mine = 'first'; mine")
    )
    assert second.ok(Code("const mine = 'second'; mine", "mine = 'second'; mine")).result == "'second'"
    assert slow.finish().result == "'first'"


def test_two_clients_of_one_kernel(fresh: Kernel) -> None:
    other = BlockingKernelClient(connection_file=fresh.manager.connection_file)
    other.load_connection_file()
    other.session.session = uuid.uuid4().hex
    other.start_channels()
    try:
        other.wait_for_ready(timeout=PATIENCE)
        ran = fresh.ok(Code("console.log('for all')", "print('for all')"))
        seen: list[str] = []
        while "stream" not in seen:
            message = other.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == ran.id:
                seen.append(message["msg_type"])
        assert seen[:2] == ["status", "execute_input"]
        assert other.execute_interactive(fresh.say(Code("1", "1")), timeout=PATIENCE, output_hook=lambda _: None)["content"]["status"] == "ok"
    finally:
        other.stop_channels()
    # And one of them has gone.
    assert fresh.works()


def test_over_unix_sockets(start_kernel: StartKernel) -> None:
    if sys.platform == "win32":
        pytest.skip("no Unix sockets here")
    import tempfile

    # Its own short folder: the path of a socket has room for some 100 characters.
    with tempfile.TemporaryDirectory() as folder:
        kernel = start_kernel(transport="ipc", connection_file=f"{folder}/kernel.json")
        assert kernel.works()
        assert kernel.ok(Code("console.log('x'.repeat(1e6))", "print('x' * 10**6)")).text() == "x" * 10**6 + "\n"


def test_killed_in_the_middle_of_a_cell_the_client_learns_of_it(fresh: Kernel) -> None:
    running = fresh.start(Code("console.log('begun'); for (;;);", "print('begun', flush=True)\nwhile True: pass"))
    fresh.read_until(lambda: "begun" in running.text())
    helpers = children(fresh)
    os.kill(fresh.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    ends(fresh)
    assert_gone(helpers)


def test_it_does_not_outlive_the_program_that_started_it(tmp_path: Path) -> None:
    """A server that is killed cannot tell its kernels to end."""
    import subprocess

    started = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, os\nfrom jupyter_client import KernelManager\n"
            f"manager = KernelManager(kernel_name={TESTED.name!r})\nmanager.start_kernel()\n"
            "client = manager.client(); client.start_channels(); client.wait_for_ready(timeout=120)\n"
            "print(manager.provisioner.process.pid, flush=True)\nos._exit(1)",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
    )
    process = int(started.stdout)

    def gone() -> bool:
        try:
            return psutil.Process(process).status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    try:
        eventually(gone, "the end of the kernel without its parent")
    finally:
        if not gone():
            psutil.Process(process).kill()


def test_it_says_why_it_cannot_start(tmp_path: Path) -> None:
    import subprocess

    broken = tmp_path / "broken.json"
    broken.write_text("{ no json")
    for file in (broken, tmp_path / "missing.json"):
        argv = [part.replace("{connection_file}", str(file)) for part in TESTED.argv]
        ended = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE)
        if TESTED.name != "ipykernel":  # which makes a missing file, and tells of a broken one at length
            assert ended.returncode != 0
            assert str(file) in ended.stderr
            assert len(ended.stderr.splitlines()) < 8, ended.stderr
        break_here = TESTED.name == "ipykernel"
        if break_here:
            break


def test_it_starts_from_any_folder_and_leaves_nothing_there(start_kernel: StartKernel, tmp_path: Path) -> None:
    folder = tmp_path / "a fólder with spaces"
    folder.mkdir()
    kernel = start_kernel(folder)
    assert kernel.ok(Code("process.cwd()", "import os; os.getcwd()")).result == repr(str(folder))
    assert list(folder.iterdir()) == []


def test_a_manager_that_never_speaks_to_it_can_end_it(tmp_path: Path) -> None:
    manager = KernelManager(kernel_name=TESTED.name)
    manager.shutdown_wait_time = PATIENCE
    manager.start_kernel(cwd=str(tmp_path))
    process = manager.provisioner.process
    manager.shutdown_kernel()
    assert process.returncode == 0, "it did not hear the request, and was killed"
