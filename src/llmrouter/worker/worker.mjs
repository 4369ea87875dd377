// The gateway as a Cloudflare Worker. Every decision comes from gateway.mjs, which is the Java core compiled to
// JavaScript; this file only does what a Step says and reports what came of it. See HostedRequest.java and Step.java.
import { DurableObject } from "cloudflare:workers";
import * as core from "./gateway.mjs";

const STATE = "LLM_ROUTER_STATE";
const utf8 = new TextEncoder();

const words = (e) => String(e?.message ?? e);
const random = () => crypto.randomUUID().replaceAll("-", "");
const variables = (env) => Object.entries(env).filter(([, value]) => typeof value === "string").flat();
const fields = (pairs) => {
  const headers = new Headers();
  for (let i = 0; i < pairs.length; i += 2) headers.append(pairs[i], pairs[i + 1]);
  return headers;
};

// Fails if the promise takes longer.
const within = (ms, promise) => {
  let timer;
  const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(`no answer within ${ms} ms`)), ms); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

// Verbatim text has one character for each byte. TextDecoder's "latin1" is another code, windows-1252.
const oneByOne = (bytes) => {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode.apply(null, bytes.subarray(i, i + 8192));
  return text;
};
const toBytes = (text, verbatim) => {
  if (!verbatim) return utf8.encode(text);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};
const textReader = (verbatim) => {
  const decoder = new TextDecoder();
  return (bytes) => (verbatim ? (bytes ? oneByOne(bytes) : "") : bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
};

// ── The client's body ──

const zstd = (limit) => {
  const decoder = core.zstd(limit);
  return new TransformStream({
    transform(bytes, out) { const text = decoder.feed(oneByOne(bytes)); if (text) out.enqueue(toBytes(text, true)); },
    flush() { decoder.end(); },
  });
};

// Reports the body to `x`, or why it could not be read.
async function readBody(request, step, x) {
  const codings = step.codings(), limit = step.limit();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const decode = (bytes) => {
    try {
      text += bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
      return true;
    } catch {
      return false; // no UTF-8
    }
  };
  // one of a length that is known and allowed is read whole, which costs much less
  const whole = codings.length === 0 && +(request.headers.get("content-length") ?? Infinity) <= limit;
  let body = request.body, size = 0, text = "";
  for (const coding of codings.reverse()) body = body?.pipeThrough(coding === "zstd" ? zstd(limit) : new DecompressionStream(coding));
  try {
    for await (const bytes of whole ? [new Uint8Array(await request.arrayBuffer())] : body ?? []) {
      size += bytes.byteLength;
      if (size > limit) return x.bodyTooLarge();
      if (!decode(bytes)) return x.bodyNotUtf8();
    }
  } catch (e) {
    return request.signal.aborted ? x.abandoned(Date.now()) : x.bodyFailed(words(e), Date.now());
  }
  return decode() ? x.body(text, Date.now()) : x.bodyNotUtf8();
}

// ── The upstream call and its events ──

// What happens to a request, one event at a time: of the upstream call, of the client, of the clock.
class Events {
  constructor(signal) {
    this.queue = [];
    this.wake = null;
    signal.addEventListener("abort", () => this.put({ gone: true }));
    if (signal.aborted) this.put({ gone: true });
  }
  put(event) { this.queue.push(event); this.wake?.(); }
  // The next event, or null when the time has passed. One of a call that was cancelled is dropped.
  async take(ms, call) {
    const until = Date.now() + ms;
    for (;;) {
      const event = this.queue.shift();
      if (event && (event.gone || event.call === call)) return event;
      if (event) continue;
      const left = until - Date.now();
      if (left <= 0) return null;
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => { clearTimeout(timer); resolve(); };
      });
      this.wake = null;
    }
  }
}

