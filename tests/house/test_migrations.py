"""The migrations are one line of steps, without a fork."""

from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.tree import ROOT


def test_there_is_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "portal" / "migrations"))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1
