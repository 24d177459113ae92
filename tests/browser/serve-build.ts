import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { port } from "./address.ts";
import { buildWhatIsStale } from "./build-stale.ts";
import { host } from "./static-host.ts";

export const build = resolve("dist");

/** What every run of the tests begins with. */
export default async function serveBuild(): Promise<() => Promise<void>> {
  if (!existsSync(join(build, "index.html")))
    throw new Error("dist/ holds no page; run `npm run build` first");
  buildWhatIsStale();
  const server = await host(build, port);
  return () => server.close();
}
