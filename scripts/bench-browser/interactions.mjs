// What the page's own clock says of everything that somebody does there: Interaction to Next Paint.

/** Runs in the page, before anything else does. */
export function watchInteractions() {
  const watched = { acts: [], seen: new Map() };
  window.watched = watched;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.interactionId) continue;
      const before = watched.seen.get(entry.interactionId);
      if (before !== undefined && before.duration >= entry.duration) continue;
      watched.seen.set(entry.interactionId, {
        at: entry.startTime,
        duration: entry.duration,
        waits: entry.processingStart - entry.startTime,
        works: entry.processingEnd - entry.processingStart,
      });
    }
  });
  observer.observe({ type: "event", durationThreshold: 16, buffered: true });
}

/** What somebody does from now on goes by this name. */
export function begin(page, act) {
  return page.evaluate((act) => window.watched.acts.push({ act, at: performance.now() }), act);
}

/** Every interaction that took more than 16 ms, by what it was part of, and how many there were in all. */
export async function interactions(page) {
  const { acts, seen, count } = await page.evaluate(async () => {
    // What is still to be painted is reported after that.
    for (let n = 0; n < 3; n++) await new Promise((done) => requestAnimationFrame(done));
    const { acts, seen } = window.watched;
    return { acts, seen: [...seen.values()], count: performance.interactionCount ?? seen.size };
  });
  const named = seen.map((one) => ({ ...one, act: acts.findLast(({ at }) => at <= one.at)?.act }));
  named.sort((a, b) => b.duration - a.duration);
  return { named, count };
}

/** The worst, but for one in fifty: what tells a page's figure from one accident. */
export function interactionToNextPaint({ named, count }) {
  return named[Math.min(named.length - 1, Math.floor(count / 50))]?.duration ?? 0;
}
