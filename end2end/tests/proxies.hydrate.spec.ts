import { readFileSync } from "node:fs";
import { examples, expectFreePorts, missingFor, PLAIN, PORTS, Proxy, TLS } from "../fixtures/proxy.ts";
import { Server } from "../fixtures/server.ts";
import { expect, test as base, type Two } from "../fixtures/test.ts";
import { expectKnown } from "../verbs/claim.ts";
import { Doctor, WORKS } from "../verbs/doctor.ts";
import { Sockets, watchLink, watchWords } from "../verbs/link.ts";
import type { Person } from "../verbs/person.ts";
import { en } from "../verbs/strings.ts";
import { Talk } from "../verbs/talk.ts";

// Each example below deploy/ is used as it is, by the proxy that it is for. The ports are those that
// the examples name, so there is one house and one proxy at a time.

/** Starts a proxy with an example, and behind it a house where there is none yet. */
type Behind = (example: string, env?: Record<string, string>) => Promise<Proxy>;

const test = base.extend<{ behind: Behind }>({
  behind: async ({ guard }, use, info) => {
    await expectFreePorts();
    const houses: Server[] = [];
    const proxies: Proxy[] = [];
    await use(async (example, env = {}) => {
      const missing = missingFor(example);
      base.skip(missing.length > 0, `not installed here: ${missing.join(", ")}`);
      const trusting = { TEAHOUSE_TRUSTED_PROXIES: "127.0.0.1", ...env };
      if (houses.length === 0) houses.push(await Server.start(trusting, PORTS.house));
      const proxy = await Proxy.start(example);
      proxies.push(proxy);
      return proxy;
    });
    guard.rest();
    if (info.status !== info.expectedStatus) {
      const logs = [...houses, ...proxies].map((started) => started.log()).join("\n");
      await info.attach("house and proxies", { body: logs, contentType: "text/plain" });
    }
    for (const started of [...proxies, ...houses]) await started.dispose();
  },
});

test.describe.configure({ mode: "default" });
test.skip(({ hasTouch }) => hasTouch, "a proxy sees no difference, and its ports can be had once");
// The certificate is one that the test has made for itself.
test.use({ ignoreHTTPSErrors: true });

test("each example is used here", () => {
  const here = readFileSync(import.meta.filename, "utf8");
  const unused = (files: string[]) => files.filter((file) => !here.includes(`behind("${file}"`));
  expect(examples().length).toBeGreaterThan(0);
  expect(unused(examples())).toEqual([]);
  const made = ["of", "nobody"].join("/");
  expect(unused([made])).toEqual([made]);
});

test("nginx passes a WebSocket on where it is told to", async ({ behind, two }) => {
  await behind("nginx/plain.conf");
  const { maya, jonas } = await two({ maya: PLAIN, jonas: PLAIN });
  const talk = new Talk(maya, jonas);
  await talk.goesOn("over a plain WebSocket");
  await talk.takesRoad("websocket");
  await expect(maya.page.getByText(en.slower)).toBeHidden();
});

test("nginx does TLS for the house", async ({ behind, person, two }) => {
  await behind("nginx/teahouse.conf");
  await expectLedToTls(person);
  await talkOverTls(two);
});

test("HAProxy does TLS for the house", async ({ behind, person, two }) => {
  await behind("haproxy/teahouse.cfg");
  await expectLedToTls(person);
  await talkOverTls(two);
});

test("Caddy does TLS for the house", async ({ behind, two }) => {
  await behind("Caddyfile");
  await talkOverTls(two);
});

test("nginx keeps a path of its host for the house", async ({ behind, two }) => {
  await behind("below/nginx.conf", BELOW);
  await talkBelow(two);
});

test("HAProxy keeps a path of its host for the house", async ({ behind, two }) => {
  await behind("below/haproxy.cfg", BELOW);
  await talkBelow(two);
});

test("Caddy keeps a path of its host for the house", async ({ behind, two }) => {
  await behind("below/Caddyfile", BELOW);
  await talkBelow(two);
});

