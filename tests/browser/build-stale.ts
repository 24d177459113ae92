import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = [
  "www",
  "models",
  "pkg/cpu",
  "pkg/cpu-relaxed",
  "pkg/webgpu",
  "pkg/files",
  "pkg/package.json",
  "index.html",
  "package.json",
  "vite.config.ts",
  "vite.single-file.config.ts",
  "vite.package.config.ts",
];
const builds = [
  { script: "build:single-file", output: "dist-single-file/cisight.html" },
  { script: "build:package", output: "pkg/dist/cisight.js" },
];

/** The single file and the package are built here, in seconds, where they are missing or older than what they are made of. */
export function buildWhatIsStale(): void {
  const newest = Math.max(...sources.map(lastChange));
  for (const { script, output } of builds) {
    if (existsSync(output) && statSync(output).mtimeMs >= newest) continue;
    execFileSync("npm", ["run", "--silent", script], { stdio: ["ignore", "ignore", "inherit"] });
  }
}

function lastChange(path: string): number {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}
