import { Server, SETUP_TOKEN } from "../fixtures/server.ts";
import { expect, test as base } from "../fixtures/test.ts";
import { Account } from "../verbs/account.ts";

const test = base.extend<{ closed: Server }>({
  closed: async ({ guard }, use) => {
    const server = await Server.startClosed();
    await use(server);
    guard.rest();
    await server.dispose();
  },
});

const OWNER = { name: "Maya", handle: "maya", password: "correct horse battery" };

test("the first run leads to the set-up, and the token opens the house", async ({
  newPerson,
  closed,
  guard,
}) => {
  guard.tolerate(/status of 422/);
  const maya = await newPerson({ at: closed.url });
  const account = new Account(maya);
  await maya.goTo("/r/1");
  await expect(maya.page).toHaveURL(`${closed.url}/setup`);
  await expect(maya.page.getByRole("heading", { level: 1 })).toHaveText("Open your Teahouse");
  await account.send("/setup", { ...OWNER, token: "wrong", house: "青山 Studio" });
  await expect(maya.page.getByRole("alert")).toHaveText(/not the token/);
  await expect(account.form("/setup").locator('input[name="house"]')).toHaveValue("青山 Studio");
  await account.send("/setup", { token: SETUP_TOKEN, password: OWNER.password });
  await account.expectIn();
  await expect(maya.page).toHaveTitle(/青山 Studio/);

  const guest = await newPerson({ at: closed.url });
  await guest.goTo("/setup");
  await expect(guest.page).toHaveURL(`${closed.url}/`);
  await expect(guest.page.getByText("青山 Studio").first()).toBeAttached();
  await guest.join("Guest");
});

test("the address from the log brings the token with it", async ({ newPerson, closed }) => {
  const maya = await newPerson({ at: closed.url });
  await maya.goTo(`/setup?token=${SETUP_TOKEN}`);
  await new Account(maya).send("/setup", { ...OWNER, house: "House" });
  await new Account(maya).expectIn();
});

test("the set-up speaks Chinese", async ({ newPerson, closed }) => {
  const xiaoyu = await newPerson({ at: closed.url, locale: "zh-CN" });
  await xiaoyu.goTo("/");
  await expect(xiaoyu.page.getByRole("heading", { level: 1 })).toHaveText("开一间茶馆");
  await new Account(xiaoyu).send("/setup", { ...OWNER, token: SETUP_TOKEN, house: "青山" });
  await expect(xiaoyu.page.getByRole("heading", { level: 1 })).toHaveText("房间");
  await xiaoyu.goTo("/settings/devices");
  await expect(xiaoyu.page.getByText("当前设备").first()).toBeVisible();
});
