import { AppElement } from "./app/app";
import type { Assets } from "./engine/assets";
import { optionsFromAddress } from "./app/address-options";
import { Workbench } from "./app/workbench";
import { restoreTheme } from "./style/theme";

/** The full page, or, where its address says `?embed=1`, the view for a frame in another one (docs/embedding.md). */
export function openPage(assets: Assets, prepare: (bench: Workbench) => void = () => {}): AppElement {
  const query = new URLSearchParams(location.search);
  restoreTheme(query.get("theme"));
  const bench = new Workbench({ ...optionsFromAddress(location.search), assets, keepsAddress: true });
  prepare(bench);
  // The page writes it anew as soon as it shows something.
  const { hash } = location;
  void bench.start();

  const app = new AppElement();
  app.bench = bench;
  app.compact = query.get("embed") === "1";
  // Whether what is on show is the work of the page around.
  let isHosts = false;
  if (app.compact)
    void import("./embed/host").then(
      ({ talkToHost }) =>
        (app.notice = talkToHost(app, bench, query.get("origin"), () => {
          isHosts = true;
          app.work?.rebase();
        })),
    );
  // A frame keeps nothing in its visitor's browser unless the page around it says so.
  const isFramed = window.top !== window;
  app.keepsWork = !isFramed || query.get("keep") === "1";
  const place = app.keepsWork ? (isFramed ? "frame" : "page") : undefined;
  void bench
    .until(() => bench.phase.state === "ready" && (bench.predictions.grid !== undefined || !bench.isBusy))
    .then(() => import("./kept-work"))
    .then(({ startKeptWork }) => (app.work = startKeptWork(bench, place, isHosts ? undefined : hash)));
  document.body.append(app);
  window.addEventListener("hashchange", () => void bench.followHash());
  return app;
}
