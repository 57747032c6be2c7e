// Lets the Autobahn suite loose on a server that says everything again, and compares what it reports
// with expected.json. Arguments: the server's program, Python 2.7, and where the suite is installed.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { complaints, failures, outcomes, summary, written } from "./compare.mjs";

const [server, python, suite] = process.argv.slice(2);
const EXPECTED = new URL("expected.json", import.meta.url);
const AGENT = "teahouse";
// Longer than anything takes that ends at all.
const WITHIN_MS = 20 * 60 * 1000;

/** The least that is a site: nobody looks at it here. */
function site(folder) {
  mkdirSync(join(folder, "pkg"), { recursive: true });
  for (const name of ["teahouse.js", "teahouse.wasm", "teahouse.css"]) {
    writeFileSync(join(folder, "pkg", name), "");
  }
}

/** Starts the server on any free port; ready with its address once it is open. */
async function open(folder) {
  site(folder);
  const env = {
    ...process.env,
    TEAHOUSE_LISTEN: "127.0.0.1:0",
    TEAHOUSE_DATA: join(folder, "data"),
    TEAHOUSE_SITE: folder,
    TEAHOUSE_LOG: "info",
  };
  const child = spawn(server, { env, stdio: ["ignore", "ignore", "pipe"] });
  const lines = [];
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line);
    const [, address] = /open at http:\/\/(\S+)/.exec(line) ?? [];
    if (address !== undefined) {
      // What it logs from now on is of no interest, but must not fill the pipe.
      child.stderr.resume();
      return { child, address };
    }
  }
  throw new Error(`the server did not open:\n${lines.join("\n")}`);
}

/** Runs the suite against this address; what it reports. */
async function fuzz(folder, address) {
  const outdir = join(folder, "reports");
  const spec = join(folder, "spec.json");
  const url = `ws://${address}/conformance/echo`;
  const servers = [{ agent: AGENT, url }];
  writeFileSync(spec, JSON.stringify({ outdir, servers, cases: ["*"], "exclude-cases": [] }));
  const run = "from autobahntestsuite.wstest import run; run()";
  const args = ["-B", "-c", run, "--mode", "fuzzingclient", "--spec", spec];
  const env = { ...process.env, PYTHONPATH: suite };
  const options = { env, stdio: ["ignore", "pipe", "pipe"], timeout: WITHIN_MS };
  const child = spawn(python, args, options);
  const said = [];
  child.stdout.on("data", (data) => said.push(data));
  child.stderr.on("data", (data) => said.push(data));
  const [status] = await once(child, "close");
  try {
    return JSON.parse(readFileSync(join(outdir, "index.json"), "utf8"))[AGENT];
  } catch (error) {
    const end = Buffer.concat(said).toString().slice(-2000);
    throw new Error(`the suite made no report (${status}): ${error.message}\n${end}`);
  }
}

function judge(report) {
  if (process.env.TEAHOUSE_WRITE_CONFORMANCE && failures(report).length === 0) {
    writeFileSync(EXPECTED, written(outcomes(report)));
  }
  const found = complaints(report, JSON.parse(readFileSync(EXPECTED, "utf8")));
  console.log(`      ${summary(report)}`);
  for (const complaint of found) {
    console.error(`      ${complaint}`);
  }
  return found.length === 0;
}

const folder = mkdtempSync(join(tmpdir(), "teahouse-conformance-"));
let child;
try {
  const opened = await open(folder);
  child = opened.child;
  process.exitCode = judge(await fuzz(folder, opened.address)) ? 0 : 1;
} finally {
  child?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