test("where nginx passes no upgrade on there is a stream, until it does", async ({
  behind,
  two,
  guard,
}) => {
  test.slow();
  guard.tolerate(/WebSocket/);
  const nginx = await behind("nginx/wrong/no-upgrade.conf");
  const { maya, jonas } = await two({ maya: PLAIN, jonas: PLAIN });
  const talk = new Talk(maya, jonas);
  await talk.takesRoad("stream");
  await expect(maya.page.getByText(en.slower)).toBeVisible();
  await talk.goesOn("over a stream");

  const states = [await watchLink(maya), await watchLink(jonas)];
  nginx.reload("nginx/plain.conf");
  await expect(async () => {
    await talk.goesOn("while it climbs");
    await talk.takesRoad("websocket", 500);
  }).toPass({ timeout: 90_000 });
  await talk.goesOn("up again");
  for (const seen of states) expect(await seen(), "open all the time").toEqual(["open"]);
});

test("where nginx holds answers back, too, one comes after the other", async ({
  behind,
  two,
  guard,
}) => {
  guard.tolerate(/WebSocket/);
  await behind("nginx/wrong/buffering.conf");
  const { maya, jonas } = await two({ maya: PLAIN, jonas: PLAIN });
  const talk = new Talk(maya, jonas);
  await talk.takesRoad("poll", 20_000);
  await talk.goesOn("one after the other");
});

test("what the page about the connection says mends nginx", async ({
  behind,
  newPerson,
  guard,
}) => {
  test.slow();
  guard.tolerate(/WebSocket|status of 401/);
  const nginx = await behind("nginx/wrong/buffering.conf");
  const stranger = await newPerson({ at: PLAIN });
  const doctor = new Doctor(stranger);
  await doctor.open();
  await doctor.expectVerdict("Live, by the third road.");
  await doctor.expectRoads({ websocket: /^Blocked$/, stream: /^Held back$/, poll: WORKS });
  await doctor.expectCauses("websocket", ["upgrade"]);
  await doctor.expectCauses("stream", ["buffered"]);
  const said = doctor.causes("websocket").locator("code");
  await expect(said.nth(0)).toHaveText("Upgrade");
  await expect(said.nth(1)).toHaveText("Connection");
  await expect(doctor.causes("stream")).toContainText("X-Accel-Buffering");

  nginx.mend("nginx/wrong/buffering.conf", await doctor.lines("stream", "nginx"));
  await doctor.againUntil("Live, by the second road.");
  await doctor.expectRoads({ websocket: /^Blocked$/, stream: WORKS, poll: WORKS });
  await doctor.expectCauses("websocket", ["upgrade"]);
  await doctor.expectCauses("stream", []);

  nginx.mend("nginx/wrong/no-upgrade.conf", await doctor.lines("websocket", "nginx"));
  await doctor.againUntil(en.bestRoad);
  await doctor.expectRoads({ websocket: WORKS, stream: WORKS, poll: WORKS });
  await doctor.expectCauses("websocket", []);
});

test("where nginx changes the host nobody gets in, and the page says so", async ({
  behind,
  newPerson,
  guard,
}) => {
  test.slow();
  guard.tolerate(/WebSocket|status of 40[13]/);
  const nginx = await behind("nginx/wrong/host.conf");
  const stranger = await newPerson({ at: PLAIN });
  const doctor = new Doctor(stranger);
  await doctor.open();
  await doctor.expectVerdict("No road is open.");
  await doctor.expectCauses("websocket", ["host"]);
  const said = doctor.causes("websocket");
  await expect(said).toContainText(`127.0.0.1:${PORTS.plain}`);
  await expect(said).toContainText(`127.0.0.1:${PORTS.house}`);

  nginx.mend("nginx/wrong/host.conf", await doctor.lines("websocket", "nginx"));
  await doctor.againUntil(en.bestRoad);
  await doctor.expectCauses("websocket", []);
});

test("nginx without patience is spoken to in time", async ({ behind, two }) => {
  await behind("nginx/wrong/impatient.conf");
  await outlast(two, PLAIN);
});

test("HAProxy without patience is spoken to in time", async ({ behind, two }) => {
  await behind("haproxy/wrong/impatient.cfg");
  await outlast(two, TLS);
});

