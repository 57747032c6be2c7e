import { expect, type Locator, type Page } from "@playwright/test";
import type { Person } from "./person.ts";

/** What people do in the settings of a room, and in the list of all rooms. */
export class Settings {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  get #page(): Page {
    return this.#person.page;
  }

  async open(room: string, section: string): Promise<void> {
    await this.#person.goTo(`${room}/settings/${section}`);
  }

  /** Does something that loads a page, and waits until that page does what it can. */
  async andWait(act: () => Promise<void>): Promise<void> {
    const answered = this.#page.waitForResponse((answer) => answer.request().method() === "POST");
    await act();
    await answered;
    await this.#page.waitForLoadState();
    await this.#person.settled();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.andWait(() => this.#page.getByRole("button", { name }).click());
  }

  member(name: string): Locator {
    return this.#page.getByRole("main").getByRole("listitem").filter({ hasText: name });
  }

  async add(handle: string): Promise<void> {
    await this.#page.locator('input[name="handle"]').fill(handle);
    await this.press("Add");
  }

  async expectSaid(text: string): Promise<void> {
    await expect(this.#page.getByRole("status").filter({ hasText: text })).toBeVisible();
  }

  /** The whole address of a new invite link. */
  async newLink(room: string, uses = "10"): Promise<string> {
    await this.open(room, "invites");
    await this.#page.locator('select[name="uses"]').selectOption(uses);
    await this.press("New link");
    return this.#page.getByLabel("Invite link", { exact: true }).inputValue();
  }
}
