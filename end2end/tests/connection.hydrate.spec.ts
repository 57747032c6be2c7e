import { expect, test } from "../fixtures/test.ts";
import { watchWords } from "../verbs/link.ts";
import { en } from "../verbs/strings.ts";

test("a lost connection is said in words, counts down, and can be tried at once", async ({
  newPerson,
  wire,
  roomName,
}) => {
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  await maya.openRoom(roomName);
  await expect(maya.page.getByText(en.connected).first()).toBeAttached();

  const lost = await watchWords(maya, "Connection lost");
  wire.unplug();
  await maya.expectLink("closed");
  const banner = maya.page.locator(".banner").filter({ hasText: en.lost });
  await expect(banner).toBeVisible();
  // Waits grow from try to try, so sooner or later one is long enough to be seen counting.
  await expect.poll(() => countedDown(banner), { timeout: 30_000 }).toBe(true);

  wire.plug();
  await banner.getByRole("button", { name: en.tryNow }).click({ timeout: 20_000 });
  await maya.live();
  await expect(banner).toHaveCount(0);
  await expect(maya.page.getByText(en.connected).first()).toBeAttached();
  expect(await lost(), "whoever watches for the words sees them").toBeGreaterThan(0);
});

test("a short interruption makes no fuss", async ({ newPerson, wire, roomName }) => {
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  await maya.openRoom(roomName);
  const lost = await watchWords(maya, "Connection lost");
  wire.cut();
  await maya.sayForGood("still here");
  await maya.live();
  expect(await lost()).toBe(0);
});

test("who is offline is told so, with the number of messages waiting", async ({
  newPerson,
  wire,
  roomName,
}) => {
  const maya = await newPerson({ at: wire.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  await maya.openRoom(roomName);
  await maya.page.context().setOffline(true);
  wire.unplug();
  const banner = maya.page.locator(".banner").filter({ hasText: en.offline });
  await expect(banner).toBeVisible();
  await maya.say("waits for the network");
  await expect(maya.room.message("waits for the network").getByText(en.queued)).toBeVisible();
  await expect(banner).toContainText("1 message is waiting");
  await maya.say("so does this");
  await expect(banner).toContainText("2 messages are waiting");

  wire.plug();
  await maya.page.context().setOffline(false);
  await maya.comesBack();
  await maya.room.expectFinal("waits for the network");
  await maya.room.expectFinal("so does this");
  await expect(maya.page.getByText(en.offline)).toHaveCount(0);
});

test("the page says that it is connecting until it is", async ({ newPerson, wire, roomName }) => {
  const maya = await newPerson({ at: wire.url });
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  wire.hold("toBrowser");
  await maya.page.goto(maya.at(path));
  await maya.expectLink("connecting");
  const words = maya.page.getByText(en.connecting, { exact: true }).filter({ visible: true });
  await expect(words.first()).toBeVisible();
  wire.release();
  await maya.live();
});

/** True when the number in the banner becomes smaller within a second and a half. */
async function countedDown(banner: import("@playwright/test").Locator): Promise<boolean> {
  const before = await seconds(banner);
  if (before === undefined || before < 3) return false;
  try {
    await expect.poll(() => seconds(banner), { timeout: 2_500, intervals: [100] }).toBe(before - 1);
    return true;
  } catch {
    return false;
  }
}

async function seconds(banner: import("@playwright/test").Locator): Promise<number | undefined> {
  const text = await banner.textContent({ timeout: 1_000 }).catch(() => null);
  const found = text === null ? null : en.lost.exec(text);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
