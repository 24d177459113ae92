#!/usr/bin/env bash
# Builds the page with the cpu module that is there, serves it, and builds the other modules meanwhile.
set -euo pipefail
port=$1

npm run --silent build
npx vite preview --port "$port" --strictPort &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for _ in $(seq 50); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
  sleep 0.2
done
echo "Cisight is at http://127.0.0.1:$port/ (stop with Ctrl-C)"
if ! make --question pkg/cpu-relaxed/cisight.js pkg/files/cisight.js pkg/webgpu/cisight.js 2>/dev/null; then
  echo "The modules for WebGPU, for files and for quicker products are being built meanwhile; the page works on the CPU until then."
  make pkg/cpu-relaxed/cisight.js pkg/files/cisight.js pkg/webgpu/cisight.js
  npm run --silent build
  echo "WebGPU and the reading of genomes and models are ready: reload the page."
fi
wait $server
