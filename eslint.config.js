import js from "@eslint/js";
import { configs as lit } from "eslint-plugin-lit";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "pkg/", "target/", "test-results/", "node_modules/", ".*/"] },
  {
    files: [
      "www/**/*.ts",
      "tests/browser/**/*.ts",
      "tests/fuzz-page/**/*.ts",
      "benches/browser/**/*.ts",
      "*.config.ts",
    ],
    extends: [js.configs.recommended, ...tseslint.configs.recommendedTypeChecked, lit["flat/recommended"]],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-floating-promises": "error",
      // Text from files must never become markup: Lit's text bindings are the only way in.
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Bind text with Lit instead." },
        { property: "outerHTML", message: "Bind text with Lit instead." },
        { property: "insertAdjacentHTML", message: "Bind text with Lit instead." },
      ],
      "no-restricted-imports": [
        "error",
        { paths: ["lit/directives/unsafe-html.js", "lit/directives/unsafe-svg.js"] },
      ],
    },
  },
);
