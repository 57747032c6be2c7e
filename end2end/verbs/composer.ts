import type { Locator, Page } from "@playwright/test";
import type { Traits } from "./person.ts";

/** The field one writes in. */
export class Composer {
  readonly form: Locator;
  readonly field: Locator;
  readonly sendButton: Locator;
  readonly #page: Page;
  readonly #traits: Traits;

  constructor(page: Page, traits: Traits) {
    this.#page = page;
    this.#traits = traits;
    this.form = page.locator('form[action$="/messages"]');
    this.field = this.form.locator('textarea[name="text"]');
    this.sendButton = this.form.locator('button[type="submit"]:not([formaction])');
  }

  async type(text: string): Promise<void> {
    await this.field.fill(text);
  }

  /** Enter on a desktop, the button on a phone or where no JavaScript runs. */
  async send(): Promise<void> {
    if (this.#traits.javaScript && !this.#traits.touch) {
      await this.field.press("Enter");
    } else {
      await this.sendButton.click();
    }
  }

  /** Two frames, after which an optimistic row would be on the page if there were one. */
  async nextFrames(): Promise<void> {
    await this.#page.evaluate(
      () =>
        new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    );
  }
}
