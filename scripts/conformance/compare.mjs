// What a report of the Autobahn suite says, beside what it is expected to say.

// How a case may end. Nobody can expect anything else: FAILED, UNCLEAN, WRONG CODE.
const BEHAVIORS = ["OK", "NON-STRICT", "INFORMATIONAL", "UNIMPLEMENTED"];
const CLOSES = ["OK", "INFORMATIONAL", "UNIMPLEMENTED"];

/** How each case of a report ended, in one line: "OK, closed OK with 1000". */
export function outcomes(report) {
  const line = ({ behavior, behaviorClose, remoteCloseCode }) =>
    `${behavior}, closed ${behaviorClose} with ${remoteCloseCode ?? "nothing"}`;
  return Object.fromEntries(Object.entries(report).map(([name, ended]) => [name, line(ended)]));
}

/** The cases of a report that nobody may expect. */
export function failures(report) {
  const complaints = [];
  for (const [name, { behavior, behaviorClose }] of Object.entries(report)) {
    if (!BEHAVIORS.includes(behavior) || !CLOSES.includes(behaviorClose)) {
      complaints.push(`${name}: ${behavior}, closed ${behaviorClose}`);
    }
  }
  return complaints;
}

/** Everything about a report that is not as expected, a failure included that is. */
export function complaints(report, expected) {
  const found = outcomes(report);
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  const others = [...names].filter((name) => found[name] !== expected[name]);
  return [
    ...failures(report).map((failure) => `failed: ${failure}`),
    ...others.map((name) => {
      const [wanted, had] = [expected[name], found[name]].map((end) => end ?? "not there");
      return `${name}: expected "${wanted}", found "${had}"`;
    }),
  ];
}

/** How many cases ended in each way, as one line. */
export function summary(report) {
  const counts = new Map();
  for (const { behavior } of Object.values(report)) {
    counts.set(behavior, (counts.get(behavior) ?? 0) + 1);
  }
  const parts = [...counts].sort().map(([behavior, count]) => `${count} ${behavior}`);
  return `${Object.keys(report).length} cases: ${parts.join(", ")}`;
}

/** Cases in the order of their numbers, as text that shows a change as a line. */
export function written(outcomes) {
  const numbers = (name) => name.split(".").map(Number);
  const before = ([one], [other]) => {
    const [left, right] = [numbers(one), numbers(other)];
    const at = left.findIndex((number, n) => number !== right[n]);
    return at < 0 ? left.length - right.length : left[at] - (right[at] ?? -1);
  };
  const sorted = Object.entries(outcomes).sort(before);
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}
