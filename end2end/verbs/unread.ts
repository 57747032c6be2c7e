import { expect, type Locator } from "@playwright/test";
import type { Person } from "./person.ts";

/** What the list of one's own rooms says about a room: a page of its own on phones. */
export function listed(person: Person, room: string): Locator {
  return person.page.getByRole("link", { name: room }).filter({ visible: true }).first();
}

/** The list says that so much is unread in a room; nothing at all for 0. */
export async function expectUnread(person: Person, room: string, unread: number): Promise<void> {
  const row = listed(person, room);
  if (unread === 0) await expect(row).not.toContainText(/unread|for you/);
  else await expect(row).toContainText(`${unread} unread`);
}

/** The list says that so many messages are for this person. */
export async function expectForMe(person: Person, room: string, count: number): Promise<void> {
  await expect(listed(person, room)).toContainText(`${count} for you`);
}

/** Whether a row is on the screen, and not only on the page. */
export async function expectInSight(row: Locator): Promise<void> {
  await expect(row).toBeInViewport({ ratio: 0.9 });
}
