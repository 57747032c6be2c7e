import { Wire } from "../fixtures/wire.ts";
import { expect, test } from "../fixtures/test.ts";
import { keepMore, keptMessages } from "../verbs/kept.ts";
import { en } from "../verbs/strings.ts";

const texts = ["one", "two", "three"];

test("what waits survives a reload and goes out once and in order", async ({ two, wire }) => {
  const { maya, jonas } = await two({ maya: wire.url });
  maya.expectsDeadLinks();

  wire.unplug("live");
  await maya.expectLink("closed");
  for (const text of texts) await maya.say(text);
  await maya.reload();
  await maya.expectLink("closed");
  await expect(maya.room.messages).toHaveCount(3);
  expect(await maya.room.texts()).toEqual(texts);
  await expect(maya.room.message("three").getByText(en.waiting)).toBeVisible();
  await maya.say("four");
  await expect.poll(() => keptMessages(maya.page)).toBe(4);

  wire.plug();
  await maya.comesBack();
  await maya.room.expectFinal("four");
  await jonas.expectMessage("four");
  for (const person of [maya, jonas]) {
    expect(await person.room.texts()).toEqual([...texts, "four"]);
  }
  await expect.poll(() => keptMessages(maya.page)).toBe(0);
  await maya.reload();
  await maya.live();
  await maya.sayForGood("five");
  await jonas.expectMessage("five");
  for (const person of [maya, jonas]) {
    expect(await person.room.texts()).toEqual([...texts, "four", "five"]);
  }
});

test("what waits survives a reload and the server's sudden death", async ({ two, ownServer }) => {
  const wire = await Wire.to(ownServer.port);
  const { maya, jonas } = await two({ maya: wire.url, jonas: ownServer.url });
  maya.expectsDeadLinks();

  // Its answer is lost, so the server has what the browser still keeps.
  wire.hold("toBrowser");
  await maya.say("one");
  await jonas.expectMessage("one");
  await ownServer.kill();
  await maya.expectLink("closed");
  await maya.say("two");
  wire.unplug("live");
  wire.release();
  await ownServer.restart();
  await maya.reload();
  await maya.say("three");
  await maya.reload();
  await expect(maya.room.messages).toHaveCount(3);

  wire.plug();
  await maya.comesBack();
  await jonas.comesBack();
  await maya.room.expectFinal("three");
  await jonas.expectMessage("three");
  for (const person of [maya, jonas]) expect(await person.room.texts()).toEqual(texts);
  await wire.dispose();
});

test("a failed message is still failed after a reload and can be tried again", async ({
  newPerson,
  wire,
  roomName,
}) => {
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  wire.hold("toServer");
  await maya.say("not lost");
  await maya.room.expectFailed("not lost");
  wire.cut();
  await maya.reload();
  await maya.live();
  await maya.room.expectFailed("not lost");
  const row = maya.room.message("not lost");
  await maya.goTo("/");
  await expect(maya.roomLink(roomName).getByText(en.unsent).first()).toBeAttached();

  await maya.enterFromLobby(roomName);
  const jonas = await newPerson();
  await jonas.joinIn(path, "Jonas");
  await expect(jonas.room.message("not lost")).toHaveCount(0);
  await row.getByRole("button", { name: en.tryAgain }).click();
  await maya.room.expectFinal("not lost");
  await jonas.expectMessage("not lost");
  await maya.goTo("/");
  await maya.live();
  await expect(maya.page.getByText(en.unsent)).toHaveCount(0);
});

test("what was deleted stays deleted", async ({ newPerson, wire, roomName }) => {
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  await maya.openRoom(roomName);
  wire.hold("toServer");
  await maya.say("on second thought");
  await maya.room.expectFailed("on second thought");
  const row = maya.room.message("on second thought");
  await row.getByRole("button", { name: en.remove }).click();
  await expect(row).toHaveCount(0);
  wire.cut();
  await maya.reload();
  await maya.live();
  await maya.sayForGood("something else");
  expect(await maya.room.texts()).toEqual(["something else"]);
});

