"""Makes data files of made-up guidance for tests."""

import json
from pathlib import Path
from typing import Any


def edition(slug: str, label: str, *titles: str, **more: Any) -> dict[str, Any]:
    """An edition whose recommendations have ``titles``; one written "key: title" is in the group ``key``."""
    recommendations = []
    keys: list[str] = []
    for number, title in enumerate(titles, 1):
        key, _, rest = title.rpartition(": ")
        recommendations.append({"number": number, "title": rest} | ({"group": key} if key else {}))
        keys += [key] if key and key not in keys else []
    return {
        "slug": slug,
        "title": f"Better {slug}",
        "publisher": "A publisher",
        "edition": label,
        "year": int(label),
        "groups": [{"key": key, "title": f"About {key}"} for key in keys],
        "recommendations": recommendations,
    } | more


def crosswalk(one: str, other: str, strength: str = "close") -> dict[str, Any]:
    """A link between two recommendations, each written "slug label number"."""

    def reference(words: str) -> dict[str, Any]:
        guidance, label, number = words.split()
        return {"guidance": guidance, "edition": label, "number": int(number)}

    return {"from": reference(one), "to": reference(other), "strength": strength}


def put(folder: Path, data: dict[str, Any], *, name: str | None = None) -> None:
    """Write an edition's file, replacing the one of that name."""
    path = folder / (name or f"{data['slug']}-{data['edition']}.json")
    path.write_text(json.dumps(data), "utf-8")


def put_crosswalks(folder: Path, *links: dict[str, Any]) -> None:
    """Write the file of crosswalks."""
    (folder / "crosswalks.json").write_text(json.dumps({"crosswalks": links}), "utf-8")
