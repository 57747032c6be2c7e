import type { Page } from "@playwright/test";

// What the browser keeps of messages that are not sent yet, whoever wrote them.

/** How many there are. */
export function keptMessages(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const database = await settled(indexedDB.open("teahouse"));
    const count = await settled(database.transaction("outbox").objectStore("outbox").count());
    database.close();
    return count;
  });
}

/** As if the person had written the one message that waits so many times more. */
export function keepMore(page: Page, times: number): Promise<void> {
  return page.evaluate(async (times) => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const database = await settled(indexedDB.open("teahouse"));
    const store = database.transaction("outbox", "readwrite").objectStore("outbox");
    const [first] = await settled(store.getAll());
    for (let n = 1; n <= times; n++) {
      const name = n.toString(16).padStart(32, "0");
      const line = first.line.replace(first.name, name);
      await settled(store.add({ ...first, name, line }));
    }
    database.close();
  }, times);
}
