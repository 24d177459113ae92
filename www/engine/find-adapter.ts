type Found = { info?: { isFallbackAdapter?: boolean }; isFallbackAdapter?: boolean };
type Gpu = { requestAdapter(options: { powerPreference: "high-performance" }): Promise<Found | null> };

/**
 * Whether there is anything for which WebGPU's module is worth its download. Asked as the module asks, but in another thread: what the module itself
 * then opens is what is shown and what decides.
 */
export async function findAdapter(): Promise<"none" | "software" | "graphics"> {
  const { gpu } = navigator as { gpu?: Gpu };
  const found = await gpu?.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
  if (!found) return "none";
  // A software adapter does on the CPU, slower, what the CPU build does there anyway.
  return (found.info?.isFallbackAdapter ?? found.isFallbackAdapter) ? "software" : "graphics";
}
