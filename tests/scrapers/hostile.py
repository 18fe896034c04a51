# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that do all that servers should not, for tests: python3 hostile.py
FOLDER. Plain HTTP on the port in FOLDER/port; HTTPS for each certificate
NAME.pem that is there, on the port in FOLDER/NAME.port. What is asked for
decides what is done; FOLDER/log has a line for each request."""
import glob
import gzip
import os
import socket
import ssl
import sys
import threading
import time

FOLDER = sys.argv[1]
LOCK = threading.Lock()
SEEN = {}
POLICY = ("<!doctype html><meta charset=utf-8><title>Exemple</title><main>"
          "<h1>Confidentialité</h1><p>Nous gardons vos données aussi longtemps"
          " que le service le demande, et nous disons ici lesquelles.</p>"
          "</main>").encode()


def answer(status, body, *headers):
    lines = ["HTTP/1.1 %s" % status, "Content-Type: text/html; charset=utf-8",
             "Content-Length: %d" % len(body), "Connection: close"]
    return "\r\n".join(lines + list(headers)).encode() + b"\r\n\r\n" + body


def trickle(c):
    c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
              b"Content-Length: 1000\r\n\r\n")
    for _ in range(1000):
        c.sendall(b"<")
        time.sleep(1)


def chunked(c):
    c.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
              b"8\r\n<main>no\r\nzz;zz\r\n\xff\xfe\r\n-1\r\n")


def flood(c):
    c.sendall(b"HTTP/1.1 200 OK\r\n")
    for i in range(20000):
        c.sendall(b"X-%d: %s\r\n" % (i, b"y" * 1000))
    c.sendall(b"\r\n" + POLICY)


def busy_first(c):
    with LOCK:
        SEEN["busy"] = SEEN.get("busy", 0) + 1
        first = SEEN["busy"] == 1
    c.sendall(answer("503 Busy", b"later") if first else answer("200 OK",
                                                               POLICY))


BOMB = gzip.compress(gzip.compress(bytes(8 << 20)) * 4, 9)
MANY = [
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    b"Content-Length: 100000\r\nConnection: close\r\n\r\n" + POLICY,
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    b"Content-Length: 20\r\nConnection: close\r\n\r\n" + POLICY,
]
WAYS = {
    "/ok": answer("200 OK", POLICY),
    "/trickle": trickle,
    "/chunked": chunked,
    "/flood": flood,
    "/short": MANY[0],
    "/long": MANY[1],
    "/bomb": lambda c: c.sendall(answer(
        "200 OK", gzip.compress(bytes(200 << 20), 1),
        "Content-Encoding: gzip")),
    "/nested": answer("200 OK", BOMB, "Content-Encoding: gzip, gzip"),
    "/cookie": answer("200 OK", POLICY, "Set-Cookie: a=b; Path=/",
                      "Strict-Transport-Security: max-age=99999999"),
    "/cookie-hop": answer("302 Found", b"", "Location: /cookie",
                          "Set-Cookie: c=d; Path=/",
                          "Strict-Transport-Security: max-age=99999999"),
    "/close": lambda c: None,
    "/busy": answer("429 Slow", b"slow down", "Retry-After: 1"),
    "/once": busy_first,
    "/huge": lambda c: c.sendall(answer("200 OK", b" " * (33 << 20))),
    "/bold": lambda c: c.sendall(answer(
        "200 OK", b"<main>" + b"<b>" * ((5 << 20) // 3) + b"text</main>")),
    "/bytes": b"HTTP/1.1 302 \xff\xfe\x01\r\nLocation: ftp://"
              + b"\xc3\xa9\xf0\x9f\x92\xa9\xe2\x82" * 60 + b"\r\n\r\n",
    "/type": b"HTTP/1.1 200 \x1b[31m\xff\r\nContent-Type: text/html; charset="
             b"\x1b\xff\xc3\r\nETag: \"\xff\x1b\"\r\nContent-Encoding: \xff\xfe"
             b"\r\nConnection: close\r\n\r\n" + POLICY,
    "/tag": b"HTTP/1.1 200 OK\r\nContent-Type: text/html; x=\x1b\xff\xc3\r\n"
            b"ETag: \"\xff\x1b\"\r\nLast-Modified: \xff\r\n"
            b"Connection: close\r\n\r\n" + POLICY,
    "/304": b"HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n",
    "/garbage": b"\x00\x01\x02 this is no HTTP at all\r\n\r\n",
    "/interim": lambda c: c.sendall(b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n"
                                    * 20000),
    "/robots.txt": answer("404 None", b""),
}


def serve(c, context):
    try:
        c.settimeout(30)
        if context is not None:
            c = context.wrap_socket(c, server_side=True)
        asked = b""
        while b"\r\n\r\n" not in asked:
            got = c.recv(65536)
            if not got:
                return
            asked += got
        path = asked.split(b" ")[1].decode()
        with LOCK, open(FOLDER + "/log", "ab") as log:
            log.write(path.encode() + b" " + asked.replace(b"\r\n", b" | ")
                      + b"\n")
        way = WAYS.get(path.split("?")[0], answer("404 None", b"none"))
        if callable(way):
            way(c)
        else:
            c.sendall(way)
    except OSError:
        pass
    finally:
        c.close()


def listen(name, context):
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    s.listen(64)
    with open(FOLDER + "/" + name + ".new", "w") as out:
        out.write("%d" % s.getsockname()[1])
    os.rename(FOLDER + "/" + name + ".new", FOLDER + "/" + name)
    while True:
        c, _ = s.accept()
        threading.Thread(target=serve, args=(c, context), daemon=True).start()


for pem in glob.glob(FOLDER + "/*.pem"):
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(pem)
    threading.Thread(target=listen, daemon=True, args=(
        os.path.basename(pem)[:-4] + ".port", secure)).start()
listen("port", None)
