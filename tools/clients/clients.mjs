// What the users of real clients see: `node clients.mjs JAR [PART-OF-A-CASE'S-NAME]`. Each case has a gateway and a scripted
// provider of its own. The last line is `N passed, N failed`.
import fs from 'node:fs';
import path from 'node:path';
import { startProvider, vendorError } from './provider.mjs';
import { Gateway, claudeCode, codex, sdks } from './gateway.mjs';
import { sessions } from './sessions.mjs';
import { connected } from './connected.mjs';

const [jar, only = ''] = process.argv.slice(2);
if (!jar) { console.error('usage: node clients.mjs JAR [PART]'); process.exit(2); }

const cases = [];
const test = (name, body) => cases.push({ name, body });

// ── What a case has ──────────────────────────────────────────────────────────────────────────────────────────────────────

const FORMATS = { messages: 'claude', chat: 'openai', responses: 'responses' };

/** A provider of the configuration: its only model is `m`. */
const entry = (world, id, format, key = { apiKey: 'right-key' }) =>
  ({ id, name: id, baseUrl: world.provider.url, formats: [FORMATS[format]], ...key, models: [{ id: 'm', contextWindow: 200_000 }] });

function writeConfig(world, config) {
  fs.writeFileSync(path.join(world.gateway.home, '.llm-router.json'), JSON.stringify({ version: 2, ...config }), { mode: 0o600 });
}

const claudeTo = (world, model, args = [], more = {}) => claudeCode({ ANTHROPIC_BASE_URL: world.gateway.url, ANTHROPIC_AUTH_TOKEN: 'none',
  ANTHROPIC_MODEL: model, ...more }, 'Say hello', args);

const codexTo = (world, model) => codex(`model = "${model}"\nmodel_provider = "llm-router"\nmodel_context_window = 200000\n`
  + `[model_providers.llm-router]\nname = "llm-router"\nbase_url = "${world.gateway.url}/v1"\nwire_api = "responses"\n`);

async function sdkTo(world, model, kind) {
  const { OpenAI, Anthropic } = await sdks();
  const openai = new OpenAI({ baseURL: `${world.gateway.url}/v1`, apiKey: 'none', maxRetries: 2 });
  const anthropic = new Anthropic({ baseURL: world.gateway.url, apiKey: 'none', maxRetries: 2 });
  const messages = [{ role: 'user', content: 'Say hello' }];
  const calls = {
    chat: () => openai.chat.completions.create({ model, messages }),
    responses: () => openai.responses.create({ model, input: 'Say hello' }),
    messages: () => anthropic.messages.create({ model, max_tokens: 99, messages }),
  };
  try {
    return { code: 0, all: JSON.stringify(await calls[kind]()) };
  } catch (error) {
    return { code: 1, all: `${error.constructor.name} ${error.status} ${error.message}`, status: error.status };
  }
}

const CLIENTS = { 'Claude Code': claudeTo, Codex: codexTo, 'OpenAI SDK, chat': (w, m) => sdkTo(w, m, 'chat'),
  'OpenAI SDK, responses': (w, m) => sdkTo(w, m, 'responses'), 'Anthropic SDK': (w, m) => sdkTo(w, m, 'messages') };

function has(seen, ...words) {
  for (const word of words) if (!seen.all.includes(word)) throw new Error(`the client does not show "${word}":\n${seen.all}`);
}
function hasNot(seen, ...words) {
  for (const word of words) if (seen.all.toLowerCase().includes(word.toLowerCase())) throw new Error(`the client shows "${word}":\n${seen.all}`);
}
function check(holds, what) { if (!holds) throw new Error(what); }

/** What no client may say of a key or an account that is the gateway's. */
const OF_THE_USER = ['/login', 'not logged in', 'log in', 'Credit balance', 'billing', 'Failed to authenticate', 'sign in'];

// ── Whose fault an error is ──────────────────────────────────────────────────────────────────────────────────────────────

const ACCOUNT = {
  401: (at) => at.includes('/messages') ? vendorError(at, 'authentication_error', 'invalid x-api-key')
    : vendorError(at, 'invalid_request_error', 'Incorrect API key provided: sk-no****ne.', 'invalid_api_key'),
  402: (at) => vendorError(at, at.includes('/messages') ? 'billing_error' : 'insufficient_quota',
    'Your credit balance is too low to access the API.', 'insufficient_quota'),
  403: (at) => vendorError(at, 'permission_error', 'Your API key does not have permission to use this model.'),
};

for (const [client, ask] of Object.entries(CLIENTS)) {
  for (const format of Object.keys(FORMATS)) {
    for (const status of Object.keys(ACCOUNT)) {
      if (client === 'Codex' && format !== 'responses' && status !== '401') continue; // each takes Codex half a minute
      test(`${client} is told that the provider refused the gateway (${status} of ${format})`, async (world) => {
        writeConfig(world, { providers: [entry(world, 'acme', format)] });
        await world.gateway.start();
        world.provider.reply = { status: Number(status), body: ACCOUNT[status] };
        const seen = await ask(world, 'acme/m');
        has(seen, 'acme', '502');
        hasNot(seen, ...OF_THE_USER);
        check(seen.status === undefined || seen.status === 502, `the SDK got ${seen.status}`);
        check(!client.includes('SDK') || world.provider.calls.length === 1, `the SDK asked ${world.provider.calls.length} times`);
      });
    }
  }
  test(`${client} gets a refusal of the request itself as the provider wrote it`, async (world) => {
    const format = client === 'Claude Code' || client === 'Anthropic SDK' ? 'messages' : client.includes('chat') ? 'chat' : 'responses';
    writeConfig(world, { providers: [entry(world, 'acme', format)] });
    await world.gateway.start();
    world.provider.reply = { status: 403, body: (at) => vendorError(at, 'permission_error', 'This content violates our usage policy.') };
    const seen = await ask(world, 'acme/m');
    has(seen, 'This content violates our usage policy.', '403');
    hasNot(seen, 'refused the gateway');
  });
}

