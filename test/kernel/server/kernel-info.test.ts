import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kernelInfo } from "../../../kernel-ext/kernel/src/server/kernel-info";

const root = join(__dirname, "..", "..", "..");
const versionOf = (folder: string) =>
  (JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as { version: string }).version;

describe("kernel_info", () => {
  it("says the true versions", () => {
    expect(kernelInfo("typescript")).toMatchObject({
      implementation: "espalier",
      implementation_version: versionOf("kernel-ext/kernel"),
      language_info: { name: "typescript", version: versionOf("node_modules/@tslab/typescript-for-tslab") },
    });
    expect(kernelInfo("javascript")).toMatchObject({
      language_info: { name: "javascript", version: process.versions.node, file_extension: ".js" },
    });
  });
});
