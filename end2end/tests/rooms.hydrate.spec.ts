import { expect, test } from "../fixtures/test.ts";
import { Settings } from "../verbs/settings.ts";

test("the settings are gone through and left by the keyboard alone", async ({ person, roomName }, info) => {
  test.skip(info.project.name.startsWith("phone"), "phones have no Esc");
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  const opener = person.page.getByRole("link", { name: "Room settings" });
  await opener.focus();
  await person.page.keyboard.press("Enter");
  const general = person.page.getByRole("link", { name: "General" });
  await expect(general).toBeFocused();
  await expect(general).toHaveAttribute("aria-current", "page");
  await person.page.keyboard.press("Tab");
  await person.page.keyboard.press("Enter");
  await expect(person.page).toHaveURL(new RegExp(`${path}/settings/members$`));
  await expect(person.page.getByRole("link", { name: /^Members/ })).toBeFocused();
  await person.page.keyboard.press("Escape");
  await expect(person.page).toHaveURL(new RegExp(`${path}#room-settings$`));
  await expect(opener).toBeFocused();
  await person.live();
});

test("a question that is put aside gives the focus back", async ({ person, roomName }) => {
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  await new Settings(person).newLink(path);
  const revoke = person.page.getByRole("button", { name: /Revoke the link/ });
  await revoke.focus();
  await person.page.keyboard.press("Enter");
  const keep = person.page.getByRole("button", { name: "Keep it" });
  await expect(keep).toBeVisible();
  await person.page.keyboard.press("Escape");
  await expect(keep).toBeHidden();
  await expect(revoke).toBeFocused();
  await expect(person.page).toHaveURL(/\/settings\/invites$/);
});

test("a new link is copied whole, and it is said", async ({ person, roomName }) => {
  await person.join("Maya");
  const path = await person.openRoom(roomName);
  const settings = new Settings(person);
  const address = await settings.newLink(path);
  await person.page.getByRole("button", { name: "Copy", exact: true }).click();
  await settings.expectSaid("Copied");
  await person.goTo(path);
  await person.composer.field.focus();
  await person.page.keyboard.press("ControlOrMeta+v");
  await expect(person.composer.field).toHaveValue(address);
});

test("the live link stays up from the room to its settings and back", async ({ two }) => {
  const { maya, jonas } = await two();
  await maya.page.getByRole("link", { name: "Room settings" }).click();
  await expect(maya.page.getByRole("heading", { level: 1 })).toContainText("Room settings");
  await maya.expectLink("open");
  await maya.page.getByRole("link", { name: "Done" }).or(maya.page.getByRole("link", { name: "Cancel" })).click();
  await jonas.sayForGood("still here?");
  await maya.expectMessage("still here?");
});
