import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../fixtures/test.ts";
import type { Person } from "../verbs/person.ts";

for (const lang of ["en", "zh-CN"]) {
  for (const theme of ["light", "dark"]) {
    test(`axe finds nothing serious, ${lang} and ${theme}`, async ({ person, roomName }) => {
      await person.page.context().addCookies([
        { name: "lang", value: lang, url: person.address },
        { name: "theme", value: theme, url: person.address },
      ]);
      await person.goTo("/");
      await expectAccessible(person, "join");
      await person.join("小雨 Maya");
      await person.settled();
      await expectAccessible(person, "lobby");
      await person.openRoom(roomName);
      await expectAccessible(person, "empty room");
      await person.sayForGood("hello");
      await person.sayForGood("水开了");
      await expectAccessible(person, "room");
      await person.composer.type("half a thought");
      await person.goToLobby();
      await expectAccessible(person, "lobby with a draft");
    });

    test(`nor in the settings of a room and the list of all, ${lang} and ${theme}`, async ({
      person,
      newPerson,
      roomName,
      guard,
    }) => {
      guard.tolerate(/status of 404/);
      await person.page.context().addCookies([
        { name: "lang", value: lang, url: person.address },
        { name: "theme", value: theme, url: person.address },
      ]);
      await person.join("小雨 Maya");
      const path = await person.openRoom(roomName);
      const jonas = await newPerson();
      await jonas.joinIn(path, "Jonas");
      for (const section of ["general", "members", "bans", "leave"]) {
        await person.goTo(`${path}/settings/${section}`);
        await expectAccessible(person, section);
      }
      await person.goTo(`${path}/settings/members`);
      await person.page.locator('[popovertarget^="more-"]').click();
      await expectAccessible(person, "the menu of a member");
      await person.goTo(`${path}/settings/invites`);
      const made = person.page.waitForResponse((answer) => answer.request().method() === "POST");
      await person.page.locator('form:has([value="invite"]) button').click();
      await made;
      await person.settled();
      const link = await person.page.locator("#address").inputValue();
      await expectAccessible(person, "a new link");
      await person.page.locator('.icon-button[popovertarget^="revoke-"]').click();
      await expectAccessible(person, "the question whether to revoke it");
      for (const page of ["/rooms", "/rooms?q=nothing-like-it", link, "/i/0"]) {
        await person.goTo(page);
        await expectAccessible(person, page);
      }
    });
  }
}

test("axe would find a button without a name", async ({ person }) => {
  // The negative control: a defect put on the page must be reported.
  await person.goTo("/");
  await person.page.evaluate(() => document.body.append(document.createElement("button")));
  expect(await violations(person)).toContainEqual(expect.stringContaining("button-name"));
});

async function expectAccessible(person: Person, where: string): Promise<void> {
  expect(await violations(person), where).toEqual([]);
}

async function violations(person: Person): Promise<string[]> {
  const results = await new AxeBuilder({ page: person.page }).analyze();
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}
