"""A release verifies with its folder and key alone, and every edit is found."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from learnhub.kernel.errors import Conflict, Unacceptable
from learnhub.reach.releases import verify
from learnhub.reach.releases.folder import read_manifest, sweep_drafts, write_release
from learnhub.reach.releases.signing import KEY, fingerprint, public_pem, signing_key
from learnhub.reach.releases.verify import (
    MANIFEST,
    PUBLIC_KEY,
    SIGNATURE,
    SUMS,
    Problem,
    verify_folder,
    views_in,
)

FILES = {"data.csv": b"indicator,value\nR04,49\n", "notes.txt": "Région\n".encode()}


def with_manifest(files: dict[str, bytes]) -> dict[str, bytes]:
    listed = [
        {"name": name, "rows": 1, "columns": 2, "bytes": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in files.items()
    ]
    return {**files, MANIFEST: json.dumps({"release": "2024-F1", "files": listed}).encode()}


@pytest.fixture(scope="module")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def made(key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("releases") / "net-2024-F1"
    write_release(folder, {"public": with_manifest(FILES), "internal": with_manifest(FILES)}, key)
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    target = tmp_path / "copy"
    shutil.copytree(made / "public", target)
    for path in target.iterdir():
        path.chmod(0o644)
    return target


def test_a_release_verifies_with_folder_and_key_alone(made: Path, key: Ed25519PrivateKey) -> None:
    assert [path.name for path in views_in(made)] == ["internal", "public"]
    for view in views_in(made):
        assert verify_folder(view, public_pem(key)) == []
        assert verify_folder(view) == []
    assert read_manifest(made / "public")["release"] == "2024-F1"


def test_the_list_of_sums_is_what_sha256sum_expects(made: Path) -> None:
    lines = (made / "public" / SUMS).read_text().splitlines()
    told = {line[66:]: line[:64] for line in lines}
    assert set(told) == {*FILES, MANIFEST}
    for name, digest in told.items():
        assert sha256((made / "public" / name).read_bytes()).hexdigest() == digest


def test_every_single_byte_counts(copy: Path, key: Ed25519PrivateKey) -> None:
    """Each byte of each file, changed in its lowest and its highest bit."""
    for path in sorted(copy.iterdir()):
        whole = path.read_bytes()
        for place in range(len(whole)):
            for bit in (1, 128):
                path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
                assert verify_folder(copy, public_pem(key)), (path.name, place)
                assert verify_folder(copy), (path.name, place)
        path.write_bytes(whole)
    assert verify_folder(copy, public_pem(key)) == []


@given(data=st.data())
def test_bytes_put_in_or_taken_away_are_found(
    data: st.DataObject, made: Path, key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory
) -> None:
    target = tmp_path_factory.mktemp("edit") / "copy"
    shutil.copytree(made / "public", target)
    path = data.draw(st.sampled_from(sorted(target.iterdir())))
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 3)))
    edited = whole[:start] + data.draw(st.binary(max_size=3)) + whole[end:]
    path.chmod(0o644)
    path.write_bytes(edited)
    assert bool(verify_folder(target, public_pem(key))) is (edited != whole)
    shutil.rmtree(target.parent)


def edit(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


@pytest.mark.parametrize(
    ("change", "file", "words"),
    [
        (edit("data.csv", b"indicator,value\nR04,48\n"), "data.csv", "SHA-256"),
        (edit("data.csv", b"indicator,value\nR04,490\n"), "data.csv", "24 bytes instead of 23"),
        (edit("more.csv", b""), "more.csv", "put in later"),
        (lambda folder: (folder / "data.csv").unlink(), "data.csv", "missing"),
        (lambda folder: (folder / SIGNATURE).unlink(), SIGNATURE, "missing"),
        (edit(SUMS, b""), SUMS, "does not say what the manifest says"),
        (edit(MANIFEST, b"{}"), MANIFEST, "signature"),
    ],
)
def test_the_file_is_named_with_what_is_wrong(
    copy: Path, key: Ed25519PrivateKey, change: Callable[[Path], object], file: str, words: str
) -> None:
    change(copy)
    problems = verify_folder(copy, public_pem(key))
    assert [problem.file for problem in problems] == [file]
    assert words in problems[0].message
    assert str(problems[0]).startswith(f"{file}: ")


def test_a_file_in_a_folder_inside_and_a_link_are_found(copy: Path, tmp_path: Path) -> None:
    (copy / "inside").mkdir()
    (copy / "inside" / "x").write_bytes(b"")
    assert [problem.file for problem in verify_folder(copy)] == ["inside/x"]
    (copy / "inside" / "x").unlink()
    outside = tmp_path / "data.csv"
    outside.write_bytes(FILES["data.csv"])
    (copy / "data.csv").unlink()
    (copy / "data.csv").symlink_to(outside)
    assert "link" in verify_folder(copy)[0].message


def test_somebody_elses_signature_is_no_signature(copy: Path, key: Ed25519PrivateKey, tmp_path: Path) -> None:
    stranger = Ed25519PrivateKey.generate()
    write_release(tmp_path / "forged", {"public": with_manifest({"data.csv": b"R04,1000\n"})}, stranger)
    forged = tmp_path / "forged" / "public"
    assert verify_folder(forged) == [], "by itself it holds together"
    named = [problem.file for problem in verify_folder(forged, public_pem(key))]
    assert named == [PUBLIC_KEY, MANIFEST]
    assert verify_folder(copy, b"no key at all")


def test_what_is_signed_but_no_manifest_is_refused(key: Ed25519PrivateKey, tmp_path: Path) -> None:
    for number, content in enumerate(
        (
            b"[]",
            b'{"files": [{"name": "a"}]}',
            b'{"files": [{"name": "a", "bytes": 1, "sha256": "x"}]}',
            b"\xff",
        )
    ):
        folder = tmp_path / str(number)
        write_release(folder, {"public": {MANIFEST: content}}, key)
        assert [problem.file for problem in verify_folder(folder / "public")] == [MANIFEST]


def test_there_is_no_such_folder(tmp_path: Path) -> None:
    assert verify_folder(tmp_path / "nowhere") == [Problem("nowhere", "there is no such folder")]
    assert views_in(tmp_path / "nowhere") == [tmp_path / "nowhere"]


def test_a_release_is_never_written_again(made: Path, key: Ed25519PrivateKey) -> None:
    before = (made / "public" / MANIFEST).read_bytes()
    with pytest.raises(Conflict, match="never written again"):
        write_release(made, {"public": {MANIFEST: b"{}"}}, key)
    assert (made / "public" / MANIFEST).read_bytes() == before
    assert sweep_drafts(made.parent) == 0


def test_a_half_written_release_is_none(key: Ed25519PrivateKey, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_release(tmp_path / "half", {"a": with_manifest(FILES), "b": {"data.csv": b""}}, key)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "net-2024-F1.0a1b2c3d.part" / "public").mkdir(parents=True)
    assert sweep_drafts(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    first = signing_key(tmp_path / "instance")
    assert public_pem(signing_key(tmp_path / "instance")) == public_pem(first)
    assert (tmp_path / "instance" / KEY).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "instance").iterdir()] == [KEY]
    assert fingerprint(public_pem(first)) == sha256(public_pem(first)).hexdigest()
    (tmp_path / "instance" / KEY).write_bytes(b"damaged")
    with pytest.raises(Unacceptable, match="backup"):
        signing_key(tmp_path / "instance")


def test_the_check_needs_nothing_of_ours(copy: Path, key: Ed25519PrivateKey, tmp_path: Path) -> None:
    """One file and the release, in another place: as on a machine that has nothing else."""
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(verify.__file__, alone / "check.py")
    (alone / "key.pem").write_bytes(public_pem(key))
    command = [sys.executable, "-I", "check.py", str(copy), "key.pem"]
    fine = subprocess.run(command, cwd=alone, capture_output=True, text=True, check=False)
    assert (fine.returncode, fine.stdout) == (0, "All files are as they were signed.\n"), fine.stderr
    (copy / "data.csv").write_bytes(b"R04,50\n")
    edited = subprocess.run(command, cwd=alone, capture_output=True, text=True, check=False)
    assert edited.returncode == 1
    assert edited.stdout.startswith("copy/data.csv: has 7 bytes")
    assert subprocess.run(command[:3], cwd=alone, capture_output=True, check=False).returncode == 2
    no_key = subprocess.run(
        [*command[:4], "other.pem"], cwd=alone, capture_output=True, text=True, check=False
    )
    assert (no_key.returncode, no_key.stderr.partition(":")[0]) == (2, "There is no file other.pem")
    bare = [command[0], "-S", *command[1:]]  # without the packages that are installed
    lacking = subprocess.run(bare, cwd=alone, capture_output=True, text=True, check=False)
    assert lacking.stderr.startswith("Python's package cryptography is missing: install it")
