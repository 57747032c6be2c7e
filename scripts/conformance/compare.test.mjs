import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { complaints, outcomes, summary, written } from "./compare.mjs";

const OK = { behavior: "OK", behaviorClose: "OK", remoteCloseCode: 1000 };
const REFUSED = { behavior: "OK", behaviorClose: "OK", remoteCloseCode: 1002 };
const REPORT = { "1.1.1": OK, "3.2": REFUSED };
const EXPECTED = outcomes(REPORT);

test("a report that is as expected has no complaints", () => {
  assert.deepEqual(complaints(REPORT, EXPECTED), []);
});

test("a case that is missing is seen, and one that nobody knows", () => {
  const { "3.2": _, ...less } = REPORT;
  const missing = '3.2: expected "OK, closed OK with 1002", found "not there"';
  assert.deepEqual(complaints(less, EXPECTED), [missing]);
  const unknown = '9.9.9: expected "not there", found "OK, closed OK with 1000"';
  assert.deepEqual(complaints({ ...REPORT, "9.9.9": OK }, EXPECTED), [unknown]);
  assert.equal(complaints({}, EXPECTED).length, 2);
});

test("another outcome, another close and another code are seen", () => {
  for (const other of [
    { ...OK, behavior: "NON-STRICT" },
    { ...OK, behaviorClose: "INFORMATIONAL" },
    { ...OK, remoteCloseCode: 1002 },
    { ...OK, remoteCloseCode: null },
  ]) {
    assert.equal(complaints({ ...REPORT, "1.1.1": other }, EXPECTED).length, 1);
  }
});

test("a failure is one even where it is expected", () => {
  for (const failed of [
    { ...OK, behavior: "FAILED" },
    { ...OK, behaviorClose: "FAILED" },
    { ...OK, behaviorClose: "UNCLEAN" },
    { ...OK, behaviorClose: "WRONG CODE" },
    { ...OK, behaviorClose: "FAILED BY CLIENT" },
    { ...OK, behavior: "something new" },
  ]) {
    const report = { ...REPORT, "1.1.1": failed };
    assert.equal(complaints(report, outcomes(report)).length, 1);
  }
});

test("cases are written in the order of their numbers", () => {
  const text = written({ "10.1": "c", "2.10": "b", "2.9": "a", "2.9.1": "a2" });
  assert.deepEqual(Object.keys(JSON.parse(text)), ["2.9", "2.9.1", "2.10", "10.1"]);
});

test("all cases of the suite are expected to end well", () => {
  const file = new URL("expected.json", import.meta.url);
  const expected = Object.values(JSON.parse(readFileSync(file, "utf8")));
  assert.equal(expected.length, 517);
  const well = /^(OK|NON-STRICT|INFORMATIONAL|UNIMPLEMENTED), closed (OK|INFORMATIONAL) with \S+$/;
  assert.deepEqual(expected.filter((end) => !well.test(end)), []);
  assert.equal(expected.filter((end) => end.startsWith("OK, closed OK")).length, 298);
});

test("the summary counts", () => {
  const report = { ...REPORT, "6.4.1": { ...OK, behavior: "NON-STRICT" } };
  assert.equal(summary(report), "3 cases: 1 NON-STRICT, 2 OK");
});
