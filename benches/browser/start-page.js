// Node 20 reads no TypeScript by itself; Vite, which is here anyway, does.
import { runnerImport } from "vite";

const { module } = await runnerImport("./benches/browser/page.ts", { configFile: false, logLevel: "error" });
process.exitCode = await module.run(process.argv.slice(2));
