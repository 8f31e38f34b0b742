import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject, ServerOptions } from "../bridge/messages";
import { protocolVersion } from "./message";

/** The content of `kernel_info_reply`. */
export function kernelInfo(language: ServerOptions["language"]): JsonObject {
  const version = versionIn(join(__dirname, "..", "..", "package.json"));
  const typescript = versionIn(require.resolve("@tslab/typescript-for-tslab/package.json"));
  const runs = `Node.js ${process.versions.node}`;
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "espalier",
    implementation_version: version,
    language_info: language === "typescript" ? typescriptInfo(typescript) : javascriptInfo(),
    banner: `Espalier kernel ${version}: ${language === "typescript" ? `TypeScript ${typescript} on ` : ""}${runs}`,
    help_links: [
      { text: "TypeScript handbook", url: "https://www.typescriptlang.org/docs/handbook/" },
      { text: "JavaScript reference", url: "https://developer.mozilla.org/docs/Web/JavaScript" },
      { text: "Node.js reference", url: `https://nodejs.org/docs/v${process.versions.node}/api/` },
    ],
    supported_features: [],
  };
}

// CodeMirror's mode is its name as a string: with tslab's object JupyterLab colours TypeScript as JavaScript.
function typescriptInfo(version: string): JsonObject {
  return {
    name: "typescript",
    version,
    mimetype: "application/typescript",
    file_extension: ".ts",
    codemirror_mode: "typescript",
    pygments_lexer: "typescript",
    nbconvert_exporter: "script",
  };
}

function javascriptInfo(): JsonObject {
  return {
    name: "javascript",
    version: process.versions.node,
    mimetype: "text/javascript",
    file_extension: ".js",
    codemirror_mode: "javascript",
    pygments_lexer: "javascript",
    nbconvert_exporter: "script",
  };
}

/** The compiler itself takes a tenth of a second to load; its package.json nothing. */
function versionIn(packageFile: string): string {
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  return version;
}
