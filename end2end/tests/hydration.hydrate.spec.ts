import { expect, test } from "../fixtures/test.ts";
import { Held } from "../verbs/held.ts";

test("text typed before the page is hydrated stays and can be sent", async ({ person, roomName }) => {
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  const wasm = await Held.requests(person.page, /\.wasm(\?|$)/);
  await person.page.goto(person.at(path), { waitUntil: "domcontentloaded" });
  await person.composer.field.pressSequentially("typed early");
  await expect(person.page.locator("body")).not.toHaveAttribute("data-hydrated", "true");

  await wasm.release();
  await person.live();
  await expect(person.composer.field).toHaveValue("typed early");
  await person.composer.send();
  await person.room.expectFinal("typed early");
  await person.room.expectOnce("typed early");
});

test("a message sent before the page is hydrated goes by the form", async ({ person, roomName }) => {
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  const wasm = await Held.requests(person.page, /\.wasm(\?|$)/);
  await person.page.goto(person.at(path), { waitUntil: "domcontentloaded" });
  await person.composer.field.fill("sent early");
  await person.composer.sendButton.click();
  await expect(person.room.message("sent early")).toBeVisible();
  await wasm.release();
  await person.live();
  await person.room.expectOnce("sent early");
});

test("a nickname typed before the page is hydrated stays", async ({ person }) => {
  const wasm = await Held.requests(person.page, /\.wasm(\?|$)/);
  await person.page.goto(person.at("/"), { waitUntil: "domcontentloaded" });
  await person.nickname().pressSequentially("Maya");
  await wasm.release();
  await person.settled();
  await expect(person.nickname()).toHaveValue("Maya");
});

test("hydration keeps the nodes of the first HTML", async ({ person, roomName }) => {
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  await person.sayForGood("already here");
  const wasm = await Held.requests(person.page, /\.wasm(\?|$)/);
  await person.page.goto(person.at(path), { waitUntil: "domcontentloaded" });
  const row = person.room.message("already here");
  await row.evaluate((node) => Object.assign(node, { fromHtml: true }));
  await wasm.release();
  await person.live();
  expect(await row.evaluate((node) => "fromHtml" in node)).toBe(true);
});
