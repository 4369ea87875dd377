// A gateway of the jar under test, with a home folder of its own, and the real clients, each with a home of its own too.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const HERE = path.dirname(new URL(import.meta.url).pathname);
/** Where the clients are installed. */
export const CLIENTS = process.env.CLIENTS ?? HERE;
const bin = (name) => path.join(CLIENTS, 'node_modules', '.bin', name);

/** Runs a program to its end. Never throws: an end by the time limit has the code -1. */
export function run(command, args, { env, cwd, input = '', limit = 120_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '', err = '', late = false;
    child.stdout.on('data', (data) => { out += data; });
    child.stderr.on('data', (data) => { err += data; });
    child.stdin.on('error', () => {}); // a program that reads nothing has closed it
    child.stdin.end(input);
    const timer = setTimeout(() => { late = true; child.kill('SIGKILL'); }, limit);
    child.on('close', (code) => { clearTimeout(timer); resolve({ code: late ? -1 : code, out, err, all: out + err }); });
  });
}

/** What a process of a fresh user sees. */
function environment(home, more = {}) {
  const kept = Object.fromEntries(['PATH', 'LANG', 'TMPDIR', 'JAVA_HOME'].flatMap((n) => process.env[n] ? [[n, process.env[n]]] : []));
  kept.PATH = `${path.join(CLIENTS, 'node_modules', '.bin')}:${kept.PATH}`;
  return { ...kept, HOME: home, NO_COLOR: '1', ...more };
}

/** A gateway and its home. `cli` runs a command of the program there; `start` and `stop` end with the gateway's state. */
export class Gateway {
  constructor(jar) {
    this.jar = jar;
    this.home = fs.mkdtempSync(path.join(os.tmpdir(), 'llm-router-clients-'));
    this.env = {};
    this.said = '';
  }

  java(args) { return [`-Duser.home=${this.home}`, '-jar', this.jar, ...args]; }

  async cli(...args) {
    const input = typeof args.at(-1) === 'object' ? args.pop().input : '';
    const done = await run('java', this.java(args), { env: environment(this.home, this.env), input });
    if (done.code !== 0) throw new Error(`llm-router ${args.join(' ')} ended with ${done.code}: ${done.all}`);
    return done.out;
  }

  async start(...flags) {
    this.process = spawn('java', this.java(['start', '--port=0', ...flags]),
      { env: environment(this.home, this.env), stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => this.process.on('close', resolve));
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on('data', (data) => { this.said += data; });
    }
    this.url = await this.waitFor(/http:\/\/127\.0\.0\.1:\d+/);
    const over = Date.now() + 20_000;
    while (!(await fetch(`${this.url}/health`).then((r) => r.ok, () => false))) {
      if (Date.now() > over) throw new Error(`the gateway does not answer: ${this.said}`);
    }
    return this;
  }

  async waitFor(pattern) {
    const over = Date.now() + 20_000;
    while (!pattern.test(this.said)) {
      if (Date.now() > over || this.process.exitCode !== null) throw new Error(`the gateway said no ${pattern}: ${this.said}`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    return pattern.exec(this.said)[0];
  }

  async stop() {
    if (!this.process) return;
    this.process.kill('SIGTERM');
    await this.ended;
    this.process = null;
  }

  async close() {
    await this.stop();
    fs.rmSync(this.home, { recursive: true, force: true });
  }
}

const QUIET = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1', DISABLE_TELEMETRY: '1',
  DISABLE_ERROR_REPORTING: '1', IS_SANDBOX: '1' };

/** Claude Code with one prompt. What its user would see is in `all`. */
export async function claudeCode(variables, prompt = 'Say hello', args = []) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'llm-router-claude-'));
  try {
    return await run(bin('claude'), [...args, '-p', prompt],
      { env: environment(home, { ...QUIET, ...variables }), cwd: home, limit: 90_000 });
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

// Without these lines Codex looks for plugins at the end of each run, which takes 5 s where there is no network.
const OFFLINE = '\n[analytics]\nenabled = false\n[feedback]\nenabled = false\n[features]\nplugins = false\napps = false\nremote_plugin = false\n';

/** Codex with one prompt. `config` is the text of its config.toml. */
export async function codex(config, variables = {}, prompt = 'Say hello', args = []) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'llm-router-codex-'));
  fs.mkdirSync(path.join(home, '.codex'));
  fs.writeFileSync(path.join(home, '.codex', 'config.toml'), config + OFFLINE);
  try {
    return await run(bin('codex'), ['exec', '--skip-git-repo-check', ...args, prompt],
      { env: environment(home, variables), cwd: home, limit: 90_000 });
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

/** A client as a user starts it whose home folder this is, with nothing else set. */
export function asTheUser(home, program, args) {
  return run(bin(program), args, { env: environment(home), cwd: home, limit: 90_000 });
}

/** The vendors' SDKs. */
export async function sdks() {
  const load = async (name, file) => (await import(path.join(CLIENTS, 'node_modules', name, file))).default;
  return { OpenAI: await load('openai', 'index.mjs'), Anthropic: await load('@anthropic-ai/sdk', 'index.mjs') };
}
