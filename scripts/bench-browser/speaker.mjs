// Somebody who only speaks, over the JSON WebSocket. Node 20 has no WebSocket, so what is needed of one is
// here: short text both ways, and none of what RFC 6455 has beside that.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { get } from "node:http";

const TEXT = 1;
const CLOSE = 8;

export class Speaker {
  #socket;
  #waiting = new Map();
  #bytes = Buffer.alloc(0);
  #failed;

  constructor(socket, head) {
    this.#socket = socket;
    socket.setNoDelay();
    socket.on("data", (bytes) => this.#take(bytes));
    socket.on("close", () => this.#fail("the link is closed"));
    socket.on("error", () => {});
    if (head.length > 0) this.#take(head);
  }

  static async connect(url, cookie) {
    const asked = get(`${url}/live`, {
      headers: {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": randomBytes(16).toString("base64"),
        "sec-websocket-protocol": "teahouse.v1.json",
        origin: url,
        cookie,
      },
    });
    const [, socket, head] = await once(asked, "upgrade");
    return new Speaker(socket, head);
  }

  /** Goes into a room, to speak there: only then may one. */
  enter(room) {
    this.#send({ EnterRoom: { room, cursor: null } });
  }

  /** Says something in a room; ready once it is kept. */
  post(room, text) {
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    const nonce = randomBytes(16).toString("hex");
    this.#send({ PostMessage: { room, nonce, text } });
    return new Promise((done, fail) => this.#waiting.set(nonce, { done, fail }));
  }

  close() {
    this.#socket.destroy();
  }

  #send(frame) {
    const payload = Buffer.from(JSON.stringify(frame));
    const mask = randomBytes(4);
    const head = [0x80 | TEXT, 0x80 | Math.min(payload.length, 126)];
    if (payload.length >= 126) head.push(payload.length >> 8, payload.length & 0xff);
    for (let n = 0; n < payload.length; n++) payload[n] ^= mask[n % 4];
    this.#socket.write(Buffer.concat([Buffer.from(head), mask, payload]));
  }

  #take(bytes) {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) {
      if (frame.opcode === CLOSE) this.#fail("the server closed the link");
      if (frame.opcode === TEXT) this.#receive(JSON.parse(frame.payload.toString()));
    }
  }

  /** The next frame, if all of it is there. */
  #next() {
    const bytes = this.#bytes;
    if (bytes.length < 2) return undefined;
    const short = bytes[1] & 0x7f;
    const start = { 126: 4, 127: 10 }[short] ?? 2;
    if (bytes.length < start) return undefined;
    const longer = () => (short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)));
    const end = start + (short < 126 ? short : longer());
    if (bytes.length < end) return undefined;
    this.#bytes = bytes.subarray(end);
    return { opcode: bytes[0] & 0x0f, payload: bytes.subarray(start, end) };
  }

  #receive(frame) {
    if (frame === "Pinged") this.#send("Pong");
    if (frame.Acked !== undefined) this.#settle(frame.Acked.nonce)?.done();
    const nonce = frame.Rejected?.subject?.Message;
    if (nonce !== undefined) this.#settle(nonce)?.fail(new Error(JSON.stringify(frame)));
  }

  #settle(nonce) {
    const waiting = this.#waiting.get(nonce);
    this.#waiting.delete(nonce);
    return waiting;
  }

  #fail(why) {
    this.#failed ??= new Error(why);
    for (const { fail } of this.#waiting.values()) fail(this.#failed);
    this.#waiting.clear();
  }
}

/** Guests who are members of these rooms and in them, each with a link. */
export async function speakers(house, count, rooms) {
  const all = [];
  for (let n = 1; n <= count; n++) {
    const cookie = await house.join(`Speaker ${n}`);
    for (const room of rooms) await house.joinRoom(cookie, room);
    const speaker = await Speaker.connect(house.url, cookie);
    for (const room of rooms) speaker.enter(room);
    all.push(speaker);
  }
  return all;
}
