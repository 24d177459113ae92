/// <reference lib="webworker" />
import { cacheNames, clientsClaim, type WorkboxPlugin } from "workbox-core";
import { ExpirationPlugin } from "workbox-expiration";
import { PrecacheController, PrecacheRoute, type PrecacheEntry } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst } from "workbox-strategies";
import type { NotStored } from "./messages";
import { modelFile } from "./model-files";
import { optionalModules } from "./optional-modules";
import { usable } from "./usable";

// A model has at most seven files.
const mostModelFiles = 70;

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] };

const precache = new PrecacheController({
  plugins: [
    {
      // Names without a hash: the page has just loaded most of these files, and asking whether they changed spares downloading them again.
      requestWillFetch: ({ request }) =>
        Promise.resolve(request.cache === "reload" ? new Request(request, { cache: "no-cache" }) : request),
    },
  ],
});
const listed = usable(self.__WB_MANIFEST).then((entries) => precache.addToCacheList(entries));

self.addEventListener("install", (event) => {
  event.waitUntil(listed.then(() => precache.install(event)).catch(reportNotStored));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(listed.then(() => precache.activate(event)));
});
// Only a first visit's page is taken over by this: a later version waits until the visitor says so.
clientsClaim();
self.addEventListener("message", ({ data }) => {
  if ((data as { type?: string } | null)?.type === "SKIP_WAITING") void self.skipWaiting();
});

// After a failure the page asks for everything anew, as the stored copy may be what is damaged.
registerRoute(
  ({ request, url }) => request.cache === "reload" && precache.getCacheKeyForURL(url.href) !== undefined,
  async ({ request, event }) => {
    const stored = () => precache.matchPrecache(request.url);
    const response = await fetch(request).catch(() => undefined);
    if (!response?.ok) return (await stored()) ?? response ?? Response.error();
    event.waitUntil(replace(precache.getCacheKeyForURL(request.url) ?? request.url, response.clone()));
    return response;
  },
);

// The query chooses a backend, the file is the same.
registerRoute(
  new PrecacheRoute(precache, {
    directoryIndex: "index.html",
    ignoreURLParametersMatching: [/^/],
    cleanURLs: false,
  }),
);

// Large, and of use to some visitors only: kept once it was used, and only the newest.
for (const [name, address] of Object.entries(optionalModules))
  registerRoute(
    ({ url, sameOrigin }) => sameOrigin && address.test(url.pathname),
    new CacheFirst({
      cacheName: `${cacheNames.prefix}-${name}-${self.registration.scope}`,
      // The cast: its types leave out that its optional callbacks may be undefined.
      plugins: [new ExpirationPlugin({ maxEntries: 1, purgeOnQuotaError: true }) as WorkboxPlugin],
    }),
  );

// Names without a hash, and weights that must be those of their manifest: what the server has comes first.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && modelFile.test(url.pathname),
  new NetworkFirst({
    cacheName: `${cacheNames.prefix}-models-${self.registration.scope}`,
    plugins: [new ExpirationPlugin({ maxEntries: mostModelFiles, purgeOnQuotaError: true }) as WorkboxPlugin],
  }),
);

async function replace(key: string, response: Response): Promise<void> {
  const cache = await caches.open(cacheNames.precache);
  await cache.put(key, response).catch(() => undefined);
}

async function reportNotStored(reason: unknown): Promise<never> {
  const storageFull = reason instanceof DOMException && reason.name === "QuotaExceededError";
  // What was stored so far shortens the next attempt; on a full disk it only takes room.
  if (storageFull && !self.registration.active) await caches.delete(cacheNames.precache);
  for (const page of await self.clients.matchAll({ includeUncontrolled: true }))
    page.postMessage({ type: "not-stored", storageFull } satisfies NotStored);
  throw reason;
}
