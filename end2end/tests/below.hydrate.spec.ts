import { BASE, expect, below as test } from "../fixtures/below.ts";
import { Doctor, WORKS } from "../verbs/doctor.ts";
import { expectRoad, Sockets } from "../verbs/link.ts";
import { en } from "../verbs/strings.ts";

// A house that stands below a path of its host, as far as the page does things by itself.

test("pages change without being loaded, with links, keys and the browser's own way back", async ({
  person,
  roomName,
  baseURL,
  hasTouch,
}) => {
  const other = roomName.replace("room", "salon");
  await person.join("Maya");
  const there = await person.openRoom(other);
  const here = await person.openRoom(roomName);
  await person.page.evaluate(() => Object.assign(window, { samePage: true }));
  await person.switchTo(other);
  await expect(person.page).toHaveURL(`${baseURL}${there}`);
  const current = person.page.locator('[aria-current="page"]');
  await expect(current.filter({ hasText: other })).toHaveCount(1);
  await person.page.goBack();
  // On phones the list of rooms is a page of its own, which they came by.
  const before = hasTouch ? new RegExp(`^${baseURL}/?$`) : `${baseURL}${here}`;
  await expect(person.page).toHaveURL(before);
  await expect(person.room.title).toContainText(hasTouch ? en.rooms : roomName);
  if (!hasTouch) {
    await person.page.keyboard.press("Control+k");
    const dialog = person.page.getByRole("dialog", { name: en.jumpTo });
    await dialog.getByRole("combobox").fill(other);
    await expect(dialog.getByRole("option").first()).toContainText(other);
    await person.page.keyboard.press("Enter");
    await expect(person.page).toHaveURL(`${baseURL}${there}`);
    await person.page.keyboard.press("Alt+ArrowUp");
    await expect(person.page).not.toHaveURL(`${baseURL}${there}`);
  }
  expect(await person.page.evaluate(() => "samePage" in window), "no page was loaded").toBe(true);
});

test("what the browser keeps has the path in its name", async ({ person, roomName }) => {
  await person.join("Maya");
  await person.openRoom(roomName);
  await person.sayForGood("one");
  await person.composer.type("half a thought");
  await person.reload();
  await person.live();
  await expect(person.composer.field).toHaveValue("half a thought");
  const kept = await person.page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name ?? ""),
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
  }));
  expect(kept.databases).toEqual([`${BASE}/teahouse`]);
  expect(kept.local.length).toBeGreaterThan(0);
  for (const name of [...kept.local, ...kept.session]) {
    expect(name.startsWith(`${BASE}/`), name).toBe(true);
  }
});

test("all roads lead below the path", async ({ person, roomName, baseURL }) => {
  const sockets = Sockets.of(person);
  await person.join("Maya");
  await person.openRoom(roomName);
  await expectRoad(person, "websocket");
  const link = baseURL?.replace("http:", "ws:");
  expect(new Set(sockets.addresses)).toEqual(new Set([`${link}/live`]));
  const doctor = new Doctor(person);
  await doctor.open();
  await doctor.expectVerdict(en.bestRoad);
  await doctor.expectRoads({ websocket: WORKS, stream: WORKS, poll: WORKS });
});

test("a link to a message that is copied leads to it", async ({
  person,
  roomName,
  baseURL,
  hasTouch,
}) => {
  test.skip(hasTouch, "needs a pointer");
  await person.page.context().grantPermissions(["clipboard-read"]);
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  await person.sayForGood("look at this");
  await person.room.choose("look at this", en.copyLink);
  const copied = await person.page.evaluate(() => navigator.clipboard.readText());
  expect(copied.startsWith(`${baseURL}${path}?m=`)).toBe(true);
  await person.goTo(copied);
  await expect(person.room.message("look at this")).toBeVisible();
});
