import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { DoctorCheck } from "./check";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

const installed = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Is there a browser that can be driven by a program? Only tests of pages and of the editor need one. */
export function checkBrowser(path: string = process.env["PATH"] ?? ""): DoctorCheck {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const onPath = path
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, `${name}${suffix}`)));
  const found = [...onPath, ...installed].find((file) => existsSync(file));
  return found
    ? { name: "browser", state: "found", required: false, detail: found }
    : {
        name: "browser",
        state: "missing",
        required: false,
        detail: "no Chromium or Chrome; only tests of pages and of the editor need one",
        advice: "install Chromium where you want to run those tests",
      };
}
