import { expect, test } from "../fixtures/test.ts";
import { en } from "../verbs/strings.ts";

test("messages arrive live, both ways, in one order", async ({ two }) => {
  const { maya, jonas } = await two();

  const said: string[] = [];
  for (let n = 1; n <= 5; n++) {
    for (const [who, other] of [[maya, jonas] as const, [jonas, maya] as const]) {
      const text = `${who === maya ? "Maya" : "Jonas"} says ${n}`;
      said.push(text);
      await who.say(text);
      await expect(other.room.message(text)).toBeVisible();
    }
  }
  expect(await maya.room.texts()).toEqual(said);
  expect(await jonas.room.texts()).toEqual(said);
});

test("coming and going shows live, with the number online", async ({ newPerson, roomName }) => {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  await maya.room.expectOnline(1);

  const jonas = await newPerson();
  await jonas.joinIn(path, "Jonas");
  await expect(maya.room.notice(en.cameIn("Jonas"))).toBeVisible();
  await expect(maya.room.notice(en.joined("Jonas"))).toBeVisible();
  await maya.room.expectOnline(2);
  await jonas.room.expectOnline(2);

  await jonas.page.context().close();
  await expect(maya.room.notice(en.wentOut("Jonas"))).toBeVisible();
  await maya.room.expectOnline(1);
});

test("the members are listed by name, oneself marked", async ({ two, hasTouch }) => {
  test.skip(hasTouch, "the list is beside the room on wide screens");
  const { maya, jonas } = await two();

  const online = maya.room.members.getByRole("list", { name: /^Online/ }).getByRole("listitem");
  const offline = maya.room.members.getByRole("list", { name: /^Offline/ }).getByRole("listitem");
  await expect(online).toHaveText([/Jonas/, /Maya.*owner.*you/s]);
  await expect(offline).toHaveCount(0);
  await jonas.goToLobby();
  await expect(online).toHaveText([/Maya.*owner.*you/s]);
  await expect(offline).toHaveText([/Jonas/]);
});

test("two people of one name are two people", async ({ newPerson, roomName }) => {
  const one = await newPerson();
  await one.join("Mei");
  const path = await one.openRoom(roomName);
  const two = await newPerson();
  await two.joinIn(path, "Mei");

  await one.sayForGood("I am the first Mei");
  await two.sayForGood("I am the second Mei");
  const reader = await newPerson();
  await reader.joinIn(path, "Reader");
  const first = reader.room.message("I am the first Mei");
  const second = reader.room.message("I am the second Mei");
  await expect(first).toBeVisible();
  // Not one group, as if one person had said both, and not one face.
  await expect(first.getByText("Mei", { exact: true })).toBeVisible();
  await expect(second.getByText("Mei", { exact: true })).toBeVisible();
  expect(await reader.room.face(first)).not.toEqual(await reader.room.face(second));
  await reader.room.expectOnline(3);
  await expect(one.room.message("I am the second Mei")).toBeVisible();
});

test("the lobby counts the people in each room, live", async ({ newPerson, roomName }) => {
  const watcher = await newPerson();
  await watcher.join("Watcher");
  await watcher.goToLobby();
  await watcher.live();

  const maya = await newPerson();
  await maya.join("Maya");
  await maya.openRoom(roomName);
  const entry = watcher.lobbyEntry(roomName);
  await expect(entry).toContainText("1");
  const jonas = await newPerson();
  await jonas.join("Jonas");
  await jonas.enterFromLobby(roomName);
  await expect(entry).toContainText("2");
});

test("somebody who comes later reads what was said", async ({ newPerson, roomName }) => {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  await maya.sayForGood("said before you came");
  const jonas = await newPerson();
  await jonas.joinIn(path, "Jonas");
  await jonas.room.expectOnce("said before you came");
  await jonas.sayForGood("and I answer");
  await maya.expectMessage("and I answer");
});

test("one person in two tabs sees both the same", async ({ newPerson, roomName }) => {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  const tab = await maya.anotherTab(path);
  await maya.sayForGood("from the first tab");
  await tab.expectMessage("from the first tab");
  await tab.sayForGood("from the second tab");
  await maya.room.expectOnce("from the second tab");
  await maya.room.expectOnline(1);
});

test("earlier messages come by scrolling up, and nothing moves", async ({
  newPerson,
  wire,
  roomName,
}) => {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  for (let n = 1; n <= 60; n++) await maya.post(path, `old ${n}.`);
  const reader = await newPerson({ at: wire.url });
  await reader.joinIn(path, "Reader");
  await expect(reader.room.messages).toHaveCount(50);

  wire.hold("toServer");
  await reader.room.scrollToTop();
  const read = reader.room.message("old 13.");
  await expect(read).toBeInViewport();
  const before = await reader.room.height(read);
  wire.release();
  await expect(reader.room.message("old 1.")).toBeAttached();
  await reader.composer.nextFrames();
  expect(Math.abs((await reader.room.height(read)) - before)).toBeLessThanOrEqual(1);
  const texts = await reader.room.texts();
  expect(texts).toEqual(Array.from({ length: 60 }, (_, n) => `old ${n + 1}.`));
});

test("a room that is left open stays short, and all of it is found by going up", async ({ two }) => {
  const { maya, jonas, path } = await two();
  const said = Array.from({ length: 400 }, (_, n) => `said ${n + 1}.`);
  for (const text of said) await maya.post(path, text);
  await expect(jonas.room.message("said 400.")).toBeInViewport();
  await expect.poll(() => jonas.room.messages.count()).toBeLessThanOrEqual(250);

  const first = jonas.room.message("said 1.");
  await expect(first).toHaveCount(0);
  await expect(async () => {
    await jonas.room.scrollToTop();
    await expect(first).toBeInViewport({ timeout: 500 });
  }).toPass();
  expect(await jonas.room.texts()).toEqual(said);
});

test("a reader further up is not moved, and is told what came", async ({ newPerson, roomName }) => {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  for (let n = 1; n <= 40; n++) await maya.post(path, `old ${n}.`);
  const reader = await newPerson();
  await reader.joinIn(path, "Reader");
  await reader.room.scrollToTop();
  const read = reader.room.message("old 3.");
  await expect(read).toBeInViewport();
  const before = await reader.room.height(read);

  await maya.sayForGood("new below");
  const jump = reader.page.getByRole("button", { name: "1 new message · Jump to latest" });
  await expect(jump).toBeVisible();
  expect(Math.abs((await reader.room.height(read)) - before)).toBeLessThanOrEqual(1);
  await jump.click();
  await expect(reader.room.message("new below")).toBeInViewport();
  await expect(jump).toHaveCount(0);
});
