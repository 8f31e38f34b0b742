/*
 * Memory that all threads of the kernel share: how a computing main thread learns that it is to stop, and how it waits
 * for an answer without turning its event loop.
 */

/** Indices into the Int32Array over the shared buffer. */
export const flag = {
  /** Not 0 from the first interrupt on: code of cells that sees it asks `checkpoint` whether it is to end. */
  stop: 0,
  /** 1: whatever computes on the main thread is to stop. Taken back by what stopped, or by the idle event loop. */
  stopNow: 1,
  /** 1 while the main thread is in the synchronous part of a cell, where SIGINT breaks any JavaScript off. */
  synchronous: 2,
  /** The number of the running execution, 0 between executions. */
  execution: 3,
  /** Futex of `input`: the main thread waits for it to become 1. An interrupt sets it too. */
  input: 4,
  /** Futex of the thread that waits for SIGINT: counted up to have it look around. */
  signal: 5,
  /** Futex of the end: 1 when the server thread has sent all that there was to send. */
  drained: 6,
  /** How many listeners for SIGINT user code has: they are given time to end what they watch over. */
  listeners: 7,
  /** How many cells the server thread has handed over. */
  handedOver: 8,
  /** How many of them the main thread has begun. */
  begun: 9,
  /** Which of them is to stop although it had not begun when the user wished it; 0 for none. */
  unbegun: 10,
} as const;

const size = 16;

export function newFlags(): SharedArrayBuffer {
  return new SharedArrayBuffer(size * Int32Array.BYTES_PER_ELEMENT);
}

/** Has the thread that waits for SIGINT look around. */
export function wakeSignalThread(flags: Int32Array): void {
  Atomics.add(flags, flag.signal, 1);
  Atomics.notify(flags, flag.signal);
}

/**
 * Says to the main thread, whatever it does, that it is to stop. Called on any thread but the main one.
 *
 * @returns the number of the execution that ran, 0 for none.
 */
export function requestStop(flags: Int32Array): number {
  const execution = Atomics.load(flags, flag.execution);
  const last = Atomics.load(flags, flag.handedOver);
  if (last !== Atomics.load(flags, flag.begun)) Atomics.store(flags, flag.unbegun, last);
  Atomics.store(flags, flag.stopNow, 1);
  Atomics.store(flags, flag.stop, 1);
  Atomics.store(flags, flag.input, 1);
  Atomics.notify(flags, flag.input);
  wakeSignalThread(flags);
  return execution;
}
