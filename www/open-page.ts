import { AppElement } from "./components/app";
import type { Assets } from "./engine/assets";
import { optionsFromAddress } from "./state/address-options";
import { Workbench } from "./state/workbench";
import { restoreTheme } from "./style/theme";

/** The full page, or, where its address says `?embed=1`, the view for a frame in another one (docs/embedding.md). */
export function openPage(assets: Assets, prepare: (bench: Workbench) => void = () => {}): AppElement {
  const query = new URLSearchParams(location.search);
  restoreTheme(query.get("theme"));
  const bench = new Workbench({ ...optionsFromAddress(location.search), assets, keepsAddress: true });
  prepare(bench);
  void bench.start();

  const app = new AppElement();
  app.bench = bench;
  app.compact = query.get("embed") === "1";
  if (app.compact)
    void import("./embed/host").then(
      ({ talkToHost }) => (app.notice = talkToHost(app, bench, query.get("origin"))),
    );
  document.body.append(app);
  window.addEventListener("hashchange", () => void bench.followHash());
  return app;
}
