import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, resolve, sep } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".md": "text/markdown; charset=utf-8",
};

export interface FolderServer {
  port: number;
  close(): Promise<void>;
}

/** A static host as plain as they come: no rewriting, no special headers but those that are asked for. */
export async function serveFolder(
  path: string,
  options: { port?: number; subPath?: string; headers?: Record<string, string> } = {},
): Promise<FolderServer> {
  const { port = 0, subPath, headers } = options;
  const folder = resolve(path);
  const server = createServer((request, response) => {
    let name = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname).slice(1);
    if (subPath && name.startsWith(subPath)) name = name.slice(subPath.length);
    const file = join(folder, normalize(name || "index.html"));
    if (!file.startsWith(folder + sep) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end("not found");
      return;
    }
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-length": statSync(file).size,
      ...headers,
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