test("what waits for a room is sent from any other page", async ({ two, wire, roomName }) => {
  const { maya, jonas } = await two({ maya: wire.url });
  maya.expectsDeadLinks();
  wire.unplug("live");
  await maya.expectLink("closed");
  for (const text of texts) await maya.say(text);
  await maya.goTo("/");
  wire.plug();
  await maya.comesBack();
  await jonas.expectMessage("three");
  expect(await jonas.room.texts()).toEqual(texts);
  await maya.enterFromLobby(roomName);
  expect(await maya.room.texts()).toEqual(texts);
  for (const text of texts) await maya.room.expectFinal(text);
});

test("two tabs send what one of them wrote, and it is said once", async ({
  newPerson,
  wire,
  roomName,
}) => {
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  wire.unplug("live");
  await maya.expectLink("closed");
  for (const text of texts) await maya.say(text);
  const tab = await maya.anotherTab(path, "closed");
  await expect(tab.room.messages).toHaveCount(3);
  wire.plug();
  for (const page of [maya, tab]) {
    await page.comesBack();
    for (const text of texts) await page.room.expectFinal(text);
    expect(await page.room.texts()).toEqual(texts);
  }
  await tab.reload();
  await tab.live();
  expect(await tab.room.texts()).toEqual(texts);
  await expect.poll(() => keptMessages(tab.page)).toBe(0);
});

test("somebody else in the same browser neither sees nor sends what waits", async ({
  newPerson,
  wire,
  roomName,
}) => {
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  wire.unplug("live");
  await maya.expectLink("closed");
  await maya.say("Maya's alone");
  await maya.composer.type("half a thought of Maya's");
  await maya.goToLobby();
  await maya.signOut();

  wire.plug();
  await maya.joinIn(path, "Jonas");
  await expect(maya.composer.field).toHaveValue("");
  await maya.sayForGood("Jonas was here");
  expect(await maya.room.texts()).toEqual(["Jonas was here"]);
  await expect(maya.page.getByText(en.draft, { exact: true })).toHaveCount(0);
  const kim = await newPerson();
  await kim.joinIn(path, "Kim");
  expect(await kim.room.texts()).toEqual(["Jonas was here"]);
});

test("there is an end to what may wait, and the text stays", async ({
  newPerson,
  wire,
  roomName,
}) => {
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  await maya.openRoom(roomName);
  wire.unplug("live");
  await maya.expectLink("closed");
  await maya.say("over and over");
  await expect.poll(() => keptMessages(maya.page)).toBe(1);
  await keepMore(maya.page, 499);
  await maya.reload();
  await expect(maya.room.messages).toHaveCount(500);
  await maya.say("one too many");
  await expect(maya.page.getByText(en.tooMany)).toBeVisible();
  await expect(maya.composer.field).toHaveValue("one too many");
  await expect(maya.room.messages).toHaveCount(500);
});

test("without a database messages wait on the page, and nothing more is promised", async ({
  newPerson,
  wire,
  roomName,
}) => {
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.page.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", { value: undefined });
  });
  await maya.join("Maya");
  await maya.openRoom(roomName);
  wire.unplug("live");
  await maya.expectLink("closed");
  await maya.composer.type("one");
  await expect(maya.page.getByText(en.kept)).toHaveCount(0);
  await maya.composer.send();
  await expect(maya.room.message("one").getByText(en.waiting)).toBeVisible();
  wire.plug();
  await maya.comesBack();
  await maya.room.expectFinal("one");
});

test("with a database it is said that what is written is kept", async ({
  newPerson,
  wire,
  roomName,
}) => {
  // The negative control of the test above.
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  await maya.openRoom(roomName);
  wire.unplug("live");
  await maya.expectLink("closed");
  await maya.composer.type("one");
  await expect(maya.page.getByText(en.kept)).toBeVisible();
});
