import { expect } from "@playwright/test";
import { expectRoad } from "./link.ts";
import type { Person } from "./person.ts";

/** What two people say to each other. */
export class Talk {
  readonly #people: readonly [Person, Person];
  readonly #said: string[] = [];

  constructor(...people: [Person, Person]) {
    this.#people = people;
  }

  /** Each says something that the other sees; and nothing said so far is lost, doubled or moved. */
  async goesOn(about: string): Promise<void> {
    const [one, other] = this.#people;
    for (const [speaker, listener] of [[one, other], [other, one]] as const) {
      const text = `${about}, ${this.#said.length + 1}.`;
      this.#said.push(text);
      await speaker.sayForGood(text);
      await listener.expectMessage(text);
    }
    for (const person of this.#people) expect(await person.room.texts()).toEqual(this.#said);
  }

  async takesRoad(road: "websocket" | "stream" | "poll", timeout?: number): Promise<void> {
    for (const person of this.#people) await expectRoad(person, road, timeout);
  }
}
