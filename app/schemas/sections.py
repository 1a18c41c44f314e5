"""Sections of stories over the wire: to read, and to write."""

from app.schemas.base import View


class SectionView(View):
    """A section of a revision, rendered: ``html`` is safe to show."""

    key: str
    title: str
    html: str
    markdown: str


class TemplateSection(View):
    """A section to write, with prompts beside it."""

    key: str
    title: str
    hint: str
    prompts: list[str]
