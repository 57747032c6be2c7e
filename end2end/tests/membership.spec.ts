import { expect, test } from "../fixtures/test.ts";
import { en } from "../verbs/strings.ts";

test("in a room that others opened one looks in, joins, and then writes", async ({
  newPerson,
  roomName,
}) => {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  await maya.post(path, "welcome");
  const jonas = await newPerson();
  await jonas.join("Jonas");
  await jonas.goTo(path);
  await jonas.live();
  await expect(jonas.room.message("welcome")).toBeVisible();
  await expect(jonas.page.getByText(en.lookIn)).toBeVisible();
  await expect(jonas.composer.field).toHaveCount(0);

  await jonas.page.getByRole("button", { name: en.joinRoom }).click();
  await expect(jonas.composer.field).toBeVisible();
  await jonas.live();
  await jonas.sayForGood("thank you");
});

test("a private room is nothing to others, not even by its address", async ({
  newPerson,
  roomName,
}) => {
  const maya = await newPerson();
  await maya.join("Maya");
  await maya.goTo("/");
  await maya.roomForm().locator('input[name="name"]').fill(roomName);
  await maya.roomForm().locator('input[name="private"]').check();
  await maya.roomForm().locator('button[type="submit"]').click();
  await maya.page.waitForURL(/\/r\/\d+$/);
  await maya.live();
  await maya.sayForGood("between us");
  const path = maya.path();
  const eve = await newPerson();
  await eve.join("Eve");
  await expect(eve.lobbyRoom(roomName)).toHaveCount(0);
  const answer = await eve.page.request.get(eve.at(path));
  expect(answer.status()).toBe(404);
  expect(await answer.text()).not.toContain(roomName);
  await maya.goTo("/");
  await expect(maya.lobbyRoom(roomName)).toHaveCount(1);
});
