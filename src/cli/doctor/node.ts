import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DoctorCheck } from "./check";

/** The lowest version that package.json admits, as `[major, minor]`. */
function oldest(): readonly [number, number] {
  const text = readFileSync(join(__dirname, "..", "..", "..", "package.json"), "utf8");
  const { engines } = JSON.parse(text) as { engines: { node: string } };
  const [, major, minor] = /(\d+)\.(\d+)/.exec(engines.node)!;
  return [Number(major), Number(minor)];
}

/** Is this Node new enough? */
export function checkNode(version: string = process.versions.node): DoctorCheck {
  const [major, minor] = oldest();
  const [ownMajor, ownMinor] = version.split(".").map(Number) as [number, number];
  const suits = ownMajor > major || (ownMajor === major && ownMinor >= minor);
  const detail = `${version} on ${process.platform} ${process.arch}`;
  return suits
    ? { name: "Node", state: "found", required: true, detail }
    : {
        name: "Node",
        state: "broken",
        required: true,
        detail,
        advice: `install Node ${major}.${minor} or newer (https://nodejs.org)`,
      };
}
