// Makes one script of the two that come with the wasm, and puts a hash into the names of the built files,
// so that browsers may keep them for ever.
//
// All code of a build has the same hash, made from all of it: none of it works with that of another build.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const SCRIPT = "teahouse.js";
// What fetches the other file of wasm, as cargo-leptos calls it.
const LOADER = "__wasm_split.______________________.js";

const at = (name) => join(folder, name);
const digest = (parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("base64url").slice(0, 22);
};

/** What `text` is with `pattern` replaced, which has to be there. */
function changed(text, pattern, change) {
  if (!pattern.test(text)) throw new Error(`${pattern} is not in the script any more`);
  return text.replace(pattern, change);
}

/** The script with its loader in it, where it imports it: one request less before the page acts. */
function joined(script, loader) {
  const [, start] = /(\w+) as initSync\b/.exec(script) ?? [];
  const body = changed(loader, /import \{ initSync \} from "[^"]*";/, "").replace(/export const /g, "found.");
  const own = `const initSync=(...given)=>${start}(...given),found={};${body};return found`;
  return changed(script, /import\s*\*\s*as (\w+) from\s*"\.\/__wasm_split\.[^"]*";/, (_, name) => `const ${name}=(()=>{${own}})();`);
}

writeFileSync(at(SCRIPT), joined(readFileSync(at(SCRIPT)).toString(), readFileSync(at(LOADER)).toString()));
rmSync(at(LOADER));

const files = readdirSync(folder).sort();
const code = files.filter((name) => /\.(js|wasm)$/.test(name));
const hash = digest(code.flatMap((name) => [name, readFileSync(at(name))]));
const named = (name) => name.replace(/\.(?=\w+$)/, `.${hash}.`);

const script = readFileSync(at(SCRIPT)).toString();
writeFileSync(at(SCRIPT), changed(script, /(new URL\("\.\/)(split_\w+\.wasm)"/, (_, before, name) => `${before}${named(name)}"`));
for (const name of code) renameSync(at(name), at(named(name)));
for (const name of files.filter((name) => name.endsWith(".css"))) {
  renameSync(at(name), at(name.replace(/\.css$/, `.${digest([readFileSync(at(name))])}.css`)));
}
