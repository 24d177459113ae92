const key = "cisight-theme";
type Theme = "light" | "dark";

/** Applies the theme that is asked for, or the one the visitor chose on an earlier visit; otherwise the system's stays. */
export function restoreTheme(asked: string | null): void {
  const saved = asked ?? read();
  if (saved === "light" || saved === "dark") apply(saved);
}

export function toggleTheme(): void {
  const next: Theme = isDark(document.documentElement) ? "light" : "dark";
  apply(next);
  try {
    localStorage.setItem(key, next);
  } catch {
    // Storage may be blocked; the choice then lasts for this visit.
  }
}

/** Whether an element is shown in its dark colours, whoever decided that. */
export function isDark(element: Element): boolean {
  const [scheme, isSystemDark] = [
    getComputedStyle(element).colorScheme,
    matchMedia("(prefers-color-scheme: dark)"),
  ];
  return scheme.includes("dark") && (!scheme.includes("light") || isSystemDark.matches);
}

export function announceTheme(): void {
  document.dispatchEvent(new Event("cisight-theme"));
}

function apply(theme: Theme): void {
  document.documentElement.style.colorScheme = theme;
  announceTheme();
}

function read(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
