/*
 * One writer at a time, by a file beside the one that is written: `.name.lock` holds who has it. The lock of a process
 * that died is taken over. On one machine that is sure; where several machines write one file through a network, a
 * lock that another machine's dead process left has to be deleted by hand, and the message says so.
 */
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EspalierError } from "../errors";
import { lifeOf, OWNER, processOf } from "./owner";
import { placeOf } from "./place";
import { reasonOf } from "./reason";

const PAUSE = 10;

/** A lock without content was just made, or left by a process that died in that moment. */
const MAKING = 10_000;

/** Gives a lock back. */
export type Release = () => Promise<void>;

/**
 * Keeps other writers from `file` for as long as a piece of work lasts.
 *
 * @param doing what the work is, for the message: `trains with this checkpoint`
 * @returns what ends it
 * @throws EspalierError where another one does the same, or no lock can be made there
 */
export async function claim(file: string, doing: string): Promise<Release> {
  const place = await placeOf(file);
  if (place.kind !== "file") return () => Promise.resolve();
  const lock = lockOf(place.target);
  return guarded(file, async () => {
    for (;;) {
      const taken = await take(lock);
      if (typeof taken === "function") return taken;
      if (await abandoned(lock, taken)) continue;
      throw new EspalierError(`${who(taken)} ${doing}`, {
        where: file,
        hint: `wait for it or name another file; if there is none such, delete ${lock}`,
      });
    }
  });
}

/**
 * Runs a short action while no other process, and no other action here, runs one on the same file.
 *
 * @param patience milliseconds to wait for the others
 * @throws EspalierError where the lock is not to be had
 */
export async function locked<T>(file: string, action: () => Promise<T>, patience = 60_000): Promise<T> {
  const place = await placeOf(file);
  if (place.kind !== "file") return action();
  const lock = lockOf(place.target);
  const release = await guarded(file, async () => {
    for (const end = Date.now() + patience; ;) {
      const taken = await take(lock);
      if (typeof taken === "function") return taken;
      if (await abandoned(lock, taken)) continue;
      if (Date.now() < end) await sleep(PAUSE);
      else {
        throw new EspalierError(`${who(taken)} has been writing this file for ${patience / 1000} s`, {
          where: file,
          hint: `if there is none such, delete ${lock}`,
        });
      }
    }
  });
  try {
    return await action();
  } finally {
    await release();
  }
}

const lockOf = (target: string): string => path.join(path.dirname(target), `.${path.basename(target)}.lock`);

/** Gives what the file system says a form for people. */
async function guarded(file: string, action: () => Promise<Release>): Promise<Release> {
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    return await action();
  } catch (error) {
    if (error instanceof EspalierError) throw error;
    throw new EspalierError(`cannot be written (${reasonOf(error)})`, { where: file, cause: error });
  }
}

/** Takes a lock, or says what stands in it. */
async function take(lock: string): Promise<Release | string> {
  const mine = `${OWNER} ${randomBytes(4).toString("hex")}`;
  for (;;) {
    try {
      await writeFile(lock, mine, { flag: "wx" });
      return async () => {
        if ((await read(lock)) === mine) await rm(lock, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const theirs = await read(lock);
      if (theirs !== undefined) return theirs;
    }
  }
}

/** Of a file that is just being removed: Windows has words of its own. */
const GOING = ["ENOENT", "EPERM", "EBUSY"];

/** What stands in a lock; `undefined` where there is none any more. What can never be read is not waited for. */
async function read(lock: string): Promise<string | undefined> {
  try {
    return await readFile(lock, "utf8");
  } catch (error) {
    if (GOING.includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Removes the lock with this content if its owner is dead. Only one process does so at a time, and looks again. */
async function abandoned(lock: string, content: string): Promise<boolean> {
  if (!(await isDead(lock, content))) return false;
  const breaking = `${lock}.break`;
  try {
    await writeFile(breaking, "", { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (await isOld(breaking)) await rm(breaking, { force: true });
    else await sleep(PAUSE);
    return true; // Whoever holds it is about to be done.
  }
  try {
    if ((await read(lock)) === content) await rm(lock, { force: true });
  } finally {
    await rm(breaking, { force: true });
  }
  return true;
}

async function isDead(lock: string, content: string): Promise<boolean> {
  if (content === "") return isOld(lock);
  return lifeOf(ownerIn(content)) === "dead";
}

async function isOld(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > MAKING;
}

const ownerIn = (content: string): string => content.split(" ")[0]!;

function who(content: string): string {
  const owner = ownerIn(content);
  const life = lifeOf(owner);
  if (owner === OWNER) return "something else in this process";
  return life === "alive" ? `process ${processOf(owner)}` : "a process of another machine";
}