class Call {
  constructor(step, events) {
    this.abort = new AbortController();
    this.events = events;
    this.send(step)
      .then((response) => { this.response = response; this.tell({ answered: response }); }, (e) => this.tell({ failed: e }));
  }
  async send(step) {
    const body = step.text(), method = body === null ? "GET" : "POST";
    let headers;
    // the platform's own words would quote the value, which may be a key
    try { headers = fields(step.headers()); } catch { throw "a field of its header has a value that cannot be sent"; }
    // a redirect would take the key to another host
    return fetch(step.url(), { method, headers, body, redirect: "manual", signal: this.abort.signal });
  }
  tell(event) { this.events.put({ ...event, call: this }); }
  // Asks for the next piece of the body, once; so no more is read than has been passed on.
  read() {
    if (this.reading) return;
    this.reading = true;
    this.reader ??= this.response.body?.getReader() ?? { read: async () => ({ done: true }) };
    const tell = (event) => { this.reading = false; this.tell(event); };
    this.reader.read().then(({ done, value }) => tell(done ? { ended: true } : { bytes: value }), (e) => tell({ failed: e }));
  }
  // Bytes of the body; Infinity if that is not known. The length of a compressed one says nothing.
  length() {
    const { headers } = this.response;
    return headers.has("content-encoding") ? Infinity : +(headers.get("content-length") ?? Infinity);
  }
  // Asks for the whole body, whose length is known.
  readWhole() {
    this.reading = true;
    this.response.arrayBuffer().then((whole) => this.tell({ bytes: new Uint8Array(whole), ended: true }), (e) => this.tell({ failed: e }));
  }
  cancel() { this.abort.abort(); }
}

// ── One request ──

class Run {
  constructor(request, env, ctx, x) {
    Object.assign(this, { request, env, ctx, x, call: null, gathered: null });
    this.events = new Events(request.signal);
  }

  // `respond` gets the Response as soon as there is one; the run goes on until the request is over.
  async run(respond) {
    let step = this.x.start(Date.now());
    while (step && step.kind() !== "done") {
      try {
        step = await this.perform(step, respond);
      } catch (e) {
        console.error(e?.stack ?? words(e));
        this.call?.cancel();
        step = this.x.crashed(Date.now());
        if (step === null) await this.writer?.abort(e); // a stream that was cut must not end as if it were whole
        if (step === null) throw e;
      }
    }
    this.call?.cancel();
    if (step?.text()) console.log(step.text());
  }

  async perform(step, respond) {
    const x = this.x;
    switch (step.kind()) {
      case "body": return readBody(this.request, step, x);
      case "ask": {
        const answer = await within(step.waitMs(), this.ask(step.text()))
          .catch((e) => console.warn("the shared state failed: " + words(e)));
        return answer === undefined ? x.stateFailed(Date.now()) : x.stateAnswered(answer, Date.now());
      }
      case "tell":
        this.ctx.waitUntil(this.ask(step.text()).catch((e) => console.warn("the shared state was not told: " + words(e))));
        return x.told(Date.now());
      case "call":
        this.call?.cancel();
        this.reader = this.gathered = null;
        this.call = new Call(step, this.events);
        return this.next(step.waitMs());
      case "collect":
        this.gathered = { text: "", size: 0, limit: step.limit(), cut: step.cut() };
        this.reader = textReader(step.verbatim());
        if (this.call.length() <= step.limit()) this.call.readWhole();
        return this.next(step.waitMs());
      case "stream":
        this.reader = textReader(step.verbatim());
        return this.next(step.waitMs());
      case "await": return this.next(step.waitMs());
      case "pause":
        this.call?.cancel();
        this.call = null;
        return this.next(step.waitMs());
      case "relay":
        this.open(step, respond);
        return (await this.write(step)) ? this.next(step.waitMs()) : this.gone();
      case "close":
        this.open(step, respond);
        if (!(await this.write(step))) return this.gone();
        await this.writer.close().catch(() => {});
        return x.sent(Date.now());
      case "reply": {
        const empty = step.text() === "" || this.request.method === "HEAD";
        const body = empty ? null : toBytes(step.text(), step.verbatim());
        respond(new Response(body, { status: step.status(), headers: fields(step.headers()) }));
        return x.sent(Date.now());
      }
    }
  }

  gone() {
    this.call?.cancel();
    this.call = null;
    return this.x.abandoned(Date.now());
  }

