// A scripted provider of all three formats on one port. What it answers is decided by the test, not by the request.
import http from 'node:http';

/** Starts it. `provider.reply` is the answer to every call of a model, until it is changed:
 *  `{ text, calls: [{ name, args }], input }`, where `input` is the number of prompt tokens; or `{ status, body, headers }`; or a
 *  function that makes one of these from what the request says (`heard`). A call whose key is not `provider.key` gets the vendor's
 *  own 401. */
export async function startProvider() {
  const provider = { reply: { text: 'It works.' }, key: 'right-key', calls: [] };
  const server = http.createServer((request, response) => answer(provider, request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  provider.url = `http://127.0.0.1:${server.address().port}`;
  provider.close = () => { server.closeAllConnections(); server.close(); };
  return provider;
}

async function answer(provider, request, response) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const path = request.url.replace(/\?.*/, '');
  if (request.method !== 'POST') return json(response, 404, { error: { type: 'not_found_error', message: 'Not found' } });
  const body = text ? JSON.parse(text) : {};
  const key = request.headers['x-api-key'] ?? (request.headers.authorization ?? '').replace('Bearer ', '');
  provider.calls.push({ path, key, model: body.model, headers: request.headers, body });
  if (key !== provider.key) return json(response, 401, refusedKey(path));
  const reply = typeof provider.reply === 'function' ? provider.reply(heard(body)) : provider.reply;
  const { status, body: own, headers } = reply;
  if (status) return json(response, status, typeof own === 'function' ? own(path) : own, headers);
  if (path.endsWith('/count_tokens')) return json(response, 200, { input_tokens: 42 });
  provider.answers = (provider.answers ?? 0) + 1;
  const said = { input: 10, ...reply, calls: (reply.calls ?? []).map((call, n) => ({ id: `call_${provider.answers}_${n}`, ...call })) };
  return body.stream ? stream(response, path, body.model, said) : json(response, 200, whole(path, body.model, said));
}

const isMessages = (path) => path.includes('/messages');
const isResponses = (path) => path.endsWith('/responses');

/** The error body of a vendor in the format of a path. */
export function vendorError(path, type, message, code) {
  return isMessages(path) ? { type: 'error', error: { type, message }, request_id: 'req_vendor' }
    : { error: { message, type, param: null, code: code ?? null } };
}

const refusedKey = (path) => isMessages(path) ? vendorError(path, 'authentication_error', 'invalid x-api-key')
  : vendorError(path, 'invalid_request_error', 'Incorrect API key provided: wrong****-key.', 'invalid_api_key');

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** What a request of any format says: names of the tools, text of everything, texts of the tool results, number of calls. */
function heard(body) {
  const results = [], names = [];
  let calls = 0;
  const look = (value) => {
    if (Array.isArray(value)) return value.forEach(look);
    if (!value || typeof value !== 'object') return undefined;
    if (value.type === 'tool_result' || value.role === 'tool' || /_call_output$/.test(value.type ?? '')) {
      results.push(JSON.stringify(value.content ?? value.output));
    }
    if (value.type === 'tool_use' || /_call$/.test(value.type ?? '') || value.tool_calls) calls += value.tool_calls?.length ?? 1;
    return Object.values(value).forEach(look);
  };
  look(body.messages ?? body.input);
  for (const tool of body.tools ?? []) names.push(tool.name ?? tool.function?.name ?? tool.type);
  return { names, results, calls, all: JSON.stringify([body.system, body.instructions, body.messages ?? body.input]), body };
}

const messageItem = (text) => ({ type: 'message', id: 'msg_1', status: 'completed', role: 'assistant',
  content: text === undefined ? [] : [{ type: 'output_text', text, annotations: [], logprobs: [] }] });
const callItem = (call) => ({ type: 'function_call', id: `fc_${call.id}`, status: 'completed', call_id: call.id, name: call.name,
  arguments: JSON.stringify(call.args) });
const toolUse = (call) => ({ type: 'tool_use', id: call.id, name: call.name, input: call.args });
const toolCall = (call, index) => ({ index, id: call.id, type: 'function',
  function: { name: call.name, arguments: JSON.stringify(call.args) } });

function whole(path, model, { text, calls, input }) {
  if (isMessages(path)) {
    return { id: 'msg_1', type: 'message', role: 'assistant', model,
      content: [...(text ? [{ type: 'text', text }] : []), ...calls.map(toolUse)],
      stop_reason: calls.length ? 'tool_use' : 'end_turn', stop_sequence: null, usage: { input_tokens: input, output_tokens: 5 } };
  }
  if (isResponses(path)) {
    return { id: 'resp_1', object: 'response', created_at: 1, status: 'completed', model,
      output: [...(text ? [messageItem(text)] : []), ...calls.map(callItem)],
      usage: { input_tokens: input, input_tokens_details: { cached_tokens: 0 }, output_tokens: 5,
        output_tokens_details: { reasoning_tokens: 0 }, total_tokens: input + 5 } };
  }
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model,
    choices: [{ index: 0, message: { role: 'assistant', content: text ?? null, ...(calls.length ? { tool_calls: calls.map(toolCall) } : {}) },
      finish_reason: calls.length ? 'tool_calls' : 'stop' }],
    usage: { prompt_tokens: input, completion_tokens: 5, total_tokens: input + 5 } };
}

