import { expect, test } from "../fixtures/test.ts";
import { newNonce } from "../verbs/person.ts";
import { en } from "../verbs/strings.ts";

test("two people write to each other", async ({ two }) => {
  const { maya, jonas } = await two();

  await maya.say("Is the kettle on?");
  await jonas.expectMessage("Is the kettle on?");
  await jonas.say("水已经烧好了 🍵");
  await maya.expectMessage("水已经烧好了 🍵");
});

test("a message keeps its lines", async ({ person, roomName }) => {
  await person.join("Maya");
  await person.openRoom(roomName);
  await person.composer.type("first line\nsecond line");
  await person.composer.sendButton.click();
  const row = person.room.messages.filter({ hasText: "first line" });
  await expect(row).toHaveCount(1);
  await expect(row.getByText(/first line\s+second line/)).toBeVisible();
  expect(await row.innerText()).toMatch(/first line\nsecond line/);
});

test("a message shows as it was typed, never as markup", async ({ person, roomName }) => {
  await person.join("Maya");
  await person.openRoom(roomName);
  const text = `<img src=x onerror="alert(1)"> & <b>bold</b> &amp;`;
  await person.say(text);
  await person.expectMessage(text);
  await expect(person.room.log.locator("b, img[src=x]")).toHaveCount(0);
});

test("the first HTML of a room holds its last 50 messages", async ({ person, roomName }) => {
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  for (let n = 1; n <= 53; n++) await person.post(path, `message number ${n}.`);

  const answer = await person.page.request.get(person.at(path));
  const html = await answer.text();
  expect(answer.status()).toBe(200);
  for (let n = 4; n <= 53; n++) expect(html).toContain(`message number ${n}.`);
  for (let n = 1; n <= 3; n++) expect(html).not.toContain(`message number ${n}.`);
  expect(html.indexOf("number 4.")).toBeLessThan(html.indexOf("number 53."));
});

test("a form posted twice is one message", async ({ person, roomName }) => {
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  const nonce = newNonce();
  await person.post(path, "pressed twice", nonce);
  await person.post(path, "pressed twice", nonce);
  await person.goTo(path);
  await person.room.expectOnce("pressed twice");
});

test.describe("posted by a plain form", () => {
  test.skip(({ javaScript }) => javaScript, "with JavaScript the composer answers by itself");

  test("an empty message is refused with the reason", async ({ person, roomName, guard }) => {
    guard.tolerate(/status of 422/);
    await person.join("Maya");
    await person.openRoom(roomName);
    await person.say("   ");
    await expect(person.composer.field).toHaveAttribute("aria-invalid", "true");
    await expect(person.room.messages).toHaveCount(0);
  });

  test("a message that is too long keeps its text", async ({ person, roomName, guard }) => {
    guard.tolerate(/status of 422/);
    await person.join("Maya");
    await person.openRoom(roomName);
    const long = `${"茶".repeat(4000)}!`;
    await person.say(long);
    await expect(person.composer.field).toHaveAttribute("aria-invalid", "true");
    await expect(person.composer.field).toHaveValue(long);
    await expect(person.page.getByText(/4[,. ]?000/).first()).toBeVisible();

    await person.composer.type(long.slice(0, 4000));
    await person.composer.send();
    await expect(person.room.messages).toHaveCount(1);
  });

  test("a control character is refused, and named", async ({ person, roomName }) => {
    await person.join("Maya");
    const path = await person.openRoom(roomName);
    const answer = await person.post(path, "ring \u0007 ring");
    expect(answer.status()).toBe(422);
    expect(await answer.text()).toContain("ring ");
  });

  test("nothing on the page is dead", async ({ person, roomName }) => {
    await person.join("Maya");
    await person.openRoom(roomName);
    // Without JavaScript only links and the buttons of forms do anything.
    const dead = await person.page
      .locator("button:visible")
      .evaluateAll((buttons) =>
        (buttons as HTMLButtonElement[])
          .filter(({ type, form }) => type !== "submit" || form === null)
          .filter((button) => !button.hasAttribute("popovertarget"))
          .map((button) => button.outerHTML),
      );
    expect(dead).toEqual([]);
  });
});

test("older messages can be reached without JavaScript, too", async ({ person, roomName }) => {
  test.slow();
  await person.join("Ines");
  const path = await person.openRoom(roomName);
  for (let n = 1; n <= 60; n++) await person.post(path, `message ${n}.`);
  await person.goTo(path);
  await expect(person.room.message("message 60.")).toHaveCount(1);
  if (person.traits.javaScript) {
    await person.live();
    await person.room.scrollToTop();
  } else {
    await person.page.getByRole("link", { name: en.earlier }).click();
  }
  await expect(person.room.message("message 1.")).toHaveCount(1);
  if (!person.traits.javaScript) {
    await person.page.getByRole("link", { name: en.later }).click();
    await expect(person.room.message("message 60.")).toHaveCount(1);
  }
});

test("a room with much to read opens where one goes on, and can be marked as read", async ({
  newPerson,
  roomName,
}) => {
  test.slow();
  const ines = await newPerson();
  await ines.join("Ines");
  const path = await ines.openRoom(roomName);
  const reader = await newPerson();
  await reader.joinIn(path, "Reader");
  await reader.goTo("/");
  for (let n = 1; n <= 60; n++) await ines.post(path, `message ${n}.`);
  await reader.goTo(path);
  await expect(reader.room.message("message 1.")).toHaveCount(1);
  if (reader.traits.javaScript) return;
  await expect(reader.room.message("message 60.")).toHaveCount(0);
  await reader.page.getByRole("button", { name: en.markAllRead }).click();
  await expect(reader.room.message("message 60.")).toHaveCount(1);
  await expect(reader.room.message("message 1.")).toHaveCount(0);
});
