import { expect, type Locator } from "@playwright/test";
import type { Person } from "./person.ts";
import { en } from "./strings.ts";

/** Names, cards, and rooms for a few. */
export class People {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  /** The card that is open, or the page that stands in for it. */
  get card(): Locator {
    const { page, traits } = this.#person;
    return traits.javaScript ? page.locator("dialog.card[open]") : page.locator(".card--page");
  }

  /** The name above the first message of somebody. */
  nameInLog(name: string): Locator {
    return this.#person.room.log.getByRole("link", { name, exact: true }).first();
  }

  /** Opens somebody's card from the log. */
  async open(name: string): Promise<void> {
    await this.nameInLog(name).click();
    await expect(this.card.getByRole("heading", { name })).toBeVisible();
  }

  /** Opens the direct room with somebody, from their card. */
  async message(name: string): Promise<string> {
    await this.open(name);
    await this.card.getByRole("button", { name: en.message }).click();
    await expect(this.#person.room.title).toContainText(name);
    await this.#person.live();
    return this.#person.path();
  }

  /** The box beside a name on the page where people are chosen. */
  box(name: string): Locator {
    return this.#person.page.getByRole("checkbox", { name });
  }
}
