/*
 * Global types: Node's for every cell, and what the project has of @types, as TypeScript itself would choose them.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { ts } from "../typescript";
import type { ProjectConfig } from "./tsconfig";

interface GlobalTypes {
  readonly names: readonly string[];
  readonly roots: readonly string[];
}

/** Which packages of global types a cell sees. Node's are always among them: cells run in it. */
export function globalTypes(folder: string, config: ProjectConfig): GlobalTypes {
  const host: ts.ModuleResolutionHost & { directoryExists(name: string): boolean } = {
    fileExists: (name) => ts.sys.fileExists(name),
    readFile: (name) => ts.sys.readFile(name),
    directoryExists: (name) => ts.sys.directoryExists(name),
  };
  const roots = config.options?.typeRoots ?? rootsUpward(folder);
  const names =
    config.options?.types ??
    ts.getAutomaticTypeDirectiveNames(
      { typeRoots: roots },
      { ...host, getDirectories: (name) => ts.sys.getDirectories(name) },
    );
  return { names: [...new Set(["node", ...names])], roots };
}

function rootsUpward(folder: string): string[] {
  const roots: string[] = [];
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    const root = path.join(current, "node_modules", "@types");
    if (fs.existsSync(root)) roots.push(root.replaceAll("\\", "/"));
    if (path.dirname(current) === current) return roots;
  }
}
