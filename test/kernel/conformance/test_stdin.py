"""Questions to the user."""

from __future__ import annotations

from client import PATIENCE, Code, Kernel

ASK = Code("const answer = prompt('Your name?'); `hello ${answer}`", "answer = input('Your name?'); f'hello {answer}'")


def answer(kernel: Kernel, text: str) -> dict[str, object]:
    asked = kernel.client.get_stdin_msg(timeout=PATIENCE)
    assert asked["msg_type"] == "input_request"
    kernel.client.input(text)
    return asked


def test_the_answer_comes_back_to_the_cell(kernel: Kernel) -> None:
    running = kernel.start(ASK, allow_stdin=True)
    asked = answer(kernel, "Añn \U0001f600")
    assert asked["content"] == {"prompt": "Your name?", "password": False} or kernel.language == "typescript"
    assert "Your name?" in asked["content"]["prompt"]
    assert asked["parent_header"]["msg_id"] == running.id
    assert running.finish().result == "'hello Añn \U0001f600'"


def test_confirm(kernel: Kernel) -> None:
    for text, value in (("y", "true"), ("n", "false")):
        running = kernel.start("confirm('Sure?')", allow_stdin=True)
        answer(kernel, text)
        assert running.finish().result == value


def test_a_client_that_cannot_ask(kernel: Kernel) -> None:
    """It must not wait for an answer that cannot come. Browsers' `prompt` gives null there; to fail is right too."""
    ran = kernel.run(ASK, allow_stdin=False)
    assert ran.status == "error" or "null" in (ran.result or "")
    assert kernel.works()


def test_an_interrupt_withdraws_the_question(kernel: Kernel) -> None:
    running = kernel.start(ASK, allow_stdin=True)
    kernel.client.get_stdin_msg(timeout=PATIENCE)
    kernel.interrupt()
    assert running.finish().status == "error"
    # The answer comes too late: it is not for the next question.
    kernel.client.input("late")
    # It is there by now, or it is for the next question: the two channels are not one.
    assert kernel.works() and kernel.works()
    running = kernel.start(ASK, allow_stdin=True)
    answer(kernel, "in time")
    assert running.finish().result == "'hello in time'"


def test_several_questions_in_one_cell(kernel: Kernel) -> None:
    running = kernel.start(
        Code("[prompt('a'), prompt('b')].join('+')", "'+'.join([input('a'), input('b')])"), allow_stdin=True
    )
    for text in ("1", "2"):
        answer(kernel, text)
    assert running.finish().result == "'1+2'"
