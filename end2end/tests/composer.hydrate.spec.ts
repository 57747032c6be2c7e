import { expect, test } from "../fixtures/test.ts";
import * as ime from "../verbs/ime.ts";

test.beforeEach(async ({ person, roomName }) => {
  await person.join("小雨");
  await person.openRoom(roomName);
});

for (const browser of ["chrome", "safari"] as const) {
  test(`Enter that picks a word never sends, in the event order of ${browser}`, async ({
    person,
    hasTouch,
  }) => {
    const { composer, room } = person;
    await ime.compose(composer.field, "nihao", "你好", browser);
    await composer.nextFrames();
    await expect(composer.field).toHaveValue("你好");
    await expect(room.messages).toHaveCount(0);

    if (hasTouch) return;
    await composer.field.press("Enter");
    await room.expectFinal("你好");
    expect(await room.texts()).toEqual(["你好"]);
  });
}

test("Enter sends", async ({ person, hasTouch }) => {
  test.skip(hasTouch, "on touch Enter breaks the line");
  await person.composer.type("sent by Enter");
  await person.composer.field.press("Enter");
  await person.room.expectFinal("sent by Enter");
  await expect(person.composer.field).toHaveValue("");
  await expect(person.composer.field).toBeFocused();
});

test("Shift Enter breaks the line", async ({ person }) => {
  await person.composer.type("one");
  await person.composer.field.press("End");
  await person.composer.field.press("Shift+Enter");
  await person.composer.field.pressSequentially("two");
  await expect(person.composer.field).toHaveValue("one\ntwo");
  await person.composer.nextFrames();
  await expect(person.room.messages).toHaveCount(0);
  await person.composer.send();
  await expect(person.room.messages).toHaveCount(1);
  expect(await person.room.texts()).toEqual(["one\ntwo"]);
});

test("on touch Enter breaks the line and the button sends", async ({ person, hasTouch }) => {
  test.skip(!hasTouch, "a keyboard is at hand");
  await person.composer.field.tap();
  await person.composer.field.pressSequentially("one");
  await person.composer.field.press("Enter");
  await person.composer.field.pressSequentially("two");
  await expect(person.composer.field).toHaveValue("one\ntwo");
  await person.composer.nextFrames();
  await expect(person.room.messages).toHaveCount(0);
  await person.composer.sendButton.tap();
  await expect(person.room.messages).toHaveCount(1);
});

test("blanks are not a message", async ({ person }) => {
  await person.composer.type("  \n ");
  if (await person.composer.sendButton.isEnabled()) await person.composer.sendButton.click();
  await person.composer.field.press("Enter");
  await person.composer.nextFrames();
  await expect(person.room.messages).toHaveCount(0);
});

test("what is too long is not sent and not lost", async ({ person }) => {
  const long = "茶".repeat(4001);
  await person.composer.type(long);
  await expect(person.composer.sendButton).toBeDisabled();
  await person.composer.field.press("Enter");
  await person.composer.nextFrames();
  await expect(person.room.messages).toHaveCount(0);
  expect((await person.composer.field.inputValue()).trimEnd()).toBe(long);
  await person.composer.type(long.slice(1));
  await expect(person.composer.sendButton).toBeEnabled();
});
