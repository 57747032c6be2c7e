import { expect, test } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";
import { Settings } from "../verbs/settings.ts";

const PASSWORD = "correct horse battery";

test("an owner names a room, says who may write, and puts it away", async ({
  person,
  roomName,
}) => {
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  await person.page.getByRole("link", { name: "Room settings" }).click();
  await expect(person.page).toHaveURL(new RegExp(`${path}/settings/general$`));
  await expect(person.page.getByRole("heading", { level: 1 })).toContainText(roomName);
  const settings = new Settings(person);
  await person.page.getByLabel("Topic").fill("Oolong · 乌龙");
  await person.page.getByLabel("Who may write").selectOption("moderators");
  await settings.press("Save changes");
  await settings.expectSaid("Saved.");
  await expect(person.page.getByLabel("Topic")).toHaveValue("Oolong · 乌龙");
  await settings.press("Archive");
  await settings.expectSaid("The room is archived.");
  await person.page.getByRole("link", { name: "Back to the room" }).filter({ visible: true }).click();
  await expect(person.page).toHaveURL(new RegExp(`${path}#room-settings$`));
  await expect(person.page.getByText("This room is archived.")).toBeVisible();
});

test("what is wrong with a name is said beside it", async ({ person, roomName, guard }) => {
  guard.tolerate(/status of 422/);
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  const settings = new Settings(person);
  await settings.open(path, "general");
  await person.page.getByLabel("Name", { exact: true }).fill("x".repeat(60));
  await person.page.getByLabel("Topic").fill("kept");
  await settings.press("Save changes");
  await expect(person.page.getByRole("alert")).toHaveText(/Shorten the name/);
  await expect(person.page.getByLabel("Topic")).toHaveValue("kept");
});

test("an owner adds people, gives roles, and keeps somebody out", async ({
  newPerson,
  roomName,
  guard,
}, info) => {
  guard.tolerate(/status of (404|422)/);
  const handle = `jonas-${info.workerIndex}-${info.project.name}`.slice(0, 24);
  const jonas = await newPerson();
  await new Account(jonas).signUp(handle, PASSWORD, "Jonas");
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  const settings = new Settings(maya);
  await settings.open(path, "members");
  await settings.add("nobody-here");
  await expect(maya.page.getByRole("alert")).toHaveText(/Nobody was added\./);
  await settings.add(`@${handle}`);
  await settings.expectSaid("Added.");
  const row = settings.member(`@${handle}`);
  await expect(row).toHaveCount(1);

  await row.getByRole("button", { name: "Role of Jonas" }).click();
  await settings.andWait(() => row.getByRole("button", { name: "Moderator", exact: true }).click());
  await settings.expectSaid("The role is changed.");
  await expect(row.getByRole("button", { name: "Role of Jonas" })).toHaveText("Moderator");
  await settings.press("Undo: Jonas back to Member");
  await settings.expectSaid("The role is changed.");
  await expect(row.getByRole("button", { name: "Role of Jonas" })).toHaveText("Member");
  await row.getByRole("button", { name: "Role of Jonas" }).click();
  await row.getByText("Make owner…").click();
  await expect(row.getByText("An owner may change everything here")).toBeVisible();
  await maya.page.keyboard.press("Escape");

  await jonas.goTo(`${path}/settings/general`);
  await expect(jonas.page.getByText("Owners decide this.")).toBeVisible();
  await row.getByRole("button", { name: "More about Jonas" }).click();
  await settings.andWait(() => row.getByRole("button", { name: "Ban for 1 day" }).click());
  await settings.expectSaid("Banned.");
  await expect(row).toHaveCount(0);
  // By its name: it may stand on a later page of the list, after those of other tests.
  const found = `/rooms?q=${encodeURIComponent(roomName)}`;
  await jonas.goTo(found);
  await expect(jonas.lobbyEntry(roomName)).toHaveCount(0);
  await jonas.goTo(path);
  await expect(jonas.page.getByRole("heading", { level: 1 })).toHaveText("There is no such room.");

  await settings.open(path, "bans");
  await settings.press(/Let Jonas.* back in/);
  await settings.expectSaid("They may come back.");
  await jonas.goTo(found);
  await expect(jonas.lobbyEntry(roomName)).toHaveCount(1);
});

