"""Finds the command: the wheel of this platform brings it."""

import os
import platform
import sys
import sysconfig
from pathlib import Path

NAME = "oktars.exe" if sys.platform == "win32" else "oktars"


def binary() -> Path:
    """The path of the command: that of the variable OKTARS, or that of this package."""
    named = os.environ.get("OKTARS")
    if named:
        if not Path(named).exists():
            raise FileNotFoundError(f"OKTARS names {named}, which does not exist")
        return Path(named)
    schemes = [sysconfig.get_default_scheme() if hasattr(sysconfig, "get_default_scheme") else None, f"{os.name}_user"]
    folders = [Path(sysconfig.get_path("scripts", scheme) if scheme else sysconfig.get_path("scripts")) for scheme in schemes]
    # Where pip installed into a folder of its own (`--target`).
    folders.append(Path(__file__).parent.parent / "bin")
    for folder in folders:
        if (folder / NAME).exists():
            return folder / NAME
    raise FileNotFoundError(
        f"the command oktars of this package is not in {', '.join(map(str, folders))}. There is a wheel for Linux on x86_64 "
        f"with glibc, and this is {platform.system()} on {platform.machine()}. On another platform, build the command with "
        "cargo, and name it in the variable OKTARS"
    )
