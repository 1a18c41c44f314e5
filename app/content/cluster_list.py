"""The list of which school is in which cluster and region: a CSV file with the columns urn, cluster, region.

A column ``school`` is for the people who keep the list; the URN is what counts.
"""

from dataclasses import dataclass
from pathlib import Path

from app.content.cells import Cells
from app.content.csv_files import CsvFile


@dataclass(frozen=True, slots=True)
class ListedSchool:
    """One row: a school's URN and the key of its cluster."""

    row: int
    urn: int
    cluster: str


@dataclass(frozen=True, slots=True)
class ClusterList:
    """A whole list. Places are told apart by ``name_key``; what people read is the first spelling of each.

    ``clusters``: key → name. ``regions``: key → name. ``region_of``: a cluster's key → its region's key.
    """

    file: str
    schools: tuple[ListedSchool, ...]
    clusters: dict[str, str]
    regions: dict[str, str]
    region_of: dict[str, str]


def name_key(name: str) -> str:
    """What two spellings of a place's name have in common: all but capitals and spaces."""
    return " ".join(name.split()).casefold()


def read_cluster_list(path: Path) -> ClusterList:
    """The list at ``path``; raises ``ImportRefused``, also where it contradicts itself."""
    file = CsvFile(path, ("urn", "cluster", "region"))
    schools: dict[int, ListedSchool] = {}
    clusters: dict[str, str] = {}
    regions: dict[str, str] = {}
    region_of: dict[str, str] = {}
    for row in file.rows():
        cells = Cells(file, row)
        urn, cluster, region = cells.urn("urn"), cells.required("cluster"), cells.required("region")
        if urn in schools:
            raise cells.refuse(f"The URN {urn} is there already, on row {schools[urn].row}.")
        key, region_key = name_key(cluster), name_key(region)
        clusters.setdefault(key, cluster)
        regions.setdefault(region_key, region)
        if region_of.setdefault(key, region_key) != region_key:
            before = regions[region_of[key]]
            raise cells.refuse(f"{cluster} is in region {region} here, but in {before} further up.")
        schools[urn] = ListedSchool(row.number, urn, key)
    if not schools:
        raise file.refuse(None, "It has a header but no schools.")
    return ClusterList(file.name, tuple(schools.values()), clusters, regions, region_of)
