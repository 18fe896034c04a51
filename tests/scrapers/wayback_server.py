#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A web archive of two captures on 127.0.0.1, for tests: prints its port.

    python3 wayback_server.py
"""
import base64
import hashlib
import http.server
import json

PAGES = {
    "20180101000000": b"<main>Nous pouvons collecter vos pas.</main>",
    "20190101000000": b"<main>Nous pouvons collecter vos donn\xc3\xa9es.</main>",
}
URL = "https://exemple.example/privacy"
DATE = {"20180101000000": "Mon, 01 Jan 2018 00:00:00 GMT",
        "20190101000000": "Tue, 01 Jan 2019 00:00:00 GMT"}


def sha1(data):
    return base64.b32encode(hashlib.sha1(data).digest()).decode()


def listing():
    first = sha1(PAGES["20180101000000"])
    rows = [["timestamp", "original", "mimetype", "statuscode", "digest"]]
    for stamp in ("20180101000000", "20180201000000", "20180301000000"):
        rows.append([stamp, URL, "text/html", "200", first])
    rows.append(["20190101000000", URL, "text/html", "200",
                 sha1(PAGES["20190101000000"])])
    rows.append(["20200101000000", URL, "text/html", "404", "x"])
    return json.dumps(rows).encode()


class Archive(http.server.BaseHTTPRequestHandler):
    waited = False

    def reply(self, status, body, fields=()):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        stamp = self.path[5:19]
        if self.path.startswith("/cdx/search/cdx?url=https%3A%2F%2Fexemple."):
            self.reply(200, listing())
        elif stamp == "20190101000000" and not Archive.waited:
            Archive.waited = True
            self.reply(429, b"later", [("Retry-After", "1")])
        elif stamp in PAGES and self.path[19:] == "id_/" + URL:
            self.reply(200, PAGES[stamp],
                       [("Memento-Datetime", DATE[stamp]),
                        ("Content-Type", "text/html; charset=utf-8"),
                        ("x-archive-orig-server", "nginx")])
        else:
            self.reply(404, b"no")

    def log_message(self, *words):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Archive)
print(server.server_port, flush=True)
server.serve_forever()
