"""The Jupyter project's own suite, whole. Only its pager is left out: payloads are deprecated."""

from __future__ import annotations

import jupyter_kernel_test as theirs
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


class TestKernel(Samples, theirs.KernelTests):
    pass


class TestIopubWelcome(Samples, theirs.IopubWelcomeTests):
    pass
