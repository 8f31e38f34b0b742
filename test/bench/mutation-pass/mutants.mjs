/*
 * The small changes that a source file could have had by mistake. A test that passes with one of them in place does not
 * see what that line is for (or the change means the same, which only a reader can say).
 */
import ts from "typescript";

const { SyntaxKind } = ts;

/** What may stand in an operator's place. */
const operators = new Map([
  ["<", ["<=", ">="]],
  ["<=", ["<", ">"]],
  [">", [">=", "<="]],
  [">=", [">", "<"]],
  ["===", ["!=="]],
  ["!==", ["==="]],
  ["+", ["-"]],
  ["-", ["+"]],
  ["*", ["/"]],
  ["/", ["*"]],
  ["%", ["*"]],
  ["**", ["*"]],
  ["&&", ["||"]],
  ["||", ["&&"]],
  ["+=", ["-="]],
  ["-=", ["+="]],
  ["*=", ["/="]],
]);

/** Methods that may be left out, so that what they were called on stands for the result, and those with an opposite. */
const removable = new Set([
  "filter",
  "map",
  "sort",
  "reverse",
  "slice",
  "trim",
  "flat",
  "toSorted",
  "concat",
]);
const opposites = new Map([
  ["some", "every"],
  ["every", "some"],
  ["min", "max"],
  ["max", "min"],
  ["floor", "ceil"],
  ["ceil", "floor"],
  ["push", "unshift"],
  ["startsWith", "endsWith"],
  ["endsWith", "startsWith"],
]);

/**
 * All mutants of a file, in the order of the text: `what` for people, the range that `text` replaces, and where the
 * innermost function begins (`scope`; undefined for what runs when the file is loaded).
 */
export function mutantsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const mutants = [];
  const add = (node, replacement, what) => {
    const start = node.getStart(source);
    // What already stands there is no change.
    if (text.slice(start, node.getEnd()) === replacement) return;
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    mutants.push({
      file,
      line: line + 1,
      column: character + 1,
      what: what ?? `${oneLine(node.getText(source))} -> ${oneLine(replacement)}`,
      start,
      end: node.getEnd(),
      text: replacement,
      scope: scopeOf(node, source),
    });
  };
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isExportDeclaration(node) || ts.isModuleDeclaration(node))
      return;
    change(node, source, add);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

/** The functions that a file declares, each with the place where its own code begins; see `scopeOf`. */
export function scopesOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const scopes = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body)
      scopes.push({
        scope: node.body.getStart(source),
        end: node.body.getEnd(),
        block: ts.isBlock(node.body),
      });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return scopes;
}

export function mutated(text, mutant) {
  return text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end);
}

/** The beginning of the body that `node` runs in. Defaults of parameters run where the function is called. */
function scopeOf(node, source) {
  for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent)
    if (ts.isFunctionLike(parent) && parent.body === child) return parent.body.getStart(source);
  return undefined;
}

function change(node, source, add) {
  if (ts.isBinaryExpression(node)) binary(node, source, add);
  else if (node.kind === SyntaxKind.TrueKeyword) add(node, "false");
  else if (node.kind === SyntaxKind.FalseKeyword) add(node, "true");
  else if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken)
    add(node, node.operand.getText(source));
  else if (ts.isNumericLiteral(node)) add(node, String(Number(node.text.replaceAll("_", "")) + 1));
  else if (ts.isIfStatement(node)) always(node.expression, source, add, "if");
  else if (ts.isConditionalExpression(node)) always(node.condition, source, add, "?");
  else if (ts.isArrayLiteralExpression(node)) dropElement(node, source, add);
  else if (ts.isCallExpression(node)) call(node, source, add);
  else if (ts.isReturnStatement(node) && node.expression)
    add(node, "return undefined;", `return ${oneLine(node.expression.getText(source))} -> return undefined`);
  else if (ts.isExpressionStatement(node) || ts.isThrowStatement(node) || ts.isBreakOrContinueStatement(node))
    add(node, ";", `left out: ${oneLine(node.getText(source))}`);
  else if (ts.isArrowFunction(node) && !ts.isBlock(node.body))
    add(node.body, "undefined", `=> ${oneLine(node.body.getText(source))} -> => undefined`);
}

function binary(node, source, add) {
  const operator = node.operatorToken.getText(source);
  const [left, right] = [node.left.getText(source), node.right.getText(source)];
  // Text put together has no difference.
  if (operator === "+" && /["'`]/.test(left + right)) return;
  for (const other of operators.get(operator) ?? [])
    add(node, `${left} ${other} ${right}`, `${oneLine(left)} ${operator} ${oneLine(right)}: ${other}`);
  if (operator === "??") {
    add(node, left, `left out: ?? ${oneLine(right)}`);
    add(node, `(${right})`, `left out: ${oneLine(left)} ??`);
  }
}

function always(condition, source, add, where) {
  const text = oneLine(condition.getText(source));
  add(condition, "true", `${where} ${text} -> true`);
  add(condition, "false", `${where} ${text} -> false`);
}

function dropElement({ elements }, source, add) {
  for (const element of elements) {
    const next = elements[elements.indexOf(element) + 1];
    if (ts.isOmittedExpression(element)) continue;
    const range = {
      parent: element.parent,
      getStart: () => element.getStart(source),
      getEnd: () => (next ? next.getStart(source) : element.getEnd()),
    };
    add(range, "", `left out of the list: ${oneLine(element.getText(source))}`);
  }
}

function call(node, source, add) {
  if (!ts.isPropertyAccessExpression(node.expression)) return;
  const { expression: receiver, name } = node.expression;
  const what = `.${name.text}(${oneLine(node.arguments.map((one) => one.getText(source)).join(", "))})`;
  if (removable.has(name.text)) add(node, receiver.getText(source), `left out: ${what}`);
  const opposite = opposites.get(name.text);
  if (opposite) add(name, opposite, `${what}: ${opposite}`);
}

function oneLine(text) {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 70 ? `${line.slice(0, 67)}...` : line;
}
