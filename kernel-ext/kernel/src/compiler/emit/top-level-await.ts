import { ts } from "../typescript";

/** Whether code waits outside of every function: then the script is one of an async function. */
export function hasTopLevelAwait(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node) && node.awaitModifier) return true;
  if (ts.isFunctionLike(node) || ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node)) {
    // Of a member, the computed name belongs to the outside.
    return node.name !== undefined && ts.isComputedPropertyName(node.name) && hasTopLevelAwait(node.name);
  }
  return ts.forEachChild(node, (child) => hasTopLevelAwait(child) || undefined) ?? false;
}
