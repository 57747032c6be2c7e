import AxeBuilder from "@axe-core/playwright";
import { OWNER, Server } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";
import type { Person } from "../verbs/person.ts";

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing serious on the pages of accounts, ${theme}`, async ({ newPerson, guard }) => {
    const closed = await Server.startClosed();
    const open = await Server.start();
    try {
      const first = await newPerson({ at: closed.url });
      await themed(first, theme);
      await expectAccessible(first, "/setup");
      const owner = await newPerson({ at: open.url });
      await themed(owner, theme);
      for (const path of ["/?with=account", "/signup", "/invite/nothing"]) {
        await expectAccessible(owner, path);
      }
      await new Account(owner).signIn(OWNER.handle, OWNER.password);
      for (const section of ["profile", "devices", "sign-in", "house"]) {
        await expectAccessible(owner, `/settings/${section}`);
      }
    } finally {
      guard.rest();
      await closed.dispose();
      await open.dispose();
    }
  });
}

async function themed(person: Person, theme: string): Promise<void> {
  await person.page.context().addCookies([{ name: "theme", value: theme, url: person.address }]);
}

async function expectAccessible(person: Person, path: string): Promise<void> {
  await person.goTo(path);
  const results = await new AxeBuilder({ page: person.page }).analyze();
  const serious = results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  expect(serious, path).toEqual([]);
}
