import type { Request } from "@playwright/test";
import { expect, below as test } from "../fixtures/below.ts";
import { People } from "../verbs/people.ts";
import { Settings } from "../verbs/settings.ts";

// A house that stands below a path of its host, as everybody uses it.

const SWITCHES = [
  ["theme", "dark", "data-theme"],
  ["lang", "zh-CN", "lang"],
  ["lang", "en", "lang"],
] as const;

test("everything that people do stays below the path", async ({ newPerson, roomName, baseURL }) => {
  const maya = await newPerson();
  const strays: string[] = [];
  let asked = 0;
  maya.page.context().on("request", (request: Request) => {
    asked += 1;
    const url = request.url();
    const isOurs = url.startsWith(`${baseURL}/`) || url === baseURL;
    if (url.startsWith("http") && !isOurs) strays.push(url);
  });
  await maya.goTo("/");
  const page = maya.page.locator("html");
  for (const [name, value, mark] of SWITCHES) {
    await maya.preference(name, value).click();
    await expect(page).toHaveAttribute(mark, value);
    await maya.goTo("/signup");
    await expect(page).toHaveAttribute(mark, value);
    await maya.goTo("/");
  }
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  expect(path).toMatch(/^\/r\/\d+$/);
  const jonas = await newPerson();
  await jonas.joinIn(path, "Jonas");
  await maya.sayForGood("is somebody there?");
  await jonas.expectMessage("is somebody there?");
  await jonas.sayForGood("yes");
  await maya.expectMessage("yes");

  const people = new People(maya);
  const direct = await people.message("Jonas");
  expect(direct).toMatch(/^\/r\/\d+$/);
  await maya.goToLobby();
  await maya.enterFromLobby(roomName);
  const settings = new Settings(maya);
  const address = await settings.newLink(path);
  expect(address.startsWith(`${baseURL}/i/`)).toBe(true);
  await expect(maya.page.locator("html")).toHaveAttribute("data-theme", "dark");
  const cookies = await maya.page.context().cookies();
  expect(cookies.map(({ name }) => name).sort()).toEqual(["lang", "teahouse_session", "theme"]);
  expect(cookies.map(({ path }) => path)).toEqual(cookies.map(() => "/chat"));
  await maya.goToLobby();
  await maya.signOut();

  const xiaoyu = await newPerson();
  await xiaoyu.goTo(address);
  await xiaoyu.fillNickname("小雨");
  await xiaoyu.submitJoin();
  await expect(xiaoyu.page).toHaveURL(`${baseURL}${path}`);
  await expect(xiaoyu.room.message("yes")).toBeVisible();
  expect(strays).toEqual([]);
  expect(asked).toBeGreaterThan(20);
});

test("a page that is not there leads back into the house", async ({ person, guard, baseURL }) => {
  guard.tolerate(/status of 404/);
  await person.join("Maya");
  await person.goTo("/nowhere");
  await person.page.getByRole("main").getByRole("link").first().click();
  await expect(person.page).toHaveURL(new RegExp(`^${baseURL}/?$`));
});
