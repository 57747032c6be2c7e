import { expect, test } from "../fixtures/test.ts";
import { lookAway, lookBack } from "../verbs/attention.ts";

test("the title counts what came while one looked away", async ({ two, roomName }) => {
  const { maya, jonas } = await two();
  await expect(maya.page).toHaveTitle(new RegExp(`^[^(]*${roomName}`));

  await lookAway(maya.page);
  await jonas.sayForGood("are you there?");
  await expect(maya.page).toHaveTitle(/^\(1\) /);
  await jonas.sayForGood("hello?");
  await expect(maya.page).toHaveTitle(/^\(2\) /);

  await lookBack(maya.page);
  await expect(maya.page).toHaveTitle(new RegExp(`^[^(]*${roomName}`));
  // Seen as it comes: nothing is counted while one looks.
  await jonas.sayForGood("there you are");
  await expect(maya.room.message("there you are")).toBeVisible();
  await expect(maya.page).toHaveTitle(new RegExp(`^[^(]*${roomName}`));
});

test("one's own messages are never counted", async ({ newPerson, roomName }) => {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  const tab = await maya.anotherTab(path);
  await lookAway(maya.page);
  await tab.sayForGood("from my other tab");
  await expect(maya.room.message("from my other tab")).toBeVisible();
  await expect(maya.page).toHaveTitle(new RegExp(`^[^(]*${roomName}`));
});
