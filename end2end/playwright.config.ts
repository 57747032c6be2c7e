import { defineConfig, devices, type PlaywrightTestConfig } from "@playwright/test";
import { launchOptions } from "./fixtures/chromium.mjs";

// Every spec runs on a desktop and on a phone, with JavaScript on and off. A spec that needs the
// browser to run our code is named *.hydrate.spec.ts and is left out of the projects without it.
const hydrate = /\.hydrate\.spec\.ts$/;
const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } };
const phone = { ...devices["Pixel 7"] };

const ci = Boolean(process.env["CI"]);

const config: PlaywrightTestConfig = {
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: ci,
  retries: 0,
  workers: Number(process.env["E2E_WORKERS"] ?? 2),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    launchOptions: launchOptions(),
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    colorScheme: "light",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "desktop-js", use: desktop },
    { name: "desktop-nojs", use: { ...desktop, javaScriptEnabled: false }, testIgnore: hydrate },
    { name: "phone-js", use: phone },
    { name: "phone-nojs", use: { ...phone, javaScriptEnabled: false }, testIgnore: hydrate },
  ],
};

export default defineConfig(config);
