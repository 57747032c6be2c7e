import { expect, type Locator } from "@playwright/test";
import type { Person } from "./person.ts";

/** What people do with accounts and settings: forms, filled in by the names of their fields. */
export class Account {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  form(action: string): Locator {
    return this.#person.form(action);
  }

  /** Fills a form in and sends it; what it leads to is on the page afterwards. */
  async send(action: string, fields: Record<string, string> = {}): Promise<void> {
    const form = this.form(action);
    for (const [name, text] of Object.entries(fields)) {
      await form.locator(`input[name="${name}"]`).fill(text);
    }
    const answered = this.#person.page.waitForResponse(
      (response) => response.request().method() === "POST",
    );
    await form.locator('button[type="submit"]').click();
    await answered;
    await this.#person.page.waitForLoadState();
    await this.#person.settled();
  }

  async signUp(handle: string, password: string, name = handle): Promise<void> {
    await this.#person.goTo("/signup");
    await this.send("/signup", { name, handle, password });
    await expect(this.#person.roomForm()).toBeVisible();
  }

  async signIn(handle: string, password: string): Promise<void> {
    await this.#person.goTo("/?with=account");
    await this.send("/sign-in", { handle, password });
  }

  /** The page leads to the way in, by itself where there is JavaScript, else when one looks. */
  async expectOut(): Promise<void> {
    await this.#person.goTo("/");
    await expect(this.#person.joinForm()).toBeVisible();
  }

  async expectIn(): Promise<void> {
    await expect(this.#person.roomForm()).toBeVisible();
  }
}
