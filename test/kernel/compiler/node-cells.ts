/* What cells do with Node: right under any version of its types. A name for each, for the report of a failure. */

export const nodeCells: Readonly<Record<string, string>> = {
  stream: `
    import { Readable } from 'node:stream';
    for await (const c of Readable.from(['a'])) { const s: string = c; }`,
  createReadStream: `
    import { createReadStream } from 'node:fs';
    for await (const c of createReadStream('x')) { c.length }`,
  stdin: `
    async function f() { for await (const c of process.stdin) { c.length } }`,
  "http incoming": `
    import http from 'node:http';
    http.createServer(async (q, r) => { for await (const c of q) c.length;
    r.end('x') })`,
  "compose/map": `
    import { Readable } from 'node:stream';
    const r = await Readable.from([1]).map((x: number) => x + 1).toArray();
    r.length`,
  pipeline: `
    import { pipeline } from 'node:stream/promises';
    import { createGzip } from 'node:zlib';
    import { Readable, PassThrough } from 'node:stream';
    await pipeline(Readable.from(['x']), createGzip(), async function* (src) { for await (const x of src) yield x }, new PassThrough())`,
  "fs promises": `
    import { readFile, readdir, opendir, open } from 'node:fs/promises';
    const t: string = await readFile('x', 'utf8');
    for (const e of await readdir('.', {withFileTypes: true})) e.name.length;
    for await (const e of await opendir('.')) e.name.length;
    const b: Buffer = await readFile('x');
    const h = await open('x');
    for await (const l of h.readLines()) l.length;
    const s0: Uint8Array = b;`,
  watch: `
    import { watch } from 'node:fs/promises';
    async function f() { for await (const e of watch('.')) { const n: string | null = e.filename } }`,
  glob: `
    import { readdirSync, statSync, writeFileSync } from 'node:fs';
    readdirSync('.').map((n) => statSync(n).size.toFixed());
    writeFileSync('x', new Uint8Array(3))`,
  readline: `
    import readline from 'node:readline';
    import { createReadStream } from 'node:fs';
    for await (const l of readline.createInterface({ input: createReadStream('x') })) { const s: string = l }`,
  "events.on": `
    import { on, once, EventEmitter } from 'node:events';
    const e = new EventEmitter();
    async function f() { for await (const [v] of on(e, 'x')) v;
    const [a] = await once(e, 'y'); a };
    e.on('z', (q) => q);
    e.emit('z', 1)`,
  "typed emitter": `
    import { EventEmitter } from 'node:events';
    class M extends EventEmitter<{ done: [number] }> {} new M().on('done', (n) => n.toFixed())`,
  "timers/promises": `
    import { setTimeout as sleep, setInterval as every } from 'node:timers/promises';
    const v: string = await sleep(1, 'x');
    for await (const t of every(1, 7)) { const n: number = t; break }`,
  timers: `
    const t = setTimeout(() => 1, 5);
    clearTimeout(t);
    t.unref();
    const i: NodeJS.Timeout = setInterval(() => 1, 4);
    clearInterval(i);
    setImmediate(() => 1)`,
  fetch: `
    const r = await fetch('http://x', { method: 'POST', body: 'x', headers: { a: 'b' } });
    const j: any = await r.json();
    r.ok;
    r.headers.get('x');
    new Headers();
    new Request('http://x');
    new FormData()`,
  "fetch body": `
    const r = await fetch('http://x');
    for await (const c of r.body!) { const l: number = c.length } const bytes = new Uint8Array(await r.arrayBuffer());
    bytes.length`,
  "web streams": `
    const s = new ReadableStream<number>({ start(c) { c.enqueue(1);
    c.close() } });
    for await (const c of s) { const n: number = c } new TransformStream<string, string>();
    new WritableStream();
    new TextDecoderStream()`,
  URL: `
    const u = new URL('http://x/?a=1');
    const p: string | null = u.searchParams.get('a');
    for (const [k, v] of u.searchParams) { k.length + v.length } [...u.searchParams.keys()].map((k) => k.length);
    new URLSearchParams({ a: '1' }).toString()`,
  Buffer: `
    const b = Buffer.from('x');
    const u: Uint8Array = b;
    b.toString('hex');
    Buffer.concat([b, Buffer.alloc(2), new Uint8Array(2)]);
    b.subarray(1).readUInt8(0);
    for (const x of b) x.toFixed();
    b.buffer.byteLength;
    b.equals(Buffer.from([1]))`,
  DataView: `
    const b = Buffer.alloc(8);
    new DataView(b.buffer, b.byteOffset, b.length).getFloat32(0);
    new Float32Array(b.buffer);
    const a: ArrayBuffer = new Uint8Array(1).buffer as ArrayBuffer;
    a.byteLength`,
  crypto: `
    import { createHash, randomBytes, randomUUID, webcrypto } from 'node:crypto';
    const h: string = createHash('sha256').update('x').update(Buffer.from('x')).update(new Uint8Array(1)).digest('hex');
    randomBytes(2).toString();
    randomUUID();
    await webcrypto.subtle.digest('SHA-256', new Uint8Array(1));
    crypto.getRandomValues(new Uint8Array(2));
    crypto.randomUUID();
    await crypto.subtle.digest('SHA-256', Buffer.from('x'))`,
  AbortSignal: `
    const c = new AbortController();
    const s: AbortSignal = AbortSignal.timeout(5);
    AbortSignal.any([s, c.signal]);
    c.abort(new Error('x'));
    s.addEventListener('abort', () => 1, { once: true });
    s.throwIfAborted()`,
  worker_threads: `
    import { Worker, parentPort, MessageChannel, workerData } from 'node:worker_threads';
    const w = new Worker('x', { eval: true, workerData: 1 });
    w.on('message', (m) => m);
    w.postMessage(new Uint8Array(1), []);
    const { port1 } = new MessageChannel();
    port1.on('message', (x) => x);
    await w.terminate()`,
  test: `
    import test, { describe, it, mock } from 'node:test';
    import assert from 'node:assert/strict';
    test('x', async (t) => { await t.test('y', () => assert.equal(1, 1));
    t.mock.fn() });
    describe('a', () => { it('b', () => { assert.deepEqual({}, {}) }) });
    mock.fn((a: number) => a)`,
  "using types": `
    import { open } from 'node:fs/promises';
    const h = await open('x');
    await h[Symbol.asyncDispose]();
    const d: Disposable = { [Symbol.dispose]() {} };
    const e: AsyncDisposable = { async [Symbol.asyncDispose]() {} };
    setTimeout(() => 1, 1)[Symbol.dispose]()`,
  child_process: `
    import { execSync, spawn, exec, execFile } from 'node:child_process';
    import { promisify } from 'node:util';
    const o: string = execSync('ls').toString();
    const s: string = execSync('ls', { encoding: 'utf8' });
    const p = spawn('ls');
    p.stdout.on('data', (d) => d);
    for await (const l of p.stdout) l.toString();
    const { stdout } = await promisify(execFile)('ls', ['x']);
    const q: string = stdout;
    const r = await promisify(exec)('ls');
    r.stdout.length`,
  util: `
    import { inspect, promisify, parseArgs, styleText, types, format, TextDecoder } from 'node:util';
    inspect({}, { depth: 1 });
    parseArgs({ options: { a: { type: 'string' } } }).values.a?.length;
    format('x');
    types.isPromise(1);
    new TextDecoder().decode(new Uint8Array(1));
    new TextEncoder().encode('x').length`,
  perf: `
    import { performance as p } from 'node:perf_hooks';
    p.now().toFixed();
    performance.now().toFixed();
    performance.mark('x');
    structuredClone({ a: 1 }).a;
    queueMicrotask(() => 1);
    new Blob(['x']).size;
    atob(btoa('x')).length;
    new BroadcastChannel('x').close();
    new MessageChannel().port1.close();
    new Event('x').type;
    new EventTarget().dispatchEvent(new Event('x'))`,
  "os/path": `
    import os from 'os';
    import path from 'path';
    import * as p2 from 'node:path';
    os.cpus().length;
    path.join('a').length;
    p2.posix.sep;
    process.memoryUsage().heapUsed.toFixed();
    process.hrtime.bigint();
    process.env.X?.length;
    process.on('exit', (c) => c);
    process.argv.map((a) => a.length);
    process.platform === 'linux';
    __dirname`,
  zlib: `
    import zlib from 'node:zlib';
    import { promisify } from 'node:util';
    zlib.gunzipSync(zlib.gzipSync('x')).toString();
    const b = await promisify(zlib.gzip)('x');
    b.toString()`,
  "async hooks": `
    import { AsyncLocalStorage } from 'node:async_hooks';
    const a = new AsyncLocalStorage<{ n: number }>();
    a.run({ n: 1 }, () => a.getStore()?.n.toFixed())`,
  "net/dns/http/tls": `
    import net from 'node:net';
    import dns from 'node:dns/promises';
    import https from 'node:https';
    net.connect(1).on('data', (d) => d.toString());
    (await dns.lookup('x')).address;
    https.get('https://x', (r) => r.statusCode?.toFixed());
    for await (const s of net.connect(2)) s`,
  "vm/v8/module": `
    import vm from 'node:vm';
    import v8 from 'node:v8';
    import { createRequire } from 'node:module';
    vm.runInNewContext('1');
    v8.deserialize(v8.serialize({}));
    createRequire(import.meta.url)('x');
    import.meta.dirname;
    require('fs');
    v8.getHeapStatistics().heap_size_limit.toFixed()`,
  iterators: `
    const m = new Map([[1, 'a']]);
    for (const [k, v] of m.entries()) { k.toFixed(); v.length } function* g() { yield 1 } const it: IterableIterator<number> = g();
    [...g()].map((x) => x.toFixed());
    async function* ag() { yield 1 } for await (const x of ag()) x.toFixed();
    const ai: AsyncIterableIterator<number> = ag();
    Array.from(m.values()).join()`,
  globals: `
    console.log(1);
    console.table([]);
    globalThis.process.version;
    global.process;
    const g: NodeJS.ProcessEnv = process.env;
    const e: NodeJS.ErrnoException = new Error('x');
    e.code;
    const r: NodeJS.ReadableStream = process.stdin;
    for await (const c of r) c`,
  "string_decoder/querystring": `
    import qs from 'node:querystring';
    qs.parse('a=1').a;
    import { StringDecoder } from 'node:string_decoder';
    new StringDecoder('utf8').write(Buffer.from('x')).length;
    import { text, json, buffer } from 'node:stream/consumers';
    import { Readable } from 'node:stream';
    (await text(Readable.from(['x']))).length;
    (await buffer(Readable.from(['x']))).length`,
  "readable web": `
    import { Readable } from 'node:stream';
    const r = await fetch('http://x');
    Readable.fromWeb(r.body as any).pipe(process.stdout);
    const s = Readable.toWeb(process.stdin);
    for await (const c of s) c`,
  "sqlite/typedarray": `
    const f = new Float32Array(3);
    f.map((x) => x + 1);
    f.subarray(1).length;
    const t: NodeJS.TypedArray = f;
    const v: NodeJS.ArrayBufferView = f;
    t.length;
    f.at(-1)?.toFixed();
    const big = new BigInt64Array(1);
    for (const b of big) b.toString()`,
  Error: `
    const e = new Error('x', { cause: 1 });
    Error.captureStackTrace(e);
    Error.stackTraceLimit = 5;
    new AggregateError([e], 'x').errors.length;
    e.cause`,
  "rl promises": `
    import * as rl from 'node:readline/promises';
    const r = rl.createInterface({ input: process.stdin, output: process.stdout });
    (await r.question('x')).length;
    for await (const l of r) l.length;
    r.close()`,
};
