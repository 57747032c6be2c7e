// Makes the wasm smaller: takes out what the libraries keep and Teahouse never calls, then optimises.
//
// A type-erased view of Leptos holds a pointer to each thing that can be done with it, so that no
// linker sees what is never done. What is taken out here traps, should it be called after all.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const script = join(folder, "teahouse.js");
// A folder where the wasm is left as it is before it is optimised, with the names of its functions.
const keep = process.env["TEAHOUSE_KEEP_NAMES"];

// Symbols, with the length in front of each word. What stands here may be nothing that could be the same as
// something else, byte for byte: the compiler makes one function of two such, under either name. These make a
// future of a type of their own, and what it does.
const NEVER_CALLED = [
  // Only `hydrate_lazy` and islands hydrate so, and the page is hydrated by `hydrate_body`.
  /tachys\.\.view\.\.any_view\.\.IntoAny\$GT\$8into_any13hydrate_async(28_\$u7b\$\$u7b\$closure\$u7d\$\$u7d\$)?17h/,
];

const OPTIONS = [
  "-Oz",
  "--converge",
  "--enable-bulk-memory",
  "--enable-nontrapping-float-to-int",
  "--strip-debug",
  "--strip-producers",
];

// What wasm-bindgen calls its script within the wasm.
const GLUE = "./teahouse_bg.js";
const SHORT_GLUE = "b";

const CODE = 10;
const IMPORTS = 2;
// No locals, `unreachable`, `end`.
const TRAP = Buffer.from([3, 0, 0, 0x0b]);

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  text() {
    return this.take(this.number()).toString();
  }
}

function encoded(number) {
  const bytes = [];
  do {
    bytes.push((number & 127) | (number > 127 ? 128 : 0));
    number >>>= 7;
  } while (number > 0);
  return Buffer.from(bytes);
}

function sections(bytes) {
  const reader = new Reader(bytes, 8);
  const found = [];
  while (reader.at < bytes.length) {
    const id = reader.take(1)[0];
    found.push({ id, body: reader.take(reader.number()) });
  }
  return found;
}

/** What a module imports: from where, by which name, and what it is, as it is written. */
function imports(body) {
  const reader = new Reader(body);
  const limits = () => {
    const flags = reader.take(1)[0];
    reader.number();
    if (flags & 1) reader.number();
  };
  return Array.from({ length: reader.number() }, () => {
    const [from, name] = [reader.text(), reader.text()];
    const start = reader.at;
    const kind = reader.take(1)[0];
    if (kind === 0) reader.number();
    else if (kind === 1) reader.take(1), limits();
    else if (kind === 2) limits();
    else reader.take(2);
    return { from, name, kind, what: body.subarray(start, reader.at) };
  });
}

const text = (words) => Buffer.concat([encoded(Buffer.byteLength(words)), Buffer.from(words)]);

/** The nth of a, b, … z, aa, ab, … */
function short(n) {
  const last = String.fromCharCode(97 + (n % 26));
  return n < 26 ? last : short(Math.floor(n / 26) - 1) + last;
}

/** The imports with short names for what comes from the script beside the wasm, and these names. */
function shortened(body) {
  const all = imports(body);
  const names = new Map();
  const out = all.map(({ from, name, what }) => {
    if (from !== GLUE) return Buffer.concat([text(from), text(name), what]);
    if (!names.has(name)) names.set(name, short(names.size));
    return Buffer.concat([text(SHORT_GLUE), text(names.get(name)), what]);
  });
  return { body: Buffer.concat([encoded(all.length), ...out]), names };
}

function functionNames(all) {
  const names = new Map();
  for (const { id, body } of all) {
    const reader = new Reader(body);
    if (id !== 0 || reader.text() !== "name") continue;
    while (reader.at < body.length) {
      const kind = reader.take(1)[0];
      const part = new Reader(reader.take(reader.number()));
      if (kind !== 1) continue;
      for (let left = part.number(); left > 0; left--) names.set(part.number(), part.text());
    }
  }
  return names;
}

/** The module without the bodies of what is never called, how many bytes those were, and new names. */
function snipped(bytes) {
  const all = sections(bytes);
  const names = functionNames(all);
  const imported = all.filter(({ id }) => id === IMPORTS).flatMap(({ body }) => imports(body));
  const before = imported.filter(({ kind }) => kind === 0).length;
  let gone = 0;
  let brief = new Map();
  const out = [bytes.subarray(0, 8)];
  for (const { id, body } of all) {
    let kept = body;
    if (id === CODE) {
      const reader = new Reader(body);
      const count = reader.number();
      const bodies = [encoded(count)];
      for (let index = 0; index < count; index++) {
        const code = reader.take(reader.number());
        const name = names.get(before + index) ?? "";
        const isCalled = !NEVER_CALLED.some((never) => never.test(name));
        if (!isCalled) gone += code.length;
        bodies.push(...(isCalled ? [encoded(code.length), code] : [TRAP]));
      }
      kept = Buffer.concat(bodies);
    }
    if (id === IMPORTS) ({ body: kept, names: brief } = shortened(body));
    out.push(Buffer.from([id]), encoded(kept.length), kept);
  }
  return { bytes: Buffer.concat(out), gone, brief };
}

async function optimise(path) {
  const done = `${path}.small`;
  const child = spawn("wasm-opt", [...OPTIONS, path, "-o", done], { stdio: "inherit" });
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`wasm-opt ended with ${code}`);
  renameSync(done, path);
}

/** The script with the short names. Each stands in it once, as the key of a function. */
function renamed(code, names) {
  let found = 0;
  const out = code.replace(/\b(__wb\w+)(?=:)/g, (long) => {
    if (!names.has(long)) return long;
    found++;
    return names.get(long);
  });
  if (found !== names.size || !out.includes(`"${GLUE}":`)) {
    throw new Error(`${found} of ${names.size} names of ${GLUE} were found`);
  }
  return out.replace(`"${GLUE}":`, `"${SHORT_GLUE}":`);
}

const files = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
let gone = 0;
const briefly = new Map();
for (const name of files) {
  const path = join(folder, name);
  const without = snipped(readFileSync(path));
  gone += without.gone;
  for (const [long, name] of without.brief) briefly.set(long, name);
  // For whoever wants to know what the bytes are.
  if (keep) writeFileSync(join(keep, name), without.bytes);
  writeFileSync(path, without.bytes);
}
// Another version of a library may call them something else.
if (gone === 0) throw new Error("nothing was taken out: what is never called has other names now");
writeFileSync(script, renamed(readFileSync(script).toString(), briefly));
console.log(`${gone} bytes of code are never called`);
await Promise.all(files.map((name) => optimise(join(folder, name))));
