# make serve   sets everything up, builds the page and serves it
# make test    sets everything up and runs all tests
# make dist    writes dist/, which any static host serves from any path
# make single-file    writes dist-single-file/cisight.html, which opens from disk without a server
# make package        writes pkg/dist/, the files of the npm package (docs/embedding.md)
# make check-features  compiles with every set of features; make doc writes the library's documentation
# make bench-native     times the library natively (Criterion)
# make fuzz            looks for inputs that make a parser fail, FUZZ_RUNS of each (docs/fuzzing.md)
# make bench-browser    times Cisight beside ONNX Runtime Web in one browser (docs/benchmarks.md)

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# A module that differs from its script, or a build that breaks off, is no target that is up to date.
.DELETE_ON_ERROR:

PORT ?= 8080
CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO_TARGET_DIR
WASM_TARGET := wasm32-unknown-unknown
# Loop strength reduction takes the constant offsets of loads out of them, which makes matrix products a fifth slower (docs/benchmarks.md).
WASM_FLAGS := -C target-feature=+simd128,+bulk-memory -C llvm-args=-disable-lsr
# The page calls the constructors of statics, once; a linker that is not told so has each export call them again.
WEBGPU_FLAGS := $(WASM_FLAGS) -C link-arg=--export=__wasm_call_ctors
BINDGEN := $(CARGO_TARGET_DIR)/tools/debug/bindgen
RUST_SOURCES := $(shell find src -name '*.rs') Cargo.toml Cargo.lock rust-toolchain.toml
PAGE_SOURCES := $(shell find www -type f) index.html package.json $(wildcard vite*.config.ts)

.PHONY: help setup serve dev test modules test-native test-page test-python bench-browser bench-native fuzz lint check-features doc format dist single-file package clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

setup: .tools/system .tools/target $(BINDGEN) node_modules/.package-lock.json

# A browser and a software graphics driver for the tests, where the system's packages can be installed.
.tools/system:
	scripts/system-packages.sh
	mkdir -p .tools && touch $@

.tools/target: rust-toolchain.toml
	rustup target add $(WASM_TARGET)
	mkdir -p .tools && touch $@

# Our own few lines around wasm-bindgen's library: its command would take three times as long to install.
$(BINDGEN): tools/bindgen/Cargo.toml tools/bindgen/Cargo.lock tools/bindgen/src/main.rs Cargo.lock
	scripts/same-wasm-bindgen.sh
	CARGO_TARGET_DIR=$(CARGO_TARGET_DIR)/tools cargo build --locked --quiet --manifest-path tools/bindgen/Cargo.toml
	touch $@

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	touch $@

pkg/cpu/cisight.js: $(RUST_SOURCES) .tools/target $(BINDGEN)
	RUSTFLAGS="$(WASM_FLAGS)" cargo build --lib --profile wasm --target $(WASM_TARGET) --no-default-features --features cpu
	$(BINDGEN) $(CARGO_TARGET_DIR)/$(WASM_TARGET)/wasm/cisight.wasm pkg/cpu

# The same with fused multiply-adds, for browsers that have them: our own products alone, so that no dependency is built again.
# The page loads either one with the same script. After the cpu module, never beside it: these builds write one cisight.wasm.
pkg/cpu-relaxed/cisight.js: $(RUST_SOURCES) .tools/target $(BINDGEN) | pkg/cpu/cisight.js
	RUSTFLAGS="$(WASM_FLAGS)" cargo rustc --lib --profile wasm --target $(WASM_TARGET) --no-default-features --features cpu -- -C target-feature=+relaxed-simd
	$(BINDGEN) $(CARGO_TARGET_DIR)/$(WASM_TARGET)/wasm/cisight.wasm pkg/cpu-relaxed
	cmp pkg/cpu/cisight.js pkg/cpu-relaxed/cisight.js

pkg/files/cisight.js: $(RUST_SOURCES) .tools/target $(BINDGEN) | pkg/cpu/cisight.js pkg/cpu-relaxed/cisight.js
	RUSTFLAGS="$(WASM_FLAGS)" cargo build --lib --profile wasm --target $(WASM_TARGET) --no-default-features --features cpu,files,embedders
	$(BINDGEN) $(CARGO_TARGET_DIR)/$(WASM_TARGET)/wasm/cisight.wasm pkg/files

