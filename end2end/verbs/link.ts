import { expect, type WebSocket } from "@playwright/test";
import type { Person } from "./person.ts";

// What can be seen of a page's link to the server.

/** A client's `Ping` as it goes over the wire. */
const PING = "0107";

/** The link takes this road, sooner or later. */
export async function expectRoad(
  person: Person,
  road: "websocket" | "stream" | "poll",
  timeout?: number,
): Promise<void> {
  const body = person.page.locator("body");
  const within = timeout === undefined ? {} : { timeout };
  await expect(body).toHaveAttribute("data-road", road, within);
}

/** Every state that the link of a page is in from now on. */
export async function watchLink(person: Person): Promise<() => Promise<string[]>> {
  await person.page.evaluate(() => {
    const { body } = document;
    const seen = [body.dataset["link"] ?? ""];
    Object.assign(window, { seenLinks: seen });
    new MutationObserver(() => {
      const now = body.dataset["link"] ?? "";
      if (seen.at(-1) !== now) seen.push(now);
    }).observe(body, { attributeFilter: ["data-link"] });
  });
  return () => person.page.evaluate(() => (window as unknown as { seenLinks: string[] }).seenLinks);
}

/** How often a page says something from now on; as often as it comes and goes. */
export async function watchWords(person: Person, words: string): Promise<() => Promise<number>> {
  await person.page.evaluate((words) => {
    const seen: string[] = [];
    Object.assign(window, { seenWords: seen });
    new MutationObserver(() => {
      if (document.body.innerText.includes(words)) seen.push(words);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, words);
  return () =>
    person.page.evaluate(() => (window as unknown as { seenWords: string[] }).seenWords.length);
}

/** The WebSockets that somebody's browser opens from now on. */
export class Sockets {
  readonly #opened: WebSocket[] = [];
  #pings = 0;

  static of(person: Person): Sockets {
    const sockets = new Sockets();
    person.page.on("websocket", (socket) => sockets.#watch(socket));
    return sockets;
  }

  get count(): number {
    return this.#opened.length;
  }

  get addresses(): string[] {
    return this.#opened.map((socket) => socket.url());
  }

  /** How often the last of them said something only for the sake of saying it. */
  get pings(): number {
    return this.#pings;
  }

  #watch(socket: WebSocket): void {
    this.#opened.push(socket);
    this.#pings = 0;
    socket.on("framesent", ({ payload }) => {
      if (Buffer.from(payload).toString("hex") === PING) this.#pings += 1;
    });
  }
}
