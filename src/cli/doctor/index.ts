import { checkBackends } from "./backend";
import { checkBrowser } from "./browser";
import type { DoctorReport } from "./check";
import { checkKernel, checkKernelSpec, checkLab } from "./kernel";
import { checkNode } from "./node";
import { askPython, checkJupyter, checkPython } from "./python";
import { print, printJson } from "../output";

export type { DoctorCheck, DoctorReport } from "./check";

/** Looks at what the library finds on this machine. Changes nothing. */
export async function doctor(): Promise<DoctorReport> {
  const python = askPython();
  const checks = [
    checkNode(),
    ...(await checkBackends()),
    await checkKernel(),
    await checkKernelSpec(python),
    ...(await checkLab()),
    checkPython(python),
    ...checkJupyter(python),
    checkBrowser(),
  ];
  return { works: checks.every(({ required, state }) => !required || state === "found"), checks };
}

/** The report as text: one line for each thing, under it what to do about it, and the verdict. */
export function doctorText({ works, checks }: DoctorReport): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, state, required, detail, advice }) => {
    const mark = state === "found" ? "ok" : required ? "FAIL" : "--";
    const first = `${mark.padEnd(4)}  ${name.padEnd(width)}  ${detail}`;
    return advice ? [first, `${" ".repeat(width + 8)}> ${advice}`] : [first];
  });
  const verdict = works ? "Espalier can run here." : "Espalier cannot run here: see FAIL above.";
  return [...lines, "", verdict, ""].join("\n");
}

/**
 * `espalier doctor`: prints what is there and what to do about what is not.
 *
 * @returns exit code: 1 where the library cannot run at all
 */
export async function doctorCommand({ json }: { readonly json?: boolean }): Promise<number> {
  const report = await doctor();
  if (json) printJson(report, 2);
  else print(doctorText(report).trimEnd());
  return report.works ? 0 : 1;
}
