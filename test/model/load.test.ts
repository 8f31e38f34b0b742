/* Models that a spec loads: recognised by their content, kept inside of their folder, refused in words. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EspalierError } from "../../src/errors";
import { setLimits } from "../../src/limits";
import { StackLoader } from "../../src/model/load";

const FIXTURE = join(__dirname, "../fixtures/keras-model");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espalier-load-"));
  mkdirSync(join(folder, "model"));
  for (const name of ["model.json", "weights.bin"])
    copyFileSync(join(FIXTURE, name), join(folder, "model", name));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const load = (name = "model/model.json") => new StackLoader(folder).load(name);

/** The message for a model with this changed in its `model.json`. */
function refusal(change: (text: string) => string): string {
  const file = join(folder, "model/model.json");
  writeFileSync(file, change(readFileSync(file, "utf8")));
  try {
    load();
  } catch (error) {
    expect(error).toBeInstanceOf(EspalierError);
    return (error as Error).message;
  }
  return "";
}

/** The same with other paths of weight files. */
const weightsAt = (path: string): string =>
  refusal((text) => text.replace('"weights.bin"', JSON.stringify(path)));

describe("the weights of a model", () => {
  it("stay inside of its folder", () => {
    writeFileSync(join(folder, "secret.bin"), readFileSync(join(FIXTURE, "weights.bin")));
    expect(weightsAt("../secret.bin")).toMatch(
      /its weight file \.\.\/secret\.bin is not in the model's folder/,
    );
  });

  it("stay there when links are resolved, whether the link is the file or a folder", () => {
    writeFileSync(join(folder, "secret.bin"), readFileSync(join(FIXTURE, "weights.bin")));
    symlinkSync("../secret.bin", join(folder, "model/linked.bin"));
    symlinkSync("..", join(folder, "model/up"));
    expect(weightsAt("linked.bin")).toMatch(/not in the model's folder/);
    expect(refusal((text) => text.replace('"linked.bin"', '"up/secret.bin"'))).toMatch(
      /not in the model's folder/,
    );
  });

  it("may be linked inside of it, and the model may be reached by a link", () => {
    symlinkSync("weights.bin", join(folder, "model/linked.bin"));
    expect(weightsAt("linked.bin")).toBe("");
    symlinkSync("model", join(folder, "other"));
    expect(load("other/model.json").layers.length).toBeGreaterThan(3);
  });

  it("are a regular file of bounded size", () => {
    execFileSync("mkfifo", [join(folder, "model/pipe")]);
    expect(weightsAt("pipe")).toMatch(/this is a pipe, not a file/);
    expect(refusal((text) => text.replace('"pipe"', '"."'))).toMatch(/not in the model's folder/);
    expect(refusal((text) => text.replace('"."', '"none"'))).toMatch(/there is no weight file none/);
    setLimits({ modelBytes: 1000 });
    try {
      expect(refusal((text) => text.replace('"none"', '"weights.bin"'))).toMatch(/above the limit of 1,000/);
    } finally {
      setLimits({ modelBytes: undefined });
    }
  });

  it("are as many as the model says", () => {
    const file = join(folder, "model/weights.bin");
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(8)]));
    expect(refusal((text) => text)).toMatch(/8 bytes of weights\.bin belong to no weight/);
    writeFileSync(file, Buffer.alloc(1440, 0xff));
    expect(refusal((text) => text)).toMatch(/has values that are not finite/);
  });
});

describe("what a spec loads", () => {
  it("is a model by its content, whatever it is called", () => {
    copyFileSync(join(folder, "model/model.json"), join(folder, "model/model.txt"));
    expect(load("model/model.txt")).toEqual(load());
    copyFileSync(join(__dirname, "../fixtures/version-1/cascade.safetensors"), join(folder, "saved.json"));
    expect(() => load("saved.json")).toThrow(/the model branches at animal/);
  });

  it("is nothing else, and nothing of what it is stands in the message", () => {
    const secret = "root:x:0:0:root:/root:/bin/bash\n";
    for (const content of [secret, `{${secret}`, `{"a": ${secret}`, `\n {"root:x:0:0": 1}`, ""]) {
      writeFileSync(join(folder, "secret.json"), content);
      expect(() => load("secret.json")).toThrow(EspalierError);
      expect(() => load("secret.json")).not.toThrow(/root/);
    }
  });

  it("is no pipe and no device", () => {
    execFileSync("mkfifo", [join(folder, "pipe.json")]);
    expect(() => load("pipe.json")).toThrow(/this is a pipe, not a file/);
    expect(() => load("/dev/zero")).toThrow(/this is a device, not a file/);
    expect(() => load(".")).toThrow(/this is a folder, not a file/);
  });
});

describe("a malformed model.json is refused in words", () => {
  it.each([
    [
      "an activation of every object",
      /"activation":"tanh"/,
      '"activation":"constructor"',
      /the activation "constructor"/,
    ],
    [
      "a layer of every object",
      /"class_name":"Flatten"/,
      '"class_name":"toString"',
      /Espalier has no layer toString/,
    ],
    ["no config", /"config":\{"name":"sequential[^"]*",/, '"config":null,"other":{', /modelTopology/],
    ["units that are a text", /"units":6/, '"units":"6"', /units: .*whole number/],
    ["units that are half", /"units":6/, '"units":6.5', /units: .*whole number/],
    ["a kernel size without end", /"kernel_size":\[3,3\]/, '"kernel_size":[3,3,3]', /kernelSize/],
    ["a rate above all", /"rate":0\.5/, '"rate":7', /rate/],
    ["layers that are none", /"layers":\[\{/, '"layers":[7,{', /layers/],
    [
      "a layer without a name",
      /"config":\{"name":"flatten[^"]*"/,
      '"config":{"nome":"x"',
      /requires property "name"/,
    ],
    [
      "a shape that is a text",
      /"batch_input_shape":\[null,8,8,2\]/,
      '"batch_input_shape":"8"',
      /shape of its input/,
    ],
    [
      "a shape below one",
      /"batch_input_shape":\[null,8,8,2\]/,
      '"batch_input_shape":[null,8,-8,2]',
      /inputShape/,
    ],
    ["a manifest that is none", /"weightsManifest":\[/, '"weightsManifest":[7,', /weightsManifest/],
    ["paths that are none", /"paths":\["weights\.bin"\]/, '"paths":[7]', /weightsManifest/],
    ["a weight's shape that is none", /"shape":\[3,3,2,3\]/, '"shape":[3,3,"2",3]', /weightsManifest/],
    [
      "a weight's shape without end",
      /"shape":\[3,3,2,3\]/,
      '"shape":[1e300,1e300]',
      /the weight files end before/,
    ],
    ["a weight twice", /separable_conv2d_SeparableConv2D1\/pointwise_kernel/, "same", /missing|twice/],
    ["keys that stand twice", /"modelTopology":/, '"modelTopology":1,"modelTopology":', /the same key twice/],
  ])("%s", (_, from, to, message) => {
    const said = refusal((text) => {
      expect(text).toMatch(from);
      return text.replace(from, to);
    });
    expect(said).toMatch(message);
  });
});
