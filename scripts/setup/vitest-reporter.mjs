/*
 * Writes down what becomes of each test file as it happens, one JSON object a line, into the file that
 * ESPALIER_TEST_LOG names: also a run that breaks down says so far what was, and what was under way.
 */
import { appendFileSync } from "node:fs";

const log = process.env.ESPALIER_TEST_LOG;

function write(event) {
  appendFileSync(log, `${JSON.stringify(event)}\n`);
}

function outcome(test) {
  const { state, note } = test.result();
  return { name: test.fullName, group: groupOf(test), state, note };
}

/** The title of a group says what its tests need. */
function groupOf(test) {
  return test.parent.type === "suite" ? test.parent.fullName : test.name;
}

export default class Reporter {
  onTestRunStart(specifications) {
    write({ event: "planned", files: specifications.map(({ moduleId }) => moduleId) });
  }

  onTestModuleStart({ moduleId }) {
    write({ event: "started", file: moduleId });
  }

  onTestCaseResult(test) {
    write({ event: "test", file: test.module.moduleId, name: test.fullName });
  }

  onTestModuleEnd(module) {
    write({
      event: "ended",
      file: module.moduleId,
      tests: [...module.children.allTests()].map(outcome),
      errors: [module, ...module.children.allSuites()].flatMap((part) =>
        part.errors().map(({ message }) => message),
      ),
    });
  }

  onTestRunEnd(_modules, errors) {
    write({ event: "done", errors: errors.map(({ message }) => message) });
  }
}
