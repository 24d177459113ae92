#!/usr/bin/env bash
# Installs what the tests need and a fresh machine may lack: browsers for the page, a software Vulkan driver for WebGPU,
# Python's virtual environments for the workflow, a second program that rebuilds haplotypes.
set -euo pipefail

wanted=()
command -v chromium >/dev/null || wanted+=(chromium)
command -v bcftools >/dev/null || wanted+=(bcftools)
command -v firefox-esr >/dev/null || wanted+=(firefox-esr)
compgen -G '/usr/share/vulkan/icd.d/*.json' >/dev/null || wanted+=(mesa-vulkan-drivers)
python3 -c 'import ensurepip' 2>/dev/null || wanted+=(python3-venv)
ldconfig -p | grep -q libvulkan.so.1 || wanted+=(libvulkan1)
[ ${#wanted[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "please install: ${wanted[*]}" >&2
  exit 1
fi
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
