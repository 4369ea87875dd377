// A tiny MCP server on stdin and stdout (modelcontextprotocol.io, transport "stdio"): its one tool, `find_note`, finds a note.
import readline from 'node:readline';

const TOOL = { name: 'find_note', description: 'Finds the note with a number and gives its text.',
  inputSchema: { type: 'object', properties: { number: { type: 'integer' } }, required: ['number'] } };

const methods = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'notes', version: '1' } }),
  ping: () => ({}),
  'tools/list': () => ({ tools: [TOOL] }),
  'tools/call': ({ arguments: given }) => ({ content: [{ type: 'text', text: `note ${given.number}: the heron is grey` }] }),
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue; // a notification
  const answer = methods[method] ? { result: methods[method](params ?? {}) } : { error: { code: -32601, message: `no method ${method}` } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`);
}
