import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer } from "zeromq";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { patience } from "../../eventually";
import { newRouter, type RouterSocket } from "../../../kernel-ext/kernel/src/wire";
import { texts } from "./sockets";

const opened: RouterSocket[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wire-"));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((socket) => socket.close(0)));
  await rm(folder, { recursive: true });
});

function router(): RouterSocket {
  const socket = newRouter();
  socket.onMessage = (frames) => {
    socket.send(frames);
    return true;
  };
  opened.push(socket);
  return socket;
}

async function answer(endpoint: string): Promise<string[]> {
  const dealer = new Dealer({ receiveTimeout: patience });
  try {
    dealer.connect(endpoint);
    await dealer.send("hello");
    return texts(await dealer.receive());
  } finally {
    dealer.close();
  }
}

/** Leaves the file of a socket on which nobody listens any more. */
async function abandon(path: string): Promise<void> {
  const server = createServer().listen(`${path}-moved`);
  await once(server, "listening");
  await rename(`${path}-moved`, path);
  server.close();
  await once(server, "close");
}

describe("listening", () => {
  it.each(["*", "0.0.0.0", "127.0.0.1", "localhost"])("works on %s", async (ip) => {
    const { port } = await router().bind({ transport: "tcp", ip, port: 0 });
    expect(await answer(`tcp://127.0.0.1:${port}`)).toEqual(["hello"]);
  });

  it("says where it cannot listen, why, and what to do", async () => {
    const { port } = await router().bind({ transport: "tcp", ip: "127.0.0.1", port: 0 });
    await expect(router().bind({ transport: "tcp", ip: "127.0.0.1", port })).rejects.toMatchObject({
      code: "EADDRINUSE",
      message: expect.stringMatching(
        `tcp://127.0.0.1:${port}.*another program.*Start the kernel again`,
      ) as string,
    });
    await expect(router().bind({ transport: "tcp", ip: "192.0.2.1", port: 0 })).rejects.toMatchObject({
      code: "EADDRNOTAVAIL",
    });
    await expect(router().bind({ transport: "tcp", ip: "127.0.0.1", port: 99_999 })).rejects.toThrow("65535");
  });

  it("frees the port when it is closed", async () => {
    const first = router();
    const { port } = await first.bind({ transport: "tcp", ip: "127.0.0.1", port: 0 });
    await first.close();
    await router().bind({ transport: "tcp", ip: "127.0.0.1", port });
  });

  it("does not go on when the socket is closed while it begins", async () => {
    const socket = router();
    const bound = socket.bind({ transport: "tcp", ip: "127.0.0.1", port: 0 });
    await socket.close();
    await expect(bound).rejects.toThrow("closed");
  });
});

describe.skipIf(process.platform === "win32")("listening on a Unix socket", () => {
  it("uses the path that libzmq's clients use, and leaves nothing behind", async () => {
    const ip = join(folder, "kernel");
    const socket = router();
    await socket.bind({ transport: "ipc", ip, port: 3 });
    expect(await answer(`ipc://${ip}-3`)).toEqual(["hello"]);
    await socket.close();
    expect(existsSync(`${ip}-3`)).toBe(false);
  });

  it("replaces the socket of a kernel that was killed, but not of one that lives", async () => {
    const ip = join(folder, "kernel");
    await abandon(`${ip}-1`);
    await router().bind({ transport: "ipc", ip, port: 1 });
    expect(await answer(`ipc://${ip}-1`)).toEqual(["hello"]);
    await expect(router().bind({ transport: "ipc", ip, port: 1 })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
    expect(await answer(`ipc://${ip}-1`)).toEqual(["hello"]);
  });

  it("refuses a path that the system would cut off", async () => {
    const ip = join(folder, "x".repeat(120));
    await expect(router().bind({ transport: "ipc", ip, port: 1 })).rejects.toMatchObject({
      code: "ENAMETOOLONG",
    });
  });

  it("never removes a file that is no socket", async () => {
    const ip = join(folder, "notes");
    await writeFile(`${ip}-1`, "precious");
    await expect(router().bind({ transport: "ipc", ip, port: 1 })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
    expect(existsSync(`${ip}-1`)).toBe(true);
  });
});
