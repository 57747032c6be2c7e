import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";

const BOTS = "/settings/bots";

for (const theme of ["light", "dark"]) {
  test(`a token is hidden for good once its page is left, ${theme}`, async ({ person }, info) => {
    await person.page.context().addCookies([{ name: "theme", value: theme, url: person.address }]);
    const account = new Account(person);
    await account.signUp(`left-${theme}-${info.workerIndex}-${info.project.name.length}`, "a long one");
    await person.goTo(BOTS);
    await account.send(BOTS, { name: "茶 timer", days: "90" });
    const field = person.page.getByRole("textbox", { name: "Token", exact: true });
    await expect(field).toBeVisible();
    await person.page.getByRole("button", { name: "Copy", exact: true }).click();
    await expect(person.page.getByText("Copied", { exact: true })).toBeVisible();
    const found = await new AxeBuilder({ page: person.page }).analyze();
    const serious = found.violations.filter(({ impact }) => impact !== "minor");
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html)}`)).toEqual([]);
    await person.page.getByRole("link", { name: "Profile" }).click();
    await expect(person.page.getByRole("heading", { level: 2, name: "Profile" })).toBeVisible();
    await person.page.getByRole("link", { name: "Bot tokens" }).click();
    await expect(person.page.getByText("not used yet")).toBeVisible();
    await expect(field).toHaveCount(0);
    await person.goTo("/r/1");
    const panel = person.page.locator("#members");
    const row = panel.getByText("茶 timer", { exact: true }).last().locator("..");
    await expect(row.locator(".tag")).toHaveText("bot");
  });
}
