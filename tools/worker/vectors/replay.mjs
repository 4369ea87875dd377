// Repeats recorded calls on the module that is deployed. A record is an array of calls: the number of the request or
// -1, the method, its arguments, and what it gave on the JVM.
import * as core from "./gateway.mjs";

const told = (step) => step === null ? null : [step.kind(), step.text(), step.url(), step.status(), step.headers(),
  step.verbatim(), step.waitMs(), step.limit(), step.cut(), step.codings()];

export function answer(line) {
  const requests = new Map();
  let gateway, state;
  const call = (request, method, given) => {
    switch (method) {
      case "gateway": gateway = core.gateway(...given); return gateway.problem();
      case "state": state = core.state(...given); return null;
      case "ask": { const text = state.ask(...given); return [text, state.replaces(), state.takeLines()]; }
      case "begin": requests.set(request, gateway.begin(...given)); return null;
      default: return told(requests.get(request)[method](...given));
    }
  };
  for (const [request, method, given, gave] of JSON.parse(line)) {
    const gives = JSON.stringify(call(request, method, given));
    if (gives !== JSON.stringify(gave)) return `${request} ${method} ${JSON.stringify(given)} gives ${gives}`;
  }
  return "same";
}
