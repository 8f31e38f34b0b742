/**
 * Bytes as they arrive, taken out in pieces of known length. A piece that lies within one chunk is a view of it; any
 * other is copied once, when its last byte is there: the cost stays linear however the bytes are cut.
 */
export class ByteQueue {
  #chunks: Buffer[] = [];
  /** What has been taken of the first chunk. */
  #offset = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** In how many pieces they lie. */
  get pieces(): number {
    return this.#chunks.length;
  }

  clear(): void {
    this.#drop(this.#chunks.length, 0);
    this.#length = 0;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** The byte at that place, which has to be below `length`. */
  byteAt(place: number): number {
    let index = place + this.#offset;
    for (const chunk of this.#chunks) {
      if (index < chunk.length) return chunk[index]!;
      index -= chunk.length;
    }
    throw new RangeError(`There is no byte ${place} among ${this.#length}.`);
  }

  /** The next bytes, which have to be there. */
  take(size: number): Buffer {
    if (size > this.#length) throw new RangeError(`There are no ${size} bytes among ${this.#length}.`);
    const end = this.#offset + size;
    const head = this.#chunks[0];
    if (head === undefined) return Buffer.alloc(0);
    if (end > head.length) return this.#gather(size);
    const piece = head.subarray(this.#offset, end);
    this.#length -= size;
    this.#offset = end;
    if (end === head.length) this.#drop(1, 0);
    return piece;
  }

  /** A piece that spans chunks. */
  #gather(size: number): Buffer {
    const parts = [this.#chunks[0]!.subarray(this.#offset)];
    let missing = size - parts[0]!.length;
    while (missing > 0) {
      const part = this.#chunks[parts.length]!.subarray(0, missing);
      parts.push(part);
      missing -= part.length;
    }
    const last = parts.at(-1)!.length;
    const whole = last === this.#chunks[parts.length - 1]!.length;
    this.#drop(whole ? parts.length : parts.length - 1, whole ? 0 : last);
    this.#length -= size;
    return Buffer.concat(parts, size);
  }

  #drop(chunks: number, offset: number): void {
    this.#chunks.splice(0, chunks);
    this.#offset = offset;
  }
}
