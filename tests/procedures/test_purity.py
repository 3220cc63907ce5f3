"""The rules can be read and used where there is neither a web server nor a database."""

import json
import pkgutil
import subprocess
import sys

from portal import procedures

PROGRAM = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_importing_the_rules_loads_neither_flask_nor_sqlalchemy() -> None:
    names = ["portal.procedures"]
    names += [module.name for module in pkgutil.walk_packages(procedures.__path__, "portal.procedures.")]
    assert "portal.procedures.deadlines" in names
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(names)], capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))
    assert "portal" in loaded
    assert not loaded & {"flask", "werkzeug", "wtforms", "sqlalchemy"}
