import { expect, test } from "../fixtures/test.ts";
import { People } from "../verbs/people.ts";
import { en } from "../verbs/strings.ts";

test("a card takes the focus and gives it back", async ({ two, hasTouch }) => {
  test.skip(hasTouch, "needs keys");
  const { maya, jonas } = await two();
  await jonas.joinRoomIfAsked();
  await jonas.sayForGood("hello");
  await maya.expectMessage("hello");

  const people = new People(maya);
  await people.nameInLog("Jonas").focus();
  await maya.page.keyboard.press("Enter");
  await expect(people.card.getByRole("button", { name: en.message })).toBeFocused();
  await expect(people.card).toContainText(en.guest);
  const box = await people.card.boundingBox();
  expect(box?.width).toBe(316);
  await expect(people.card).toBeInViewport({ ratio: 1 });
  await maya.page.keyboard.press("Escape");
  await expect(people.card).toHaveCount(0);
  await expect(people.nameInLog("Jonas")).toBeFocused();

  // The same from the list of members.
  const row = maya.room.members.getByRole("link", { name: /Jonas/ });
  await expect(row).toContainText("guest");
  await row.press("Enter");
  await expect(people.card).toBeInViewport({ ratio: 1 });
  await maya.page.keyboard.press("Escape");
  await expect(row).toBeFocused();
});

