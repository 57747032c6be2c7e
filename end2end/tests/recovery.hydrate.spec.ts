import { Wire } from "../fixtures/wire.ts";
import { expect, test } from "../fixtures/test.ts";

// The server dies without a word while a message is somewhere on its way. How far it had come
// differs; what people see afterwards must not.
for (const direction of ["toServer", "toBrowser"] as const) {
  const where = direction === "toServer" ? "before it arrived" : "before its answer arrived";

  test(`a server killed ${where} loses and doubles nothing`, async ({ two, ownServer }) => {
    const wire = await Wire.to(ownServer.port);
    const { maya, jonas } = await two({ maya: wire.url, jonas: ownServer.url });
    maya.expectsDeadLinks();
    const said = ["acknowledged", "in flight", "after the crash", "an answer"];

    await maya.sayForGood("acknowledged");
    wire.hold(direction);
    await maya.say("in flight");
    await expect.poll(() => wire.heldBytes(direction)).toBeGreaterThan(0);
    if (direction === "toBrowser") await jonas.expectMessage("in flight");
    await ownServer.kill();
    await maya.expectLink("closed");
    wire.release();
    await ownServer.restart();

    await maya.comesBack();
    await jonas.comesBack();
    await maya.room.expectFinal("in flight");
    await maya.sayForGood("after the crash");
    await jonas.expectMessage("after the crash");
    await jonas.sayForGood("an answer");
    await maya.expectMessage("an answer");
    for (const person of [maya, jonas]) {
      expect(await person.room.texts()).toEqual(said);
      await person.page.reload();
      await person.live();
      expect(await person.room.texts()).toEqual(said);
    }
    await wire.dispose();
  });
}

test("a server killed under a stream of messages keeps all it acknowledged, once and in order", async ({
  two,
  ownServer,
}) => {
  const { maya, jonas } = await two({ maya: ownServer.url, jonas: ownServer.url });
  maya.expectsDeadLinks();

  const texts = Array.from({ length: 30 }, (_, n) => `stream ${n + 1}.`);
  for (const [n, text] of texts.entries()) {
    await maya.say(text);
    if (n === 14) await ownServer.kill();
    if (n === 22) await ownServer.restart();
  }
  await maya.comesBack();
  for (const text of texts) await maya.room.expectFinal(text);
  await jonas.comesBack();
  await jonas.expectMessage("stream 30.");
  for (const person of [maya, jonas]) {
    expect(await person.room.texts()).toEqual(texts);
    await person.page.reload();
    await person.live();
    expect(await person.room.texts()).toEqual(texts);
  }
});

test("a server that is restarted says goodbye and everybody comes back", async ({
  newPerson,
  ownServer,
  roomName,
}) => {
  const maya = await newPerson({ at: ownServer.url });
  maya.expectsDeadLinks();
  await maya.join("Maya");
  await maya.openRoom(roomName);
  await maya.sayForGood("before");
  await ownServer.stop();
  await maya.expectLink("closed");
  await ownServer.restart();
  await maya.comesBack();
  await maya.sayForGood("after");
  expect(await maya.room.texts()).toEqual(["before", "after"]);
});

test("a room missed for long comes back whole", async ({ two, wire }) => {
  test.slow();
  const { maya, jonas, path } = await two({ maya: wire.url });
  maya.expectsDeadLinks();
  await maya.sayForGood("before the gap");

  wire.unplug();
  await maya.expectLink("closed");
  for (let n = 1; n <= 310; n++) await jonas.post(path, `missed ${n}.`);
  wire.plug();
  await maya.comesBack();
  await maya.expectMessage("missed 310.");
  // More than is replayed: the page is loaded anew, without a gap among what it shows.
  const texts = (await maya.room.texts()).filter((text) => text.startsWith("missed"));
  const first = Number(/\d+/.exec(texts[0] ?? "")?.[0] ?? "0");
  expect(texts).toEqual(Array.from({ length: 311 - first }, (_, n) => `missed ${n + first}.`));
  await maya.sayForGood("and on it goes");
  await jonas.expectMessage("and on it goes");
});
