import { expect, test } from "../fixtures/test.ts";
import { en } from "../verbs/strings.ts";

test("a newcomer picks a nickname and is in the lobby", async ({ person }) => {
  await person.goTo("/");
  await expect(person.page.getByRole("heading", { level: 1 })).toHaveText(en.comeIn);
  await person.join("Maya");
  await expect(person.roomForm()).toBeVisible();
  await expect(person.page.getByText("Maya").first()).toBeAttached();
});

test("the nickname has a label and the button its words", async ({ person }) => {
  await person.goTo("/");
  await expect(person.page.getByLabel(en.nickname, { exact: true })).toBeVisible();
  await expect(person.page.getByRole("button", { name: en.enter })).toBeVisible();
});

test("a nickname of blanks is refused, with the reason beside the field", async ({
  person,
  guard,
}) => {
  guard.tolerate(/status of 422/);
  await person.goTo("/");
  await person.fillNickname("   ");
  await person.submitJoin();
  await expect(person.nickname()).toHaveAttribute("aria-invalid", "true");
  await expectDescribed(person.nickname());
});

test("a nickname that is too long comes back with its text", async ({ person, guard }) => {
  guard.tolerate(/status of 422/);
  const long = "x".repeat(25);
  await person.goTo("/");
  await person.fillNickname(long);
  await person.submitJoin();
  await expect(person.nickname()).toHaveAttribute("aria-invalid", "true");
  await expect(person.nickname()).toHaveValue(long);
});

test("the link to a room leads there after joining", async ({ newPerson, roomName }) => {
  const host = await newPerson();
  await host.join("Host");
  const path = await host.openRoom(roomName);

  const guest = await newPerson();
  await guest.goTo(path);
  await expect(guest.joinForm()).toBeVisible();
  await expect(guest.page.getByText(roomName)).toHaveCount(0);
  await guest.fillNickname("Guest");
  await guest.submitJoin();
  await expect(guest.page).toHaveURL(new RegExp(`${path}$`));
  await expect(guest.room.title).toContainText(roomName);
});

test("joining never leads to another site", async ({ person }) => {
  await person.goTo("/?next=//evil.example/");
  await person.fillNickname("Maya");
  await person.submitJoin();
  await expect(person.joinForm()).toHaveCount(0);
  expect(new URL(person.page.url()).origin).toBe(person.origin);
});

test("whoever signs out has to join again", async ({ person }) => {
  await person.join("Maya");
  await person.signOut();
  await person.goTo("/");
  await expect(person.joinForm()).toBeVisible();
});

test("a room that does not exist says so and shows the way out", async ({ person, guard }) => {
  guard.tolerate(/status of 404/);
  await person.join("Maya");
  const answer = await person.page.goto(person.at("/r/999999"));
  expect(answer?.status()).toBe(404);
  await expect(person.page.getByRole("link", { name: "Back to rooms" })).toBeVisible();
});

async function expectDescribed(field: import("@playwright/test").Locator): Promise<void> {
  const ids = (await field.getAttribute("aria-describedby"))?.split(" ") ?? [];
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) await expect(field.page().locator(`[id="${id}"]`)).not.toBeEmpty();
}
