import { expect, test } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";
import type { Person } from "../verbs/person.ts";

const PASSWORD = "correct horse battery";
const BOTS = "/settings/bots";

let handles = 0;

async function accountOf(person: Person, worker: number, project: string): Promise<Account> {
  const account = new Account(person);
  await account.signUp(`bots-${worker}-${++handles}-${project.length}`, PASSWORD);
  return account;
}

/** Has a bot say something over HTTP; the status. */
async function post(at: string, token: string, text: string): Promise<number> {
  const response = await fetch(`${at}/api/v1/rooms/1/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ nonce: crypto.randomUUID().replaceAll("-", ""), text }),
  });
  return response.status;
}

test("a bot is made, speaks, and is revoked", async ({ newPerson }, info) => {
  const maya = await newPerson();
  const account = await accountOf(maya, info.workerIndex, info.project.name);
  await maya.goTo(BOTS);
  await expect(maya.page.getByText("You have no bots.")).toBeVisible();
  await account.send(BOTS, { name: "tea-timer", days: "30" });
  await expect(maya.page.getByText("tea-timer is ready.")).toBeVisible();
  const field = maya.page.getByRole("textbox", { name: "Token", exact: true });
  const token = await field.inputValue();
  expect(token).toMatch(/^th_bot_[0-9a-f]{64}$/);

  const text = `ding ${token.slice(-8)}`;
  expect(await post(maya.address, token, text)).toBe(200);
  await maya.goTo("/r/1");
  await expect(maya.room.message(text)).toBeVisible();

  await maya.goTo("/new");
  const row = maya.page.locator("label").filter({ hasText: "tea-timer" }).last();
  await expect(row).toContainText("bot");
  await expect(row).not.toContainText("guest");
  await maya.goTo(BOTS);
  await expect(field).toHaveCount(0);
  const rows = maya.page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(`Ends in …${token.slice(-4)}`);
  await rows.getByRole("button", { name: "Revoke tea-timer" }).click();
  await expect(rows.getByText("Revoke the token of tea-timer?")).toBeVisible();
  await rows.getByRole("button", { name: "Keep it" }).click();
  expect(await post(maya.address, token, "kept")).toBe(200);
  await rows.getByRole("button", { name: "Revoke tea-timer" }).click();
  await rows.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(maya.page).toHaveURL(/done=revoked/);
  await expect(rows).toHaveCount(0);
  expect(await post(maya.address, token, "still here?")).toBe(401);
});

test("what is wrong with a bot is said beside its field", async ({ newPerson, guard }, info) => {
  guard.tolerate(/status of 422/);
  const maya = await newPerson();
  const account = await accountOf(maya, info.workerIndex, info.project.name);
  await maya.goTo(BOTS);
  await account.send(BOTS, { name: "tea-timer", days: "999" });
  await expect(maya.page.getByRole("alert")).toHaveText("Choose 1 to 365 days.");
  const name = account.form(BOTS).locator('input[name="name"]');
  await expect(name).toHaveValue("tea-timer");
});
