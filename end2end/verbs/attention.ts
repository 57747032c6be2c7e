import type { Page } from "@playwright/test";

// A driven browser takes every page for visible and focused, so the page is told otherwise.

/** The person turns to another tab or another window. */
export async function lookAway(page: Page): Promise<void> {
  await setAttention(page, false);
}

export async function lookBack(page: Page): Promise<void> {
  await setAttention(page, true);
}

async function setAttention(page: Page, here: boolean): Promise<void> {
  await page.evaluate((here) => {
    Object.defineProperty(document, "hidden", { value: !here, configurable: true });
    const visibility = here ? "visible" : "hidden";
    Object.defineProperty(document, "visibilityState", { value: visibility, configurable: true });
    document.hasFocus = () => here;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    window.dispatchEvent(new Event(here ? "focus" : "blur"));
  }, here);
}
