#!/usr/bin/env python3
"""Lists what a storage of ImaLink holds and verifies it, from its indexes alone: python3 storage.py <folder of the storage>.

Ends with 1 where a file is missing or has other bytes than its index says. Needs Python 3.8 and nothing else.
"""
import hashlib
import json
import pathlib
import sys


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def files(session):
    """Every file that a session index lists: photos, their further copies, what travels with them, and documents."""
    for entry in session["files"].values():
        for file in [entry, *(entry.get("copies") or [])]:
            yield file
            yield from file.get("companions") or []
    yield from session.get("documents") or []


def main(folder):
    root = pathlib.Path(folder).resolve()
    index = json.loads((root / "index.json").read_text("utf-8"))
    print(f"{index['storage_info']['display_name']}: {len(index['import_sessions'])} session(s)")
    bad = 0
    for listed in index["import_sessions"]:
        session = json.loads((root / listed["index_file"]).read_text("utf-8"))
        print(f"\n{listed['title']}, imported {listed['imported_at'][:10]}")
        for file in files(session):
            path = (root / file["path"]).resolve()
            if root not in path.parents:
                verdict = "Refused"  # an index is input: nothing outside of the storage is read
            elif not path.is_file():
                verdict = "Missing"
            else:
                verdict = "Valid" if sha256(path) == file["sha256"] else "Changed"
            bad += verdict != "Valid"
            print(f"{verdict:8} {file.get('taken_at') or '':19.19} {file['path']}")
    print(f"\n{bad} file(s) are not as recorded." if bad else "\nAll files are as recorded.")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: storage.py <folder of the storage>")
    sys.exit(main(sys.argv[1]))
