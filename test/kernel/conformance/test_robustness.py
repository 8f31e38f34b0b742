"""What no right client sends: dropped, without harm to those who are right."""

from __future__ import annotations

import json
import os
import socket
import uuid
from collections.abc import Iterator

import pytest
import zmq
from client import PATIENCE, Code, Kernel

DELIMITER = b"<IDS|MSG>"


@pytest.fixture
def dealer(kernel: Kernel) -> Iterator[zmq.Socket]:
    """A second client that sends what it likes."""
    with zmq.Context() as context, context.socket(zmq.DEALER) as dealer:
        dealer.linger = 0
        dealer.connect(f"tcp://{kernel.manager.ip}:{kernel.manager.shell_port}")
        yield dealer


def parts(kernel: Kernel, kind: str, content: object, sign: bool = True) -> list[bytes]:
    session = kernel.client.session
    header = {
        "msg_id": uuid.uuid4().hex,
        "session": "other",
        "username": "",
        "date": "2026-01-01T00:00:00Z",
        "msg_type": kind,
        "version": "5.3",
    }
    frames = [json.dumps(part).encode() for part in (header, {}, {}, content)]
    return [DELIMITER, session.sign(frames) if sign else b"0" * 64, *frames]


def answered(dealer: zmq.Socket) -> bool:
    return bool(dealer.poll(PATIENCE * 1000))


def test_a_right_message_is_answered(kernel: Kernel, dealer: zmq.Socket) -> None:
    dealer.send_multipart(parts(kernel, "kernel_info_request", {}))
    assert answered(dealer)


def test_a_wrong_signature_is_dropped(kernel: Kernel, dealer: zmq.Socket) -> None:
    run = {"code": kernel.say(Code("globalThis.broken_in = 1", "broken_in = 1")), "silent": False}
    dealer.send_multipart(parts(kernel, "execute_request", run, sign=False))
    right = parts(kernel, "execute_request", run)
    for wrong in (right[1][:-1], b"", right[1] + b"0", right[1].upper(), b"\xff" * 64, b"\xc3\xa9" * 32):
        dealer.send_multipart([right[0], wrong, *right[2:]])
    # What follows them is answered, and nothing before it was.
    dealer.send_multipart(parts(kernel, "kernel_info_request", {}))
    assert answered(dealer)
    answers = [dealer.recv_multipart()]
    while dealer.poll(0):
        answers.append(dealer.recv_multipart())
    assert [json.loads(frames[2])["msg_type"] for frames in answers] == ["kernel_info_reply"]
    assert kernel.ok(Code("'broken_in' in globalThis", "'broken_in' in globals()")).result in ("false", "False")


def test_a_message_that_comes_twice_is_not_harmful(kernel: Kernel, dealer: zmq.Socket) -> None:
    frames = parts(kernel, "kernel_info_request", {})
    dealer.send_multipart(frames)
    dealer.send_multipart(frames)
    assert answered(dealer)
    assert kernel.works()


def test_malformed_frames_are_dropped(kernel: Kernel, dealer: zmq.Socket) -> None:
    right = parts(kernel, "kernel_info_request", {})
    sign = kernel.client.session.sign
    bodies: list[list[bytes]] = [
        [b"{", b"{}", b"{}", b"{}"],
        [b"[]", b"{}", b"{}", b"{}"],
        [b"null", b"null", b"null", b"null"],
        [b"\xff\xfe", b"{}", b"{}", b"{}"],
        [right[2], b"{}", b"{}", b"[1]"],
        [right[2], b"7", b'"x"', b"null"],
        [b'{"msg_type": 5}', b"{}", b"{}", b"{}"],
        [b'{"msg_type": "execute_request"}', b"{}", b"{}", b"{}"],
        [b'{"msg_type": "__proto__", "msg_id": "1"}', b"{}", b"{}", b"{}"],
        [b'{"msg_type": "constructor", "msg_id": "1"}', b"{}", b"{}", b'{"__proto__": {"a": 1}}'],
        [right[2], b"{}", b"{}", b"[" * 100_000],
    ]
    dealer.send_multipart([b""])
    dealer.send_multipart([b"a", b"b", b"c"])
    dealer.send_multipart([DELIMITER])
    dealer.send_multipart([DELIMITER, b""])
    dealer.send_multipart(right[:4])
    dealer.send_multipart([os.urandom(1000) for _ in range(20)])
    for body in bodies:
        dealer.send_multipart([DELIMITER, sign(body), *body])
    assert kernel.works()
    assert kernel.ask("kernel_info_request", channel="control").status == "ok"


@pytest.mark.parametrize("port", ["shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"])
def test_bytes_that_are_no_zmtp(kernel: Kernel, port: str) -> None:
    address = (kernel.manager.ip, getattr(kernel.manager, port))
    greeting = b"\xff" + b"\0" * 8 + b"\x7f\x03\x00NULL" + b"\0" * 48
    for sent in (
        b"GET / HTTP/1.1\r\nHost: here\r\n\r\n",
        b"",
        b"\xff",
        os.urandom(500),
        greeting[:40],
        greeting.replace(b"NULL", b"CURV"),
        greeting + os.urandom(500),
        greeting + b"\x04\x05READY" + b"\x06" + b"\xff" * 8,
        greeting + b"\x04\x19\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER"[:-2],
    ):
        with socket.create_connection(address, timeout=PATIENCE) as connection:
            connection.sendall(sent)
    assert kernel.works()


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"code": None},
        {"code": 5},
        {"code": ["a"]},
        {"code": "1", "silent": "yes", "user_expressions": 5},
        {"code": "1", "user_expressions": {"a": 5, "b": None}},
        {"code": "1", "store_history": None, "stop_on_error": "x", "allow_stdin": 7},
    ],
)
def test_odd_contents_are_answered_or_dropped(kernel: Kernel, content: dict[str, object]) -> None:
    for kind in ("execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request"):
        kernel.ask(kind, content)
    # Behind all of them: a cell that fails aborts those that wait.
    kernel.ask("kernel_info_request").reply()
    assert kernel.works()


def test_a_long_cell(kernel: Kernel) -> None:
    text = "x" * 20_000_000
    ran = kernel.ok(Code(f"'{text}'.length", f"len('{text}')"))
    assert ran.result == "20000000"


def test_a_client_that_goes_in_the_middle(kernel: Kernel) -> None:
    with zmq.Context() as context, context.socket(zmq.DEALER) as leaving:
        leaving.linger = 0
        leaving.connect(f"tcp://{kernel.manager.ip}:{kernel.manager.shell_port}")
        code = kernel.say(Code("for (let i = 0; i < 1e4; i++) console.log(i)", "for i in range(10**4): print(i)"))
        leaving.send_multipart(parts(kernel, "execute_request", {"code": code, "silent": False}))
        leaving.poll(100)
    assert kernel.works()
