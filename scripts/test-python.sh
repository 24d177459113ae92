#!/usr/bin/env bash
# Tests with Python: the pan-genome workflow and the exported networks. Arguments go to pytest; CISIGHT names the program.
set -euo pipefail
cd "$(dirname "$0")/.."
environment=.tools/python
requirements=tests/python/requirements.txt

if ! cmp --silent "$requirements" "$environment/requirements.txt"; then
  python3 -m venv --clear "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$environment/requirements.txt"
fi
exec "$environment/bin/python" -B -m pytest -p no:cacheprovider tests/python "$@"
