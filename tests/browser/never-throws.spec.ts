import { test } from "@playwright/test";
import fc from "fast-check";
import { inputsFor, seeds } from "../fuzz-page/inputs";
import { targets } from "../fuzz-page/targets";

/** `make fuzz` asks for more; the first ones are always the same. */
const runs = Number(process.env["CISIGHT_FUZZ_RUNS"] ?? 1500);
const seed = Number(process.env["CISIGHT_FUZZ_SEED"] ?? 12);
// The processor's time, which other work on the machine does not lengthen.
const longestMicroseconds = 1_000_000;

for (const [name, target] of Object.entries(targets))
  test(`no input makes the page's parser fail: ${name}`, async () => {
    test.setTimeout(240_000 + runs * 20);
    const once = async (data: Uint8Array) => {
      const before = process.cpuUsage();
      await target(data);
      // Each `expect` would be a step of the report.
      const { user } = process.cpuUsage(before);
      if (user > longestMicroseconds) throw new TypeError(`${data.length} bytes took ${user / 1e6} s`);
    };
    for (const data of seeds(name)) await once(data);
    await fc.assert(fc.asyncProperty(inputsFor(name), once), { numRuns: runs, seed });
  });
