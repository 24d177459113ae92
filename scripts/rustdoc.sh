#!/usr/bin/env bash
# rustdoc for `cargo test`: writes the library's documentation, warnings as errors, from what the tests were built of,
# and then runs the doctests as asked. `cargo doc` would check every dependency once more for it.
set -euo pipefail
asked=("$@")
if [[ " $* " == *" --test "* ]]; then
  documented=()
  while (( $# )); do
    case $1 in
      --test | --no-run | --nocapture) ;;
      --test-run-directory | --test-args | --test-runtool) shift ;;
      *) documented+=("$1") ;;
    esac
    shift
  done
  rustdoc "${documented[@]}" --deny warnings --out-dir "${CARGO_TARGET_DIR:-target}/doc"
fi
exec rustdoc "${asked[@]}"
