import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { beforeWorker, onSoftwareAdapter, smallLink } from "./software-adapter.ts";
import { randomSequence, ThePage } from "./the-page.ts";

test.use(onSoftwareAdapter);
// The software adapter compiles shaders for many seconds.
test.setTimeout(240_000);

test("both backends give the same numbers", async ({ page }) => {
  const link = await smallLink(page);
  const onCpu = [...(await (await ThePage.open(page, "?backend=cpu", link)).readResponses()).values()];
  await page.goto("about:blank");
  await page.goto(`./?backend=webgpu&watchdogMs=120000&patienceMs=120000${link}`);
  const thePage = new ThePage(page);
  await expect(thePage.cells.first()).toBeVisible({ timeout: 200_000 });
  await expect(thePage.backend).toContainText("Running on WebGPU");
  await expect(page.getByText(/1 promoter × 1 condition in .* on WebGPU/).first()).toBeVisible();
  const onGpu = [...(await thePage.readResponses()).values()];
  expect(onGpu).toEqual(onCpu);
  // What it ran on is the device's own word.
  const adapter = page.locator("cisight-adapter-details");
  await adapter.getByText(/^Adapter: .*swiftshader/i).click();
  await expect(adapter.getByText("software, on the processor")).toBeVisible();
  await expect(adapter.getByText(/^[\d,]+ MiB$/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(adapter.getByText("software, on the processor")).toBeHidden();
});

test("a device that is lost under a grid: the CPU answers, and a sentence says why", async ({ page }) => {
  const link = await smallLink(page);
  await beforeWorker(
    page,
    `
      const request = GPUAdapter.prototype.requestDevice;
      let device, grids = 0;
      GPUAdapter.prototype.requestDevice = async function (...asked) {
        return (device = await request.apply(this, asked));
      };
      self.addEventListener("message", ({ data }) => {
        // The first grid is the test on a known input.
        if (data.kind === "grid" && device && ++grids > 1) device.destroy();
      });
    `,
  );
  await page.goto(`./?backend=webgpu&watchdogMs=3600000&patienceMs=3600000${link}`);
  const thePage = new ThePage(page);
  await expect(thePage.backend).toContainText(
    /Running on CPU WebGPU was given up.*: the graphics device was lost \(it was destroyed: .*\)\./,
    { timeout: 200_000 },
  );
  await expect(page.getByText(/1 promoter × 1 condition in .* on CPU/).first()).toBeVisible();
  await thePage.sequences.fill(`>next\n${randomSequence(500)}`);
  await expect(thePage.rowNames()).toHaveText(["HSP12", "next"]);
  expect((await thePage.readResponses()).get("next")?.size).toBe(1);
});

test("a shader that the browser rejects is a reason to stay on the CPU, not a column of zeros", async ({
  page,
}) => {
  const link = await smallLink(page);
  await beforeWorker(
    page,
    `
      const create = GPUDevice.prototype.createShaderModule;
      GPUDevice.prototype.createShaderModule = function (asked) {
        return create.call(this, { ...asked, code: asked.code + " no shader" });
      };
    `,
  );
  const thePage = await ThePage.open(page, "?backend=webgpu&watchdogMs=120000", link);
  await expect(thePage.backend).toContainText(
    /Running on CPU WebGPU self-test failed: the graphics driver refused a part of the computation \(.+\)/,
    { timeout: 200_000 },
  );
  await expect(page.getByText(/1 promoter × 1 condition in .* on CPU/).first()).toBeVisible();
});

test("without being asked, the page does not move to a software adapter", async ({ page }) => {
  const thePage = await ThePage.open(page, "");
  await expect(thePage.backend).toContainText(/Running on CPU.*(software|offers no WebGPU)/);
});

test("a WebGPU worker that is too slow is ended, and the CPU answers", async ({ page }) => {
  const thePage = await ThePage.open(page, "?backend=webgpu&watchdogMs=50", await smallLink(page));
  await expect(thePage.backend).toContainText(/Running on CPU WebGPU self-test failed: no answer for 50 ms/);
  await expect(page.getByText(/condition in .* on CPU/).first()).toBeVisible();
});

test("a WebGPU module that cannot be downloaded leaves the CPU, with the reason", async ({ page }) => {
  const link = await smallLink(page);
  let requests = 0;
  // The CPU's module is asked for first.
  await page.route("**/*.wasm.gz", (route) => (++requests > 1 ? route.abort() : route.continue()));
  const thePage = await ThePage.open(page, "?backend=webgpu", link);
  await expect(thePage.backend).toContainText(/Running on CPU.*WebGPU module could not be downloaded/);
});

test("a worker that stops answering in the middle of a job hands it to the CPU", async ({ page }) => {
  const link = await smallLink(page);
  // The real worker, with a fault: once WebGPU has proved itself it never comes back from a grid.
  await beforeWorker(
    page,
    `
      let grids = 0, gpu = false;
      self.addEventListener("message", ({ data }) => {
        if (data.kind === "open") gpu = data.build === "webgpu";
        if (data.kind === "grid" && gpu && ++grids > 1) for (;;);
      });
    `,
  );
  await page.goto(`./?backend=webgpu&watchdogMs=60000${link}`);
  const thePage = new ThePage(page);
  await expect(thePage.backend).toContainText("given up during a computation, which the CPU finished", {
    timeout: 200_000,
  });
  await expect(page.getByText(/1 promoter × 1 condition in .* on CPU/).first()).toBeVisible();
  await thePage.sequences.fill(`>next\n${randomSequence(500)}`);
  await expect(thePage.rowNames()).toHaveText(["HSP12", "next"]);
});

test("a model that is left ends every worker it had, also one that is still starting WebGPU", async ({
  page,
}) => {
  await page.addInitScript(() => {
    // A graphics card that promises much; the module for it is on its way for ever.
    Object.defineProperty(navigator, "gpu", {
      value: { requestAdapter: () => Promise.resolve({ info: {} }) },
    });
    const [started, living] = [[] as Worker[], new Set<Worker>()];
    window.Worker = class extends Worker {
      constructor(...asked: ConstructorParameters<typeof Worker>) {
        super(...asked);
        started.push(this);
        living.add(this);
      }
      override terminate(): void {
        living.delete(this);
        super.terminate();
      }
    };
    Object.assign(window, {
      livingOf: (first: number) => started.slice(0, first).filter((one) => living.has(one)).length,
    });
    Object.assign(window, { started });
  });
  let modules = 0;
  await page.route("**/*.wasm.gz", (route) => (++modules > 1 ? undefined : route.continue()));
  const thePage = await ThePage.open(page, "", "#v1;genes=HSP12;presets=heat-shock-20min;cell=0.0");
  await expect.poll(() => modules).toBe(2);
  const before = await page.evaluate(() => (window as unknown as { started: Worker[] }).started.length);
  expect(before).toBeGreaterThanOrEqual(2);
  await page.evaluate(() => (location.hash = "#v1;model=reporter-yeast"));
  await expect(thePage.columnNames()).toHaveText(["grape must", "YPD", "SC-Ura"]);
  const left = () =>
    page.evaluate(
      (first) => (window as unknown as { livingOf: (first: number) => number }).livingOf(first),
      before,
    );
  await expect.poll(left).toBe(0);
});

test("while WebGPU is being loaded the CPU answers, also for those who ask for WebGPU by name", async ({
  page,
}) => {
  // It never comes.
  await page.route("**/webgpu-*.wasm.gz", () => undefined);
  const thePage = await ThePage.open(page, "?backend=webgpu", await smallLink(page));
  await expect(thePage.backend).toContainText("Running on CPU WebGPU is being loaded and tested");
  await expect(page.getByText(/3,000 mutants in .* on CPU/).first()).toBeVisible();
});

test("a WebGPU that keeps an answer waiting is overtaken by the CPU, and that is said", async ({ page }) => {
  const link = await smallLink(page);
  // The real worker, with a fault: once WebGPU has proved itself every grid takes for ever. The watchdog would wait longer than this test.
  await page.route("**/worker-*.js", async (route) => {
    const response = await route.fetch();
    const fault = `
      let grids = 0, gpu = false;
      self.addEventListener("message", (event) => {
        if (event.data.kind === "open") gpu = event.data.build === "webgpu";
        if (event.data.kind === "grid" && gpu && ++grids > 1) event.stopImmediatePropagation();
      });
    `;
    await route.fulfill({ response, body: fault + (await response.text()) });
  });
  await page.goto(`./?backend=webgpu&watchdogMs=3600000${link}`);
  const thePage = new ThePage(page);
  await expect(thePage.backend).toContainText("the CPU had the answer before it", { timeout: 200_000 });
  await expect(page.getByText(/1 promoter × 1 condition in .* on CPU/).first()).toBeVisible();
});