test("an owner puts somebody out after a question, and a failure is said", async ({
  two,
  wire,
}) => {
  const { maya, jonas } = await two({ maya: wire.url });
  maya.expectsDeadLinks();
  await jonas.joinRoomIfAsked();
  await jonas.sayForGood("rude");
  await maya.expectMessage("rude");
  const people = new People(maya);
  const dialog = maya.page.getByRole("dialog", { name: /^Remove Jonas/ });

  await people.open("Jonas");
  await people.card.getByRole("button", { name: en.removeFromRoom }).click();
  await expect(dialog.getByRole("button", { name: en.keepThem })).toBeFocused();
  wire.unplug();
  await maya.expectLink("closed");
  await dialog.getByRole("button", { name: en.removeThem, exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("No answer");
  wire.plug();
  await maya.comesBack();
  await dialog.getByRole("button", { name: en.removeThem, exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(jonas.page.getByText(en.lookIn)).toBeVisible();
  // To others the card says what somebody is and offers nothing more.
  const others = new People(jonas);
  await maya.sayForGood("sorry");
  await jonas.expectMessage("sorry");
  await others.open("Maya");
  await expect(others.card).toContainText("owner");
  await expect(others.card.getByRole("button", { name: en.ban })).toHaveCount(0);
});

test("an owner deletes what others said and cannot edit it", async ({ two, roomName }) => {
  const { maya, jonas } = await two();
  await jonas.joinRoomIfAsked();
  await jonas.sayForGood("spam");
  await maya.sayForGood("please do not");
  await jonas.expectMessage("please do not");
  const theirs = jonas.room.message("please do not");
  await theirs.hover();
  await theirs.getByRole("button", { name: en.more }).click();
  await expect(jonas.page.getByRole("menuitem")).not.toHaveCount(0);
  await expect(jonas.page.getByRole("menuitem", { name: en.deleteAsk })).toHaveCount(0);
  await jonas.page.keyboard.press("Escape");

  const row = maya.room.message("spam");
  await row.hover();
  await row.getByRole("button", { name: en.more }).click();
  await expect(maya.page.getByRole("menuitem", { name: en.edit })).toHaveCount(0);
  await maya.page.getByRole("menuitem", { name: en.deleteAsk }).click();
  const dialog = maya.page.getByRole("dialog", { name: en.deleteTitle });
  await expect(dialog).toContainText(`everyone in #${roomName}`);
  await dialog.getByRole("button", { name: en.remove }).click();
  for (const person of [maya, jonas]) {
    await expect(person.room.messages.first()).toContainText(en.deleted);
  }
});

test("an edited message shows what it said before", async ({ two }) => {
  const { maya, jonas } = await two();
  await maya.sayForGood("the tasting starts at three");
  await maya.room.choose("the tasting starts at three", en.edit);
  await maya.room.editor.fill("the tasting starts at four");
  await maya.room.save();

  await jonas.expectMessage("the tasting starts at four");
  const edited = jonas.room.log.getByRole("button", { name: en.edited });
  await edited.click();
  const dialog = jonas.page.getByRole("dialog", { name: en.history });
  const versions = dialog.getByRole("listitem");
  await expect(versions).toHaveCount(2);
  await expect(versions.first().locator("ins")).toContainText("four");
  await expect(versions.first().locator("del")).toContainText("three");
  await expect(versions.last()).toContainText("first version");
  await dialog.getByRole("button", { name: en.close }).click();
  await expect(edited).toBeFocused();
});

test("a new name is seen at once, wherever the old one stood", async ({ newPerson, roomName }) => {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  await maya.sayForGood("it is me");
  const jonas = await newPerson();
  await jonas.joinIn(path, "Jonas");
  const people = new People(jonas);
  await expect(people.nameInLog("Maya")).toBeVisible();
  const renamed = await maya.page.request.post(maya.at("/settings/profile"), {
    form: { name: "Maia" },
    headers: { origin: maya.origin },
    maxRedirects: 0,
  });
  expect(renamed.status()).toBe(303);
  await expect(people.nameInLog("Maia")).toBeVisible();
  await expect(people.nameInLog("Maya")).toHaveCount(0);
});

test("Ctrl K finds rooms and people by a few letters and gives the focus back", async ({
  newPerson,
  roomName,
  hasTouch,
}) => {
  test.skip(hasTouch, "needs keys");
  const maya = await newPerson();
  await maya.join("Maya");
  const friend = `Zhou ${roomName}`;
  await (await newPerson()).join(friend);
  const other = await maya.openRoom(`${roomName} other`);
  await maya.openRoom(roomName);

  await maya.composer.field.focus();
  await maya.page.keyboard.press("Control+k");
  const dialog = maya.page.getByRole("dialog", { name: en.jumpTo });
  const field = dialog.getByRole("combobox");
  await expect(field).toBeFocused();
  await maya.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(maya.composer.field).toBeFocused();

  await maya.page.keyboard.press("Control+k");
  await field.fill("no such thing whatever");
  await expect(dialog.getByRole("option")).toHaveCount(0);
  await field.fill(`${roomName} oth`);
  const first = dialog.getByRole("option").first();
  await expect(first).toHaveAttribute("aria-selected", "true");
  await maya.page.keyboard.press("Enter");
  await expect(maya.page).toHaveURL(new RegExp(`${other}$`));
  await expect(maya.composer.field).toBeFocused();

  await maya.page.keyboard.press("Control+k");
  await field.fill(`@zhou ${roomName}`);
  await expect(dialog.getByRole("option").first()).toContainText(friend);
  await maya.page.keyboard.press("Enter");
  await expect(maya.room.title).toContainText(friend);
  await maya.live();
  await maya.page.keyboard.press("Control+/");
  await expect(maya.page.getByRole("dialog", { name: en.shortcuts })).toBeVisible();
});

test("Ctrl K finds somebody among more people than it knows by itself", async ({
  newPerson,
  roomName,
  hasTouch,
}) => {
  test.skip(hasTouch, "needs keys");
  const maya = await newPerson();
  await maya.join("Maya");
  // Their names come first, and a list of people has fifty.
  const crowd = Array.from({ length: 60 }, (_, n) => `Aaron ${roomName} ${n}`);
  for (const nickname of crowd) {
    const answer = await fetch(maya.at("/join"), {
      method: "POST",
      redirect: "manual",
      headers: { origin: maya.origin },
      body: new URLSearchParams({ nickname }),
    });
    expect(answer.status).toBe(303);
  }
  const friend = `Zita ${roomName}`;
  await (await newPerson()).join(friend);
  await maya.openRoom(roomName);
  await maya.page.keyboard.press("Control+k");
  const dialog = maya.page.getByRole("dialog", { name: en.jumpTo });
  await dialog.getByRole("combobox").pressSequentially(`@zita ${roomName}`);
  await expect(dialog.getByRole("option").first()).toContainText(friend);
  await maya.page.keyboard.press("Enter");
  await expect(maya.room.title).toContainText(friend);
});

test("a password can be looked at, and says how good it is", async ({ person }) => {
  await person.goTo("/signup");
  const field = person.page.locator('input[name="password"]');
  await field.fill("password");
  await expect(person.page.getByText("Weak")).toBeVisible();
  await field.fill("correct horse battery staple");
  await expect(person.page.getByText("Strong")).toBeVisible();
  await expect(field).toHaveAttribute("type", "password");
  await person.page.getByRole("button", { name: "Show the password" }).click();
  await expect(field).toHaveAttribute("type", "text");
  await expect(field).toHaveValue("correct horse battery staple");
});
