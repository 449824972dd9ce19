"""Makes the wheel: the package and the binary that the variable OKTARS_BINARY names.

It is a backend of pip (`pip wheel .`), and needs nothing but Python. The binary is the one of all other packages, with
the same checksum. A backend that calls cargo, such as maturin, would compile it again.
"""

import base64
import hashlib
import os
import pathlib
import platform
import re
import subprocess
import sys
import sysconfig
import zipfile

HERE = pathlib.Path(__file__).parent
# So that two wheels of the same files are the same: the first time that a zip file can say.
TIME = (1980, 1, 1, 0, 0, 0)


def project():
    """Name, version and the rest of pyproject.toml that is written into a wheel."""
    text = (HERE / "pyproject.toml").read_text()
    one = lambda name: re.search(rf'^{name} = "(.*)"$', text, re.M)[1]
    listed = re.search(r"^classifiers = \[(.*?)\]", text, re.M | re.S)[1]
    return {name: one(name) for name in ("name", "version", "description", "requires-python", "license")} | {
        "keywords": ",".join(re.findall(r'"(.*?)"', re.search(r"^keywords = \[(.*)\]", text, re.M)[1])),
        "classifiers": re.findall(r'"(.*?)"', listed),
        "plugin": one("oktars"),
    }


def glibc(binary):
    """The oldest version of glibc that has all that the binary asks for."""
    versions = [tuple(map(int, found.split(b"."))) for found in re.findall(rb"GLIBC_(\d+\.\d+)\0", binary)]
    return max(versions, default=None)


def tag(binary):
    """The platforms on which the binary runs."""
    machine = platform.machine().lower()
    if sys.platform == "linux":
        needed = glibc(binary)
        if not needed:
            raise SystemExit("the binary asks for no version of glibc, so its wheel cannot be named")
        return f"manylinux_{needed[0]}_{needed[1]}_{machine}"
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")


def metadata(about):
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {about['name']}",
        f"Version: {about['version']}",
        f"Summary: {about['description']}",
        f"Keywords: {about['keywords']}",
        *(f"Classifier: {one}" for one in about["classifiers"]),
        f"License-Expression: {about['license']}",
        "License-File: LICENSE",
        f"Requires-Python: {about['requires-python']}",
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(lines) + "\n\n" + (HERE / "README.md").read_text()


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    path = os.environ.get("OKTARS_BINARY")
    if not path:
        raise SystemExit("OKTARS_BINARY must name the oktars binary that the wheel is for")
    about = project()
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.split()
    if said != ["oktars", about["version"]]:
        raise SystemExit(f"the wheel has version {about['version']}, and the binary says {' '.join(said)}")
    binary = pathlib.Path(path).read_bytes()
    stem = f"{about['name']}-{about['version']}"
    info = f"{stem}.dist-info"
    tags = f"py3-none-{tag(binary)}"
    files = {
        str(file.relative_to(HERE / "src")): file.read_bytes()
        for file in sorted((HERE / "src").rglob("*"))
        if file.suffix in (".py", ".typed") and "__pycache__" not in file.parts
    }
    command = "oktars.exe" if sys.platform == "win32" else "oktars"
    files[f"{stem}.data/scripts/{command}"] = binary
    files[f"{info}/METADATA"] = metadata(about).encode()
    files[f"{info}/licenses/LICENSE"] = (HERE / "LICENSE").read_bytes()
    files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: oktars\nRoot-Is-Purelib: false\nTag: {tags}\n".encode()
    files[f"{info}/entry_points.txt"] = f"[pytest11]\noktars = {about['plugin']}\n".encode()
    for name in ("sbom.cdx.json", "THIRD-PARTY-LICENSES.txt"):
        beside = pathlib.Path(path).parent / name
        if beside.exists():
            files[f"{info}/{'sboms' if name.startswith('sbom') else 'licenses'}/{name}"] = beside.read_bytes()
    name = f"{stem}-{tags}.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        record = []
        for file, content in files.items():
            record.append(f"{file},sha256={digest(content)},{len(content)}")
            add(wheel, file, content, executable="/scripts/" in file)
        record.append(f"{info}/RECORD,,")
        add(wheel, f"{info}/RECORD", "\n".join(record).encode() + b"\n")
    return name


def digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def add(wheel, name, content, executable=False):
    file = zipfile.ZipInfo(name, TIME)
    file.external_attr = (0o100755 if executable else 0o100644) << 16
    file.compress_type = zipfile.ZIP_DEFLATED
    wheel.writestr(file, content)


if __name__ == "__main__":
    print(build_wheel(sys.argv[1] if len(sys.argv) > 1 else "."))
