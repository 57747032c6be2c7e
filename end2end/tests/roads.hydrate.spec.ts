import { expect, type NewPerson, test } from "../fixtures/test.ts";
import type { Wire } from "../fixtures/wire.ts";
import { expectRoad, watchLink } from "../verbs/link.ts";
import { en } from "../verbs/strings.ts";

/** Jonas at the end of a cable, in a room with Maya, whose way is free. */
async function two(newPerson: NewPerson, wire: Wire, roomName: string) {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  const jonas = await newPerson({ at: wire.url });
  await jonas.joinIn(path, "Jonas");
  return { maya, jonas, path };
}

test("where no WebSocket opens a stream takes its place, until one does", async ({
  newPerson,
  wire,
  roomName,
  guard,
}) => {
  guard.tolerate(/WebSocket/);
  wire.unplug("sockets");
  const { maya, jonas, path } = await two(newPerson, wire, roomName);
  await expectRoad(jonas, "stream");
  await expect(jonas.page.getByText(en.slower)).toBeVisible();
  await maya.sayForGood("over there");
  await expect(jonas.room.message("over there")).toBeVisible();
  await jonas.sayForGood("and back");
  await expect(maya.room.message("and back")).toBeVisible();
  await jonas.page.getByRole("button", { name: en.dismiss, exact: true }).click();
  await expect(jonas.page.getByText(en.slower)).toBeHidden();
  // The next page begins with the road that led there, and does not say so again.
  await jonas.goTo(path);
  await jonas.live();
  await expectRoad(jonas, "stream");
  await expect(jonas.page.getByText(en.slower)).toBeHidden();

  wire.plug();
  const states = await watchLink(jonas);
  await expect(async () => {
    await maya.sayForGood(`while it climbs ${Date.now()}`);
    await expectRoad(jonas, "websocket", 500);
  }).toPass({ timeout: 40_000 });
  await maya.sayForGood("up again");
  await expect(jonas.room.message("up again")).toBeVisible();
  const here = await maya.room.texts();
  expect(await jonas.room.texts()).toEqual(here);
  expect(await states(), "the link was open all the time").toEqual(["open"]);
});

test("where answers are held back, too, one comes after the other", async ({
  newPerson,
  wire,
  roomName,
  guard,
}) => {
  guard.tolerate(/WebSocket/);
  wire.unplug("sockets");
  wire.buffer();
  const { maya, jonas } = await two(newPerson, wire, roomName);
  await expectRoad(jonas, "poll", 15_000);
  for (const n of [1, 2, 3]) {
    await maya.sayForGood(`over there ${n}`);
    await expect(jonas.room.message(`over there ${n}`)).toBeVisible();
    await jonas.sayForGood(`and back ${n}`);
    await expect(maya.room.message(`and back ${n}`)).toBeVisible();
  }
  expect(await jonas.room.texts()).toEqual(await maya.room.texts());
});
