import { expect, type Locator, type Page } from "@playwright/test";
import { en } from "./strings.ts";

/** A room as it is on the page. */
export class Room {
  readonly log: Locator;
  readonly messages: Locator;
  readonly members: Locator;
  readonly title: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.log = page.getByRole("log");
    this.messages = this.log.getByRole("article");
    this.members = page.getByRole("complementary", { name: en.inThisRoom });
    this.title = page.getByRole("heading", { level: 1 });
  }

  /** The row that shows exactly this text. */
  message(text: string): Locator {
    const body = this.#page.locator(".message__text");
    return this.messages.filter({ has: body.and(this.#page.getByText(text, { exact: true })) });
  }

  notice(text: string): Locator {
    return this.log.getByText(text);
  }

  dividers(): Locator {
    return this.log.getByRole("separator");
  }

  /** The server has it for good. */
  async expectFinal(text: string): Promise<void> {
    const row = this.message(text);
    await expect(row).toHaveCount(1);
    await expect(row).toHaveAttribute("data-state", "final");
  }

  async expectFailed(text: string): Promise<void> {
    await expect(this.message(text).getByText(en.notSent)).toBeVisible({ timeout: 20_000 });
  }

  async expectOnce(text: string): Promise<void> {
    await expect(this.message(text)).toHaveCount(1);
  }

  /** Picks something from the menu of a message of one's own. */
  async choose(text: string, item: string): Promise<void> {
    const row = this.message(text);
    await row.hover();
    await row.getByRole("button", { name: en.more }).click();
    await row.getByRole("menuitem", { name: item }).click();
  }

  /** The field in the place of a message that is being edited. */
  get editor(): Locator {
    return this.log.getByRole("textbox", { name: en.editLabel });
  }

  async save(): Promise<void> {
    await this.log.getByRole("button", { name: en.save, exact: true }).click();
  }

  /** Every message text in the order shown. */
  async texts(): Promise<string[]> {
    return this.messages.locator(".message__text").allInnerTexts();
  }

  /** The face beside a message: people of one name are told apart by its colour. */
  async face(row: Locator): Promise<string> {
    return (await row.locator(".avatar").getAttribute("class")) ?? "";
  }

  /** Up to the oldest message there is; further than any log is long. */
  async scrollToTop(): Promise<void> {
    await this.log.evaluate((node) => node.scrollTo({ top: -node.scrollHeight }));
  }

  /** At what height of the screen a row is. */
  async height(row: Locator): Promise<number> {
    return (await row.boundingBox())?.y ?? Number.NaN;
  }

  /** The room says that so many people are online, wherever this screen has room for it. */
  async expectOnline(count: number): Promise<void> {
    const words = new RegExp(`^(${en.online} · ${count}|${count} online)$`);
    await expect(this.#page.getByText(words).filter({ visible: true }).first()).toBeVisible();
  }
}
