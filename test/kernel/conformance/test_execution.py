"""What an execute_request sets off: order of messages, counts, history, expressions."""

from __future__ import annotations

from client import Code, Kernel

SAY = Code("console.log('said'); 5", "print('said'); 5")


def test_messages_come_in_order(kernel: Kernel) -> None:
    ran = kernel.run(SAY)
    assert ran.types() == ["busy", "execute_input", "stream", "execute_result", "idle"]
    count = ran.content["execution_count"]
    given = ran.of_type("execute_input")[0]["content"]
    assert given == {"code": kernel.say(SAY), "execution_count": count}
    assert ran.of_type("execute_result")[0]["content"]["execution_count"] == count


def test_every_message_names_the_request_as_its_parent(kernel: Kernel) -> None:
    ran = kernel.run(SAY)
    assert ran.reply()["parent_header"]["msg_id"] == ran.id
    assert ran.reply()["header"]["session"] == ran.messages[0]["header"]["session"]
    assert {message["parent_header"]["session"] for message in ran.messages} == {kernel.client.session.session}
    assert len({message["header"]["msg_id"] for message in ran.messages}) == len(ran.messages)


def test_counts_go_up_by_one(kernel: Kernel) -> None:
    first = kernel.ok(SAY).content["execution_count"]
    kernel.run(Code("throw new Error('x')", "raise ValueError('x')"))
    assert kernel.ok(SAY).content["execution_count"] == first + 2


def test_without_store_history_the_count_stands(kernel: Kernel) -> None:
    first = kernel.ok(SAY).content["execution_count"]
    assert kernel.ok(SAY, store_history=False).text() == "said\n"
    assert kernel.ok(SAY).content["execution_count"] == first + 1


def test_silent_publishes_no_result_and_counts_nothing(kernel: Kernel) -> None:
    first = kernel.ok(SAY).content["execution_count"]
    silent = kernel.ok(Code("globalThis.kept = 7; 5", "kept = 7; 5"), silent=True)
    assert not silent.of_type("execute_input", "execute_result")
    assert kernel.ok(Code("(globalThis as any).kept", "kept")).result == "7"
    assert kernel.ok(SAY).content["execution_count"] == first + 2


def test_user_expressions_are_evaluated_after_the_cell(kernel: Kernel) -> None:
    ran = kernel.run(
        Code("const seen = 20", "seen = 20"),
        user_expressions={"sum": kernel.say(Code("seen + 1", "seen + 1")), "wrong": "nosuch.thing"},
    )
    expressions = ran.content["user_expressions"]
    assert expressions["sum"]["status"] == "ok"
    assert expressions["sum"]["data"]["text/plain"] == "21"
    assert expressions["wrong"]["status"] == "error"
    assert expressions["wrong"]["ename"]
    assert isinstance(expressions["wrong"]["traceback"], list)


def test_a_cell_without_a_value_shows_none(kernel: Kernel) -> None:
    for code in (Code("const nothing = 1", "nothing = 1"), Code("undefined", "None"), Code("", ""), Code("// a", "# a")):
        ran = kernel.ok(code)
        assert ran.result is None
        assert ran.types()[0] == "busy"
        assert ran.types()[-1] == "idle"


def test_cells_share_their_names(kernel: Kernel) -> None:
    kernel.ok(Code("let total = 1; function add(n: number) { total += n; return total }", "total = 1"))
    kernel.ok(Code("add(4)", "total += 4"))
    assert kernel.ok(Code("total", "total")).result == "5"


def test_a_cell_can_declare_a_name_again(kernel: Kernel) -> None:
    kernel.ok(Code("const again = 1", "again = 1"))
    kernel.ok(Code("const again = 'two'", "again = 'two'"))
    assert kernel.ok(Code("again.length", "len(again)")).result == "3"


def test_kernel_info_is_complete(kernel: Kernel) -> None:
    content = kernel.ask("kernel_info_request").content
    assert content["status"] == "ok"
    assert [int(part) for part in content["protocol_version"].split(".")] >= [5, 3]
    assert content["implementation"]
    assert content["implementation_version"] != "1.0.0" or kernel.language == "python"
    assert content["banner"]
    info = content["language_info"]
    assert {"name", "version", "mimetype", "file_extension"} <= info.keys()


def test_control_answers_kernel_info_too(kernel: Kernel) -> None:
    assert kernel.ask("kernel_info_request", channel="control").status == "ok"


def test_an_unknown_request_does_not_disturb(kernel: Kernel) -> None:
    kernel.ask("no_such_request", {"a": 1})
    kernel.ask("no_such_request", {"a": 1}, channel="control")
    assert kernel.works()


def test_200_cells_in_a_row_stay_as_cheap_and_as_small(kernel: Kernel) -> None:
    import psutil

    process = psutil.Process(kernel.pid)
    #: Seconds of the processors so far: what else the machine does is not in them.
    used: list[float] = []
    sizes: list[int] = []
    for number in range(200):
        used.append(process.cpu_times().user + process.cpu_times().system)
        code = Code(
            f"const name{number} = {{ value: {number}, text: 'n{number}' }}; name{number}.value + 1",
            f"name{number} = dict(value={number}); name{number}['value'] + 1",
        )
        assert kernel.ok(code).result == str(number + 1)
        sizes.append(process.memory_info().rss)
    early, late = used[70] - used[20], used[199] - used[149]
    # Cells that copy all earlier ones would cost four times as much by now; half a second is for what is rounded.
    assert late < 3 * early + 0.5, f"{early:.2f} s for 50 cells, then {late:.2f} s"
    assert max(sizes) < 1.6 * sizes[50] + 50e6, f"{sizes[50] / 1e6:.0f} MB, then {max(sizes) / 1e6:.0f} MB"
