import { expect, test } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";
import { lookAway, lookBack } from "../verbs/attention.ts";
import type { Person } from "../verbs/person.ts";
import { en } from "../verbs/strings.ts";
import { expectForMe, expectInSight, expectUnread, listed } from "../verbs/unread.ts";

/** The same person in another window, which shows the list of rooms and no room. */
async function elsewhere(person: Person): Promise<Person> {
  const device = await person.anotherTab("/");
  await device.live();
  return device;
}

test("what is unread shows in the list, and is read on all devices at once", async ({
  two,
  roomName,
}) => {
  const { maya, jonas } = await two();
  const device = await elsewhere(maya);
  await maya.goToLobby();
  await maya.live();
  await jonas.sayForGood("one");
  await jonas.sayForGood("two");
  for (const window of [maya, device]) await expectUnread(window, roomName, 2);
  // What oneself wrote is not unread.
  await expectUnread(await elsewhere(jonas), roomName, 0);

  await listed(maya, roomName).click();
  await expect(maya.room.message("two")).toBeVisible();
  await maya.live();
  await expectUnread(device, roomName, 0);
  await device.reload();
  await expectUnread(device, roomName, 0);
});

test("a divider says where the new messages begin, and stays while one reads", async ({
  two,
  roomName,
}) => {
  const { maya, jonas, path } = await two();
  await maya.sayForGood("read by both");
  await expect(jonas.room.message("read by both")).toBeVisible();
  const device = await elsewhere(jonas);
  await expectUnread(device, roomName, 0);
  await jonas.goToLobby();
  await maya.sayForGood("new to Jonas");
  await expectUnread(device, roomName, 1);

  await jonas.goTo(path);
  await jonas.live();
  const divider = jonas.room.dividers().filter({ hasText: en.newSince });
  await expect(divider).toBeVisible();
  await expectUnread(device, roomName, 0);
  await maya.sayForGood("while he reads");
  await expect(jonas.room.message("while he reads")).toBeVisible();
  await expect(divider).toHaveCount(1);
  const [line, first] = [divider, jonas.room.message("new to Jonas")];
  expect(await jonas.room.height(line)).toBeLessThan(await jonas.room.height(first));
  // It is read a moment after it was seen.
  await expect(async () => {
    await jonas.reload();
    await jonas.live();
    await expect(divider).toHaveCount(0, { timeout: 500 });
  }).toPass();
});

test("a message is marked as unread, and stays so until the room is opened again", async ({
  two,
  roomName,
  hasTouch,
}) => {
  test.skip(hasTouch, "the menu of a message opens on pointing here");
  const { maya, jonas, path } = await two();
  for (const text of ["one", "two", "three"]) await jonas.sayForGood(text);
  await expect(maya.room.message("three")).toBeVisible();
  const device = await elsewhere(maya);
  await expectUnread(device, roomName, 0);
  await maya.room.choose("two", en.markUnread);
  await expectUnread(device, roomName, 2);
  await expect(maya.room.dividers().filter({ hasText: en.newSince })).toBeVisible();
  // Looking away and back is not reading it again.
  await lookAway(maya.page);
  await lookBack(maya.page);
  await jonas.sayForGood("four");
  await expectUnread(device, roomName, 3);
  await maya.goToLobby();
  await maya.goTo(path);
  await maya.live();
  await expectUnread(device, roomName, 0);
});

test("a mention is marked in the room, in the list and in the title", async ({
  newPerson,
  roomName,
}) => {
  const maya = await newPerson();
  const handle = `maya-${roomName.replaceAll(/[^a-z0-9]/g, "").slice(-12)}`;
  await new Account(maya).signUp(handle, "a fine password", "Maya");
  const path = await maya.openRoom(roomName);
  const jonas = await newPerson();
  await jonas.joinIn(path, "Jonas");
  await maya.goToLobby();
  await maya.live();
  await jonas.sayForGood("hello all");
  await jonas.sayForGood(`and @${handle}, tea?`);
  await expectForMe(maya, roomName, 1);
  await listed(maya, roomName).click();
  const row = maya.room.messages.filter({ hasText: "tea?" });
  await expect(row.locator(".mention--me")).toHaveText(`@${handle}`);
  await expect(row).toHaveClass(/message--for-me/);
  await maya.live();
  await expect(maya.page).toHaveTitle(new RegExp(`^${roomName}`));
  await lookAway(maya.page);
  await jonas.sayForGood(`@${handle}!`);
  await expect(maya.page).toHaveTitle(/^\(1\) /);
});

test("a link to a message opens the room around it, and the way back leads to the end", async ({
  two,
  newPerson,
}) => {
  test.slow();
  const { maya, jonas, path } = await two();
  for (let n = 1; n <= 190; n++) await jonas.post(path, `message ${n}.`);
  await maya.goTo(`${path}?m=1`);
  await maya.live();
  const id = await maya.room.message("message 1.").getAttribute("id");
  expect(id).toMatch(/^m\d+$/);
  const first = Number(id?.slice(1));

  const guest = await newPerson();
  await guest.join("Guest");
  await guest.goTo(`${path}?m=${first + 59}`);
  await guest.live();
  const wanted = guest.room.message("message 60.");
  await expectInSight(wanted);
  await expect(wanted).toHaveClass(/message--found/);
  await expect(guest.room.message("message 190.")).toHaveCount(0);

  // History goes on below, page by page, without a gap.
  await guest.room.log.evaluate((node) => node.scrollTo({ top: -200 }));
  await expect(guest.room.message("message 90.")).toHaveCount(1);
  await expectInSight(guest.page.getByRole("button", { name: en.jump }));
  await guest.page.getByRole("button", { name: en.jump }).click();
  await expectInSight(guest.room.message("message 190."));
  await maya.sayForGood("live again");
  await expectInSight(guest.room.message("live again"));
});

test("a day of the calendar is gone to", async ({ two }) => {
  const { maya } = await two();
  await maya.sayForGood("today");
  await maya.page.getByRole("button", { name: en.goToDate }).click();
  const today = await maya.page.evaluate(() => {
    const now = new Date();
    const two = (n: number) => String(n).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  });
  await maya.page.getByLabel(en.date, { exact: true }).fill(today);
  await maya.page.getByRole("button", { name: en.go, exact: true }).click();
  await expect(maya.page.getByLabel(en.date, { exact: true })).toBeHidden();
  await expectInSight(maya.room.message("today"));
});
