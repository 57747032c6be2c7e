// Measures a release of the program in Chromium: how soon a page answers during a burst of messages, how
// long it takes from one room to another, and what Lighthouse says. docs/benchmarks.md has the goals.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromiumPath } from "../end2end/fixtures/chromium.mjs";
import { launch } from "./bench-browser/browser.mjs";
import { burst } from "./bench-browser/burst.mjs";
import { House } from "./bench-browser/house.mjs";
import { findLighthouse, rate } from "./bench-browser/lighthouse.mjs";
import { Sheet } from "./bench-browser/sheet.mjs";
import { furnish, switching } from "./bench-browser/switch.mjs";

const USAGE = `node scripts/bench-browser.mjs [--binary PATH] [--json] [--only PART] [--seconds N] [--runs N]

  --binary PATH   a program with the site in it: target/dist/teahouse
  --json          one line of JSON for each part
  --only PART     burst, switch or lighthouse; may be said several times
  --seconds N     how long a burst lasts: 20
  --runs N        how often Lighthouse looks, for the median: 3`;

const RATE = 100;
const SWITCHES = 36;
// As fast as this machine is, and about as fast as a phone in the middle of the range.
const PACES = [1, 4];

const PARTS = {
  async burst(house, { seconds }) {
    const sheet = new Sheet("burst", { seconds, rate: RATE });
    await inBrowser(async (browser, times) => {
      await burst(house, browser, sheet, { times, seconds, rate: RATE });
    });
    return sheet;
  },
  async switch(house) {
    const sheet = new Sheet("switch", { switches: SWITCHES });
    const furnished = await furnish(house);
    await inBrowser(async (browser, times) => {
      await switching(house, browser, sheet, { furnished, times, switches: SWITCHES });
    });
    return sheet;
  },
  async lighthouse(house, { runs }) {
    const lighthouse = await findLighthouse();
    if (lighthouse === undefined) {
      console.error("SKIPPED: Lighthouse cannot be installed here.");
      return undefined;
    }
    const sheet = new Sheet("lighthouse", { runs });
    const { cookie, rooms } = await furnish(house);
    await rate(lighthouse, house, { cookie, room: rooms[0].id, runs }, sheet);
    return sheet;
  },
};

/** Once at each pace, each time in a browser of its own. */
async function inBrowser(measure) {
  for (const times of PACES) {
    const browser = await launch();
    try {
      await measure(browser, times);
    } finally {
      await browser.close();
    }
  }
}

function settings() {
  const { values } = parseArgs({
    options: {
      binary: { type: "string", default: "target/dist/teahouse" },
      json: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: Object.keys(PARTS) },
      seconds: { type: "string", default: "20" },
      runs: { type: "string", default: "3" },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = values.only.find((part) => !(part in PARTS));
  if (unknown !== undefined) throw new Error(`There is no part called ${unknown}.`);
  return { ...values, seconds: Number(values.seconds), runs: Number(values.runs) };
}

async function main() {
  const set = settings();
  if (set.help) {
    console.log(USAGE);
    return;
  }
  const binary = resolve(set.binary);
  if (!existsSync(binary)) throw new Error(`There is no ${binary}; make release builds it.`);
  if (chromiumPath() === undefined) {
    console.error("SKIPPED: there is no Chromium here, so nothing is measured in a browser.");
    return;
  }
  for (const part of set.only) {
    // A house for each part, so that none sees what another one left.
    const house = await House.open(binary);
    try {
      const sheet = await PARTS[part](house, set);
      sheet?.show(set.json);
    } finally {
      await house.close();
    }
  }
}

await main();
