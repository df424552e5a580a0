"""What pyproject.toml cannot say: what lies beside the package goes into the wheel, in `learnhub/source`."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

BESIDE = ("migrations", "courses", "wsgi.py")


class WithSource(build_py):
    """Copies it after the modules; an editable installation finds it where it is."""

    def run(self) -> None:
        """Build as always, then copy."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "learnhub" / "source"
        shutil.rmtree(target, ignore_errors=True)
        for name in BESIDE:
            if Path(name).is_dir():
                shutil.copytree(name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(name, target / name)


setup(cmdclass={"build_py": WithSource})
