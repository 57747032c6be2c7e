import { expect, test } from "../fixtures/test.ts";
import { en } from "../verbs/strings.ts";

// Samoa and the Line Islands are 25 hours apart: they never share a date.
for (const timezoneId of ["Pacific/Pago_Pago", "Pacific/Kiritimati"]) {
  test(`times and days are those of the reader in ${timezoneId}`, async ({
    newPerson,
    roomName,
  }) => {
    const person = await newPerson({ timezoneId });
    await person.join("Maya");
    const path = await person.openRoom(roomName);
    await person.sayForGood("what time is it?");
    await person.goTo(path);
    await person.live();

    const time = person.room.message("what time is it?").locator("time").first();
    const stamp = (await time.getAttribute("datetime")) ?? "";
    expect(stamp, "machine-readable, in UTC").toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/);
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: timezoneId };
    const shown = new Intl.DateTimeFormat("en-GB", clock as Intl.DateTimeFormatOptions);
    await expect(time).toContainText(shown.format(new Date(stamp)));
    const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", timeZone: timezoneId });
    await expect(person.room.dividers()).toHaveCount(1);
    await expect(person.room.dividers()).toContainText(en.today);
    await expect(person.room.dividers()).toContainText(day.format(new Date(stamp)));
  });
}

test("whose clock is a day ahead says things now, after what others have said", async ({
  newPerson,
  roomName,
}) => {
  const maya = await newPerson();
  await maya.page.addInitScript(() => {
    const real = Date.now;
    const tomorrow = () => real() + 24 * 60 * 60 * 1000;
    // Without arguments, a date is now.
    const construct = (date: DateConstructor, given: unknown[]) =>
      Reflect.construct(date, given.length === 0 ? [tomorrow()] : given) as Date;
    globalThis.Date = new Proxy(Date, { construct });
    Date.now = tomorrow;
  });
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  const jonas = await newPerson();
  await jonas.joinIn(path, "Jonas");
  const said = ["first", "second", "third"];
  for (const [index, text] of said.entries()) {
    await (index === 1 ? jonas : maya).sayForGood(text);
  }
  for (const person of [maya, jonas]) {
    await expect(person.room.messages).toHaveCount(said.length);
    await expect(person.room.messages).toContainText(said);
    await expect(person.room.dividers()).toHaveCount(1);
  }
  await expect(maya.room.dividers()).toContainText(en.yesterday);
  await expect(jonas.room.dividers()).toContainText(en.today);
});

test("tomorrow, today is yesterday, and a new day begins below it", async ({
  newPerson,
  roomName,
}) => {
  const maya = await newPerson();
  await maya.join("Maya");
  const path = await maya.openRoom(roomName);
  await maya.sayForGood("good night");
  const reader = await newPerson();
  await reader.page.clock.setFixedTime(Date.now() + 24 * 60 * 60 * 1000);
  await reader.joinIn(path, "Reader");
  await expect(reader.room.dividers().first()).toContainText(en.yesterday);
});
