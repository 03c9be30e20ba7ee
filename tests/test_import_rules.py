"""The layers of ARCHITECTURE.md: what the server imports, and what ruff bans where."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("tensorflow", "keras", "sklearn", "matplotlib", "optuna", "ray")

# Under AppTest, because a component of the drawing board registers with a Streamlit server. Its
# visitor sits at the computer that serves the app, as in tests/conftest.py.
_IMPORT_EVERYTHING = """
import importlib, json, pathlib, sys
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest
context._get_client_context = lambda: None
app = AppTest.from_file("app.py", default_timeout=60).run()
for page in sorted(pathlib.Path("pages").glob("*.py")):
    app.switch_page(str(page)).run()
    assert not app.exception, app.exception
for path in sorted(pathlib.Path("ui").rglob("*.py")):
    importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_the_server_imports_nothing_heavy() -> None:
    loaded = _loaded_by(_IMPORT_EVERYTHING)
    assert {"streamlit", "ui", "fashion_model"} <= loaded
    assert not set(HEAVY) & loaded


def _loaded_by(program: str) -> set[str]:
    """Run `program` in a process of its own; return the top-level modules it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_server_imports_no_ray_where_a_cluster_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    program = _IMPORT_EVERYTHING.replace(
        "for path in",
        "app.switch_page('pages/compare.py').run()\n"
        "app.button(key='question_luck').click().run()\n"
        "assert app.segmented_control(key='compare_where').value == 'The cluster'\n"
        "for path in",
    )
    assert "ray" not in _loaded_by(program)


_IMPORT_START = """
import json, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
assert not app.exception, app.exception
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_the_first_page_waits_for_no_tables() -> None:
    loaded = _loaded_by(_IMPORT_START)
    assert "streamlit" in loaded
    assert not {"pandas", "altair", "nbformat"} & loaded


@pytest.mark.parametrize(
    ("folder", "line", "banned"),
    [
        ("fashion_model", "import streamlit", True),
        ("fashion_model/runs", "from streamlit import session_state", True),
        ("fashion_model/network", "import streamlit", True),
        ("fashion_model", "import keras", True),
        ("fashion_model/workers", "from keras import layers", True),
        ("fashion_model", "import tensorflow as tf", True),
        ("fashion_model/network", "import tensorflow as tf", True),
        ("fashion_model", "from ui import charts", True),
        ("fashion_model", "from research import recipe", True),
        ("fashion_model/network", "from benchmarks import scoring", True),
        ("research", "import keras", True),
        ("research/synthetic", "from ui import charts", True),
        ("ui", "from research import recipe", True),
        ("ui", "import keras", True),
        ("ui", "from fashion_model.network import build", True),
        ("ui", "import matplotlib.pyplot as plt", True),
        ("pages", "import tensorflow", True),
        ("pages", "from pages import start", True),
        (".", "import keras", True),
        (".", "from sklearn import metrics", True),
        ("fashion_model", "import ray", True),
        ("fashion_model/workers", "from ray import wait", True),
        ("fashion_model/network", "import ray", True),
        ("ui", "import ray", True),
        ("pages", "import ray", True),
        (".", "import ray", True),
        ("fashion_model/cluster", "import keras", True),
        ("fashion_model/cluster", "import ray", False),
        ("fashion_model/network", "import keras", False),
        ("research", "from fashion_model.network import keras", False),
        ("ui", "import streamlit", False),
        ("pages", "from ui import charts", False),
    ],
)
def test_ruff_enforces_the_layers(folder: str, line: str, banned: bool) -> None:
    planted = str(Path(folder) / "planted.py")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--select=TID251",
            "--stdin-filename",
            planted,
            "-",
        ],
        cwd=ROOT,
        input=f"{line}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == int(banned), done.stdout + done.stderr
    assert ("TID251" in done.stdout) == banned


SHARED = ("elements", "experiments", "models", "questions")  # folders of ui/ that any page may use


def test_no_page_s_folder_imports_another_s() -> None:
    sideways = []
    for path in (ROOT / "ui").glob("*/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if names == ["ui"] and isinstance(node, ast.ImportFrom):
                names = [f"ui.{each.name}" for each in node.names]
            for name in names:
                folder = name.split(".")[1] if name.startswith("ui.") else ""
                is_folder = (ROOT / "ui" / folder).is_dir()
                if folder and is_folder and folder not in (*SHARED, path.parent.name):
                    sideways.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not sideways