// ── A corrected mistake, and a missing key ───────────────────────────────────────────────────────────────────────────────

for (const client of ['Claude Code', 'Codex']) {
  const ask = CLIENTS[client];
  test(`${client}: the request after a corrected key is served by that provider`, async (world) => {
    const { gateway, provider } = world;
    writeConfig(world, { providers: [entry(world, 'acme', 'messages', { apiKey: 'wrong-key' }), entry(world, 'other', 'chat')],
      aliases: { work: { strategy: 'ordered', targets: ['acme/m', 'other/m'] } } });
    await gateway.start();
    has(await ask(world, 'work'), 'It works.');
    check(provider.calls.at(-1).path.includes('chat'), 'the other provider has not answered');
    await gateway.cli('config', 'add-provider', 'acme', '--api-key-stdin', { input: 'right-key\n' });
    provider.calls.length = 0;
    has(await ask(world, 'work'), 'It works.');
    check(provider.calls.every((call) => call.path.includes('messages')), `called: ${provider.calls.map((call) => call.path)}`);
  });

  test(`${client} shows which variable has no key`, async (world) => {
    writeConfig(world, { providers: [entry(world, 'acme', 'messages', { apiKeyEnv: 'ACME_API_KEY' }), entry(world, 'other', 'chat')],
      aliases: { work: { strategy: 'ordered', targets: ['acme/m', 'other/m'] } } });
    await world.gateway.start();
    const seen = await ask(world, 'acme/m');
    has(seen, 'acme', 'ACME_API_KEY');
    hasNot(seen, ...OF_THE_USER);
    has(await ask(world, 'work'), 'It works.');
  });
}

// ── The first paste ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** The lines that `start` prints for a client: those under its heading. */
function pasted(said, client) {
  const lines = said.split('\n');
  const at = lines.findIndex((line) => line.trim().startsWith(client));
  check(at >= 0, `the banner has no lines for ${client}:\n${said}`);
  const own = [];
  const indent = (line) => line.length - line.trimStart().length;
  for (let n = at + 1; n < lines.length && lines[n].trim() && indent(lines[n]) > indent(lines[at]); n++) own.push(lines[n].trim());
  return own;
}

const oneAlias = (world) => ({ providers: [entry(world, 'acme', 'messages'), entry(world, 'other', 'chat')],
  aliases: { work: { strategy: 'ordered', targets: ['acme/m', 'other/m'] } }, unknownModels: 'work' });

test('Claude Code: the line of the banner works and is quiet', async (world) => {
  writeConfig(world, oneAlias(world));
  await world.gateway.start();
  const line = pasted(world.gateway.said, 'Claude Code').join(' ');
  const variables = Object.fromEntries([...line.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]));
  check(variables.ANTHROPIC_BASE_URL === world.gateway.url, `no address in: ${line}`);
  const seen = await claudeCode(variables);
  has(seen, 'It works.');
  hasNot(seen, "doesn't recognize", 'assumes a context window');
});

test('Codex: the lines of the banner work and are quiet', async (world) => {
  writeConfig(world, oneAlias(world));
  await world.gateway.start();
  const seen = await codex(pasted(world.gateway.said, 'Codex').join('\n'));
  has(seen, 'It works.');
  hasNot(seen, 'ERROR', 'WebSocket', 'Reconnecting');
});

test('Claude Code: a model that is not configured is answered by unknownModels', async (world) => {
  writeConfig(world, oneAlias(world));
  await world.gateway.start();
  has(await claudeTo(world, 'work', ['--model', 'opus']), 'It works.');
  check(world.provider.calls[0].model === 'm', `the provider was asked for ${world.provider.calls[0].model}`);
});

test("Codex's approval model is answered by the model of its session", async (world) => {
  writeConfig(world, { providers: [entry(world, 'acme', 'responses'), entry(world, 'other', 'chat')] });
  await world.gateway.start();
  const ask = (model, session) => fetch(`${world.gateway.url}/v1/responses`, { method: 'POST',
    headers: { 'content-type': 'application/json', 'session-id': session }, body: JSON.stringify({ model, input: 'Say hello' }) });
  await ask('other/m', 'one');
  await ask('acme/m', 'two');
  world.provider.calls.length = 0;
  const answer = await ask('codex-auto-review', 'one');
  check(answer.status === 200, `the answer is ${answer.status}: ${await answer.text()}`);
  check(world.provider.calls.at(-1).path.includes('chat'), `called: ${world.provider.calls.at(-1).path}`);
});

// ── Whole sessions ───────────────────────────────────────────────────────────────────────────────────────────────────────

sessions(test, { FORMATS, writeConfig, entry, has, check });
connected(test, { writeConfig, entry, has, check });

// ── Running them ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const AT_ONCE = 4; // Codex waits half a minute before it shows an error, so the cases overlap
const waiting = cases.filter((one) => one.name.toLowerCase().includes(only.toLowerCase()));
let passed = 0, failed = 0;

async function runOne({ name, body }) {
  const world = { provider: await startProvider(), gateway: new Gateway(path.resolve(jar)) };
  const began = Date.now();
  try {
    await body(world);
    passed++;
    console.log(`ok    ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}: ${error.message.replaceAll('\n', '\n      ')}`);
  }
  await world.gateway.close();
  world.provider.close();
}

async function work() {
  for (let one = waiting.shift(); one; one = waiting.shift()) await runOne(one);
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
