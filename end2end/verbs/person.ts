import { randomBytes } from "node:crypto";
import { type APIResponse, expect, type Locator, type Page } from "@playwright/test";
import type { Guard } from "../fixtures/guard.ts";
import { Composer } from "./composer.ts";
import { Room } from "./room.ts";
import { en } from "./strings.ts";

export interface Traits {
  readonly javaScript: boolean;
  readonly touch: boolean;
}

/** What a browser writes to its console when the server is gone, whatever the page does. */
const DEAD_LINK = /WebSocket connection to|ERR_(CONNECTION|EMPTY|SOCKET|INTERNET|NETWORK)/;

/** What it writes there when a file does not come that a page asks for. */
const MISSING_FILE = /ERR_FAILED|Failed to fetch/;

/** Somebody at a browser. Tests say what people do and see; where it is on the page is known here. */
export class Person {
  readonly page: Page;
  /** Where the house is, with the path that it stands below, if any, and no slash at its end. */
  readonly address: string;
  readonly traits: Traits;
  readonly room: Room;
  readonly composer: Composer;

  readonly #guard: Guard;

  constructor(page: Page, address: string, traits: Traits, guard: Guard) {
    this.#guard = guard;
    this.page = page;
    this.address = address;
    this.traits = traits;
    this.room = new Room(page);
    this.composer = new Composer(page, traits);
  }

  /** Opens a page and waits until it does everything it can do in this browser. */
  async goTo(path: string): Promise<void> {
    await this.page.goto(path.startsWith("/") ? this.at(path) : path);
    await this.settled();
  }

  /** The page is hydrated; nothing to wait for without JavaScript. */
  async settled(): Promise<void> {
    if (this.traits.javaScript) {
      await expect(this.page.locator("body")).toHaveAttribute("data-hydrated", "true");
    }
  }

  /** What happens in this room now arrives by itself. */
  async live(): Promise<void> {
    await this.settled();
    if (this.traits.javaScript) {
      await expect(this.page.locator("body")).toHaveAttribute("data-link", "open");
    }
  }

  /** The page finds the way back by itself; it may have come to wait long between its tries. */
  async comesBack(): Promise<void> {
    const body = this.page.locator("body");
    await expect(body).toHaveAttribute("data-link", "open", { timeout: 45_000 });
  }

  async expectLink(state: "connecting" | "open" | "closing" | "closed"): Promise<void> {
    await expect(this.page.locator("body")).toHaveAttribute("data-link", state);
  }

  /** This test takes the server away, and the browser may say so. */
  expectsDeadLinks(): void {
    this.#guard.tolerate(DEAD_LINK);
  }

  /** This test keeps a file from the page, and the browser may say so. */
  expectsMissingFiles(): void {
    this.#guard.tolerate(MISSING_FILE);
  }

