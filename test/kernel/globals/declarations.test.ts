import { join } from "node:path";
import ts from "@tslab/typescript-for-tslab";
import { describe, expect, test } from "vitest";

const declarations = join(__dirname, "../../../kernel-ext/kernel/globals/index.d.ts");

/** What the kernel's own compiler says to a cell beside the declarations. */
function problems(cell: string, libraries: readonly string[]): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    lib: libraries.map((name) => `lib.${name}.d.ts`),
    types: [],
    strict: true,
    noEmit: true,
    skipDefaultLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  const text = `${cell}\nexport {};`;
  host.getSourceFile = (name, version) =>
    name === "cell.ts" ? ts.createSourceFile(name, text, version) : getSourceFile(name, version);
  const program = ts.createProgram([declarations, "cell.ts"], options, host);
  const all = [
    ...program.getGlobalDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ];
  return all.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe.each([[["es2022"]], [["es2022", "dom"]]])("with the libraries %j, cells", (libraries) => {
  test("find the helpers, with their types", () => {
    const cell = `
      const shown: Jupyter.DisplayHandle = display([1], { id: "a", update: true, metadata: { "text/html": {} } });
      shown.update(2, { raw: true });
      shown.clear();
      display.html("<b>").update(1);
      display.image(new Uint8Array(3));
      clearOutput({ wait: true });
      const name: string | null = prompt("name", "none", { password: true });
      const yes: boolean = confirm("go on?");
      alert("x");
      const part = html\`<b>\${1}</b>\`, text: string = \`\${md\`# \${part}\`} \${svg\`<svg/>\`}\`;
      for (const item of progress(new Set([1]), { label: "x" })) item.toFixed();
      async function* later() { yield "a"; }
      for await (const item of progress(later(), { total: 3 })) item.toUpperCase();
      const bar = progressBar(3);
      bar.step(1, "x");
    `;
    expect(problems(cell, libraries)).toEqual([]);
    expect(problems("display.html(1); progressBar('x')", libraries)).toHaveLength(2);
  });

  test("find comms and widgets, whose state has types", () => {
    const cell = `
      const model = widget({ esm: "…", css: "…", state: { count: 1, list: [1] } });
      const count: number = model.get("count");
      model.set("count", 2);
      model.set({ list: [3] });
      model.save("list");
      model.on("change:count", (value, before) => value.toFixed() + before.toFixed());
      model.on("change", ({ list }) => list?.push(1));
      model.on("msg:custom", ({ kind }: { kind: string }, [bytes]) => kind + bytes?.length);
      const explicit: Jupyter.Widget<{ name: string }> = widget<{ name: string }>({ esm: "…", state: { name: "" } });
      explicit.get("name").trim();
      comms.register("target", (comm, { data, buffers }) => comm.send({ data }, { buffers }));
      const comm = comms.open("target");
      comm.onMessage(async ({ data }) => data.x);
    `;
    expect(problems(cell, libraries)).toEqual([]);
    const wrong = `
      const model = widget({ esm: "…", state: { count: 1 } });
      model.set("count", "a"); model.get("other"); model.on("change:other", () => 1); comms.open(1);
    `;
    expect(problems(wrong, libraries)).toHaveLength(4);
  });

  test("may use the same names for things of their own", () => {
    const cell = `
      let display = 3; const html = "<b>"; function progress() {} class md {} class widget {} type comms = 1; const { svg, prompt } = { svg: 1, prompt: 2 };
      type progressBar = string; namespace Jupyter { export const x = 1; }
      const { inspect: alert } = { inspect: 1 };
      display = 4;
    `;
    expect(problems(cell, libraries)).toEqual([]);
  });
});
