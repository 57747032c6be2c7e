import { expect, test } from "../fixtures/test.ts";
import type { Person } from "../verbs/person.ts";
import { en, zh } from "../verbs/strings.ts";

const PAPER = { light: "rgb(252, 251, 248)", dark: "rgb(29, 31, 27)" };

test("the language is switched on the page and stays", async ({ person }) => {
  await person.goTo("/");
  await expect(person.page.locator("html")).toHaveAttribute("lang", "en");
  await switchTo(person, "lang", "zh-CN");
  await expect(person.page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(person.page.getByRole("heading", { level: 1 })).toHaveText(zh.comeIn);
  await person.goTo("/");
  await expect(person.page.getByRole("button", { name: zh.enter })).toBeVisible();
  await switchTo(person, "lang", "en");
  await expect(person.page.getByRole("heading", { level: 1 })).toHaveText(en.comeIn);
});

test("a browser that asks for Chinese gets Chinese", async ({ newPerson, roomName }) => {
  const person = await newPerson({ locale: "zh-CN" });
  await person.goTo("/");
  await expect(person.page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await person.join("小雨");
  await person.openRoom(roomName);
  await expect(person.page.getByText(zh.empty(roomName))).toBeVisible();
  await expect(person.page.getByRole("textbox", { name: zh.messageTo(roomName) })).toBeVisible();
  await person.say("大家好，水开了。");
  await person.expectMessage("大家好，水开了。");
  await expect(person.room.dividers().first()).toContainText(zh.today);
});

test("the first HTML is already in the language of the cookie", async ({ person }) => {
  await setCookie(person, "lang", "zh-CN");
  const html = await (await person.page.request.get(person.at("/"))).text();
  expect(html).toMatch(/<html[^>]* lang="?zh-CN/);
  expect(html).toContain(zh.comeIn);
});

test("the theme is switched on the page and stays", async ({ person }) => {
  await person.goTo("/");
  await expectPaper(person, PAPER.light);
  await switchTo(person, "theme", "dark");
  await expect(person.page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expectPaper(person, PAPER.dark);
  await person.goTo("/");
  await expectPaper(person, PAPER.dark);
});

test("the very first HTML is dark for whoever chose dark", async ({ person, guard }) => {
  guard.tolerate(/ERR_FAILED|dynamically imported module/);
  await setCookie(person, "theme", "dark");
  const html = await (await person.page.request.get(person.at("/"))).text();
  expect(html).toMatch(/<html[^>]* data-theme="?dark/);
  // No request but the page's own and its style sheet: nothing can repaint it.
  await person.page.route(/\.(js|wasm)(\?|$)/, (route) => route.abort());
  await person.page.goto(person.at("/"), { waitUntil: "domcontentloaded" });
  await expectPaper(person, PAPER.dark);
});

test("without a choice the theme follows the system", async ({ newPerson }) => {
  const dark = await newPerson({ colorScheme: "dark" });
  await dark.goTo("/");
  await expectPaper(dark, PAPER.dark);
  const light = await newPerson({ colorScheme: "light" });
  await light.goTo("/");
  await expectPaper(light, PAPER.light);
});

test("light is light even on a dark system", async ({ newPerson }) => {
  const person = await newPerson({ colorScheme: "dark" });
  await setCookie(person, "theme", "light");
  await person.goTo("/");
  await expectPaper(person, PAPER.light);
});

async function switchTo(person: Person, name: "theme" | "lang", value: string): Promise<void> {
  await person.preference(name, value).click();
  await expect(person.page).toHaveURL(`${person.address}/`);
  await person.settled();
}

async function setCookie(person: Person, name: string, value: string): Promise<void> {
  await person.page.context().addCookies([{ name, value, url: person.address }]);
}

async function expectPaper(person: Person, colour: string): Promise<void> {
  await expect(person.page.locator("body")).toHaveCSS("background-color", colour);
}
