import { OWNER, Server } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";

const PASSWORD = "correct horse battery";
const CANARY = "<img src=x onerror=1>";

let handles = 0;
function newHandle(worker: number): string {
  return `maya-${worker}-${++handles}`;
}

test("somebody makes an account and signs in with it elsewhere", async ({ newPerson }, info) => {
  const handle = newHandle(info.workerIndex);
  const maya = await newPerson();
  await maya.goTo("/?with=account");
  await maya.page.getByRole("link", { name: "Make one" }).click();
  await expect(maya.page).toHaveURL(/\/signup$/);
  await maya.settled();
  await new Account(maya).send("/signup", { name: "Maya", handle, password: PASSWORD });
  await expect(maya.roomForm()).toBeVisible();

  const elsewhere = await newPerson();
  await new Account(elsewhere).signIn(handle.toUpperCase(), PASSWORD);
  await new Account(elsewhere).expectIn();
  await elsewhere.goTo("/settings/profile");
  await expect(elsewhere.page.getByRole("main").getByText(`@${handle}`)).toBeVisible();
});

test("a wrong password says so in one sentence and keeps the name", async ({ person, guard }) => {
  guard.tolerate(/status of 422/);
  const account = new Account(person);
  await account.signIn(OWNER.handle, "not the password");
  await expect(person.page.getByRole("alert")).toHaveText("That name and password do not match.");
  await expect(account.form("/sign-in").locator('input[name="handle"]')).toHaveValue(OWNER.handle);
  await expect(account.form("/sign-in").locator('input[name="password"]')).toHaveValue("");
});

test("after too many tries one is told how long to wait", async ({ newPerson, guard }) => {
  guard.tolerate(/status of 4(22|29)/);
  const server = await Server.start({ TEAHOUSE_ACCOUNT_TRIES: "1" });
  try {
    const person = await newPerson({ at: server.url });
    const account = new Account(person);
    await account.signIn("nobody", "not the password");
    await account.signIn("nobody", "not the password");
    await expect(person.page.getByRole("alert")).toHaveText(/^Too many tries\. Wait \d+ s\.$/);
  } finally {
    guard.rest();
    await server.dispose();
  }
});

test("a guest makes an account and keeps what they wrote", async ({ newPerson, roomName }, info) => {
  const handle = newHandle(info.workerIndex);
  const bao = await newPerson();
  await bao.join("Bao");
  const path = await bao.openRoom(roomName);
  await bao.sayForGood("written as a guest");
  await bao.goTo("/settings/sign-in");
  await new Account(bao).send("/settings/account", { name: "Bao", handle, password: PASSWORD });
  await expect(bao.page.getByRole("status").first()).toContainText("You have an account now.");

  const elsewhere = await newPerson();
  await new Account(elsewhere).signIn(handle, PASSWORD);
  await elsewhere.goTo(path);
  await expect(elsewhere.room.message("written as a guest")).toBeVisible();
});

test("a new password signs the other browser out", async ({ newPerson, guard }, info) => {
  guard.tolerate(/status of 422/);
  const handle = newHandle(info.workerIndex);
  const [here, there] = [await newPerson(), await newPerson()];
  await new Account(here).signUp(handle, PASSWORD);
  await new Account(there).signIn(handle, PASSWORD);
  await new Account(there).expectIn();
  await here.goTo("/settings/sign-in");
  const account = new Account(here);
  await account.send("/settings/sign-in", { present: "wrong", new: "another horse" });
  await expect(here.page.getByRole("alert")).toHaveText("This is not your present password.");
  await account.send("/settings/sign-in", { present: PASSWORD, new: "another horse" });
  await expect(here.page.getByRole("status").first()).toContainText("The password is changed.");
  await new Account(there).expectOut();
  await here.goTo("/");
  await account.expectIn();
});

test("a device is signed out from another", async ({ newPerson }, info) => {
  const handle = newHandle(info.workerIndex);
  const [here, there] = [await newPerson(), await newPerson()];
  await new Account(here).signUp(handle, PASSWORD);
  await new Account(there).signIn(handle, PASSWORD);
  await there.live();
  await here.goTo("/settings/devices");
  const rows = here.page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("This device");
  await rows.last().getByRole("button", { name: /^Revoke Chrome on / }).click();
  await expect(here.page).toHaveURL(/done=revoked/);
  await expect(rows).toHaveCount(1);
  if (there.traits.javaScript) {
    await expect(there.page.getByText("You were signed out.").first()).toBeVisible();
  }
  await new Account(there).expectOut();
});

test("settings are reached from one's own menu", async ({ person }) => {
  await person.join("Maya");
  await person.page.locator('[popovertarget="menu"]').filter({ visible: true }).first().click();
  await person.page.getByRole("link", { name: "Settings" }).click();
  await expect(person.page).toHaveURL(/\/settings\/profile$/);
  await person.page.getByRole("link", { name: "Devices" }).click();
  await expect(person.page.getByRole("heading", { level: 2, name: "Devices" })).toBeVisible();
  await expect(person.page.getByRole("link", { name: "House", exact: true })).toHaveCount(0);
});

test("a name is text on every page", async ({ person }) => {
  await person.join("x");
  await person.goTo("/settings/profile");
  await new Account(person).send("/settings/profile", { name: CANARY });
  await expect(person.page.getByRole("status").first()).toContainText("Saved.");
  for (const path of ["/", "/settings/profile", "/settings/devices", "/settings/sign-in"]) {
    await person.goTo(path);
    await expect(person.page.getByText(CANARY).first()).toBeAttached();
    await expect(person.page.locator("img[src=x]")).toHaveCount(0);
  }
});

test("the owner lets in only whom they invite", async ({ newPerson, guard }) => {
  guard.tolerate(/status of 4(03|22)/);
  const server = await Server.start();
  try {
    const owner = await newPerson({ at: server.url });
    await new Account(owner).signIn(OWNER.handle, OWNER.password);
    await owner.goTo("/settings/house");
    const form = new Account(owner).form("/settings/house");
    await form.locator('input[name="guests"]').uncheck();
    await form.locator('input[value="invited"]').check();
    await new Account(owner).send("/settings/house", { house: "青山 <b>House</b>" });
    await expect(owner.page.getByRole("status").first()).toContainText("Saved.");
    await new Account(owner).send("/settings/house/invites", { days: "3", uses: "1" });
    const link = owner.page.getByRole("link", { name: /\/invite\// });
    const path = new URL((await link.textContent())?.trim() ?? "").pathname;

    const guest = await newPerson({ at: server.url });
    await guest.goTo("/");
    await expect(guest.joinForm()).toHaveCount(0);
    // On narrow screens only the title has room for it.
    await expect(guest.page.getByText("青山 <b>House</b>").first()).toBeAttached();
    await expect(guest.page).toHaveTitle(/青山 <b>House<\/b>$/);
    await expect(guest.page.getByRole("link", { name: "Make one" })).toHaveCount(0);
    await guest.goTo(path);
    const fields = { name: "Maya", handle: "maya", password: PASSWORD };
    await new Account(guest).send(path, fields);
    await new Account(guest).expectIn();

    const late = await newPerson({ at: server.url });
    await late.goTo(path);
    await expect(late.page.getByText("This invite link does not work.")).toBeVisible();
  } finally {
    guard.rest();
    await server.dispose();
  }
});
