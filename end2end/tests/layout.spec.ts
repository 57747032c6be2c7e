import { expect, test } from "../fixtures/test.ts";
import type { Person } from "../verbs/person.ts";
import { en } from "../verbs/strings.ts";

const NARROWEST = { width: 320, height: 640 };

test("at 320 px nothing scrolls sideways", async ({ newPerson, roomName }) => {
  const person = await newPerson({ viewport: NARROWEST });
  await person.goTo("/");
  await expectNoSidewaysScroll(person);
  await person.join("Wolfeschlegelsteinhausen");
  await expectNoSidewaysScroll(person);
  await person.openRoom(`${roomName} Donaudampfschifffahrtsgesellschaft`.slice(0, 48));
  await person.say(`https://example.org/${"a".repeat(300)}`);
  await expect(person.room.messages).toHaveCount(1);
  await expectNoSidewaysScroll(person);
  await expect(person.composer.field).toBeInViewport();
  await expect(person.composer.sendButton).toBeInViewport();
});

test("the first page names a room once, and on phones the tabs below it lead on", async ({
  newPerson,
  roomName,
  hasTouch,
}) => {
  const others = `${roomName} open`;
  const jonas = await newPerson();
  await jonas.join("Jonas");
  await jonas.openRoom(others);
  const maya = await newPerson();
  await maya.join("Maya");
  await maya.openRoom(`${roomName} own`);
  await maya.goToLobby();
  for (const name of [`${roomName} own`, others]) {
    await expect(maya.lobbyRoom(name)).toHaveCount(1);
    await expect(maya.lobbyRoom(name)).toBeVisible();
  }
  if (!hasTouch) return;
  const tabs = maya.page.getByRole("navigation", { name: en.areas });
  const page = await maya.page.getByRole("main").boundingBox();
  expect((await tabs.boundingBox())?.y, "below the page").toBe((page?.y ?? 0) + (page?.height ?? 0));
  await tabs.getByRole("link", { name: en.newMessage }).click();
  await expect(maya.page).toHaveURL(/\/new$/);
  await tabs.getByRole("link", { name: en.chats }).click();
  await expect(maya.lobbyRoom(others)).toBeVisible();
  await tabs.getByRole("button", { name: en.you }).click();
  await maya.page.getByRole("link", { name: en.settings }).click();
  await expect(maya.page).toHaveURL(/\/settings\/profile$/);
});

test("targets are large enough to hit", async ({ person, roomName, hasTouch }) => {
  const least = hasTouch ? 44 : 24;
  await person.join("Maya");
  await person.openRoom(roomName);
  await person.say("hello");
  await expect(person.room.messages).toHaveCount(1);
  const buttons = person.page.locator("button:visible, input:visible:not([type=hidden])");
  for (const button of await buttons.all()) {
    const box = await button.boundingBox();
    expect.soft(Math.round(box?.height ?? 0), await nameOf(button)).toBeGreaterThanOrEqual(least);
    expect.soft(Math.round(box?.width ?? 0), await nameOf(button)).toBeGreaterThanOrEqual(24);
  }
});

test("the newest message is in view above the composer", async ({ person, roomName }) => {
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  for (let n = 1; n <= 12; n++) await person.sayForGood(`line ${n}\nand more\nof it`.slice(0, 40));
  await person.goTo(path);
  await person.live();
  await expect(person.room.messages.last()).toBeInViewport();
});

async function expectNoSidewaysScroll(person: Person): Promise<void> {
  const wide = await person.page.evaluate(() => {
    const root = document.documentElement;
    return Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth;
  });
  expect(wide, "pixels beyond the right edge").toBeLessThanOrEqual(0);
}

async function nameOf(target: import("@playwright/test").Locator): Promise<string> {
  return target.evaluate((node) => node.outerHTML.slice(0, 120));
}
