// Lighthouse on the page of a room, with its profile of a phone on a slow network, for a guest who is signed
// in. It is large, so it is no dependency: it is installed among the tools when it is asked for.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";
import { ARGS, chromiumPath } from "../../end2end/fixtures/chromium.mjs";
import { asCookie } from "./browser.mjs";
import { percentile } from "./sheet.mjs";

// The last one that runs on Node 20.
const VERSION = "12.8.2";
const TOOLS = process.env["TEAHOUSE_TOOLS"] ?? join(homedir(), ".cache/teahouse/tools");
const FOLDER = join(TOOLS, "lighthouse");
const PACKAGE = join(FOLDER, "node_modules/lighthouse");
const INSTALL_WITHIN_MS = 240_000;

const AUDITS = [
  ["FCP ms", "first-contentful-paint"],
  ["LCP ms", "largest-contentful-paint"],
  ["TBT ms", "total-blocking-time"],
  ["CLS", "cumulative-layout-shift"],
  ["speed index ms", "speed-index"],
];

/** Lighthouse itself, installed if need be; or nothing where that cannot be done. */
export async function findLighthouse() {
  if (installed() !== VERSION && !install()) return undefined;
  const { default: lighthouse } = await import(pathToFileURL(join(PACKAGE, "core/index.js")).href);
  return lighthouse;
}

function installed() {
  const manifest = join(PACKAGE, "package.json");
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : undefined;
}

function install() {
  const options = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  const args = ["install", "--prefix", FOLDER, ...options, `lighthouse@${VERSION}`];
  console.error(`Installing Lighthouse ${VERSION} into ${FOLDER}`);
  const stdio = ["ignore", "ignore", "inherit"];
  const { status } = spawnSync("npm", args, { stdio, timeout: INSTALL_WITHIN_MS });
  return status === 0 && installed() === VERSION;
}

/** Adds the medians of so many runs to the sheet; the reports. */
export async function rate(lighthouse, house, { cookie, room, runs }, sheet) {
  const reports = [];
  const url = `${house.url}/r/${room}`;
  for (let tries = 0; reports.length < runs; tries++) {
    const report = await look(lighthouse, asCookie(house, cookie), url);
    const why = report.runtimeError?.message;
    // Now and then it does not see the beginning of its own run.
    if (why === undefined) reports.push(report);
    else if (tries >= 2 * runs) throw new Error(why);
  }
  const median = (pick) => percentile(reports.map(pick), 50);
  sheet.figure("performance", 100 * median(({ categories }) => categories.performance.score));
  for (const [name, audit] of AUDITS) {
    sheet.figure(name, median(({ audits }) => audits[audit].numericValue));
  }
  return reports;
}

async function look(lighthouse, cookie, url) {
  const browser = await open();
  try {
    await signIn(browser.port, cookie);
    const only = { onlyCategories: ["performance"], logLevel: "error", output: "json" };
    const { lhr } = await lighthouse(url, { port: browser.port, ...only });
    const at = lhr.finalDisplayedUrl;
    if (!lhr.runtimeError && at !== url) throw new Error(`it was led to ${at}`);
    return lhr;
  } finally {
    await browser.close();
  }
}

/** A browser of its own for each run, which nobody else drives. */
async function open() {
  const profile = mkdtempSync(join(tmpdir(), "teahouse-lighthouse-"));
  const own = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
  const args = [...ARGS, ...own, "--no-first-run", "about:blank"];
  const stdio = ["ignore", "ignore", "pipe"];
  const child = spawn(chromiumPath(), args, { stdio, detached: true });
  const end = () => process.kill(-child.pid, "SIGTERM");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  const close = async () => {
    const gone = once(child, "exit");
    if (child.exitCode === null && child.signalCode === null) {
      end();
      await gone;
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  try {
    return { port: await listening(child), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listening(child) {
  for await (const line of createInterface({ input: child.stderr })) {
    const [, port] = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(line) ?? [];
    if (port !== undefined) {
      child.stderr.resume();
      return Number(port);
    }
  }
  throw new Error("Chromium did not open");
}

/** Lighthouse empties caches before each run, and leaves cookies alone. */
async function signIn(port, cookie) {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  await browser.contexts()[0].addCookies([cookie]);
  await browser.close();
}
