import { createHmac, timingSafeEqual } from "node:crypto";

/** Signs messages and checks signatures with the key of the connection file. */
export class Signer {
  constructor(
    private readonly key: string,
    private readonly hash: string,
  ) {}

  /** Whether messages are signed at all. */
  get signs(): boolean {
    return this.key !== "";
  }

  /** In hexadecimal; empty if messages are not signed. */
  sign(parts: readonly Uint8Array[]): string {
    if (!this.signs) return "";
    const hmac = createHmac(this.hash, this.key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }

  /** Takes the same time wherever the first wrong character stands. */
  verifies(given: Uint8Array, parts: readonly Uint8Array[]): boolean {
    if (!this.signs) return true;
    const expected = Buffer.from(this.sign(parts));
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
