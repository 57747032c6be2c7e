import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";
import { Doctor, WORKS } from "../verbs/doctor.ts";
import { expectRoad, watchLink } from "../verbs/link.ts";
import { en } from "../verbs/strings.ts";

test("all roads work, and the link in use goes on", async ({ person, roomName }) => {
  await person.join("Maya");
  await person.openRoom(roomName);
  await person.goTo("/settings/profile");
  await person.live();
  const states = await watchLink(person);
  await person.page.getByRole("link", { name: en.connection, exact: true }).click();
  const doctor = new Doctor(person);
  await doctor.expectVerdict(en.bestRoad);
  await doctor.expectRoads({ websocket: WORKS, stream: WORKS, poll: WORKS });
  for (const road of ["websocket", "stream", "poll"] as const) {
    await doctor.expectCauses(road, []);
  }
  await expect(doctor.road("websocket")).toContainText(en.inUse);
  await expect(doctor.road("stream")).not.toContainText(en.inUse);
  await expect(doctor.check("The clock of this device")).toContainText(/\d\.\d s off/);
  expect(await states(), "open all the time").toEqual(["open"]);

  await doctor.again();
  await doctor.expectVerdict(en.bestRoad);
});

test("where no WebSocket arrives and streams are held back, both are said", async ({
  newPerson,
  wire,
  guard,
}) => {
  guard.tolerate(/WebSocket/);
  const jonas = await newPerson({ at: wire.url });
  await jonas.join("Jonas");
  wire.unplug("sockets");
  wire.buffer();
  const doctor = new Doctor(jonas);
  await doctor.open();
  await doctor.expectVerdict("Live, by the third road.");
  await doctor.expectRoads({ websocket: /^Blocked$/, stream: /^Held back$/, poll: WORKS });
  await doctor.expectCauses("websocket", ["never-came"]);
  await doctor.expectCauses("stream", ["buffered"]);
  await expectRoad(jonas, "poll", 15_000);
  await expect(doctor.road("poll")).toContainText(en.inUse);

  // Open again: the link need not wait for its own next look.
  wire.plug();
  await doctor.again();
  await expect(doctor.road("websocket").locator(".road__state")).toHaveText(WORKS);
  await expectRoad(jonas, "websocket");
});

test("where nothing answers that is said, and tested again", async ({ newPerson, wire }) => {
  const jonas = await newPerson({ at: wire.url });
  await jonas.join("Jonas");
  const doctor = new Doctor(jonas);
  await doctor.open();
  await doctor.expectVerdict(en.bestRoad);
  jonas.expectsDeadLinks();
  wire.unplug();
  const again = jonas.page.getByRole("button", { name: "Test again" });
  await again.focus();
  await jonas.page.keyboard.press("Enter");
  await doctor.expectVerdict("No road is open.");
  const silent = /^No answer$/;
  await doctor.expectRoads({ websocket: silent, stream: silent, poll: silent });
  await expect(again, "a keyboard goes on from where it was").toBeFocused();
  wire.plug();
  await jonas.page.keyboard.press("Enter");
  await doctor.expectVerdict(en.bestRoad);
});

test("strangers can test the roads, too", async ({ person, guard }) => {
  // One road is answered by the status alone.
  guard.tolerate(/status of 401/);
  const doctor = new Doctor(person);
  await doctor.open();
  await doctor.expectVerdict(en.bestRoad);
  await doctor.expectRoads({ websocket: WORKS, stream: WORKS, poll: WORKS });
  await person.page.getByRole("link", { name: en.back }).click();
  await expect(person.joinForm()).toBeVisible();
});

test("the report can be copied and names nobody", async ({ person }) => {
  await person.join("Canary Name");
  const doctor = new Doctor(person);
  await doctor.open();
  await doctor.expectVerdict(en.bestRoad);
  await person.page.getByRole("button", { name: "Copy report" }).click();
  await expect(person.page.getByText("Copied", { exact: true })).toBeVisible();
  const report = await person.page.locator("#report").textContent();
  expect(report).toContain("WebSocket: works-");
  expect(report).not.toContain("Canary");
});

for (const lang of ["en", "zh-CN"]) {
  for (const theme of ["light", "dark"]) {
    test(`axe finds nothing in a test of the roads, ${lang} and ${theme}`, async ({
      newPerson,
      wire,
      guard,
    }) => {
      guard.tolerate(/WebSocket/);
      const person = await newPerson({ at: wire.url });
      await person.page.context().addCookies([
        { name: "lang", value: lang, url: person.address },
        { name: "theme", value: theme, url: person.address },
      ]);
      await person.join("小雨 Maya");
      wire.unplug("sockets");
      wire.buffer();
      const doctor = new Doctor(person);
      await doctor.open();
      await doctor.expectCauses("stream", []);
      expect(await violations(person.page), "while testing").toEqual([]);
      await expect(doctor.causes("stream")).toBeVisible({ timeout: 35_000 });
      expect(await violations(person.page), "with what to change").toEqual([]);
    });
  }
}

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}
