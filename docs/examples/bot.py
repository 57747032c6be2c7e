#!/usr/bin/env python3
"""A bot in one file, with nothing but Python's standard library.

    TEAHOUSE_URL=http://127.0.0.1:3000 TEAHOUSE_TOKEN=th_bot_… python3 bot.py "tea is ready"

It posts what it is given into the first room it finds, or into TEAHOUSE_ROOM, and prints the last
messages there. The token comes from the settings of an account, under "Bot tokens".
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

URL = os.environ.get("TEAHOUSE_URL", "http://127.0.0.1:3000").rstrip("/")
TOKEN = os.environ["TEAHOUSE_TOKEN"]


def call(path, body=None):
    """Calls the API until it has an answer, waiting as long as it says."""
    while True:
        request = urllib.request.Request(
            f"{URL}/api/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {TOKEN}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)
        except urllib.error.HTTPError as refusal:
            wait = refusal.headers.get("Retry-After")
            if refusal.code in (429, 503) and wait:
                time.sleep(int(wait))
                continue
            sys.exit(f"{path}: {refusal.code} {refusal.read().decode()}")


def post(room, text):
    """Says something. The nonce makes it safe to ask again: it is said once."""
    body = {"nonce": uuid.uuid4().hex, "text": text}
    return call(f"/rooms/{room}/messages", body)["message"]


def main():
    me = call("/me")["you"]
    room = os.environ.get("TEAHOUSE_ROOM") or call("/rooms")["rooms"][0]["id"]
    message = post(room, " ".join(sys.argv[1:]) or "Hello, I am a bot.")
    print(f"{me['name']} said message {message} in room {room}")
    page = call(f"/rooms/{room}/messages")["page"]
    names = {person["id"]: person["name"] for person in page["people"]}
    for entry in page["entries"]:
        print(f"{names[entry['message']['author']]}: {entry['message']['text']}")


if __name__ == "__main__":
    main()
