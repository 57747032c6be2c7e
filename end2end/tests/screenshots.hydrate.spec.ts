import { join } from "node:path";
import { expect, test } from "../fixtures/test.ts";
import type { NewPerson } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";
import type { Person } from "../verbs/person.ts";

const directory = process.env["SCREENSHOTS"];

// Pictures for a person to look at: SCREENSHOTS=/some/dir make e2e
test.describe("pictures", () => {
  test.skip(directory === undefined, "taken only when SCREENSHOTS names a directory");

  for (const lang of ["en", "zh-CN"]) {
    for (const theme of ["light", "dark"]) {
      test(`${lang} ${theme}`, async ({ newPerson, ownServer }, info) => {
        const take = async (person: Person, what: string): Promise<void> => {
          const name = `${what}-${info.project.name}-${lang}-${theme}.png`;
          await person.page.screenshot({ path: join(directory ?? "", name) });
        };
        const at = ownServer.url;
        const maya = await newPerson({ at });
        await maya.page.context().addCookies([
          { name: "lang", value: lang, url: maya.address },
          { name: "theme", value: theme, url: maya.address },
        ]);
        await maya.goTo("/");
        await take(maya, "join");
        await new Account(maya).signUp("maya", "a fine password", "Maya Lindqvist");
        await maya.openRoom("design 设计");
        await maya.openRoom("random 闲聊");
        const path = await talk(maya, newPerson);
        await take(maya, "room");
        await maya.goTo(`${path}/settings/members`);
        await take(maya, "room-members");
        await maya.goTo("/settings/bots");
        await new Account(maya).send("/settings/bots", { name: "tea-timer", days: "90" });
        await take(maya, "bots");
        await maya.page.locator('[popovertarget^="revoke-"]').first().click();
        await take(maya, "bots-revoke");
        await maya.goTo("/new");
        await take(maya, "new");
        await maya.goTo("/doctor");
        await expect(maya.page.locator(".verdict--well")).toBeVisible();
        await take(maya, "doctor");
        await maya.goTo("/");
        await maya.live();
        await take(maya, "lobby");
        await maya.openRoom("tasting-notes");
        await take(maya, "room-empty");
      });
    }
  }
});

async function talk(maya: Person, newPerson: NewPerson): Promise<string> {
  const at = maya.address;
  const path = await maya.openRoom("release-0.4");
  const xiaoyu = await newPerson({ at });
  await xiaoyu.joinIn(path, "林小雨");
  const jonas = await newPerson({ at });
  await jonas.joinIn(path, "Jonas Weber");
  await jonas.sayForGood("Resume cursor is in. After a dropped socket the client asks for the rest.");
  await xiaoyu.sayForGood("如果断线超过 300 条呢？另外启动图换成了真实的茶桌照片。");
  await jonas.sayForGood("Then it loads a page instead.");
  await jonas.sayForGood("And says so.");
  await maya.sayForGood("Reading it now.\nDeck with my edits follows.");
  await maya.sayForGood("小雨，海报太好看了 👏");
  await maya.expectMessage("And says so.");
  return path;
}
