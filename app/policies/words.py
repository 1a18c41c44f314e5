"""Who can see it, in words. The same sentences stand on every page, in every mail and export."""

from app.models.items import Audience


def readers_of(audience: Audience, *, school: str | None, cluster: str | None) -> str:
    """Whoever is in an audience, in the middle of a sentence. Minutes have no school, and a cluster."""
    match audience:
        case Audience.draft:
            return f"its authors and {_lead(school, cluster)}"
        case Audience.school:
            return f"everyone with a seat at {school}"
        case Audience.cluster:
            return f"everyone at the schools of {cluster or 'the cluster'}"
        case Audience.county:
            return "everyone in Mobilise across the county"
        case Audience.public:
            return "anyone, without signing in"


def who_reads(audience: Audience, *, school: str | None, cluster: str | None) -> str:
    """One plain sentence for the widest audience something has reached."""
    match audience:
        case Audience.draft:
            return f"Only its authors and {_lead(school, cluster)} can read this draft"
        case Audience.school:
            return f"Everyone with a seat at {school} can read this"
        case Audience.cluster:
            return f"Everyone at the schools of {cluster or 'our cluster'} can read this"
        case Audience.county:
            return "Everyone in Mobilise across the county can read this"
        case Audience.public:
            return "Anyone can read this, without signing in"


def _lead(school: str | None, cluster: str | None) -> str:
    return f"the School Lead of {school}" if school is not None else f"the Cluster Lead of {cluster}"
