import { offline } from "./strings.ts";

/** What a system that installs the page needs to know. Every address is relative, so that any sub-path works. */
export const webAppManifest = {
  name: offline.appName,
  short_name: offline.appShortName,
  description: offline.appDescription,
  lang: "en",
  start_url: "./",
  scope: "./",
  display: "standalone" as const,
  theme_color: "#0b6470",
  background_color: "#f4f6f8",
  categories: ["science", "education"],
  icons: [
    { src: "icons/icon.svg", sizes: "any", type: "image/svg+xml" },
    { src: "icons/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "icons/icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" as const },
  ],
};
