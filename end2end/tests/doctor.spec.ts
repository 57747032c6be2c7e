import { expect, test } from "../fixtures/test.ts";
import { Doctor } from "../verbs/doctor.ts";

test("what the server sees by itself is said in any browser", async ({
  person,
  javaScript,
  guard,
}) => {
  guard.tolerate(/status of 401/);
  const doctor = new Doctor(person);
  await doctor.open();
  await expect(doctor.check("HTTPS and its certificate")).toContainText("not needed");
  await expect(doctor.check("Your real address")).toContainText("127.0.0.1");
  const needs = person.page.getByText("The roads cannot be tested here.");
  if (javaScript) {
    await expect(needs).toBeHidden();
    return;
  }
  await expect(needs).toBeVisible();
  await expect(doctor.road("websocket")).toBeHidden();
  await expect(person.page.getByRole("button", { name: "Test again" })).toBeHidden();
});

test("whoever is in finds the test among their settings", async ({ person }) => {
  await person.join("Maya");
  await person.goTo("/settings/profile");
  await person.page.getByRole("link", { name: "Connection", exact: true }).click();
  await expect(person.page).toHaveURL(/\/doctor$/);
  await expect(person.page.getByRole("heading", { name: "Connection" })).toBeVisible();
});
