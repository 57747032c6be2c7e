import { expect, test } from "../fixtures/test.ts";
import { Held } from "../verbs/held.ts";
import { en } from "../verbs/strings.ts";

test("a draft survives a reload and is gone after sending", async ({ person, roomName }) => {
  await person.join("Maya");
  await person.openRoom(roomName);
  await person.composer.type("half a\nthought");
  await person.reload();
  await expect(person.composer.field).toHaveValue("half a\nthought");
  await expect(person.composer.sendButton).toBeEnabled();

  await person.live();
  await person.composer.send();
  await expect(person.composer.field).toHaveValue("");
  await expect(person.room.messages).toHaveCount(1);
  await person.reload();
  await person.live();
  await expect(person.composer.field).toHaveValue("");
  await expect(person.page.getByText(en.draft, { exact: true })).toHaveCount(0);
});

test("each room has its own draft, and the list of rooms shows where", async ({
  person,
  roomName,
}) => {
  const other = roomName.replace("room", "salon");
  await person.join("Maya");
  await person.openRoom(other);
  await person.openRoom(roomName);
  await person.composer.type("for this room");
  await person.page.evaluate(() => Object.assign(window, { samePage: true }));

  await person.switchTo(other);
  await expect(person.composer.field).toHaveValue("");
  await person.composer.type("for the other");
  await person.switchTo(roomName);
  await expect(person.composer.field).toHaveValue("for this room");
  expect(await person.page.evaluate(() => "samePage" in window), "no page was loaded").toBe(true);

  await person.goTo("/");
  for (const name of [roomName, other]) {
    await expect(person.lobbyEntry(name).getByText(en.draft)).toBeAttached();
  }
  await person.enterFromLobby(roomName);
  await person.composer.type("");
  await person.goTo("/");
  await expect(person.lobbyEntry(other).getByText(en.draft)).toBeAttached();
  await expect(person.lobbyEntry(roomName).getByText(en.draft)).toHaveCount(0);
});

test("what is typed before the page is hydrated wins over a draft", async ({ person, roomName }) => {
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  await person.composer.type("the day before");
  await person.goTo("/");
  const wasm = await Held.requests(person.page, /\.wasm(\?|$)/);
  await person.page.goto(person.at(path), { waitUntil: "domcontentloaded" });
  await person.composer.field.pressSequentially("typed early");
  await wasm.release();
  await person.live();
  await expect(person.composer.field).toHaveValue("typed early");
  await person.reload();
  await expect(person.composer.field).toHaveValue("typed early");
});

test("a browser that keeps nothing still lets one write, and does not say that it keeps it", async ({
  newPerson,
  wire,
  roomName,
}) => {
  const person = await newPerson({ at: wire.url });
  person.expectsDeadLinks();
  await person.page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { value: undefined });
  });
  await person.join("Maya");
  await person.openRoom(roomName);
  await person.composer.type("gone with the page");
  await person.reload();
  await expect(person.composer.field).toHaveValue("");
  wire.unplug("live");
  await person.expectLink("closed");
  await person.composer.type("gone with the page");
  await expect(person.page.getByText(en.kept)).toHaveCount(0);
  wire.plug();
  await person.comesBack();
  await person.sayForGood("but sent all the same");
});
