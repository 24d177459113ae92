const key = "cisight-theme";
type Theme = "light" | "dark";

/** Applies the theme the visitor chose on an earlier visit; otherwise the system's stays. */
export function restoreTheme(): void {
  const saved = read();
  if (saved === "light" || saved === "dark") apply(saved);
}

export function toggleTheme(): void {
  const current = document.documentElement.style.colorScheme;
  const isDark = current ? current === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const next: Theme = isDark ? "light" : "dark";
  apply(next);
  try {
    localStorage.setItem(key, next);
  } catch {
    // Storage may be blocked; the choice then lasts for this visit.
  }
}

function apply(theme: Theme): void {
  document.documentElement.style.colorScheme = theme;
  document.dispatchEvent(new Event("cisight-theme"));
}

function read(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
