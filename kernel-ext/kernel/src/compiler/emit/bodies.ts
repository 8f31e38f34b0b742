import { ts } from "../typescript";

export type FunctionWithBody = (
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration
  | ts.ArrowFunction
) & { readonly body: ts.ConciseBody };

export function isFunctionWithBody(node: ts.Node): node is FunctionWithBody {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

/** The function with another body: a block for a block, an expression for an expression. */
export function withBody(node: FunctionWithBody, body: ts.ConciseBody, factory: ts.NodeFactory): ts.Node {
  const { modifiers, parameters } = node;
  if (ts.isArrowFunction(node)) {
    const { modifiers, equalsGreaterThanToken: arrow } = node;
    return factory.updateArrowFunction(node, modifiers, undefined, parameters, undefined, arrow, body);
  }
  if (!ts.isBlock(body)) return node;
  if (ts.isConstructorDeclaration(node)) {
    return factory.updateConstructorDeclaration(node, modifiers, parameters, body);
  }
  if (ts.isGetAccessorDeclaration(node)) {
    return factory.updateGetAccessorDeclaration(node, modifiers, node.name, parameters, undefined, body);
  }
  if (ts.isSetAccessorDeclaration(node)) {
    return factory.updateSetAccessorDeclaration(node, modifiers, node.name, parameters, body);
  }
  const { asteriskToken: star } = node;
  if (ts.isMethodDeclaration(node)) {
    const { name, questionToken: question } = node;
    return factory.updateMethodDeclaration(
      node,
      modifiers,
      star,
      name,
      question,
      undefined,
      parameters,
      undefined,
      body,
    );
  }
  return ts.isFunctionDeclaration(node)
    ? factory.updateFunctionDeclaration(
        node,
        modifiers,
        star,
        node.name,
        undefined,
        parameters,
        undefined,
        body,
      )
    : factory.updateFunctionExpression(
        node,
        modifiers as ts.NodeArray<ts.Modifier>,
        star,
        node.name,
        undefined,
        parameters,
        undefined,
        body,
      );
}
