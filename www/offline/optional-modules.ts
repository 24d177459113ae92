/** The addresses of the builds that not every visit needs, as vite.config.ts names them: each is kept once it was used. */
export const optionalModules = {
  webgpu: /\/assets\/webgpu-[^/]+\.wasm\.gz$/,
  files: /\/assets\/files-[^/]+\.wasm\.gz$/,
} as const;
