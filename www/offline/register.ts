import { Workbox } from "workbox-window";
import { isOwnModel } from "../engine/own-model-assets";
import type { NotStored } from "./messages";
import type { Workbench } from "../app/workbench";
import type { Offline } from "./offline";
import { optionalModules } from "./optional-modules";

/** Registers the service worker and tells `offline` what becomes of it; `keepInput` is asked before the page is loaded anew. */
export async function register(offline: Offline, keepInput: () => boolean, bench: Workbench): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const workbox = new Workbox(new URL("service-worker.js", document.baseURI).href);
  const isFirst = !navigator.serviceWorker.controller;
  let isAskedFor = false;
  workbox.addEventListener("message", ({ data }) => {
    const message = data as Partial<NotStored> | null;
    // A version that could not be stored takes nothing away from the one that is.
    if (message?.type === "not-stored" && isFirst)
      offline.set({ storing: message.storageFull ? "full" : "failed" });
  });
  workbox.addEventListener("redundant", ({ isUpdate }) => {
    if (!isUpdate && offline.storing === "working") offline.set({ storing: "failed" });
  });
  workbox.addEventListener("activated", ({ isUpdate }) => {
    if (!isUpdate) offline.set({ storing: "done" });
  });
  workbox.addEventListener("waiting", () => offline.set({ hasUpdate: true }));
  workbox.addEventListener("controlling", ({ isUpdate, isExternal }) => {
    if (isAskedFor) location.reload();
    // Another tab brought the newer version in: this one goes on, and says so.
    else if (isUpdate || isExternal) offline.set({ hasUpdate: true });
  });
  offline.applyUpdate = () => {
    if (!keepInput()) return offline.set({ wouldLoseText: true });
    isAskedFor = true;
    if (registration?.waiting) workbox.messageSkipWaiting();
    else location.reload();
  };
  const registration = await workbox.register({ immediate: true });
  offline.set({ storing: registration?.active ? "done" : registration ? "working" : "unknown" });
  if (registration)
    void navigator.serviceWorker.ready.then(() => {
      keepOptionalModules(workbox);
      keepUsedModels(workbox, bench);
    });
}

/** On a first visit these may have been loaded before there was a service worker to keep them. */
function keepOptionalModules(workbox: Workbox): void {
  const addresses = Object.values(optionalModules);
  new PerformanceObserver((resources) => {
    const urlsToCache = resources
      .getEntries()
      .map(({ name }) => name)
      .filter((name) => addresses.some((address) => address.test(new URL(name).pathname)));
    if (urlsToCache.length) void workbox.messageSW({ type: "CACHE_URLS", payload: { urlsToCache } });
  }).observe({ type: "resource", buffered: true });
}

/** All files of a model that is used and is not the default one: those, too, that were not asked for yet. */
function keepUsedModels(workbox: Workbox, bench: Workbench): void {
  const kept = new Set<string>();
  const keep = async () => {
    const { engine, model, models } = bench;
    if (!model || model.id === models.defaultId || isOwnModel(model.id) || kept.has(model.id)) return;
    kept.add(model.id);
    const urlsToCache = (await engine.folder).addresses.map((name) => new URL(name, document.baseURI).href);
    void workbox.messageSW({ type: "CACHE_URLS", payload: { urlsToCache } });
  };
  bench.subscribe(() => void keep());
  void keep();
}
