// Whole sessions of the real agents with a model of another format: tools, a compaction in the middle, a tool that is searched for.
// What the model says follows from what the agent has sent, so a session that loses something does not come to its end.
import path from 'node:path';
import { claudeCode, codex } from './gateway.mjs';

const HERE = path.dirname(new URL(import.meta.url).pathname);
const WORDS = 'first-42';

/** @param test registers a case
 *  @param tools `FORMATS`, `writeConfig`, `entry`, `has`, `check` of the cases */
export function sessions(test, { FORMATS, writeConfig, entry, has, check }) {
  /** Calls the tools in turn, one a request, and then says what it was told. A request without tools is a side request. */
  const task = (steps) => (heard) => {
    if (!steps.some(({ name }) => heard.names.includes(name))) return { text: 'A title' };
    const step = steps[heard.results.length];
    return step ? { text: `Step ${heard.results.length + 1}.`, calls: [step] }
      : { text: `Seen ${heard.results.length} results, ${heard.results[0].includes(WORDS) ? WORDS : 'but not the words'}.` };
  };

  for (const format of Object.keys(FORMATS)) {
    test(`Claude Code: a task with two tools (${format})`, async (world) => {
      writeConfig(world, { providers: [entry(world, 'acme', format)], unknownModels: 'acme/m' });
      await world.gateway.start();
      world.provider.reply = task([{ name: 'Bash', args: { command: 'echo first-$((40+2))', description: 'Says words' } },
        { name: 'Read', args: { file_path: '/etc/hostname' } }]);
      const seen = await claudeCode({ ANTHROPIC_BASE_URL: world.gateway.url, ANTHROPIC_AUTH_TOKEN: 'none', ANTHROPIC_MODEL: 'acme/m' },
        'Do the task', ['--allowedTools', 'Bash,Read']);
      has(seen, `Seen 2 results, ${WORDS}.`);
    });

    test(`Codex: a task with two tools (${format})`, async (world) => {
      writeConfig(world, { providers: [entry(world, 'acme', format)] });
      await world.gateway.start();
      world.provider.reply = task([{ name: 'exec_command', args: { cmd: 'echo first-$((40+2))' } }, { name: 'get_goal', args: {} }]);
      const seen = await codex(`model = "acme/m"\nmodel_provider = "llm-router"\nmodel_context_window = 200000\n`
        + `[model_providers.llm-router]\nname = "llm-router"\nbase_url = "${world.gateway.url}/v1"\nwire_api = "responses"\n`,
      {}, 'Do the task', UNBOUND);
      has(seen, `Seen 2 results, ${WORDS}.`);
    });
  }

  // The model's name is one that Codex knows: with it Codex searches for tools and lets the provider compact.
  const known = (world, more = '') => `model = "gpt-5.5"\nopenai_base_url = "${world.gateway.url}/v1"\n${more}`;
  const KEY = { CODEX_API_KEY: 'none', OPENAI_API_KEY: 'none' };

  for (const format of ['messages', 'chat']) {
    const configure = (world) => writeConfig(world, { providers: [entry(world, 'acme', format)],
      aliases: { 'gpt-5.5': { strategy: 'ordered', targets: ['acme/m'] } } });

    test(`Codex: a session that compacts in the middle knows what was said (${format})`, async (world) => {
      configure(world);
      await world.gateway.start();
      let compactions = 0;
      world.provider.reply = ({ all, results, names }) => {
        if (all.includes('Digest: the word is')) return { text: `The word was ${/the word is ([a-z]+-\d+)/.exec(all)[1]}.` };
        if (results.length === 0) return { calls: [{ name: 'exec_command', args: { cmd: 'echo heron-$((70+7))' } }], input: 150_000 };
        compactions++;
        return { text: `Digest: the word is ${results[0].includes('heron-77') ? 'heron-77' : 'lost-0'}`, input: 150_000, names };
      };
      const seen = await codex(known(world, 'model_auto_compact_token_limit = 100000\n'), KEY, 'Find the word and remember it', UNBOUND);
      has(seen, 'The word was heron-77.');
      check(compactions === 1, `the model summarised ${compactions} times:\n${seen.all}`);
    });

    test(`Codex: a tool of an MCP server is found by tool_search (${format})`, async (world) => {
      configure(world);
      await world.gateway.start();
      world.provider.reply = ({ names, results }) => {
        if (results.some((text) => text.includes('the heron is grey'))) return { text: 'The note says that the heron is grey.' };
        const found = names.find((name) => name.includes('find_note'));
        if (found) return { calls: [{ name: found, args: { number: 7 } }] };
        if (results.length > 1) return { text: 'The tool was not found.' };
        return { calls: [{ name: names.find((name) => name.includes('tool_search')) ?? 'no_tool_search', args: { query: 'find a note' } }] };
      };
      const seen = await codex(known(world, `[mcp_servers.notes]\ncommand = "node"\nargs = ["${path.join(HERE, 'mcp.mjs')}"]\n`), KEY,
        'What does note 7 say?', [...UNBOUND, '--enable', 'tool_search_always_defer_mcp_tools']);
      has(seen, 'The note says that the heron is grey.');
    });
  }
}

// A container may not allow the sandbox that Codex would use.
const UNBOUND = ['--dangerously-bypass-approvals-and-sandbox'];