  open(step, respond) {
    const headers = step.headers();
    if (headers === null) return;
    const { readable, writable } = new IdentityTransformStream();
    this.writer = writable.getWriter();
    this.writer.closed.catch(() => this.events.put({ gone: true }));
    respond(new Response(readable, { status: 200, headers: fields(headers) }));
  }

  // Whether the client is still there.
  async write(step) {
    const bytes = toBytes(step.text(), step.verbatim());
    if (bytes.length === 0) return true; // an empty write would never end
    return this.writer.write(bytes).then(() => true, () => false);
  }

  // Waits for the next event and reports it.
  async next(ms) {
    const until = Date.now() + ms;
    for (;;) {
      if (this.reader) this.call.read();
      const event = await this.events.take(until - Date.now(), this.call);
      const step = event ? this.happened(event) : this.x.elapsed(Date.now());
      if (step) return step;
    }
  }

  // Null if more must come first.
  happened(event) {
    const x = this.x;
    if (event.gone) return this.gone();
    if (event.answered) return x.answered(event.answered.status, [...event.answered.headers].flat(), Date.now());
    if (event.failed) {
      this.reader = null;
      return x.failed(words(event.failed), Date.now());
    }
    let text = event.bytes ? this.reader(event.bytes) : "";
    if (event.ended) {
      text += this.reader();
      this.reader = null;
    }
    if (this.gathered) return this.gather(text, event);
    if (event.ended) return x.ended(Date.now());
    return text ? x.chunk(text, Date.now()) : null;
  }

  gather(text, event) {
    const all = this.gathered;
    all.text += text;
    all.size += event.bytes?.byteLength ?? 0;
    if (event.ended) return this.x.collected(all.text, Date.now());
    if (all.size <= all.limit) return null;
    this.call.cancel();
    this.reader = null;
    return all.cut ? this.x.collected(all.text.slice(0, all.limit), Date.now()) : this.x.collectedTooMuch(all.limit, Date.now());
  }

  // One more try: an object that moves to another machine or gets new code drops the questions under way.
  async ask(message) {
    const stub = () => this.env[STATE].get(this.env[STATE].idFromName("routing"));
    try {
      return await stub().ask(message);
    } catch (e) {
      if (e?.overloaded) throw e;
      return stub().ask(message);
    }
  }
}

let gateway = null;
function gatewayOf(env) {
  if (gateway !== null) return gateway;
  gateway = core.gateway(variables(env), env[STATE] !== undefined, random(), Date.now());
  if (gateway.problem() !== null) console.error("llm-router cannot serve: " + gateway.problem());
  return gateway;
}

export default {
  fetch(request, env, ctx) {
    const url = new URL(request.url);
    const x = gatewayOf(env).begin(request.method, url.pathname + url.search, [...request.headers].flat(),
      request.headers.get("cf-connecting-ip") ?? "", random(), Date.now());
    return new Promise((respond, fail) => ctx.waitUntil(new Run(request, env, ctx, x).run(respond).catch(fail)));
  },
};

// The routing state that all isolates share: one object, which answers one message at a time.
export class RoutingState extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec("CREATE TABLE IF NOT EXISTS journal (id INTEGER PRIMARY KEY AUTOINCREMENT, lines TEXT NOT NULL)");
    const rows = this.sql.exec("SELECT lines FROM journal ORDER BY id").toArray().map((row) => row.lines);
    this.state = core.state(variables(env), rows, random(), Date.now());
  }

  // The platform holds the answer back until what was written is stored. If it cannot be, the object begins anew from
  // what is stored: its memory has what was not promised.
  ask(message) {
    const answer = this.state.ask(message, Date.now());
    try { this.store(); } catch (e) { this.ctx.abort("the routing state was not stored: " + words(e)); throw e; }
    return answer;
  }

  store() {
    const replaces = this.state.replaces();
    const rows = this.state.takeLines();
    if (rows.length > 0) this.ctx.storage.transactionSync(() => {
      if (replaces) this.sql.exec("DELETE FROM journal");
      for (const row of rows) this.sql.exec("INSERT INTO journal (lines) VALUES (?)", row);
    });
  }
}
