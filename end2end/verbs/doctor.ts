import { expect, type Locator } from "@playwright/test";
import type { Person } from "./person.ts";

/** A road as `data-road` names it. */
type Road = "websocket" | "stream" | "poll";

/** What is said of a road that works. */
export const WORKS = /^Works, \d+ ms$/;

/** Somebody tests their connection. */
export class Doctor {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  async open(): Promise<void> {
    await this.#person.goTo("/doctor");
  }

  /** Tests all roads once more. Ready when the server has said what it makes of that. */
  async again(): Promise<void> {
    const { page } = this.#person;
    const isSaid = (url: string) => url.includes("/rpc/plain") && url.includes("doctor");
    const said = page.waitForResponse((answer) => isSaid(answer.url()), { timeout: 40_000 });
    await page.getByRole("button", { name: "Test again" }).click();
    await said;
  }

  /** Tests again and again: a proxy is told of other lines at once, and takes them in a moment. */
  async againUntil(text: string): Promise<void> {
    await expect(async () => {
      await this.again();
      await expect(this.verdict()).toHaveText(text, { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
  }

  /** A road's row, with what is to be changed about it. */
  road(road: Road): Locator {
    return this.#person.page.locator(`.road[data-road="${road}"]`);
  }

  /** What there is to say about a road. */
  causes(road: Road): Locator {
    return this.road(road).locator("[data-cause]");
  }

  /** The sentence about all of them. */
  verdict(): Locator {
    return this.#person.page.getByRole("status").locator(".verdict__title");
  }

  check(name: string): Locator {
    return this.#person.page.getByRole("listitem").filter({ hasText: name });
  }

  /** All roads are through, each at most ten seconds. */
  async expectVerdict(text: string): Promise<void> {
    await expect(this.verdict()).toHaveText(text, { timeout: 35_000 });
  }

  async expectRoads(states: Record<Road, RegExp>): Promise<void> {
    for (const road of ["websocket", "stream", "poll"] as const) {
      await expect(this.road(road).locator(".road__state")).toHaveText(states[road]);
    }
  }

  /** The causes that are given for a road, in their order, once the server has given them. */
  async expectCauses(road: Road, causes: readonly string[]): Promise<void> {
    const words = () =>
      this.causes(road).evaluateAll((all) => all.map((one) => one.getAttribute("data-cause")));
    await expect.poll(words).toEqual(causes);
  }

  /** The lines that the page gives for a proxy, as they can be copied. */
  async lines(road: Road, proxy: string): Promise<string> {
    await this.road(road).getByRole("radio", { name: proxy }).check({ force: true });
    const panel = this.road(road).locator(`[data-proxy="${proxy}"]`);
    await expect(panel).toBeVisible();
    return (await panel.locator("pre").textContent()) ?? "";
  }
}
