import { describe, expect, test } from "vitest";
import { EspalierError } from "../../../src/errors";
import { loadFolder } from "../../../src/data/formats/folder";
import { setLimits } from "../../../src/limits";
import { flatPng } from "../png";
import { temporaryFolder } from "../temporary";

const { at, put } = temporaryFolder();

describe("loadFolder", () => {
  test("reads the classes in the task's order and their images by name, and leaves the rest", async () => {
    put("pets/cat/b.png", flatPng(2, 3, 20));
    put("pets/cat/a.PNG", flatPng(2, 3, 10));
    put("pets/cat/.hidden.png", "no image");
    put("pets/cat/notes.txt", "no image either");
    put("pets/dog/1.png", flatPng(2, 3, 30));
    put("pets/horse/1.png", flatPng(2, 3, 40));
    put("pets/readme.txt", "not a class");
    const loaded = await loadFolder(at("pets"), {}, ["dog", "cat"]);
    expect(loaded.shape).toEqual([2, 3, 3]);
    expect(loaded.classes).toEqual(["dog", "cat"]);
    expect(loaded.labels).toEqual(Int32Array.of(0, 1, 1));
    const firsts = [0, 18, 36].map((start) => Math.round(loaded.data[start]! * 255));
    expect(firsts).toEqual([30, 10, 20]);
    expect((await loadFolder(at("pets"))).classes).toEqual(["cat", "dog", "horse"]);
  });

  test("brings images to one size and to grey", async () => {
    put("sizes/a/1.png", flatPng(9, 5, 60));
    put("sizes/a/2.png", flatPng(2, 2, 120));
    const loaded = await loadFolder(at("sizes"), { size: [4, 3], channels: 1 }, ["a"]);
    expect(loaded.shape).toEqual([4, 3, 1]);
    const expected = [...new Array<number>(12).fill(60), ...new Array<number>(12).fill(120)];
    expect([...loaded.data].map((value) => Math.round(value * 255))).toEqual(expected);
  });

  test("a name that says JPEG for a PNG does no harm", async () => {
    put("named/a/1.jpg", flatPng(2, 2, 5));
    expect((await loadFolder(at("named"), {}, ["a"])).labels).toEqual(Int32Array.of(0));
  });

  test("refuses, naming the folder or file", async () => {
    put("wrong/cat/1.png", flatPng(4, 4));
    put("wrong/cat/2.png", flatPng(4, 5));
    put("wrong/persain/1.png", flatPng(4, 4));
    put("wrong/empty/readme.txt", "");
    put("wrong/broken/1.png", flatPng(4, 4));
    put("wrong/broken/2.png", flatPng(4, 4).subarray(0, 40));
    put("wrong/modern/1.webp", "RIFF");
    put("nothing/readme.txt", "");
    const cases: [string, string[] | undefined, RegExp][] = [
      ["none", ["cat"], /none: there is no such folder; check the path$/],
      ["nothing", undefined, /nothing: there is no folder of images in it/],
      [
        "wrong",
        ["cat", "persian"],
        /wrong: there is no folder for the class "persian"; did you mean "persain"\?$/,
      ],
      ["wrong", ["empty"], /empty: there is no PNG or JPEG image in this class's folder/],
      ["wrong", ["broken"], /broken\/2\.png: the PNG image cannot be decoded/],
      ["wrong", ["modern"], /modern\/1\.webp: images are read from PNG and JPEG files only/],
      [
        "wrong",
        ["cat"],
        /cat\/2\.png: the image is 4 x 5, and .*cat\/1\.png is 4 x 4; give the data a "size"/,
      ],
    ];
    for (const [folder, classes, message] of cases) {
      const loading = loadFolder(at(folder), {}, classes);
      await expect(loading).rejects.toThrow(message);
      await expect(loading).rejects.toThrow(EspalierError);
    }
  });

  test("refuses images that it would pass over in silence, naming them", async () => {
    put("deep/cat/1.png", flatPng(2, 2));
    put("deep/cat/more/readme.txt", "no image");
    put("deep/cat/.thumbnails/1.png", "hidden");
    put("deep/dog/1.png", flatPng(2, 2));
    expect((await loadFolder(at("deep"))).labels).toEqual(Int32Array.of(0, 1));
    put("deep/cat/more/2019/b.jpg", flatPng(2, 2));
    put("deep/cat/more/2019/a.gif", "another kind");
    const load = loadFolder(at("deep"));
    await expect(load).rejects.toThrow(EspalierError);
    await expect(load).rejects.toThrow(
      /deep\/cat\/more\/2019: the images in this folder are in none of a class itself, and would be left out: a\.gif and b\.jpg; move them up into .*deep\/cat, or/,
    );
    // Classes that were not asked for may look as they like.
    expect((await loadFolder(at("deep"), {}, ["dog"])).labels).toEqual(Int32Array.of(0));

    put("flat/cat/1.png", flatPng(2, 2));
    for (let i = 0; i < 9; i++) put(`flat/lost${i}.png`, flatPng(2, 2));
    await expect(loadFolder(at("flat"), {}, ["cat"])).rejects.toThrow(
      /flat: beside the folders of the classes there are images of no class: lost0\.png, .*lost4\.png and 4 more; move each/,
    );
  });

  test("looks at the sizes before it makes arrays", async () => {
    put("big/cat/1.png", flatPng(2, 2));
    const load = loadFolder(at("big"), { size: [100_000, 100_000] });
    await expect(load).rejects.toThrow(/100000 x 100000 has 10000000000 pixels, above the limit/);
    setLimits({ memoryBytes: 40 });
    await expect(loadFolder(at("big"))).rejects.toThrow(
      /1 images of 2 x 2 x 3 take 48 bytes, above the limit of 40/,
    );
    setLimits({ memoryBytes: undefined, dataBytes: 10 });
    await expect(loadFolder(at("big"))).rejects.toThrow(
      /1\.png: the file has \d+ bytes, above the limit of 10/,
    );
    setLimits({ dataBytes: undefined });
  });
});
