// How long it takes from the click on a room that was visited before until its log is painted.

import { click, enter, newPage, slow } from "./browser.mjs";
import { paceName, percentile } from "./sheet.mjs";
import { speakers } from "./speaker.mjs";

const SPEAKERS = 5;
const NAMES = ["jasmine", "oolong", "sencha", "matcha", "assam", "rooibos"];
const MESSAGES = 50;

/** Rooms with as much in each as a page shows, and somebody who is in all of them. */
export async function furnish(house) {
  const cookie = await house.join("Wanderer");
  const rooms = [];
  for (const name of NAMES) rooms.push({ name, id: await house.openRoom(cookie, name) });
  const all = await speakers(house, SPEAKERS, rooms.map(({ id }) => id));
  for (const { name, id } of rooms) {
    for (let n = 1; n <= MESSAGES; n++) {
      await all[n % all.length].post(id, `${name} ${n}: leaves, water, and a little patience`);
    }
  }
  for (const speaker of all) speaker.close();
  return { cookie, rooms };
}

/** Adds what was found at this pace to the sheet. */
export async function switching(house, browser, sheet, { furnished, times, switches }) {
  const { cookie, rooms } = furnished;
  const page = await newPage(browser, house, cookie, watchSwitches);
  await enter(page, rooms[0].id);
  await slow(page, times);
  // Everywhere once, and back to where one was.
  const first = [];
  for (const room of [...rooms.slice(1), rooms[0]]) first.push(await go(page, room));
  const again = [];
  for (let n = 1; n <= switches; n++) again.push(await go(page, rooms[n % rooms.length]));
  await page.context().close();
  const pace = paceName(times);
  sheet.figure(`${pace}, first p50 ms`, percentile(first, 50));
  for (const [name, part] of [["p50", 50], ["p95", 95], ["max", 100]]) {
    sheet.figure(`${pace}, again ${name} ms`, percentile(again, part));
  }
}

/** Milliseconds from the click to the frame after the one with the whole log. */
async function go(page, { name, id }) {
  const last = `${name} ${MESSAGES}:`;
  await page.evaluate(([name, last]) => window.expectRoom(name, last), [name, last]);
  await click(page, `nav a.sidebar__row[href="/r/${id}"]`);
  return page.evaluate(() => window.switched);
}

/** Runs in the page, before anything else does. */
function watchSwitches() {
  const isThere = (name, last) => {
    const rows = document.querySelectorAll('[role="log"] article .message__text');
    const title = document.querySelector("h1")?.textContent ?? "";
    return title.includes(name) && (rows[rows.length - 1]?.textContent ?? "").startsWith(last);
  };
  window.expectRoom = (name, last) => {
    window.switched = new Promise((done) => {
      const clicked = ({ timeStamp }) => {
        const painted = () => done(performance.now() - timeStamp);
        const look = () => requestAnimationFrame(isThere(name, last) ? painted : look);
        requestAnimationFrame(look);
      };
      window.addEventListener("click", clicked, { capture: true, once: true });
    });
  };
}