pkg/webgpu/cisight.js: $(RUST_SOURCES) .tools/target $(BINDGEN)
	RUSTFLAGS="$(WEBGPU_FLAGS)" cargo build --lib --profile wasm-webgpu --target $(WASM_TARGET) --no-default-features --features webgpu,embedders
	$(BINDGEN) $(CARGO_TARGET_DIR)/$(WASM_TARGET)/wasm-webgpu/cisight.wasm pkg/webgpu

dist/index.html: pkg/cpu/cisight.js pkg/cpu-relaxed/cisight.js pkg/files/cisight.js pkg/webgpu/cisight.js node_modules/.package-lock.json $(PAGE_SOURCES) $(wildcard models/*/*)
	npm run build

dist: dist/index.html

single-file: pkg/cpu/cisight.js node_modules/.package-lock.json
	npm run build:single-file

package: pkg/cpu/cisight.js pkg/cpu-relaxed/cisight.js pkg/files/cisight.js pkg/webgpu/cisight.js node_modules/.package-lock.json
	npm run build:package

# Serves as soon as the cpu build is there; the other builds follow and are picked up by the next visit.
serve: .tools/target $(BINDGEN) node_modules/.package-lock.json pkg/cpu/cisight.js
	scripts/serve.sh $(PORT)

dev: pkg/cpu/cisight.js node_modules/.package-lock.json
	npm run dev

# Side by side, so that neither build waits while the other has but one crate to compile.
test: setup
	$(MAKE) -j2 lint test-native modules
	$(MAKE) test-python
	$(MAKE) test-page

modules: pkg/cpu/cisight.js pkg/cpu-relaxed/cisight.js pkg/files/cisight.js pkg/webgpu/cisight.js

# Types of the page are written beside the modules.
lint: node_modules/.package-lock.json pkg/cpu/cisight.js pkg/files/cisight.js
	cargo fmt --check
	npm run typecheck
	npm run lint
	npm run format:check

# Clippy's driver compiles what the tests run, and rustdoc documents it: linting and documenting apart would check all
# dependencies a second and a third time.
test-native: .tools/system .tools/target
	RUSTC_WORKSPACE_WRAPPER="$$(rustup which clippy-driver)" CLIPPY_ARGS="-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__" RUSTDOC=$(CURDIR)/scripts/rustdoc.sh cargo test

# With the program that test-native built.
test-python: .tools/system
	scripts/test-python.sh

test-page: .tools/system dist/index.html
	npm run test:browser || { scripts/failed-pages.sh; exit 1; }

# BENCH_FEATURES=webgpu also times the first graphics adapter.
bench-native:
	cargo bench --manifest-path benches/native/Cargo.toml --features "$(BENCH_FEATURES)"

# FUZZ_RUNS=1000000 inputs of each parser; make test replays the seeds and some changes of them.
fuzz: node_modules/.package-lock.json
	scripts/fuzz.sh

# BENCH="--backend webgpu" and the like: see docs/benchmarks.md.
bench-browser: .tools/system pkg/cpu/cisight.js pkg/cpu-relaxed/cisight.js node_modules/.package-lock.json
	npm run bench:browser -- $(BENCH)

# Every set of features that something is built with, and the least ones.
check-features: .tools/target
	cargo check --locked --lib --no-default-features
	cargo check --locked --lib --no-default-features --features cpu
	cargo check --locked --lib --no-default-features --features cpu,files
	cargo check --locked --lib --no-default-features --features cpu,files,embedders
	cargo check --locked --lib --no-default-features --features cpu,train
	cargo check --locked --no-default-features --features bigwig,cpu
	cargo check --locked --no-default-features --features cli,cpu
	RUSTFLAGS="$(WASM_FLAGS)" cargo check --locked --lib --target $(WASM_TARGET) --no-default-features --features webgpu,embedders

doc:
	RUSTDOCFLAGS="--deny warnings" cargo doc --locked --no-deps --lib --no-default-features --features cpu,files,train

format:
	cargo fmt
	npm run format

clean:
	rm -rf dist dist-single-file pkg/dist pkg/cpu pkg/cpu-relaxed pkg/files pkg/webgpu node_modules .tools
