"""The templates that come with the product."""

from sqlmodel import select

from app.actions.board_templates import load_board_templates
from app.content.board_templates import shipped_templates
from app.db import Database
from app.models.meetings import BoardTemplate
from app.schemas.board_plan import BoardPlan, Silent, StageKind


def plan_of(key: str) -> BoardPlan:
    return BoardPlan.model_validate(next(one.plan for one in shipped_templates() if one.key == key))


def test_those_that_the_design_names_are_shipped_and_can_be_held() -> None:
    assert {one.name for one in shipped_templates()} == {
        "Audit to priorities",
        "What? So what? Now what?",
        "Tuning protocol",
        "Consultancy",
        "Journey share",
        "Plain board",
    }
    for one in shipped_templates():
        stages = BoardPlan.model_validate(one.plan).stages
        assert any(stage.prompts for stage in stages), one.key


def test_the_protocols_keep_their_times_and_silences() -> None:
    tuning = plan_of("tuning-protocol")
    assert [stage.minutes for stage in tuning.stages] == [20, 5, 3, 15, 15, 10]
    assert [stage.silent for stage in tuning.stages if stage.kind is StageKind.talk] == [
        Silent.others,
        Silent.nobody,
        Silent.presenter,
        Silent.others,
        Silent.nobody,
    ]
    assert sum(stage.minutes or 0 for stage in plan_of("what-so-what-now-what").stages) == 45
    assert sum(stage.minutes or 0 for stage in plan_of("consultancy").stages) == 50


def test_they_are_loaded_once_and_again_when_they_change(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        assert load_board_templates(session) == ()
        one = session.exec(select(BoardTemplate).where(BoardTemplate.key == "consultancy")).one()
        one.about = "As it was in an older version of the product"
        session.add(one)
        session.flush()
        assert load_board_templates(session) == ("consultancy",)
        assert one.version == 2
        assert one.about.startswith("One colleague")
