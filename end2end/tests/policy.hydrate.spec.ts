import { expect, test } from "../fixtures/test.ts";

declare global {
  interface Window {
    /** What an injected script leaves behind when it runs. */
    ran?: string;
  }
}

test("an injected script, handler and style do nothing", async ({ person, guard }) => {
  await person.join("Maya");
  await person.live();
  expect(guard.violations()).toEqual([]);

  await person.page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = 'inline script'";
    const imported = document.createElement("script");
    imported.src = "data:text/javascript,window.ran = 'script from elsewhere'";
    const button = document.createElement("button");
    button.setAttribute("onclick", "window.ran = 'handler'");
    const style = document.createElement("style");
    style.textContent = "body { display: none }";
    const base = document.createElement("base");
    base.href = "http://evil.example/";
    document.body.append(script, imported, button, style, base);
    button.click();
  });

  const blocked = () => guard.violations().map(({ directive }) => directive);
  await expect
    .poll(() => [...new Set(blocked())].sort())
    .toEqual(["base-uri", "script-src-attr", "script-src-elem", "style-src-elem"]);
  expect(await person.page.evaluate(() => window.ran)).toBeUndefined();
  await expect(person.page.locator("body")).toBeVisible();
  // And the fixture would have failed any other test for it.
  const complaints = guard.complaints().filter((text) => text.startsWith("policy:"));
  expect(new Set(complaints).size).toBe(5);
  guard.tolerate(/policy: |Content Security Policy/);
});
