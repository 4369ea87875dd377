// members.mjs: every optional member of the vendors' request and answer types, as the fixtures test/fixtures/members/*.txt.
// Run it again when the vendors publish new types, in a folder where npm has installed openai, @anthropic-ai/sdk and
// typescript@5:   node members.mjs OUTPUT-FOLDER YYYY-MM-DD
// A fixture's first line names the package, its version and the date. Each other line has the member's path, a tab, its
// place in the JSON that follows (a JSON pointer), a tab, and the smallest JSON that has it.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [out, date] = process.argv.slice(2), at = process.cwd(), ts = createRequire(join(at, "x.js"))("typescript");
const OPENAI = "node_modules/openai", ANTHROPIC = "node_modules/@anthropic-ai/sdk", DEPTH = 6, PLACES = 2; // of one type
const SETS = [
  ["chat-request", OPENAI, "resources/chat/completions/completions.d.ts", "ChatCompletionCreateParamsBase"],
  ["responses-request", OPENAI, "resources/responses/responses.d.ts", "ResponseCreateParamsBase"],
  ["messages-request", ANTHROPIC, "resources/beta/messages/messages.d.ts", "MessageCreateParamsBase"],
  ["chat-answer", OPENAI, "resources/chat/completions/completions.d.ts", "ChatCompletion"],
  ["responses-answer", OPENAI, "resources/responses/responses.d.ts", "Response"],
  ["messages-answer", ANTHROPIC, "resources/beta/messages/messages.d.ts", "BetaMessage"],
];
const program = ts.createProgram(SETS.map(([, pkg, file]) => join(at, pkg, file)), { strict: true, skipLibCheck: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext });
const checker = program.getTypeChecker(), { TypeFlags } = ts;
let mark = 0, seen = new Map();

const alternatives = (type) => (type.isUnion() ? type.types : [type]).filter((t) => !(t.flags & (TypeFlags.Null | TypeFlags.Undefined)));
const element = (type) => checker.isArrayType(type) ? checker.getTypeArguments(type)[0] : null;
const isObject = (t) => (t.flags & TypeFlags.Object || t.isIntersection()) && !checker.isArrayType(t) && !(t.flags & TypeFlags.String) && !t.getCallSignatures().length;
const typeOf = (p) => checker.getTypeOfSymbol(p);
const optional = (p) => !!(p.flags & ts.SymbolFlags.Optional);
const header = (p) => /^Header param/m.test(ts.displayPartsToString(p.getDocumentationComment(checker)));

/// The smallest value of a type; strings that may be anything are unlike all others.
function sample(type, depth = 0) {
  for (const t of alternatives(type)) {
    if (t.isStringLiteral() || t.isNumberLiteral()) return t.value;
    if (t.flags & TypeFlags.BooleanLiteral) return true;
    if (t.flags & TypeFlags.String || t.isIntersection() && t.types.some((x) => x.flags & TypeFlags.String)) return `mark${++mark}`;
    if (t.flags & TypeFlags.Number) return 7;
    const of = element(t);
    if (of) return depth > DEPTH ? [] : [sample(of, depth + 1)];
    if (isObject(t)) return least(t, depth + 1);
  }
  return { [`mark${++mark}`]: 1 };
}
function least(type, depth = 0) {
  const value = {};
  for (const p of type.getProperties()) if (!optional(p) && depth <= DEPTH) value[p.name] = sample(typeOf(p), depth + 1);
  if (!type.getProperties().length) value[`mark${++mark}`] = 1;
  return value;
}
const kind = (t) => { const p = t.getProperty("type") ?? t.getProperty("role"), k = p && alternatives(typeOf(p)).find((x) => x.isStringLiteral()); return k ? `(${k.value})` : ""; };

function walk(type, path, pointer, wrap, lines, depth, above) {
  const times = (seen.get(type) ?? 0) + 1;
  if (depth > DEPTH || above.includes(type) || times > PLACES) return;
  seen.set(type, times);
  for (const p of type.getProperties()) {
    if (header(p) || p.name === "betas") continue;
    const at = `${path}${path ? "." : ""}${p.name}`, place = `${pointer}/${p.name}`, base = least(type);
    if (optional(p)) lines.push([at, place, JSON.stringify(wrap({ ...base, [p.name]: sample(typeOf(p)) }))].join("\t"));
    for (const t of alternatives(typeOf(p))) {
      const of = element(t), inner = of ? alternatives(of) : [t];
      for (const i of inner) if (isObject(i) && i.getProperties().length) walk(i, at + kind(i), of ? `${place}/0` : place, (v) => wrap({ ...least(type), [p.name]: of ? [v] : v }), lines, depth + 1, [...above, type]);
    }
  }
}

for (const [name, pkg, file, root] of SETS) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(join(at, pkg, file)));
  const symbol = checker.getExportsOfModule(module).find((s) => s.name === root) ?? program.getSourceFile(join(at, pkg, file)).locals.get(root);
  mark = 0; seen = new Map();
  const lines = [];
  walk(checker.getDeclaredTypeOfSymbol(symbol), "", "", (v) => v, lines, 0, []);
  const version = JSON.parse(readFileSync(join(at, pkg, "package.json"))).version;
  writeFileSync(join(out, `${name}.txt`), `# ${pkg.slice(13)} ${version} ${root}, ${date}\n${[...new Set(lines)].join("\n")}\n`);
  console.log(name, lines.length);
}
