import { ts } from "../typescript";

/** What a name stands for: bits. A name may be a value and, independently, a type. */
export const meaning = { value: 1, type: 2, all: 3 } as const;

/** Of the names of a cell, looked through imports. What cannot be resolved may be both. */
export function meaningOf(checker: ts.TypeChecker, symbol: ts.Symbol): number {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const flags = target.flags;
  const found =
    (flags & ts.SymbolFlags.Value ? meaning.value : 0) |
    (flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Namespace) ? meaning.type : 0);
  return checker.isUnknownSymbol(target) || found === 0 ? meaning.all : found;
}
