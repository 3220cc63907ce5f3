"""Each test on PostgreSQL gets a database of its own, made from a prepared one."""

import pytest
from sqlalchemy import create_engine, text

from tests.postgres_server import postgres_database

pytestmark = pytest.mark.postgres


def with_a_table(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (words text)"))
    engine.dispose()


@pytest.mark.parametrize("word", ["first", "second"])
def test_a_database_is_fresh(word: str) -> None:
    with postgres_database(with_a_table) as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO note VALUES (:word)"), {"word": word})
            assert connection.scalars(text("SELECT words FROM note")).all() == [word]
        engine.dispose()
