"""Checks every example, and what the daemon wrote of it, against the schema of its type.

Usage: validate.py SCHEMAS WRITTEN, where SCHEMAS holds NAME.schema.json and examples/NAME.json,
and WRITTEN holds NAME.json. Prints what is wrong; the exit status is the number of problems.
"""

import json
import pathlib
import sys

import jsonschema

schemas, written = map(pathlib.Path, sys.argv[1:])
problems = 0
for path in sorted(schemas.glob("*.schema.json")):
    schema = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    name = path.name.removesuffix(".schema.json")
    for example in (schemas / "examples" / f"{name}.json", written / f"{name}.json"):
        for error in validator.iter_errors(json.loads(example.read_text("utf-8"))):
            problems += 1
            print(f"{example}: {error.json_path}: {error.message}")
sys.exit(min(problems, 100))
