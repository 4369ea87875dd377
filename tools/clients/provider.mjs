// A scripted provider of all three formats on one port. What it answers is decided by the test, not by the request.
import http from 'node:http';

/** Starts it. `provider.reply` is the answer to every call of a model, until it is changed:
 *  `{ text }`, or `{ status, body, headers }`. A call whose key is not `provider.key` gets the vendor's own 401. */
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
  const { status, body: own, headers, text: words } = provider.reply;
  if (status) return json(response, status, typeof own === 'function' ? own(path) : own, headers);
  if (path.endsWith('/count_tokens')) return json(response, 200, { input_tokens: 42 });
  return body.stream ? stream(response, path, body.model, words) : json(response, 200, whole(path, body.model, words));
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

const messageItem = (text) => ({ type: 'message', id: 'msg_1', status: 'completed', role: 'assistant',
  content: text === undefined ? [] : [{ type: 'output_text', text, annotations: [], logprobs: [] }] });

function whole(path, model, text) {
  if (isMessages(path)) {
    return { id: 'msg_1', type: 'message', role: 'assistant', model, content: [{ type: 'text', text }],
      stop_reason: 'end_turn', stop_sequence: null, usage: { input_tokens: 10, output_tokens: 5 } };
  }
  if (isResponses(path)) {
    return { id: 'resp_1', object: 'response', created_at: 1, status: 'completed', model, output: [messageItem(text)],
      usage: { input_tokens: 10, input_tokens_details: { cached_tokens: 0 }, output_tokens: 5,
        output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 15 } };
  }
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } };
}

function stream(response, path, model, text) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events(path, model, text)) {
    if (event.type && !event.object) response.write(`event: ${event.type}\n`);
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  response.end(isMessages(path) || isResponses(path) ? '' : 'data: [DONE]\n\n');
}

function events(path, model, text) {
  if (isMessages(path)) {
    return [{ type: 'message_start', message: { ...whole(path, model, text), content: [], stop_reason: null } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 5 } },
      { type: 'message_stop' }];
  }
  if (isResponses(path)) {
    const done = whole(path, model, text);
    const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
    return [{ type: 'response.created', response: { ...done, status: 'in_progress', output: [], usage: null } },
      { type: 'response.output_item.added', output_index: 0, item: { ...messageItem(), status: 'in_progress' } },
      { type: 'response.content_part.added', ...place, part: { type: 'output_text', text: '', annotations: [] } },
      { type: 'response.output_text.delta', ...place, delta: text },
      { type: 'response.output_text.done', ...place, text },
      { type: 'response.content_part.done', ...place, part: { type: 'output_text', text, annotations: [] } },
      { type: 'response.output_item.done', output_index: 0, item: messageItem(text) },
      { type: 'response.completed', response: done }].map((event, n) => ({ ...event, sequence_number: n }));
  }
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model };
  const choice = (delta, finish_reason = null) => ({ ...chunk, choices: [{ index: 0, delta, finish_reason }] });
  return [choice({ role: 'assistant', content: '' }), choice({ content: text }), choice({}, 'stop'),
    { ...chunk, choices: [], usage: whole(path, model, text).usage }];
}
