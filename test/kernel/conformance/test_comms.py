"""Comms: opened from either side, with binary buffers both ways."""

from __future__ import annotations

import uuid

from client import Code, Kernel

ECHO = Code(
    """comms.register("echo", (comm, message) => {
  comm.send({ opened: message.data }, { buffers: message.buffers });
  comm.onMessage((message) => comm.send({ echo: message.data }, { metadata: { m: 1 }, buffers: message.buffers }));
  comm.onClose((message) => console.log("closed", message.data));
});""",
    """def opened(comm, message):
    comm.send({"opened": message["content"]["data"]}, buffers=message["buffers"])
    comm.on_msg(lambda m: comm.send({"echo": m["content"]["data"]}, metadata={"m": 1}, buffers=m["buffers"]))
    comm.on_close(lambda m: print("closed", m["content"]["data"]))
get_ipython().kernel.comm_manager.register_target("echo", opened)""",
)
BYTES = [b"\x00\x01\xff\xfe", b"", bytes(range(256)) * 100]


def open_echo(kernel: Kernel) -> str:
    kernel.ok(ECHO)
    comm = uuid.uuid4().hex
    opened = kernel.ask(
        "comm_open", {"comm_id": comm, "target_name": "echo", "data": {"a": 1}}, buffers=BYTES
    )
    opened.wait_idle()
    (message,) = opened.of_type("comm_msg")
    assert message["content"] == {"comm_id": comm, "data": {"opened": {"a": 1}}}
    assert [bytes(part) for part in message["buffers"]] == BYTES
    return comm


def test_open_echo_close(kernel: Kernel) -> None:
    comm = open_echo(kernel)
    sent = kernel.ask("comm_msg", {"comm_id": comm, "data": {"é": [1, None]}}, buffers=BYTES)
    sent.wait_idle()
    assert sent.types()[0] == "busy"
    (message,) = sent.of_type("comm_msg")
    assert message["content"] == {"comm_id": comm, "data": {"echo": {"é": [1, None]}}}
    assert message["metadata"]["m"] == 1
    assert [bytes(part) for part in message["buffers"]] == BYTES
    assert kernel.ask("comm_info_request").content["comms"][comm] == {"target_name": "echo"}
    closed = kernel.ask("comm_close", {"comm_id": comm, "data": {"bye": 1}})
    closed.wait_idle()
    assert "closed" in closed.text()
    assert comm not in kernel.ask("comm_info_request").content["comms"]


def test_comm_info_knows_targets(kernel: Kernel) -> None:
    comm = open_echo(kernel)
    assert comm in kernel.ask("comm_info_request", {"target_name": "echo"}).content["comms"]
    content = kernel.ask("comm_info_request", {"target_name": "other"}).content
    assert (content["status"], content["comms"]) == ("ok", {})


def test_an_unknown_target_is_closed_again(kernel: Kernel) -> None:
    comm = uuid.uuid4().hex
    opened = kernel.ask("comm_open", {"comm_id": comm, "target_name": "no such target", "data": {}})
    opened.wait_idle()
    (closed,) = opened.of_type("comm_close")
    assert closed["content"]["comm_id"] == comm
    assert kernel.works()


def test_messages_to_no_comm_are_harmless(kernel: Kernel) -> None:
    for kind in ("comm_msg", "comm_close"):
        kernel.ask(kind, {"comm_id": "nosuch", "data": {}}).wait_idle()
        kernel.ask(kind, {}).wait_idle()
    assert kernel.works()


def test_a_comm_opened_by_the_kernel(kernel: Kernel) -> None:
    ran = kernel.ok(
        Code(
            """const mine = comms.open("front", { x: 1 }, { metadata: { version: "2" }, buffers: [new Uint8Array([1, 2])] });
mine.onMessage((message) => console.log("got", message.data.y));""",
            """from comm import create_comm
mine = create_comm(target_name="front", data={"x": 1}, metadata={"version": "2"}, buffers=[bytes([1, 2])])
mine.on_msg(lambda m: print("got", m["content"]["data"]["y"]))""",
        )
    )
    (opened,) = ran.of_type("comm_open")
    assert opened["content"]["target_name"] == "front"
    assert opened["content"]["data"] == {"x": 1}
    assert opened["metadata"]["version"] == "2"
    assert [bytes(part) for part in opened["buffers"]] == [b"\x01\x02"]
    comm = opened["content"]["comm_id"]
    answered = kernel.ask("comm_msg", {"comm_id": comm, "data": {"y": 5}})
    answered.wait_idle()
    assert answered.text() == "got 5\n"
    sent = kernel.ok(Code("mine.send({ z: 1 }); mine.close()", "mine.send({'z': 1}); mine.close()"))
    assert [t for t in sent.types() if "comm" in t] == ["comm_msg", "comm_close"]
    assert comm not in kernel.ask("comm_info_request").content["comms"]


def test_a_failing_handler_does_no_harm(kernel: Kernel) -> None:
    kernel.ok(
        Code(
            'comms.register("fails", () => { throw new Error("handler failed") })',
            "def fails(comm, message): raise ValueError('handler failed')\n"
            "get_ipython().kernel.comm_manager.register_target('fails', fails)",
        )
    )
    opened = kernel.ask("comm_open", {"comm_id": "f1", "target_name": "fails", "data": {}})
    opened.wait_idle()
    assert kernel.works()


def test_a_buffer_of_20_megabytes(kernel: Kernel) -> None:
    comm = open_echo(kernel)
    big = bytes(range(250)) * 80_000
    sent = kernel.ask("comm_msg", {"comm_id": comm, "data": {}}, buffers=[big])
    sent.wait_idle()
    assert bytes(sent.of_type("comm_msg")[0]["buffers"][0]) == big
