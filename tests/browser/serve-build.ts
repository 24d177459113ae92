import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { port } from "./address.ts";
import { host } from "./static-host.ts";

export const build = resolve("dist");

export default async function serveBuild(): Promise<() => Promise<void>> {
  if (!existsSync(join(build, "index.html")))
    throw new Error("dist/ holds no page; run `npm run build` first");
  const server = await host(build, port);
  return () => server.close();
}
