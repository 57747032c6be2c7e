import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { expect } from "@playwright/test";

// What people claim of where they come from.

/**
 * Guests from one address of this machine, which the house has not heard of, have one try in all,
 * whatever other addresses they claim to have; those from another have their own. Nor is it believed
 * that they came over TLS, or not.
 */
export async function expectKnown(url: string, cookie: string, from: [string, string]): Promise<void> {
  const claims = ["203.0.113.1", "203.0.113.2", "203.0.113.3"];
  const many = await Promise.all(claims.map((claim) => comeIn(url, from[0], claim)));
  expect(many.map(({ status }) => status).sort()).toEqual([303, 429, 429]);
  const other = await comeIn(url, from[1], "203.0.113.1");
  expect(other.status, "others are not meant").toBe(303);
  expect(other.cookie.slice(0, cookie.length)).toBe(cookie);
}

/** What becomes of a guest who comes from one address and claims to come from another. */
function comeIn(
  url: string,
  from: string,
  claim: string,
): Promise<{ status: number; cookie: string }> {
  const isSecure = url.startsWith("https:");
  const request = isSecure ? tlsRequest : plainRequest;
  const headers = {
    origin: url,
    "content-type": "application/x-www-form-urlencoded",
    "x-forwarded-for": claim,
    "x-forwarded-proto": isSecure ? "http" : "https",
  };
  const how = { method: "POST", localAddress: from, headers, rejectUnauthorized: false };
  return new Promise((done, fail) => {
    const asked = request(`${url}/join`, how, (answer) => {
      answer.resume();
      const cookie = answer.headers["set-cookie"]?.[0] ?? "";
      done({ status: answer.statusCode ?? 0, cookie });
    });
    asked.once("error", fail);
    asked.end(new URLSearchParams({ nickname: "Guest" }).toString());
  });
}
