import { expect, test } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";
import { People } from "../verbs/people.ts";
import { en } from "../verbs/strings.ts";

// With and without JavaScript: a card where there is some, else a page.

test("a name leads to the person, and they to a room for two", async ({ newPerson, roomName }) => {
  const [maya, jonas] = [await newPerson(), await newPerson()];
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  await maya.sayForGood("anybody?");
  await jonas.join(`Jonas ${roomName}`, path);
  await jonas.live();
  const people = new People(jonas);
  await people.open("Maya");
  await expect(people.card).toContainText(en.guest);
  await people.card.getByRole("button", { name: en.message }).click();
  await expect(jonas.room.title).toContainText("Maya");
  await jonas.live();
  await expect(jonas.page.getByLabel(en.messageToPerson("Maya"))).toBeVisible();
  await jonas.say("psst");
  const direct = jonas.path();
  expect(direct).not.toBe(path);

  await maya.goTo(direct);
  await maya.live();
  await expect(maya.room.title).toContainText(`Jonas ${roomName}`);
  await maya.expectMessage("psst");
  const eve = await newPerson();
  await eve.join("Eve");
  expect((await eve.page.request.get(eve.at(direct))).status()).toBe(404);
});

test("several people are gathered by ticking them, found by name", async ({
  newPerson,
  roomName,
  javaScript,
  guard,
}) => {
  guard.tolerate(/status of 422/);
  const maya = await newPerson();
  const names = ["Aiko", "Priya"].map((name) => `${name} ${roomName.slice(5)}`);
  for (const name of names) await (await newPerson()).join(name);
  await maya.join("Maya");
  await maya.goTo("/new");
  const people = new People(maya);
  await maya.page.getByRole("button", { name: en.start }).click();
  await expect(maya.page.getByText(en.chooseSomebody)).toBeVisible();
  await maya.settled();
  for (const name of names) {
    await maya.page.getByPlaceholder(en.findPeople).fill(name);
    if (!javaScript) await maya.page.getByRole("button", { name: "Find" }).click();
    await people.box(name).check();
  }
  if (javaScript) {
    await expect(maya.page.getByText("2 of 20 chosen")).toBeVisible();
  }
  for (const name of names) await expect(people.box(name)).toBeChecked();
  await maya.page.getByRole("button", { name: javaScript ? en.groupWith(2) : /^(Start|Open)/ }).click();
  await maya.page.waitForURL(/\/r\/\d+$/);
  await maya.live();
  for (const name of names) await expect(maya.room.title).toContainText(name);
  await maya.say("welcome, you two");
  await maya.expectMessage("welcome, you two");
});

test("a name that is markup stays words on cards and in lists of people", async ({
  newPerson,
  roomName,
}) => {
  const canary = "<img src=x onerror=1>";
  const [mallory, maya] = [await newPerson(), await newPerson()];
  await mallory.join(canary);
  const path = await mallory.openRoom(roomName);
  await mallory.sayForGood("look at me");
  await maya.join("Maya", path);
  await maya.live();
  const people = new People(maya);
  await people.open(canary);
  await maya.goTo(`/new?q=${encodeURIComponent(canary)}`);
  await expect(people.box(canary).first()).toBeAttached();
  await maya.goTo(path);
  await maya.live();
  await people.message(canary);
  await expect(maya.page.locator("img[src=x]")).toHaveCount(0);
});

test("one's own card leads to the profile", async ({ person, roomName }) => {
  await new Account(person).signUp(`me${Date.now() % 1_000_000}`, "correct horse battery", "Maya");
  await person.openRoom(roomName);
  await person.say("mine");
  await person.room.expectFinal("mine");
  const people = new People(person);
  await people.open("Maya");
  await people.card.getByRole("link", { name: en.editProfile }).click();
  await expect(person.page).toHaveURL(/\/settings\/profile$/);
});
