import { expect, test } from "../fixtures/test.ts";
import { en } from "../verbs/strings.ts";

test("a message appears at once and becomes final in place", async ({
  newPerson,
  wire,
  roomName,
}) => {
  const maya = await newPerson({ at: wire.url });
  await maya.join("Maya");
  await maya.openRoom(roomName);

  wire.hold("toBrowser");
  await maya.say("same node");
  const row = maya.room.message("same node");
  await expect(row).toBeVisible();
  await expect(maya.composer.field).toHaveValue("");
  await expect(row.getByText(en.sending)).toBeVisible();
  await row.evaluate((node) => Object.assign(node, { markedBeforeAck: true }));
  await expect.poll(() => wire.heldBytes("toBrowser"), "the ack is on its way").toBeGreaterThan(0);

  wire.release();
  await maya.room.expectFinal("same node");
  expect(await row.evaluate((node) => "markedBeforeAck" in node)).toBe(true);
  await maya.room.expectOnce("same node");
});

test("the mark of a new node is seen to be missing", async ({ person, roomName }) => {
  // The negative control of the test above: a remounted row would not carry the mark.
  await person.join("Maya");
  await person.openRoom(roomName);
  await person.sayForGood("will be remounted");
  const row = person.room.message("will be remounted");
  await row.evaluate((node) => Object.assign(node, { markedBeforeAck: true }));
  await row.evaluate((node) => node.replaceWith(node.cloneNode(true)));
  expect(await row.evaluate((node) => "markedBeforeAck" in node)).toBe(false);
});

test("a message without an answer fails, keeps its text and can be tried again", async ({
  two,
  wire,
}) => {
  const { maya, jonas } = await two({ maya: wire.url });

  wire.hold("toServer");
  await maya.say("not lost");
  await maya.room.expectFailed("not lost");
  const row = maya.room.message("not lost");
  await expect(row.getByRole("button", { name: en.tryAgain })).toBeVisible();
  await expect(row.getByRole("button", { name: en.remove })).toBeVisible();
  await expect(jonas.room.message("not lost")).toHaveCount(0);

  await row.getByRole("button", { name: en.tryAgain }).click();
  wire.release();
  await maya.room.expectFinal("not lost");
  await jonas.expectMessage("not lost");
  await maya.sayForGood("a word after it");
  await jonas.expectMessage("a word after it");
  await jonas.room.expectOnce("not lost");
});

test("a failed message can be deleted and is never sent", async ({ newPerson, wire, roomName }) => {
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);

  wire.hold("toServer");
  await maya.say("on second thought");
  await maya.room.expectFailed("on second thought");
  const row = maya.room.message("on second thought");
  await row.getByRole("button", { name: en.remove }).click();
  await expect(row).toHaveCount(0);
  wire.cut();
  await maya.comesBack();
  await maya.sayForGood("something else");
  const jonas = await newPerson();
  await jonas.joinIn(path, "Jonas");
  await jonas.expectMessage("something else");
  await expect(jonas.room.message("on second thought")).toHaveCount(0);
});

test("what is written while unplugged waits, in order, and goes out once", async ({
  two,
  wire,
}) => {
  const { maya, jonas } = await two({ maya: wire.url });
  maya.expectsDeadLinks();

  wire.unplug();
  await maya.expectLink("closed");
  for (const text of ["one", "two", "three"]) await maya.say(text);
  await expect(maya.room.message("three").getByText(en.waiting)).toBeVisible();

  wire.plug();
  await maya.comesBack();
  for (const text of ["one", "two", "three"]) await maya.room.expectFinal(text);
  await jonas.expectMessage("three");
  expect(await jonas.room.texts()).toEqual(["one", "two", "three"]);
  expect(await maya.room.texts()).toEqual(["one", "two", "three"]);
});
