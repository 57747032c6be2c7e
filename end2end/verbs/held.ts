import type { Page, Route } from "@playwright/test";

/** Requests that are kept waiting, as on a slow network, until released. */
export class Held {
  readonly #waiting: Route[] = [];
  #open = false;

  static async requests(page: Page, url: RegExp): Promise<Held> {
    const held = new Held();
    await page.route(url, (route) => held.#arrive(route));
    return held;
  }

  async release(): Promise<void> {
    this.#open = true;
    await Promise.all(this.#waiting.splice(0).map((route) => route.continue().catch(() => {})));
  }

  async #arrive(route: Route): Promise<void> {
    if (this.#open) await route.continue();
    else this.#waiting.push(route);
  }
}
