// A house for one measurement: a process of the program, on a port of its own, on data that goes away with it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const SETUP_TOKEN = "the-token-of-the-browser-bench";
const WITHIN_MS = 30_000;

const FLAGS = [
  ["--listen", "127.0.0.1:0"],
  ["--setup-token", SETUP_TOKEN],
  // How fast a page is shall be found, not how patient the server is with one link.
  ["--link-commands", "1000000"],
  ["--log", "info"],
];

export class House {
  #child;
  #data;

  constructor(child, data, url) {
    this.#child = child;
    this.#data = data;
    this.url = url;
  }

  /** Starts the program and sets the house up. */
  static async open(binary) {
    const data = mkdtempSync(join(tmpdir(), "teahouse-browser-"));
    const flags = [...FLAGS, ["--data", join(data, "data")]].flat();
    const child = spawn(binary, flags, { cwd: data, stdio: ["ignore", "ignore", "pipe"] });
    const house = new House(child, data, "");
    const orphaned = () => child.kill("SIGKILL");
    process.once("exit", orphaned);
    child.once("exit", () => process.off("exit", orphaned));
    try {
      house.url = await opened(child);
      await house.#setUp();
    } catch (error) {
      await house.close();
      throw error;
    }
    return house;
  }

  async #setUp() {
    await this.#post("/setup", {
      token: SETUP_TOKEN,
      house: "Bench",
      guests: "on",
      sign_up: "closed",
      handle: "owner",
      name: "Owner",
      password: "owner-of-the-bench",
    });
  }

  /** A guest comes in; the cookie of their session. */
  async join(nickname) {
    const answer = await this.#post("/join", { nickname });
    const [cookie] = answer.headers.getSetCookie()[0].split(";");
    return cookie;
  }

  /** Somebody opens a room; its number. */
  async openRoom(cookie, name) {
    const answer = await this.#post("/rooms", { name }, cookie);
    const [, room] = /\/r\/(\d+)/.exec(answer.headers.get("location") ?? "") ?? [];
    return Number(room);
  }

  /** Somebody becomes a member of a room. */
  async joinRoom(cookie, room) {
    await this.#post(`/r/${room}/join`, {}, cookie);
  }

  async #post(path, fields, cookie = "") {
    const answer = await fetch(`${this.url}${path}`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: this.url, cookie },
      body: new URLSearchParams(fields),
    });
    if (answer.status !== 303) throw new Error(`${path} was answered with ${answer.status}`);
    return answer;
  }

  /** There is nothing to save. */
  async close() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, "exit");
      this.#child.kill("SIGKILL");
      await gone;
    }
    rmSync(this.#data, { recursive: true, force: true });
  }
}

/** Where it listens, once it does. */
async function opened(child) {
  const overdue = setTimeout(() => child.kill("SIGKILL"), WITHIN_MS);
  const failed = once(child, "error").then(([error]) => Promise.reject(error));
  try {
    return await Promise.race([said(child), failed]);
  } finally {
    clearTimeout(overdue);
  }
}

async function said(child) {
  const lines = [];
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line);
    const [, url] = /open at (http:\/\/\S+)/.exec(line) ?? [];
    if (url !== undefined) {
      // What it logs from now on is of no interest, but must not fill the pipe.
      child.stderr.resume();
      return url;
    }
  }
  throw new Error(`the server did not open:\n${lines.join("\n")}`);
}