  /** The same person in another tab of the same browser, on the same page. */
  async anotherTab(path: string, link: "open" | "closed" = "open"): Promise<Person> {
    const page = await this.page.context().newPage();
    const tab = new Person(page, this.address, this.traits, this.#guard);
    await tab.goTo(path);
    await tab.expectLink(link);
    return tab;
  }

  async join(nickname: string, next = "/"): Promise<void> {
    await this.goTo(next === "/" ? "/" : `/?next=${encodeURIComponent(next)}`);
    await this.fillNickname(nickname);
    await this.submitJoin();
    await expect(this.joinForm()).toHaveCount(0);
    await this.settled();
  }

  joinForm(): Locator {
    return this.form("/join");
  }

  nickname(): Locator {
    return this.joinForm().locator('input[name="nickname"]');
  }

  async fillNickname(nickname: string): Promise<void> {
    await this.nickname().fill(nickname);
  }

  async submitJoin(): Promise<void> {
    await this.joinForm().locator('button[type="submit"]').click();
  }

  async signOut(): Promise<void> {
    await this.page.locator('[popovertarget="menu"]').filter({ visible: true }).first().click();
    const form = this.form("/leave");
    await form.locator('button[type="submit"]').click();
    await expect(this.joinForm()).toBeVisible();
  }

  roomForm(): Locator {
    return this.form("/rooms");
  }

  /** Opens a room by its name, which makes it if there is none, and goes in. */
  async openRoom(name: string): Promise<string> {
    await this.goTo("/");
    await this.roomForm().locator('input[name="name"]').fill(name);
    await this.roomForm().locator('button[type="submit"]').click();
    await this.page.waitForURL(/\/r\/\d+$/);
    await this.live();
    return this.path();
  }

  /** The path of the page they are at, within the house. */
  path(): string {
    return new URL(this.page.url()).pathname.slice(this.#base.length);
  }

  /** The whole address of a path of the house. */
  at(path: string): string {
    return `${this.address}${path}`;
  }

  get origin(): string {
    return new URL(this.address).origin;
  }

  /** Joins and goes straight into a room that exists. */
  async joinIn(path: string, nickname: string): Promise<void> {
    await this.join(nickname, path);
    await expect(this.page).toHaveURL(new RegExp(`${path}$`));
    await this.live();
  }

  /** Goes into a room by its link in the lobby. */
  async enterFromLobby(name: string): Promise<void> {
    await this.goTo("/");
    await this.lobbyRoom(name).first().click();
    await this.page.waitForURL(/\/r\/\d+$/);
    await this.live();
    await this.joinRoomIfAsked();
  }

  /** In a room that others opened one looks in first. */
  async joinRoomIfAsked(): Promise<void> {
    const button = this.page.getByRole("button", { name: en.joinRoom });
    if ((await button.count()) === 0) return;
    await button.click();
    await expect(button).toHaveCount(0);
    await this.live();
  }

  /** The lobby's link to a room: one, whether it stands in the directory or, on phones, above. */
  lobbyRoom(name: string): Locator {
    return this.page.getByRole("main").getByRole("link", { name });
  }

  /** All that the lobby says about a room. */
  lobbyEntry(name: string): Locator {
    return this.page.getByRole("main").getByRole("listitem").filter({ hasText: name });
  }

  /** Leaves the room for the lobby. */
  async goToLobby(): Promise<void> {
    await this.goTo("/");
  }

  /** Loads the page again. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.settled();
  }

  /** What the list of rooms says about one, beside its name: on phones it is a page of its own. */
  roomLink(name: string): Locator {
    return this.page.getByRole("link", { name }).filter({ visible: true });
  }

  /** Goes to another room by the list of rooms, without loading a page. */
  async switchTo(name: string): Promise<void> {
    const back = this.page.getByRole("link", { name: en.back });
    if (await back.isVisible()) await back.click();
    await this.roomLink(name).first().click();
    await expect(this.room.title).toContainText(name);
  }

  /** Types a message and sends it the way this device does. */
  async say(text: string): Promise<void> {
    await this.composer.type(text);
    await this.composer.send();
    if (!this.traits.javaScript) await this.page.waitForLoadState();
  }

  /** Says something and waits until the server has it for good. */
  async sayForGood(text: string): Promise<void> {
    await this.say(text);
    await this.room.expectFinal(text);
  }

  /** Posts by the plain form without opening the page: the quick way to fill a room. */
  async post(path: string, text: string, nonce = newNonce()): Promise<APIResponse> {
    return this.page.request.post(this.at(`${path}/messages`), {
      form: { text, nonce },
      headers: { origin: this.origin },
      maxRedirects: 0,
    });
  }

  /** Sees a message; without JavaScript one has to look again. */
  async expectMessage(text: string): Promise<void> {
    if (!this.traits.javaScript) await this.page.reload();
    await expect(this.room.message(text)).toBeVisible();
  }

  get #base(): string {
    return new URL(this.address).pathname.replace(/\/$/, "");
  }

  /** The form that is sent to a path of the house. */
  form(path: string): Locator {
    return this.page.locator(`form[action="${this.#base}${path}"]`);
  }

  /** The form that switches to a theme or a language. */
  preference(name: "theme" | "lang", value: string): Locator {
    const field = `[name="${name}"][value="${value}"]`;
    return this.form("/preferences").locator(`button${field}`).first();
  }
}

/** What a form that is shown anew carries, so that posting it twice says it once. */
export function newNonce(): string {
  return randomBytes(16).toString("hex");
}
