import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../fixtures/test.ts";
import type { NewPerson } from "../fixtures/test.ts";
import { People } from "../verbs/people.ts";
import type { Person } from "../verbs/person.ts";

// Every screen about people, looked at by axe, and by a person where SCREENSHOTS names a directory.
const directory = process.env["SCREENSHOTS"];

for (const lang of ["en", "zh-CN"]) {
  for (const theme of ["light", "dark"]) {
    test(`axe finds nothing serious about people, ${lang} and ${theme}`, async ({
      newPerson,
      ownServer,
      guard,
    }, info) => {
      test.slow();
      guard.tolerate(/status of 404/);
      const maya = await newPerson({ at: ownServer.url });
      await maya.page.context().addCookies([
        { name: "lang", value: lang, url: maya.address },
        { name: "theme", value: theme, url: maya.address },
      ]);
      await visit(maya, newPerson, async (what) => {
        // What slides in is looked at where it comes to rest.
        await maya.page.evaluate(async () => {
          await Promise.all(document.getAnimations().map((motion) => motion.finished));
        });
        if (directory !== undefined) {
          const name = `${what}-${info.project.name}-${lang}-${theme}.png`;
          await maya.page.screenshot({ path: join(directory, name) });
        }
        expect(await violations(maya), what).toEqual([]);
      });
    });
  }
}

async function visit(
  maya: Person,
  newPerson: NewPerson,
  look: (what: string) => Promise<void>,
): Promise<void> {
  const { page } = maya;
  await maya.join("Maya Lindqvist");
  const path = await maya.openRoom("release-0.4");
  const people = new People(maya);
  const at = maya.address;
  const jonas = await newPerson({ at });
  await jonas.joinIn(path, "Jonas Weber");
  const xiaoyu = await newPerson({ at });
  await xiaoyu.joinIn(path, "林小雨");
  await jonas.joinRoomIfAsked();
  await xiaoyu.joinRoomIfAsked();
  await jonas.sayForGood("The tasting starts at three, upstairs in the tea room.");
  await maya.sayForGood("The tasting starts at three.");
  await page.locator(".composer__text").press("ArrowUp");
  await maya.room.log.getByRole("textbox").fill("The tasting starts at four, upstairs. 带上杯子。");
  await maya.room.log.locator(".edit .button--primary").click();
  await maya.room.log.locator(".message__edited--link").click();
  await expect(page.locator(".history__version")).toHaveCount(2);
  await look("history");
  await page.keyboard.press("Escape");
  await people.open("Jonas Weber");
  await expect(people.card.locator(".card__expel")).toBeVisible();
  await look("card");
  await people.card.locator(".button--warning").click();
  await expect(page.locator("dialog[open] .choices")).toBeVisible();
  await look("ban");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.locator(".switcher input").fill("e");
  await expect(page.locator(".switcher__row").first()).toBeVisible();
  await look("switcher");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+/");
  await expect(page.locator(".keys")).toBeVisible();
  await look("keys");
  await page.keyboard.press("Escape");
  await maya.goTo("/new");
  await people.box("林小雨").check();
  await people.box("Jonas Weber").check();
  await look("gather");
  await page.locator(".gather__foot .button").click();
  await page.waitForURL(/\/r\/\d+$/);
  await maya.live();
  await look("group");
  await maya.goTo(path);
  await maya.live();
  await people.open("Jonas Weber");
  await people.card.locator(".button--primary").click();
  await page.waitForURL((url) => url.pathname !== path);
  await maya.live();
  await maya.sayForGood("psst");
  await look("direct");
  await page.goto("/p/2?room=2");
  await maya.settled();
  await look("person");
  await page.goto("/p/999");
  await maya.settled();
  await look("nobody");
}

async function violations(person: Person): Promise<string[]> {
  const results = await new AxeBuilder({ page: person.page }).analyze();
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}