function stream(response, path, model, said) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events(path, model, said)) {
    if (event.type && !event.object) response.write(`event: ${event.type}\n`);
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  response.end(isMessages(path) || isResponses(path) ? '' : 'data: [DONE]\n\n');
}

function events(path, model, said) {
  if (isMessages(path)) return messagesEvents(whole(path, model, said));
  if (isResponses(path)) return responsesEvents(whole(path, model, said));
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model };
  const choice = (delta, finish_reason = null) => ({ ...chunk, choices: [{ index: 0, delta, finish_reason }] });
  return [choice({ role: 'assistant', content: '' }), ...(said.text ? [choice({ content: said.text })] : []),
    ...said.calls.map((call, n) => choice({ tool_calls: [toolCall(call, n)] })), choice({}, said.calls.length ? 'tool_calls' : 'stop'),
    { ...chunk, choices: [], usage: whole(path, model, said).usage }];
}

function messagesEvents(message) {
  const blocks = message.content.flatMap((block, index) => [
    { type: 'content_block_start', index, content_block: block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} } },
    { type: 'content_block_delta', index, delta: block.type === 'text' ? { type: 'text_delta', text: block.text }
      : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) } },
    { type: 'content_block_stop', index }]);
  return [{ type: 'message_start', message: { ...message, content: [], stop_reason: null } }, ...blocks,
    { type: 'message_delta', delta: { stop_reason: message.stop_reason, stop_sequence: null }, usage: { output_tokens: 5 } },
    { type: 'message_stop' }];
}

function responsesEvents(done) {
  const items = done.output.flatMap((item, output_index) => {
    const end = { type: 'response.output_item.done', output_index, item };
    if (item.type === 'function_call') {
      const at = { item_id: item.id, output_index };
      return [{ type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress', arguments: '' } },
        { type: 'response.function_call_arguments.delta', ...at, delta: item.arguments },
        { type: 'response.function_call_arguments.done', ...at, name: item.name, arguments: item.arguments }, end];
    }
    const place = { item_id: item.id, output_index, content_index: 0 }, { text } = item.content[0];
    return [{ type: 'response.output_item.added', output_index, item: { ...messageItem(), status: 'in_progress' } },
      { type: 'response.content_part.added', ...place, part: { type: 'output_text', text: '', annotations: [] } },
      { type: 'response.output_text.delta', ...place, delta: text },
      { type: 'response.output_text.done', ...place, text },
      { type: 'response.content_part.done', ...place, part: { type: 'output_text', text, annotations: [] } }, end];
  });
  return [{ type: 'response.created', response: { ...done, status: 'in_progress', output: [], usage: null } }, ...items,
    { type: 'response.completed', response: done }].map((event, n) => ({ ...event, sequence_number: n }));
}
