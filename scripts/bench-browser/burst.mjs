// How soon a page answers whoever uses it while a hundred messages a second arrive in its room.

import { setTimeout as pause } from "node:timers/promises";
import { click, enter, newPage, slow } from "./browser.mjs";
import { begin, interactions, interactionToNextPaint, watchInteractions } from "./interactions.mjs";
import { paceName } from "./sheet.mjs";
import { speakers } from "./speaker.mjs";

const SPEAKERS = 5;
const WORDS = "the kettle is on and whoever wants a cup says so before it is empty";
const KEY_MS = 60;
const BACK = 'a[href$="#room-settings"]';

/** Adds what was found at this pace to the sheet. */
export async function burst(house, browser, sheet, { times, seconds, rate }) {
  const cookie = await house.join("Reader");
  const room = await house.openRoom(cookie, `burst ${times}`);
  const all = await speakers(house, SPEAKERS, [room]);
  const page = await newPage(browser, house, cookie, watchInteractions);
  await enter(page, room);
  await slow(page, times);
  const until = performance.now() + seconds * 1e3;
  const [told, rows] = await Promise.all([talk(all, room, until, rate), use(page, until)]);
  const behind = await catchUp(page, told.last);
  const found = await interactions(page);
  report(sheet, paceName(times), { ...told, rows, behind, found });
  await page.context().close();
  for (const speaker of all) speaker.close();
}

/** Everybody in turn, evenly; when the last of it is kept, how much and how fast it was. */
async function talk(all, room, until, rate) {
  const from = performance.now();
  const kept = [];
  while (performance.now() < until) {
    const due = ((performance.now() - from) * rate) / 1e3;
    for (; kept.length < due; ) {
      const text = `${kept.length + 1}: ${WORDS}`;
      kept.push(all[kept.length % all.length].post(room, text));
    }
    await pause(5);
  }
  await Promise.all(kept);
  const took = (performance.now() - from) / 1e3;
  return { last: `${kept.length}: ${WORDS}`, ended: performance.now(), pace: kept.length / took };
}

/** Somebody types, sends, and looks at this and that; how many messages were on the page at the end. */
async function use(page, until) {
  for (let turn = 1; performance.now() < until; turn++) {
    await typeAndSend(page, `turn ${turn}: ${WORDS.slice(0, 24)}`);
    await openAndClose(page, "menu", 'button[popovertarget="menu"]', "#menu");
    await openAndClose(page, "members", 'button.head__people[popovertarget="members"]', "#members");
    await jump(page);
  }
  const rows = await page.getByRole("log").getByRole("article").count();
  await visitSettings(page);
  return rows;
}

async function typeAndSend(page, text) {
  await begin(page, "typing");
  await click(page, "#composer");
  await page.keyboard.type(text, { delay: KEY_MS });
  await begin(page, "sending");
  await page.keyboard.press("Enter");
}

async function openAndClose(page, act, button, panel) {
  await begin(page, act);
  await click(page, button);
  await page.locator(`${panel}:popover-open`).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(`${panel}:not(:popover-open)`).waitFor({ state: "hidden" });
}

async function jump(page) {
  await begin(page, "jumping");
  await page.keyboard.press("Control+k");
  await page.locator("dialog[open] input").waitFor();
  await page.keyboard.type("burst", { delay: KEY_MS });
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
}

/** Goes to the settings of the room, when there is most on the page, and comes back. */
async function visitSettings(page) {
  await begin(page, "settings");
  await click(page, "#room-settings");
  await page.getByRole("log").waitFor({ state: "detached" });
  await page.locator(BACK).filter({ visible: true }).first().waitFor();
  await click(page, BACK);
  await page.getByRole("log").waitFor();
}

/** Milliseconds until the page shows what was said last, if that is later than its being kept. */
async function catchUp(page, last) {
  const from = performance.now();
  await page.locator(".message__text", { hasText: last }).waitFor({ timeout: 120_000 });
  return performance.now() - from;
}

function report(sheet, pace, { pace: told, behind, found, rows }) {
  const worst = found.named[0] ?? { duration: 0, waits: 0, works: 0 };
  const figure = (name, value) => sheet.figure(`${pace}, ${name}`, value);
  figure("INP ms", interactionToNextPaint(found));
  figure("worst ms", worst.duration);
  figure("worst, waiting ms", worst.waits);
  figure("worst, handled ms", worst.works);
  figure("interactions", found.count);
  for (const { act, duration } of found.named.filter(isWorstOfItsKind)) {
    figure(`worst of ${act} ms`, duration);
  }
  figure("messages/s", told);
  figure("behind ms", behind);
  figure("messages on the page", rows);
}

function isWorstOfItsKind({ act }, place, named) {
  return named.findIndex((other) => other.act === act) === place;
}
