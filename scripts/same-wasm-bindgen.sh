#!/usr/bin/env bash
# The module and the tool that prepares it for the browser must be of one version of wasm-bindgen.
set -euo pipefail
cd "$(dirname "$0")/.."
version() { sed -n "/^name = \"$2\"\$/{n;s/version = \"\(.*\)\"/\1/p;}" "$1"; }
library=$(version Cargo.lock wasm-bindgen)
tool=$(version tools/bindgen/Cargo.lock wasm-bindgen-cli-support)
if [ "$library" != "$tool" ]; then
  echo "Cargo.lock has wasm-bindgen $library and tools/bindgen/Cargo.lock $tool: set tools/bindgen/Cargo.toml to =$library." >&2
  exit 1
fi
