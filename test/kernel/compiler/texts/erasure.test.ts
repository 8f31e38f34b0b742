/*
 * The project's own sources, function by function: what is left without the types is, word by word, what TypeScript makes of
 * it; and whatever the engine takes for a function in the script is known by its mark.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FunctionMarks } from "../../../../kernel-ext/kernel/src/compiler/emit/function-marks";
import { readMark } from "../../../../kernel-ext/kernel/src/compiler/texts/mark";
import { printedTexts } from "../../../../kernel-ext/kernel/src/compiler/texts/printed";
import { SourceText } from "../../../../kernel-ext/kernel/src/compiler/texts/source-text";
import { hasText, spanOf } from "../../../../kernel-ext/kernel/src/compiler/texts/span";
import { inside, ts } from "../../../../kernel-ext/kernel/src/compiler/typescript";

const root = join(__dirname, "../../../..");
const folders = ["kernel-ext/kernel/src/compiler", "kernel-ext/kernel/src/loader", "src/spec"];
const options: ts.CompilerOptions = { target: ts.ScriptTarget.ESNext, useDefineForClassFields: true };

test.each(folders)("%s", { timeout: 600_000 }, (folder) => {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((name) =>
    /(?<!\.d)\.tsx?$/.test(name),
  );
  expect(files.length).toBeGreaterThan(0);
  let count = 0;
  for (const name of files) count += compare(join(root, folder, name));
  expect(count).toBeGreaterThan(50);
});

/** Gives how many functions there were. */
function compare(path: string): number {
  const text = readFileSync(path, "utf8");
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const request = { text, name: path, kind, options };
  const file = ts.createSourceFile(path, `${text}\nexport {};`, ts.ScriptTarget.Latest, true, kind);
  if (inside(file).parseDiagnostics.length > 0) return 0;
  const source = new SourceText(request);
  const printed = printedTexts(request);
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (hasText(node)) {
      const span = spanOf(node, file);
      const expected = printed.get(`${span.start}:${span.end}`);
      if (expected !== undefined) {
        count += 1;
        const found = source.of(span);
        expect(structure(found ?? "", node), `${path}: ${node.getText()}\n${found}`).toBe(
          structure(expected, node),
        );
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return count;
}

test.each(folders)("marks in %s", { timeout: 600_000 }, (folder) => {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  for (const name of files.filter((one) => one.endsWith(".ts"))) {
    const text = readFileSync(join(root, folder, name), "utf8");
    const { outputText: script } = ts.transpileModule(text, {
      fileName: name,
      compilerOptions: { ...options, module: ts.ModuleKind.ESNext },
      transformers: {
        after: [
          (context) => (file) =>
            new FunctionMarks(context, { file, id: 1, start: 0, end: text.length }).addTo(file),
        ],
      },
    });
    const file = ts.createSourceFile("x.js", script, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      ts.forEachChild(node, visit);
      if (!hasText(node)) return;
      const { start, end } = spanOf(node, file);
      const mark = readMark(script.slice(start, end));
      // The function of an enum is TypeScript's own.
      if (!mark) expect(script.slice(start, end)).toMatch(/^function \(\w+\) \{\n/);
      else if (node.name) expect(text.slice(mark.start, mark.end)).toContain(node.name.getText());
    };
    visit(file);
  }
});

/** The tree of a function's text, without brackets and comments. */
function structure(text: string, node: ts.Node): string {
  const isMember = ts.isMethodDeclaration(node) || ts.isAccessor(node);
  const isOfObject = isMember && ts.isObjectLiteralExpression(node.parent);
  const module = isOfObject ? `({${text}})` : isMember ? `(class extends Object {${text}})` : `(${text})`;
  const file = ts.createSourceFile("x.js", module, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  expect(
    inside(file).parseDiagnostics.map((one) => one.messageText),
    module,
  ).toEqual([]);
  const dump = (one: ts.Node): string => {
    if (ts.isParenthesizedExpression(one)) return dump(one.expression);
    if (ts.isEmptyStatement(one) || ts.isSemicolonClassElement(one)) return "";
    const word = ts.isIdentifier(one) || ts.isLiteralExpression(one) ? one.text : "";
    let inner = "";
    ts.forEachChild(one, (child) => {
      inner += dump(child);
    });
    return `(${ts.SyntaxKind[one.kind]} ${word}${inner})`;
  };
  return dump(file);
}
