import { describe, expect, it } from "vitest";
import {
  addressOf,
  parseConnection,
  readConnectionFile,
} from "../../../kernel-ext/kernel/src/server/connection-file";

const usual = {
  transport: "tcp",
  ip: "127.0.0.1",
  shell_port: 1,
  control_port: 2,
  iopub_port: 3,
  stdin_port: 4,
  hb_port: 5,
  key: "k",
  signature_scheme: "hmac-sha256",
  kernel_name: "ignored",
};

describe("a connection file", () => {
  it("says where to listen and how to sign", () => {
    const connection = parseConnection(usual);
    expect(connection).toMatchObject({ key: "k", hash: "sha256" });
    expect(addressOf(connection, "iopub")).toEqual({ transport: "tcp", ip: "127.0.0.1", port: 3 });
    expect(parseConnection({ ...usual, transport: "ipc", ip: "/tmp/kernel" }).transport).toBe("ipc");
    expect(parseConnection({ ...usual, signature_scheme: "hmac-sha512" }).hash).toBe("sha512");
    expect(parseConnection({ ...usual, key: undefined }).key).toBe("");
  });

  it.each([
    [{ ...usual, shell_port: "1" }, /"shell_port" is to be a port number and is "1"/],
    [{ ...usual, hb_port: 70_000 }, /hb_port/],
    [{ ...usual, transport: "inproc" }, /transport is "inproc"/],
    [{ ...usual, signature_scheme: "md5" }, /signature_scheme is "md5"/],
    [{ ...usual, signature_scheme: "hmac-none" }, /signature_scheme is "hmac-none"/],
    [{ ...usual, key: 5 }, /"key"/],
    [null, /no JSON object/],
  ])("%# that cannot be used is refused with the reason", (content, why) => {
    expect(() => parseConnection(content)).toThrow(why);
  });

  it("that is not there is named", () => {
    expect(() => readConnectionFile("/nowhere/kernel.json")).toThrow(/\/nowhere\/kernel\.json/);
  });
});
