/** The address of the build for graphics processors, as vite.config.ts names it. */
export const webGpuModule = /\/assets\/webgpu-[^/]+\.wasm$/;
