import { OWNER } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";
import type { Person } from "../verbs/person.ts";
import { Settings } from "../verbs/settings.ts";

/** As a name of everything that has one: it breaks out of an attribute and of an element. */
const CANARY = `"><img src=x onerror=1>`;

/** A page shows the name as words, and no part of it became markup. */
async function expectWords(person: Person, path: string, shown = true): Promise<void> {
  await person.goTo(path);
  await person.settled();
  await expect(person.page.locator('img[src="x"]'), path).toHaveCount(0);
  if (shown) {
    // In the text of the page, or in a field that is to be changed.
    const text = person.page.getByText(CANARY).or(person.page.locator(`[value*="onerror"]`));
    await expect(text.first(), path).toBeAttached();
  }
}

test("a script in any name stays a name on every screen", async ({ newPerson, ownServer }) => {
  test.slow();
  const owner = await newPerson({ at: ownServer.url });
  const account = new Account(owner);
  await account.signIn(OWNER.handle, OWNER.password);
  await owner.goTo("/settings/profile");
  await account.send("/settings/profile", { name: CANARY });
  await owner.goTo("/settings/house");
  await account.send("/settings/house", { house: CANARY });
  await owner.goTo("/settings/bots");
  await account.send("/settings/bots", { name: CANARY, days: "30" });
  const room = await owner.openRoom(CANARY);
  const settings = new Settings(owner);
  await settings.open(room, "general");
  await owner.page.locator('[name="topic"]').fill(CANARY);
  await settings.press(/^Save/);
  await owner.goTo(room);
  await owner.live();
  await owner.say(CANARY);
  await owner.expectMessage(CANARY);

  const guest = await newPerson({ at: ownServer.url });
  await expectWords(guest, "/");
  await expectWords(guest, "/signup");
  await guest.joinIn(room, CANARY);
  await guest.say(`${CANARY}, said the guest`);
  const link = await settings.newLink(room);

  const sections = ["general", "members", "invites", "bans", "leave"];
  const pages = [
    "/",
    room,
    `${room}?m=1`,
    ...sections.map((section) => `${room}/settings/${section}`),
    "/rooms",
    `/rooms?q=${encodeURIComponent(CANARY)}`,
    "/new",
    `/new?q=${encodeURIComponent(CANARY)}`,
    "/settings/profile",
    "/settings/house",
    "/settings/bots",
  ];
  for (const path of pages) await expectWords(owner, path);
  for (const path of ["/settings/devices", "/settings/sign-in"]) {
    await expectWords(owner, path, false);
  }
  for (const path of ["/", room, "/rooms", "/new", `${room}/settings/members`]) {
    await expectWords(guest, path);
  }
  const stranger = await newPerson({ at: ownServer.url });
  await expectWords(stranger, new URL(link).pathname, false);
});
