import { expect, test } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";
import { en } from "../verbs/strings.ts";
import { expectUnread } from "../verbs/unread.ts";

const PASSWORD = "a password for two devices";

test("two people with two devices each, one of them offline in between, end with one conversation", async ({
  newPerson,
  wire,
  roomName,
}) => {
  test.slow();
  const tail = roomName.replaceAll(/[^a-z0-9]/g, "");
  const desk = await newPerson();
  await new Account(desk).signUp(`maya${tail}`, PASSWORD, "Maya");
  const path = await desk.openRoom(roomName);
  const phone = await newPerson({ at: wire.url, viewport: { width: 412, height: 915 } });
  phone.expectsDeadLinks();
  await new Account(phone).signIn(`maya${tail}`, PASSWORD);
  await phone.goTo(path);
  await phone.live();
  const work = await newPerson();
  await new Account(work).signUp(`jonas${tail}`, PASSWORD, "Jonas");
  await work.goTo(path);
  await work.live();
  await work.joinRoomIfAsked();
  const tablet = await newPerson({ viewport: { width: 820, height: 1180 } });
  await new Account(tablet).signIn(`jonas${tail}`, PASSWORD);
  await tablet.goTo("/");
  await tablet.live();

  await desk.sayForGood("from the desk");
  await work.expectMessage("from the desk");
  await phone.expectMessage("from the desk");

  // The phone goes through a tunnel, and its owner goes on writing.
  wire.unplug("live");
  await phone.expectLink("closed");
  await phone.say("from the tunnel");
  await expect(phone.room.message("from the tunnel").getByText(en.waiting)).toBeVisible();
  await desk.sayForGood("to be edited");
  await desk.sayForGood("to be deleted");
  await work.sayForGood("meanwhile");
  await desk.room.choose("to be edited", en.edit);
  await desk.room.editor.fill("edited");
  await desk.room.save();
  await desk.room.choose("to be deleted", en.deleteAsk);
  await desk.page.getByRole("dialog").getByRole("button", { name: en.remove }).click();
  await expect(work.room.log.getByText(en.deleted)).toBeVisible();
  await expectUnread(tablet, roomName, 0);

  wire.plug();
  await phone.comesBack();
  await phone.room.expectFinal("from the tunnel");
  await tablet.goTo(path);
  await tablet.live();
  const said = ["from the desk", "edited", "meanwhile", "from the tunnel"];
  for (const device of [desk, phone, work, tablet]) {
    await device.expectMessage("from the tunnel");
    expect(await device.room.texts()).toEqual(said);
    await expect(device.room.log.getByText(en.deleted)).toHaveCount(1);
    await expect(
      device.room.message("edited").getByRole("button", { name: en.edited }),
    ).toBeVisible();
  }

  // What is read on one device is read on the other.
  await tablet.goToLobby();
  await work.goToLobby();
  await work.live();
  await desk.sayForGood("goodbye");
  for (const device of [work, tablet]) await expectUnread(device, roomName, 1);
  await work.goTo(path);
  await work.live();
  await expectUnread(tablet, roomName, 0);
});
