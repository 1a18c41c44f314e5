"""Who is on a cluster's page now, and that there is something new on it. No content: the page fetches that.

From the server, JSON: ``{"here": [person, …]}`` once, then ``{"joined": person}``, ``{"left": person}`` and
``{"news": about}``, where a person is ``{"id", "name"}`` and counts once however many pages they have open.
Nothing is expected from the client; what it sends is passed over.
"""

import json

from app.realtime.admission import ClusterAdmission
from app.realtime.outgoing import Connection, Message
from app.realtime.visitors import Visitor


class Clusters:
    """Every cluster's page that somebody has open. Call everything on the event loop."""

    def __init__(self) -> None:
        self._here: dict[int, dict[Connection, Visitor]] = {}

    def enter(self, admission: ClusterAdmission, connection: Connection) -> None:
        """Somebody opened the page."""
        here = self._here.setdefault(admission.cluster_id, {})
        visitor = admission.visitor
        if all(other.person_id != visitor.person_id for other in here.values()):
            _tell(here, {"joined": _person(visitor)})
        here[connection] = visitor
        people = {other.person_id: _person(other) for other in here.values()}
        connection.tell(Message(_json({"here": sorted(people.values(), key=lambda person: person["name"])})))

    def leave(self, admission: ClusterAdmission, connection: Connection) -> None:
        """Somebody closed it."""
        here = self._here[admission.cluster_id]
        visitor = here.pop(connection)
        if all(other.person_id != visitor.person_id for other in here.values()):
            _tell(here, {"left": _person(visitor)})
        if not here:
            del self._here[admission.cluster_id]

    def news(self, cluster_id: int, about: str) -> None:
        """Something on the page changed."""
        _tell(self._here.get(cluster_id, {}), {"news": about})


def _tell(here: dict[Connection, Visitor], what: object) -> None:
    message = Message(_json(what))
    for connection in here:
        connection.tell(message)


def _person(visitor: Visitor) -> dict[str, str]:
    return {"id": str(visitor.person_id), "name": visitor.name}


def _json(what: object) -> str:
    return json.dumps(what, ensure_ascii=False)
