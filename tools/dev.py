"""Both halves for working on them: the server restarts when its code changes, the screens change in place."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UVICORN = ["-m", "uvicorn", "app.main:create_app", "--factory", "--reload", "--reload-dir", "app"]
# As `mobilise serve` sets them, so that what works here works there.
SOCKETS = ["--ws", "websockets-sansio", "--ws-max-size", "1048576", "--ws-per-message-deflate", "false"]


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        process.wait()


def main() -> int:
    # A terminate must end what was started here, as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    port = os.environ.get("PORT", "8000")
    prepare = "seed-demo" if os.environ.get("MOBILISE_DEMO", "1") == "1" else "migrate"
    subprocess.run([sys.executable, "-m", "app.cli", prepare], cwd=ROOT, check=True)
    screens = {**os.environ, "MOBILISE_DEV_BACKEND": f"http://127.0.0.1:{port}"}
    processes = [subprocess.Popen([sys.executable, *UVICORN, "--port", port, *SOCKETS], cwd=ROOT)]
    try:
        # Not by npm, which does not pass on that it is told to stop.
        command = [str(ROOT / "tools" / "node"), "node_modules/vite/bin/vite.js", "dev"]
        processes.append(subprocess.Popen(command, cwd=ROOT / "frontend", env=screens))
        while all(process.poll() is None for process in processes):
            time.sleep(0.2)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        stop(processes)


if __name__ == "__main__":
    sys.exit(main())
