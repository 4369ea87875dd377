// Agents after `llm-router connect`, as their users start them: with nothing else set, and with a gateway that asks for keys.
import fs from 'node:fs';
import path from 'node:path';
import { asTheUser } from './gateway.mjs';

const CASES = [
  { client: 'codex', name: 'Codex', program: 'codex', args: ['exec', '--skip-git-repo-check', 'Say hello'], file: '.codex/config.toml',
    // Without the first lines Codex looks for plugins at its end, which takes 5 s where there is no network.
    before: '# mine\r\nmodel = "gpt-5.5" # the best\r\n\r\n[features]\r\n  plugins = false\r\n  apps = false\r\n  remote_plugin = false' },
  { client: 'claude-code', name: 'Claude Code', program: 'claude', args: ['-p', 'Say hello'], file: '.claude/settings.json',
    before: '\uFEFF{\n\t"env": {\n\t\t"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"},\n   "permissions": { "deny": [ ] }\n}' },
];

/** @param test registers a case
 *  @param tools `writeConfig`, `entry`, `has`, `check` of the cases */
export function connected(test, { writeConfig, entry, has, check }) {
  for (const { client, name, program, args, file, before } of CASES) {
    test(`${name} runs after connect with nothing else set, and --undo restores its file`, async (world) => {
      const { gateway, provider } = world;
      writeConfig(world, { masterKey: 'gw_of_the_gateway_0123456789abcdef', providers: [entry(world, 'acme', 'chat')],
        aliases: { work: { strategy: 'ordered', targets: ['acme/m'] } } });
      const settings = path.join(gateway.home, file);
      fs.mkdirSync(path.dirname(settings), { recursive: true });
      fs.writeFileSync(settings, before);
      await gateway.start();
      await gateway.cli('connect', client, '--yes');
      has(await asTheUser(gateway.home, program, args), 'It works.');
      check(provider.calls.length > 0 && provider.calls.every((call) => call.model === 'm'), 'another model was asked');
      await gateway.cli('connect', client, '--undo', '--yes');
      check(fs.readFileSync(settings, 'utf8') === before, `the file is not as it was:\n${fs.readFileSync(settings, 'utf8')}`);
    });
  }
}
