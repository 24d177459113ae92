#!/usr/bin/env bash
# Fuzzes every parser, or those that are named: scripts/fuzz.sh [target ...] (docs/fuzzing.md).
# FUZZ_RUNS inputs of each Rust parser, a thousandth of that of each of the page's. What was found interesting stays in
# target/fuzz and is begun with the next time; an input that fails is kept there as <target>-crash-..., and ends the run.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${FUZZ_RUNS:-1000000}
build=target/fuzz-build/x86_64-unknown-linux-gnu/release

if ! .tools/bin/cargo-fuzz --version > /dev/null 2>&1; then
  CARGO_TARGET_DIR=target/tools cargo install cargo-fuzz --root .tools --quiet
fi
# Coverage needs no sanitizer, and so no nightly compiler; safe Rust has little for the others to find.
env -u CARGO_TARGET_DIR PATH="$PWD/.tools/bin:$PATH" RUSTC_BOOTSTRAP=1 \
  cargo fuzz build --sanitizer none --target-dir target/fuzz-build 2> >(grep -v "build target\|^  \* `bin` target" >&2)

if [ $# -gt 0 ]; then targets=("$@"); else mapfile -t targets < <(sed -n '/^\[\[bin\]\]/{n;s/name = "\(.*\)"/\1/p;}' fuzz/Cargo.toml); fi
mkdir -p target/fuzz
for target in "${targets[@]}"; do
  mkdir -p "target/fuzz/$target"
  # The program itself measures the processor's time; the limit here is for what never comes back.
  "$build/$target" "target/fuzz/$target" "fuzz/corpora/$target" -dict="fuzz/dictionaries/$target.dict" \
    -artifact_prefix="target/fuzz/$target-" -runs="$runs" -max_len="${FUZZ_MAX_LEN:-4096}" -timeout=60 -rss_limit_mb=4096 -verbosity=1 \
    > "target/fuzz/$target.log" 2>&1 || { tail -n 40 "target/fuzz/$target.log"; exit 1; }
  # Runs, edges covered, features, inputs kept, inputs a second.
  grep -h "DONE" "target/fuzz/$target.log" | tail -n 1 |
    sed -E "s|^#([0-9]+).* cov: ([0-9]+) ft: ([0-9]+) corp: ([0-9]+).* exec/s:? ([0-9]+).*|$target\t\1\t\2\t\3\t\4\t\5|" | tee -a target/fuzz/runs.tsv
done

if [ $# -eq 0 ]; then
  CISIGHT_FUZZ_RUNS=$((runs / 1000 > 1500 ? runs / 1000 : 1500)) CISIGHT_FUZZ_SEED=$RANDOM npx playwright test --config tests/fuzz-page/playwright.config.ts
fi
