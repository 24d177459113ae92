import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import ts from "typescript";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".ts": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};
const folders = ["benches/browser", "www/engine", "pkg", "node_modules/onnxruntime-web/dist"];

export interface Server {
  address: string;
  close(): Promise<void>;
}

/**
 * Serves what the benchmark reads, on this machine only: those folders, TypeScript with its types taken off, and `made`, which lies
 * in memory. Like the page's own host it sends no special headers, so nothing in the browser gets a second thread.
 */
export async function serve(made: Map<string, Uint8Array | string>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname).slice(1);
    const body = made.get(path) ?? readServed(path);
    if (body === undefined) response.writeHead(404).end("not found");
    else
      response
        .writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" })
        .end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as { port: number };
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

function readServed(path: string): Uint8Array | string | undefined {
  const file = resolve(normalize(path));
  const isInside = folders.some((folder) => file.startsWith(join(resolve(folder), sep)));
  if (!isInside || !existsSync(file) || !statSync(file).isFile()) return undefined;
  if (extname(file) !== ".ts") return new Uint8Array(readFileSync(file));
  const options = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  };
  return ts.transpileModule(readFileSync(file, "utf8"), { compilerOptions: options }).outputText;
}
