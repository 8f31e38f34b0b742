/* Devices, pipes and links stay what they are when they are written to; what the dead leave behind is cleared. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkWritable, lifeOf, OWNER, temporaryFolder, writeWhole } from "../../src/files";

let folder: string;
const at = (name: string): string => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "espalier-streams-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The owner's name of a process that ended. */
function deadOwner(): string {
  const { pid } = spawnSync(process.execPath, ["-e", "0"]);
  return OWNER.replace(/-\d+-/, `-${pid}-`);
}

describe("writeWhole", () => {
  test("writes through a pipe, which stays one", async () => {
    execFileSync("mkfifo", [at("pipe")]);
    const reader = spawn("cat", [at("pipe")]);
    let text = "";
    reader.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    await checkWritable(at("pipe"));
    await writeWhole(at("pipe"), "grün");
    await once(reader, "close");
    expect(text).toBe("grün");
    expect(statSync(at("pipe")).isFIFO()).toBe(true);
    expect(readdirSync(folder)).toEqual(["pipe"]);
  });

  test("writes to a device, which stays one", async () => {
    await checkWritable("/dev/null");
    await writeWhole("/dev/null", "gone");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test("writes to a stream of the process itself, after what stands there", async () => {
    writeFileSync(at("out"), "");
    const descriptor = openSync(at("out"), "w");
    writeFileSync(descriptor, "before\n");
    await checkWritable(`/dev/fd/${descriptor}`);
    await writeWhole(`/dev/fd/${descriptor}`, "content\n");
    writeFileSync(descriptor, "after\n");
    expect(readFileSync(at("out"), "utf8")).toBe("before\ncontent\nafter\n");
  });

  test("makes the file that a link points at and that is not there yet", async () => {
    mkdirSync(at("there"));
    symlinkSync("there/new.txt", at("link"));
    symlinkSync("link", at("second"));
    await checkWritable(at("second"));
    await writeWhole(at("second"), "new");
    expect(lstatSync(at("link")).isSymbolicLink()).toBe(true);
    expect(readFileSync(at("there/new.txt"), "utf8")).toBe("new");
  });

  test("refuses links in a circle, and sockets", async () => {
    symlinkSync("b", at("a"));
    symlinkSync("a", at("b"));
    await expect(writeWhole(at("a"), "x")).rejects.toThrow("its links go in a circle");
    await expect(checkWritable(at("a"))).rejects.toThrow("its links go in a circle");
    const server = createServer().listen(at("socket"));
    await once(server, "listening");
    await expect(writeWhole(at("socket"), "x")).rejects.toThrow("this is a socket, not a file");
    await expect(checkWritable(at("socket"))).rejects.toThrow("this is a socket, not a file");
    server.close();
  });
});

describe("what killed processes leave", () => {
  test("is cleared by the next write of the same file; what the living and others have is not", async () => {
    const dead = deadOwner();
    const kept = [
      `.x.${OWNER}.0a1b2c3d.tmp`, // a living process
      `.other.${dead}.0a1b2c3d.tmp`, // another file
      `.x.${dead.replace(/^......../, "00000000")}.0a1b2c3d.tmp`, // another machine
      ".x.tmp",
      ".x.notes.tmp",
    ];
    for (const name of [...kept, `.x.${dead}.0a1b2c3d.tmp`]) writeFileSync(at(name), "");
    await writeWhole(at("x"), "new");
    expect(readdirSync(folder).sort()).toEqual([...kept, "x"].sort());
  });

  test("a process is told from an earlier one of its number by when it started", () => {
    expect(lifeOf(OWNER)).toBe("alive");
    expect(lifeOf(deadOwner())).toBe("dead");
    expect(lifeOf("somebody")).toBe("unknown");
    if (process.platform === "linux") expect(lifeOf(OWNER.replace(/\d+$/, "1"))).toBe("dead");
  });

  test.runIf(process.platform === "linux")(
    "a process that ended is dead, also if nobody has asked how",
    async () => {
      // The shell's place is taken by a program that never waits for the child that the shell began.
      const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 600"]);
      const [text] = (await once(parent.stdout, "data")) as [Buffer];
      const id = text.toString().trim();
      const fields = (): string[] => {
        const line = readFileSync(`/proc/${id}/stat`, "latin1");
        return line.slice(line.lastIndexOf(")") + 2).split(" ");
      };
      await expect.poll(() => fields()[0], { timeout: 60_000 }).toBe("Z");
      expect(lifeOf(OWNER.replace(/-.*$/, `-${id}-${fields()[19]!}`))).toBe("dead");
      parent.kill();
    },
    120_000,
  );

  test("a process that is killed while it writes is such a one", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"]);
    await once(child.stdout, "data");
    const stat = readFileSync(`/proc/${child.pid!}/stat`, "utf8");
    const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]!;
    const owner = OWNER.replace(/-.*$/, `-${child.pid!}-${start}`);
    writeFileSync(at(`.x.${owner}.00000000.tmp`), "half");
    await writeWhole(at("x"), "one");
    expect(readdirSync(folder)).toHaveLength(2);
    child.kill("SIGKILL");
    await once(child, "close");
    await writeWhole(at("x"), "two");
    expect(readdirSync(folder)).toEqual(["x"]);
  });
});

test("temporary folders of killed processes are removed by the next one of that kind, and no others", () => {
  const dead = deadOwner();
  const elsewhere = OWNER.replace(/^\w+/, "00000000");
  const kept = [
    `other-${dead}-abcdef`,
    "espalier-kernel-abcdef",
    `espalier-kernel-${OWNER}-abcdef`,
    // Counted on another machine or in another container.
    `espalier-kernel-${elsewhere}-abcdef`,
  ];
  for (const name of [...kept, `espalier-kernel-${dead}-abcdef`]) {
    mkdirSync(at(name));
    writeFileSync(path.join(at(name), "connection.json"), "{}");
  }
  symlinkSync("other", at(`espalier-kernel-${dead}-ghijkl`));
  const made = temporaryFolder("espalier-kernel", folder);
  expect(made.path.startsWith(at(`espalier-kernel-${OWNER}-`))).toBe(true);
  expect(statSync(made.path).mode & 0o077).toBe(0);
  const left = [...kept, `espalier-kernel-${dead}-ghijkl`];
  expect(readdirSync(folder).sort()).toEqual([...left, path.basename(made.path)].sort());
  made.remove();
  expect(readdirSync(folder).sort()).toEqual(left.sort());
});
