import { Held } from "../verbs/held.ts";
import { en } from "../verbs/strings.ts";
import { expect, test } from "../fixtures/test.ts";

/** The file of what the first pages do without. */
const PARTS = /\/pkg\/split_parts\./;

test("a room acts before the other parts have come, and they come", async ({ person, roomName, hasTouch }) => {
  test.skip(hasTouch, "needs keys");
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  const parts = await Held.requests(person.page, PARTS);
  await person.goTo(path);
  await person.live();
  await person.sayForGood("said without them");

  await person.page.keyboard.press("Control+k");
  const dialog = person.page.getByRole("dialog", { name: en.jumpTo });
  await expect(dialog).toHaveCount(0);
  await parts.release();
  await expect(dialog.getByRole("combobox")).toBeFocused();
});

test("what did not come is said, and comes when it is asked for again", async ({ person, roomName, hasTouch }) => {
  test.skip(hasTouch, "needs keys");
  person.expectsMissingFiles();
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  await person.page.route(PARTS, (route) => route.abort());
  await person.goTo(path);
  await person.live();

  await person.page.keyboard.press("Control+k");
  const failed = person.page.getByRole("dialog", { name: en.partFailed });
  await expect(failed).toBeVisible();
  await person.page.unroute(PARTS);
  await person.page.keyboard.press("Escape");
  await expect(failed).toBeHidden();
  await person.page.keyboard.press("Control+k");
  await expect(person.page.getByRole("dialog", { name: en.jumpTo }).getByRole("combobox")).toBeFocused();
});

test("a page that did not come is said, and the server has it", async ({ person }) => {
  person.expectsMissingFiles();
  await person.join("Maya");
  await person.page.route(PARTS, (route) => route.abort());
  await person.goTo("/");
  await person.live();
  await person.page.locator('[popovertarget="menu"]').filter({ visible: true }).first().click();
  await person.page.locator('#menu a[href$="/settings/profile"]').click();
  await expect(person.page.getByRole("heading", { name: en.partFailed })).toBeVisible();

  await person.page.unroute(PARTS);
  await person.page.getByRole("link", { name: en.tryAgain }).click();
  await expect(person.page.locator("#section-title")).toBeVisible();
  await person.settled();
});

test("a page of other parts acts when they are here", async ({ person }) => {
  await person.join("Maya");
  const parts = await Held.requests(person.page, PARTS);
  await person.page.goto(person.at("/settings/profile"), { waitUntil: "domcontentloaded" });
  const title = person.page.locator("#section-title");
  await title.evaluate((node) => Object.assign(node, { fromHtml: true }));
  await expect(person.page.locator("body")).not.toHaveAttribute("data-hydrated", "true");
  await parts.release();
  await person.settled();
  expect(await title.evaluate((node) => "fromHtml" in node)).toBe(true);
});
