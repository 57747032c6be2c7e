// Chromium, and somebody who sits at it.

import { chromium } from "@playwright/test";
import { launchOptions } from "../../end2end/fixtures/chromium.mjs";

const WIDE = { width: 1100, height: 800 };

export async function launch() {
  return chromium.launch(launchOptions());
}

/** The cookie as browsers are told of it. */
export function asCookie(house, cookie) {
  const [name, value] = cookie.split("=");
  return { name, value, url: house.url };
}

/** A page of somebody's, on a window so narrow that the members are behind a button. */
export async function newPage(browser, house, cookie, script) {
  const context = await browser.newContext({
    baseURL: house.url,
    viewport: WIDE,
    locale: "en-GB",
    colorScheme: "light",
  });
  await context.addCookies([asCookie(house, cookie)]);
  if (script !== undefined) await context.addInitScript(script);
  return context.newPage();
}

/** Opens a room; ready when everything in it works and what happens there arrives. */
export async function enter(page, room) {
  await page.goto(`/r/${room}`);
  await page.locator("body[data-hydrated=true][data-link=open]").waitFor();
}

/** Makes the processor so many times slower for this page. */
export async function slow(page, times) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: times });
}

/**
 * Clicks in the middle of the first of these that is there, as a hand does. What Playwright asks the page before
 * it clicks would be work of the page that nobody else makes it do.
 */
export async function click(page, selector) {
  const [x, y] = await page.evaluate((selector) => {
    const boxes = [...document.querySelectorAll(selector)].map((node) => node.getBoundingClientRect());
    const box = boxes.find(({ width, height }) => width > 0 && height > 0);
    return [box.x + box.width / 2, box.y + box.height / 2];
  }, selector);
  await page.mouse.click(x, y);
}
