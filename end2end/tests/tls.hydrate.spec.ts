import { shownCertificate } from "../fixtures/certificate.ts";
import { freePort } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";
import { expectRoad, Sockets, watchLink } from "../verbs/link.ts";

// The binary does TLS by itself, without anybody in front of it.

test.skip(({ hasTouch }) => hasTouch, "TLS sees no difference");
// The certificate is one that the test has made for itself.
test.use({ ignoreHTTPSErrors: true });

test("a house with a certificate of its own leads people to TLS and talks over it", async ({
  ownServer,
  newPerson,
  two,
}) => {
  const plain = await freePort();
  await ownServer.encrypt({ TEAHOUSE_REDIRECT_LISTEN: `127.0.0.1:${plain}` });
  const stranger = await newPerson({ at: ownServer.url });
  await stranger.goTo(`http://127.0.0.1:${plain}/?next=/r/1`);
  await expect(stranger.page).toHaveURL(`${ownServer.url}/?next=/r/1`);
  const protocol = await stranger.page.evaluate(() => {
    const [page] = performance.getEntriesByType("navigation");
    return (page as PerformanceNavigationTiming).nextHopProtocol;
  });
  expect(protocol).toBe("h2");

  const { maya, jonas, path } = await two({ maya: ownServer.url, jonas: ownServer.url });
  const sockets = Sockets.of(maya);
  await maya.goTo(path);
  await maya.live();
  expect(sockets.addresses).toEqual([`wss://127.0.0.1:${ownServer.port}/live`]);
  await expectRoad(maya, "websocket");
  await maya.sayForGood("over TLS");
  await jonas.room.expectOnce("over TLS");
  const cookies = await maya.page.context().cookies();
  const session = cookies.find(({ name }) => name.endsWith("teahouse_session"));
  expect(session).toMatchObject({ name: "__Host-teahouse_session", secure: true, httpOnly: true });
});

test("another certificate is shown to whoever comes, and whoever is here stays", async ({
  ownServer,
  two,
}) => {
  await ownServer.encrypt();
  const { maya, jonas } = await two({ maya: ownServer.url, jonas: ownServer.url });
  const states = [await watchLink(maya), await watchLink(jonas)];
  const before = await shownCertificate(ownServer.port);
  ownServer.renewCertificate();
  const shown = expect.poll(() => shownCertificate(ownServer.port), { timeout: 30_000 });
  await shown.not.toBe(before);
  await maya.sayForGood("with another certificate");
  await jonas.room.expectOnce("with another certificate");
  for (const seen of states) expect(await seen(), "open all the time").toEqual(["open"]);
});
