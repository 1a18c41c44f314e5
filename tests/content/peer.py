"""Tiptap's and Yjs's own reading and writing, asked of Node."""

import json
import os
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

ROOT = Path(__file__).parents[2]


class Peer:
    """A running ``frontend/src/editor/schema-peer.ts``; see there for the questions."""

    def __init__(self) -> None:
        if not (ROOT / "frontend/node_modules/yjs").is_dir():
            pytest.skip("the frontend's packages are not installed")
        self._node = subprocess.Popen(
            [ROOT / "tools/node", "src/editor/schema-peer.ts"],
            cwd=ROOT / "frontend",
            env={**os.environ, "NODE_NO_WARNINGS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._node.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            self._node.kill()
            self._node.communicate()

    def ask(self, do: str, **question: Any) -> Any:
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps({"do": do, **question}) + "\n")
        self._node.stdin.flush()
        reply = json.loads(self._node.stdout.readline())
        assert "error" not in reply, reply["error"]
        return reply["answer"]


def encoded(data: bytes) -> str:
    return b64encode(data).decode()


def decoded(text: str) -> bytes:
    return b64decode(text)