test("through nginx the house knows who comes, whatever they claim", async ({ behind }) => {
  const proxy = await behind("nginx/plain.conf", ONE_TRY);
  await expectKnown(PLAIN, "teahouse_session=", ["127.0.0.2", "127.0.0.3"]);
  await proxy.stop();
  await behind("nginx/teahouse.conf");
  await expectKnown(TLS, "__Host-teahouse_session=", ["127.0.0.4", "127.0.0.5"]);
});

test("through HAProxy the house knows who comes, whatever they claim", async ({ behind }) => {
  await behind("haproxy/teahouse.cfg", ONE_TRY);
  await expectKnown(TLS, "__Host-teahouse_session=", ["127.0.0.2", "127.0.0.3"]);
});

test("through Caddy the house knows who comes, whatever they claim", async ({ behind }) => {
  await behind("Caddyfile", ONE_TRY);
  await expectKnown(TLS, "__Host-teahouse_session=", ["127.0.0.2", "127.0.0.3"]);
});

/** Who comes without TLS is led to it, wherever they wanted to go. */
async function expectLedToTls(stranger: Person): Promise<void> {
  await stranger.goTo(`${PLAIN}/?next=/r/1`);
  await expect(stranger.page).toHaveURL(`${TLS}/?next=/r/1`);
}

/** A WebSocket opens, and the cookie is for TLS alone. */
async function talkOverTls(two: Two, base = ""): Promise<Person> {
  const at = `${TLS}${base}`;
  const { maya, jonas, path } = await two({ maya: at, jonas: at });
  const sockets = Sockets.of(maya);
  await maya.goTo(path);
  await maya.live();
  expect(sockets.addresses).toEqual([`wss://127.0.0.1:${PORTS.tls}${base}/live`]);
  const talk = new Talk(maya, jonas);
  await talk.goesOn("over TLS");
  await talk.takesRoad("websocket");
  const cookies = await maya.page.context().cookies();
  const session = cookies.find(({ name }) => name.endsWith("teahouse_session"));
  const name = base === "" ? "__Host-teahouse_session" : "__Secure-teahouse_session";
  expect(session).toMatchObject({ name, path: base || "/", secure: true, httpOnly: true });
  return maya;
}

/** All the rest of the host is something else's, and the address without a slash leads in, too. */
async function talkBelow(two: Two): Promise<void> {
  const maya = await talkOverTls(two, "/chat");
  for (const path of ["/", "/chatter", "/r/1"]) {
    const other = await maya.page.request.get(`${TLS}${path}`);
    expect(await other.text(), path).toContain("Something else lives here.");
  }
  await maya.goTo(`${TLS}/chat`);
  await maya.live();
  await expect(maya.roomForm()).toBeAttached();
}

/**
 * The first link of each is ended for its silence; the next one lasts, although nobody says
 * anything for half a minute, because the browsers do; and nobody hears of it.
 */
async function outlast(two: Two, at: string): Promise<void> {
  test.slow();
  const { maya, jonas } = await two({ maya: at, jonas: at });
  const people = [maya, jonas];
  const talk = new Talk(maya, jonas);
  await talk.goesOn("before the silence");
  for (const person of people) person.expectsDeadLinks();
  const sockets = people.map(Sockets.of);
  const lost = [];
  for (const person of people) lost.push(await watchWords(person, "Connection lost"));

  const opened = () => sockets.map(({ count }) => count);
  await expect.poll(opened, { timeout: 40_000 }).toEqual([1, 1]);
  // A browser that has learnt that ten seconds are too long says something every six.
  const pings = () => Math.min(...sockets.map((socket) => socket.pings));
  await expect.poll(pings, { timeout: 90_000 }).toBeGreaterThanOrEqual(5);
  await talk.goesOn("after the silence");
  await talk.takesRoad("websocket");
  expect(opened(), "the second link lasts").toEqual([1, 1]);
  for (const words of lost) expect(await words(), "nobody hears of it").toBe(0);
}

const BELOW = { TEAHOUSE_BASE: "/chat" };

// Each address may try to come in once, and then again after two seconds.
const ONE_TRY = { TEAHOUSE_ADDRESS_TRIES: "1" };
