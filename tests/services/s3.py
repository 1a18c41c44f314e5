"""A local server of the S3 protocol, as far as a file store uses it: objects, ranges, parts, lists.

Every request must be signed (AWS Signature Version 4), as the real one asks; a wrong signature is refused.
Written for the tests because the servers one can install bring packages that exclude ours.
"""

import contextlib
import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET, REGION = "tests", "not-a-secret", "eu-west-2"


@dataclass
class Stored:
    """An object, and when it came."""

    content: bytes
    modified_at: datetime


@dataclass
class Bucket:
    """What is in it, by name. ``parts``: of uploads that go on; ``asked``: every request, as "PUT name"."""

    objects: dict[str, Stored] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    most_at_once: int = 0
    broken: bool = False
    """Answer nothing but errors."""

    def put(self, name: str, content: bytes) -> None:
        """Keep it."""
        self.objects[name] = Stored(content, datetime.now(UTC))


def _sign(handler: "_Handler", body: bytes, authorization: str) -> str:
    """What the signature ought to be."""
    parts = dict(re.findall(r"(\w+)=([^,\s]+)", authorization))
    day, region, service = parts["Credential"].split("/")[1:4]
    split = urlsplit(handler.path)
    query = sorted((quote(k, "-_.~"), quote(v, "-_.~")) for k, v in parse_qsl(split.query, True))
    told = handler.headers.get("x-amz-content-sha256", "")
    if told not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
        return "the body is not what was signed"
    names = parts["SignedHeaders"].split(";")
    canonical = "\n".join(
        [
            handler.command,
            split.path,
            "&".join(f"{k}={v}" for k, v in query),
            *(f"{name}:{' '.join((handler.headers.get(name) or '').split())}" for name in names),
            "",
            parts["SignedHeaders"],
            told,
        ]
    )
    scope = f"{day}/{region}/{service}/aws4_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = f"AWS4-HMAC-SHA256\n{handler.headers['x-amz-date']}\n{scope}\n{digest}"
    key = f"AWS4{SECRET}".encode()
    for step in (day, region, service, "aws4_request"):
        key = hmac.digest(key, step.encode(), "sha256")
    return hmac.new(key, to_sign.encode(), "sha256").hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bucket: Bucket

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        name, query, _ = self._read()
        if name is None:
            return
        if "list-type" in query:
            self._list(query)
            return
        stored = self.bucket.objects.get(name)
        if stored is None:
            self._error(404, "NoSuchKey")
            return
        size = len(stored.content)
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("range") or "")
        headers = {"ETag": '"x"', "Last-Modified": stored.modified_at.strftime("%a, %d %b %Y %H:%M:%S GMT")}
        if found is None:
            self._answer(200, stored.content, headers)
            return
        start = int(found[1])
        end = min(int(found[2]) + 1 if found[2] else size, size)
        if start >= size:
            self._error(416, "InvalidRange")
            return
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        self._answer(206, stored.content[start:end], headers)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        name, query, body = self._read()
        if name is None:
            return
        self.bucket.most_at_once = max(self.bucket.most_at_once, len(body))
        if "uploadId" in query:
            self.bucket.parts[query["uploadId"]][int(query["partNumber"])] = body
        else:
            self.bucket.put(name, body)
        self._answer(200, b"", {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'})

    def do_POST(self) -> None:
        name, query, body = self._read()
        if name is None:
            return
        if "uploads" in query:
            upload = f"upload-{len(self.bucket.parts)}"
            self.bucket.parts[upload] = {}
            self._xml(
                "InitiateMultipartUploadResult", f"<Key>{escape(name)}</Key><UploadId>{upload}</UploadId>"
            )
        elif "uploadId" in query:
            parts = self.bucket.parts.pop(query["uploadId"])
            self.bucket.put(name, b"".join(parts[number] for number in sorted(parts)))
            self._xml("CompleteMultipartUploadResult", f'<Key>{escape(name)}</Key><ETag>"x"</ETag>')
        elif "delete" in query:
            keys = [unquote(key) for key in re.findall(r"<Key>([^<]*)</Key>", body.decode())]
            for key in keys:
                self.bucket.objects.pop(key, None)
            self._xml("DeleteResult", "".join(f"<Deleted><Key>{escape(k)}</Key></Deleted>" for k in keys))
        else:
            self._error(400, "InvalidRequest")

    def do_DELETE(self) -> None:
        name, query, _ = self._read()
        if name is None:
            return
        if "uploadId" in query:
            self.bucket.parts.pop(query["uploadId"], None)
        self.bucket.objects.pop(name, None)
        self._answer(204, b"")

    def _list(self, query: dict[str, str]) -> None:
        prefix, most = query.get("prefix", ""), 2
        names = sorted(name for name in self.bucket.objects if name.startswith(prefix))
        names = [name for name in names if name > query.get("continuation-token", "")]
        shown = names[:most]
        contents = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(self.bucket.objects[name].content)}</Size>"
            f"<LastModified>{self.bucket.objects[name].modified_at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
            '<ETag>"x"</ETag></Contents>'
            for name in shown
        )
        more = len(names) > most
        token = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if more else ""
        cut = "true" if more else "false"
        self._xml("ListBucketResult", f"<IsTruncated>{cut}</IsTruncated>{token}{contents}")

    def _read(self) -> tuple[str | None, dict[str, str], bytes]:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        split = urlsplit(self.path)
        _, _, name = unquote(split.path).lstrip("/").partition("/")
        self.bucket.asked.append(f"{self.command} {name}")
        authorization = self.headers.get("authorization") or ""
        signature = re.search(r"Signature=(\w+)", authorization)
        if self.bucket.broken:
            self._error(500, "InternalError")
        elif signature is None or _sign(self, body, authorization) != signature[1]:
            self._error(403, "SignatureDoesNotMatch")
        else:
            return name, dict(parse_qsl(split.query, keep_blank_values=True)), body
        return None, {}, b""

    def _xml(self, name: str, inside: str) -> None:
        space = "http://s3.amazonaws.com/doc/2006-03-01/"
        document = f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{space}">{inside}</{name}>'
        self._answer(200, document.encode(), {"Content-Type": "application/xml"})

    def _error(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextlib.contextmanager
def s3_server() -> Iterator[tuple[str, Bucket]]:
    """Serve one empty bucket on a free port of the loopback: its endpoint, and what is in it."""
    bucket = Bucket()
    handler: Any = type("Handler", (_Handler,), {"bucket": bucket})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", bucket
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
