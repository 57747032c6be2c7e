import { expect, test } from "../fixtures/test.ts";
import { en } from "../verbs/strings.ts";

test("an edited message changes for everybody, in place, and says so", async ({ two }) => {
  const { maya, jonas } = await two();
  await maya.sayForGood("the tasting starts at three");
  await maya.sayForGood("after it");
  const row = jonas.room.message("the tasting starts at three");
  await expect(row).toHaveCount(1);
  await row.hover();
  await row.getByRole("button", { name: en.more }).click();
  await expect(row.getByRole("menuitem", { name: en.copyLink })).toBeVisible();
  await expect(row.getByRole("menuitem", { name: en.edit })).toHaveCount(0);
  await expect(row.getByRole("menuitem", { name: en.deleteAsk })).toHaveCount(0);
  await jonas.page.keyboard.press("Escape");

  await maya.room.choose("the tasting starts at three", en.edit);
  const field = maya.room.editor;
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("the tasting starts at three");
  await field.fill("the tasting starts at four");
  await maya.room.save();
  for (const person of [maya, jonas]) {
    await expect(person.room.message("the tasting starts at four")).toContainText(en.edited);
    expect(await person.room.texts()).toEqual(["the tasting starts at four", "after it"]);
  }
  await expect(maya.composer.field).toBeFocused();
  await jonas.page.reload();
  await jonas.live();
  await expect(jonas.room.message("the tasting starts at four")).toContainText(en.edited);
});

test("a deleted message is asked about, goes for everybody and keeps its place", async ({
  two,
}) => {
  const { maya, jonas } = await two();
  for (const text of ["one", "regretted", "three"]) await maya.sayForGood(text);

  await maya.room.choose("regretted", en.deleteAsk);
  const dialog = maya.page.getByRole("dialog", { name: en.deleteTitle });
  const keep = dialog.getByRole("button", { name: en.keep });
  await expect(keep).toBeFocused();
  await keep.click();
  await expect(dialog).toBeHidden();
  await maya.room.expectFinal("regretted");

  await maya.room.choose("regretted", en.deleteAsk);
  await dialog.getByRole("button", { name: en.remove }).click();
  for (const person of [maya, jonas]) {
    await expect(person.room.message("regretted")).toHaveCount(0);
    await expect(person.room.messages.nth(1)).toContainText(en.deleted);
    await expect(person.room.messages).toHaveCount(3);
    await person.page.reload();
    await person.live();
    await expect(person.room.messages.nth(1)).toContainText(en.deleted);
    expect(await person.page.content()).not.toContain("regretted");
  }
});

test("Up in an empty composer edits the last own message, Esc restores it", async ({
  two,
  hasTouch,
}) => {
  test.skip(hasTouch, "needs keys");
  const { maya, jonas } = await two();
  await maya.sayForGood("mine");
  await jonas.sayForGood("theirs");
  await maya.expectMessage("theirs");

  await maya.composer.field.fill("not empty");
  await maya.composer.field.press("ArrowUp");
  await expect(maya.room.editor).toHaveCount(0);
  await maya.composer.field.fill("");
  await maya.composer.field.press("ArrowUp");
  await expect(maya.room.editor).toHaveValue("mine");
  await maya.room.editor.fill("changed my mind");
  await maya.room.editor.press("Escape");
  await maya.room.expectFinal("mine");
  await expect(maya.composer.field).toBeFocused();

  // The same by keyboard alone: to the row, its menu, and Del.
  await maya.room.message("mine").focus();
  await maya.page.keyboard.press("Enter");
  await expect(maya.page.getByRole("menuitem", { name: en.edit })).toBeFocused();
  await maya.page.keyboard.press("ArrowDown");
  await expect(maya.page.getByRole("menuitem", { name: en.markUnread })).toBeFocused();
  await maya.page.keyboard.press("End");
  await expect(maya.page.getByRole("menuitem", { name: en.deleteAsk })).toBeFocused();
  await maya.page.keyboard.press("Escape");
  await expect(maya.page.getByRole("menu")).toHaveCount(0);
  await maya.room.message("mine").focus();
  await maya.page.keyboard.press("Delete");
  await expect(maya.page.getByRole("dialog", { name: en.deleteTitle })).toBeVisible();
});

test("an edit that the network took keeps its text and can be tried again", async ({
  two,
  wire,
}) => {
  const { maya, jonas } = await two({ maya: wire.url });
  maya.expectsDeadLinks();
  await maya.sayForGood("first");
  await jonas.expectMessage("first");

  await maya.room.choose("first", en.edit);
  wire.unplug();
  await maya.expectLink("closed");
  await maya.room.editor.fill("second");
  await maya.room.save();
  await expect(maya.room.editor).toHaveValue("second");
  await expect(maya.page.getByText(en.notSaved)).toBeVisible();
  await expect(jonas.room.message("second")).toHaveCount(0);

  wire.plug();
  await maya.comesBack();
  await maya.page.getByRole("button", { name: en.tryAgain }).click();
  await jonas.expectMessage("second");
  await expect(maya.room.message("second")).toContainText(en.edited);
  await expect(jonas.room.message("first")).toHaveCount(0);
});

test("an edit of what was deleted on another device can be sent as new", async ({
  newPerson,
  roomName,
}) => {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  await maya.sayForGood("doomed");
  const tablet = await maya.anotherTab(path);

  await maya.room.choose("doomed", en.edit);
  await maya.room.editor.fill("doomed, but dear");
  await tablet.room.choose("doomed", en.deleteAsk);
  await tablet.page.getByRole("dialog").getByRole("button", { name: en.remove }).click();
  await expect(tablet.room.messages.first()).toContainText(en.deleted);
  await maya.room.save();
  await expect(maya.page.getByText(en.gone)).toBeVisible();
  await maya.page.getByRole("button", { name: en.sendAsNew }).click();
  await tablet.expectMessage("doomed, but dear");
});
