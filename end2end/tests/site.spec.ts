import { expect, test } from "../fixtures/test.ts";

test.skip(({ javaScript, hasTouch }) => !javaScript || hasTouch, "files are the same for everybody");

const BUILT = /\/pkg\/[\w.-]+\.(?:js|wasm|css)/g;

test("everything a page needs comes from the server itself", async ({ person }) => {
  const elsewhere: string[] = [];
  person.page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== person.origin && protocol.startsWith("http")) elsewhere.push(request.url());
  });
  const failed: string[] = [];
  person.page.on("response", (response) => {
    if (response.status() >= 400) failed.push(response.url());
  });
  await person.join("Maya");
  await person.goTo("/");
  await person.live();
  expect(elsewhere).toEqual([]);
  expect(failed).toEqual([]);
});

test("only names with a hash are kept for ever, and they come compressed", async ({ person }) => {
  const { request } = person.page;
  const html = await (await request.get("/")).text();
  const built = [...new Set(html.match(BUILT) ?? [])];
  expect(built.map((path) => path.split(".").pop()).sort()).toEqual(["css", "js", "wasm", "wasm"]);
  for (const path of built) {
    for (const encoding of ["br", "gzip"]) {
      const answer = await request.head(path, { headers: { "accept-encoding": encoding } });
      expect(answer.headers()["cache-control"], path).toContain("immutable");
      expect(answer.headers()["content-encoding"], path).toBe(encoding);
    }
  }
  for (const path of ["/", "/favicon.svg", "/icons.svg"]) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(200);
    expect(answer.headers()["cache-control"] ?? "", path).not.toContain("immutable");
  }
});

test("an old name of a built file is not found, rather than something else", async ({ person }) => {
  const answer = await person.page.request.get(person.at("/pkg/teahouse.0000000000000000000000.wasm"));
  expect(answer.status()).toBe(404);
});
