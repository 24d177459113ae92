import { existsSync } from "node:fs";
import { port, subPath } from "./address.ts";
import { buildWhatIsStale } from "./build-stale.ts";
import { serveFolder } from "./serve-folder.ts";

/** What every run of the tests begins with. */
export default async function serveBuild(): Promise<() => Promise<void>> {
  if (!existsSync("dist/index.html")) throw new Error("dist/ holds no page; run `npm run build` first");
  buildWhatIsStale();
  const server = await serveFolder("dist", { port, subPath });
  return () => server.close();
}
