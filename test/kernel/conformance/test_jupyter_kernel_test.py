"""The Jupyter project's own suite, whole. Only its pager is left out: payloads are deprecated."""

from __future__ import annotations

from typing import Any

import jupyter_kernel_test as theirs
from client import PATIENCE
from kernels import TESTED


class TypeScript:
    kernel_name = TESTED.name
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('test')"
    completion_samples = [
        {"text": "parseIn", "matches": {"parseInt"}},
        {"text": "[1].flatM", "matches": {"flatMap"}},
    ]
    complete_code_samples = ["1", "let x = 1", "function f() { return 1 }", "const a = `x`", "// done", "", "await 1"]
    incomplete_code_samples = ["function f() {", "const a = `x", "[1, 2", "/* a comment", "if (true)"]
    invalid_code_samples = ["import = 7q", "let 1x = 2", "}", "f(]"]
    code_generate_error = "throw new Error('boom')"
    code_execute_result = [
        {"code": "1+2+3", "result": "6"},
        {"code": "[1,2].map(x=>x*2)", "result": "[ 2, 4 ]"},
        {"code": "'a' + 1", "result": "'a1'"},
    ]
    code_display_data = [
        {"code": "require('tslab').display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "require('tslab').display.png(new Uint8Array(8))", "mime": "image/png"},
        {"code": "display(1)", "mime": "text/plain"},
    ]
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "parseInt"
    code_clear_output = "clearOutput()"
    support_iopub_welcome = True


class Python:
    """The same, for the reference."""

    kernel_name = TESTED.name
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('test', file=sys.stderr)"
    completion_samples = [{"text": "zi", "matches": {"zip"}}]
    complete_code_samples = ["1", "x = 1"]
    incomplete_code_samples = ["def f():", "x = '''"]
    invalid_code_samples = ["import = 7q"]
    code_generate_error = "raise ValueError('boom')"
    code_execute_result = [{"code": "1+2+3", "result": "6"}, {"code": "[x * 2 for x in (1, 2)]", "result": "[2, 4]"}]
    code_display_data = [
        {"code": "from IPython.display import HTML; display(HTML('<b>bold</b>'))", "mime": "text/html"},
    ]
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "search")  # its range reads a database that lags behind
    code_inspect_sample = "zip"
    code_clear_output = "from IPython.display import clear_output; clear_output()"
    support_iopub_welcome = True


Samples = TypeScript if TESTED.language == "typescript" else Python


class Patient:
    """Theirs gives up after a second, or a tenth of one, which a busy machine may take for any message."""

    kc: Any

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()  # type: ignore[misc]
        for place, name in ((cls.kc, "get_shell_msg"), (cls.kc.iopub_channel, "get_msg")):
            get = theirs.ensure_sync(getattr(place, name))
            setattr(place, name, lambda timeout=None, get=get: get(timeout=PATIENCE))

    def flush_channels(self) -> None:
        """Reads all that came of earlier requests: what comes of one more is the last."""
        last = self.kc.kernel_info()
        of_last = lambda message: message["parent_header"].get("msg_id") == last  # noqa: E731
        while not of_last(self.kc.get_shell_msg()):
            pass
        while True:
            message = self.kc.iopub_channel.get_msg()
            theirs.validate_message(message)
            if of_last(message) and message["content"].get("execution_state") == "idle":
                return


class TestKernel(Patient, Samples, theirs.KernelTests):
    pass


class TestIopubWelcome(Samples, theirs.IopubWelcomeTests):
    pass
