import { Server } from "../fixtures/server.ts";
import { expect, test as base } from "../fixtures/test.ts";
import { Wire } from "../fixtures/wire.ts";
import { en } from "../verbs/strings.ts";

/** A house in which little is much. */
const test = base.extend<{ strict: Server }>({
  strict: async ({ guard }, use) => {
    const strict = await Server.start({ TEAHOUSE_LINK_COMMANDS: "3", TEAHOUSE_PERSON_LINKS: "1" });
    await use(strict);
    guard.rest();
    await strict.dispose();
  },
});

test("what is too much at once says how long it waits, and goes out in its order", async ({
  strict,
  two,
}) => {
  const wire = await Wire.to(strict.port);
  const { maya, jonas } = await two({ maya: wire.url, jonas: strict.url });
  const said = ["one", "two", "three", "four", "five", "six", "seven"];
  // However long it takes to type them, they arrive at once.
  wire.hold("toServer");
  for (const text of said) await maya.say(text);
  wire.release();
  await expect(maya.room.log.getByText(en.held).first()).toBeVisible();
  await base.info().attach("held", { body: await maya.page.screenshot(), contentType: "image/png" });
  await expect(jonas.room.messages).toHaveText(said.map((text) => new RegExp(text)));
  for (const text of said) await maya.room.expectFinal(text);
  await expect(maya.room.log.getByText(en.held)).toHaveCount(0);
  await maya.page.context().close();
  await wire.dispose();
});

test("one connection too many says so, and opens when another has closed", async ({
  strict,
  newPerson,
}) => {
  const maya = await newPerson({ at: strict.url });
  await maya.join("Maya");
  await maya.live();
  maya.expectsDeadLinks();
  const second = await maya.anotherTab("/", "closed");
  await expect(second.page.getByText(en.crowded).first()).toBeVisible();
  await base.info().attach("crowded", { body: await second.page.screenshot(), contentType: "image/png" });
  await maya.page.close();
  await second.comesBack();
  await expect(second.page.getByText(en.crowded)).toHaveCount(0);
});