test("an invite link shows once, leads in, and can be taken back", async ({
  newPerson,
  roomName,
  guard,
}) => {
  guard.tolerate(/status of 404/);
  const maya = await newPerson();
  await maya.join("Maya");
  await maya.goTo("/");
  await maya.roomForm().locator('input[name="name"]').fill(roomName);
  await maya.roomForm().locator('input[name="private"]').check();
  await maya.roomForm().locator('button[type="submit"]').click();
  await maya.page.waitForURL(/\/r\/\d+$/);
  await maya.settled();
  const path = maya.path();
  const settings = new Settings(maya);
  const address = await settings.newLink(path);
  expect(address.startsWith(`${maya.address}/i/`)).toBe(true);
  await expect(maya.page.getByRole("img", { name: "QR code of the invite link" })).toBeVisible();

  const jonas = await newPerson();
  await jonas.goTo(address);
  await jonas.fillNickname("Jonas");
  await jonas.submitJoin();
  await expect(jonas.page).toHaveURL(new RegExp(`${path}$`));
  await expect(jonas.composer.field).toBeVisible();

  const xiaoyu = await newPerson();
  await xiaoyu.join("小雨");
  await xiaoyu.goTo(address);
  const title = xiaoyu.page.getByRole("heading", { level: 1 });
  await expect(title).toHaveText(`You are invited to ${roomName}.`);
  await new Settings(xiaoyu).press("Join");
  await expect(xiaoyu.page).toHaveURL(new RegExp(`${path}$`));

  await settings.open(path, "invites");
  await expect(maya.page.getByText("2 of 10 used")).toBeVisible();
  await maya.page.getByRole("button", { name: /Revoke the link/ }).click();
  await expect(maya.page.getByText("Revoke this link?")).toBeVisible();
  await settings.press(/^Revoke$/);
  await settings.expectSaid("Revoked.");
  const late = await newPerson();
  await late.join("Late");
  await late.goTo(address);
  await expect(late.page.getByRole("heading", { level: 1 })).toHaveText(
    "This invite link does not work.",
  );
});

test("rooms are found by name, and joining keeps one in the list", async ({
  newPerson,
  roomName,
}) => {
  const maya = await newPerson();
  await maya.join("Maya");
  await maya.openRoom(`${roomName} 品茶`);
  const jonas = await newPerson();
  await jonas.join("Jonas");
  await jonas.page.getByRole("link", { name: "Find a room" }).click();
  await expect(jonas.page).toHaveURL(/\/rooms$/);
  await jonas.settled();
  const field = jonas.page.getByRole("searchbox");
  await field.fill(`${roomName.toUpperCase()} 品`);
  await field.press("Enter");
  await expect(jonas.page).toHaveURL(/\/rooms\?q=/);
  await jonas.settled();
  const rows = jonas.page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveCount(1);
  await new Settings(jonas).press(/^Join/);
  await expect(jonas.page).toHaveURL(/\/rooms\?q=/);
  await expect(rows.getByText("2 members")).toBeVisible();
  await rows.getByRole("link", { name: /^Open/ }).click();
  await expect(jonas.page.getByRole("heading", { level: 1 })).toContainText(roomName);
});

test("an only owner is told to hand over before leaving", async ({ two }) => {
  const { maya, jonas, path } = await two();
  await new Settings(maya).open(path, "leave");
  await expect(maya.page.getByText("You are the only owner.")).toBeVisible();
  await expect(maya.page.getByRole("button", { name: "Leave room" })).toHaveCount(0);
  const settings = new Settings(jonas);
  await settings.open(path, "leave");
  await settings.press("Leave room");
  await expect(jonas.page).toHaveURL(/\/$/);
});
