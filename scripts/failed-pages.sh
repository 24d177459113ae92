#!/usr/bin/env bash
# After failed tests of the page: what the page showed, as its accessibility tree, of the first of them.
set -euo pipefail

first=$(find target/playwright -name error-context.md 2>/dev/null | sort | head -n 1)
[ -n "$first" ] || exit 0
echo "what the page showed ($first):"
sed -n '/# Page snapshot/,/^```$/p' "$first" | cut -c1-160 | head -n 70
