import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { subPath } from "./address.ts";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".md": "text/markdown; charset=utf-8",
};

export interface StaticHost {
  address: string;
  /** Every answer so far, newest last. */
  log: { path: string; status: number }[];
  close(): Promise<void>;
}

/** A static host as plain as they come: no rewriting, no headers but the type, the length, a tag to ask again with, and what is asked for. */
export async function host(
  folder: string,
  port = 0,
  extra: Record<string, string> | ((path: string) => Record<string, string>) = {},
): Promise<StaticHost> {
  const log: StaticHost["log"] = [];
  const server = createServer((request, response) => {
    let path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname).slice(1);
    if (path.startsWith(subPath)) path = path.slice(subPath.length);
    const answer = (status: number, headers: Record<string, string | number>, body?: string | Buffer) => {
      log.push({ path, status });
      response.writeHead(status, headers).end(body);
    };
    const file = join(folder, normalize(path || "index.html"));
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile())
      return answer(404, {}, "not found");
    const body = readFileSync(file);
    const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
    if (request.headers["if-none-match"] === etag) return answer(304, { etag });
    const more = typeof extra === "function" ? extra(path) : extra;
    const type = types[extname(file)] ?? "application/octet-stream";
    answer(200, { "content-type": type, "content-length": body.length, etag, ...more }, body);
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    log,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
