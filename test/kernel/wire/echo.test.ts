import { Dealer, Request } from "zeromq";
import { describe, expect, it } from "vitest";
import { patience } from "../../eventually";
import { connected, echo, texts } from "./sockets";

const receiveTimeout = patience;

describe("an echo", () => {
  it("answers each request of a REQ with itself", async () => {
    const { port } = await echo();
    const request = connected(new Request({ receiveTimeout }), port);
    for (const beat of ["ping", "", "pong"]) {
      await request.send([beat, "more"]);
      expect(texts(await request.receive())).toEqual([beat, "more"]);
    }
  });

  it("gives a DEALER its envelope back", async () => {
    const { port } = await echo();
    const dealer = connected(new Dealer({ receiveTimeout }), port);
    await dealer.send(["way", "", "ping"]);
    expect(texts(await dealer.receive())).toEqual(["way", "", "ping"]);
  });
});
