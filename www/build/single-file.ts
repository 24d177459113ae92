import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

const icon = "www/public/icons/icon.svg";

/** Puts script, style, icon, engine and the default model into one HTML file, with a policy that lets it load nothing at all. */
export function singleFile(models: string, fileName: string): Plugin {
  return {
    name: "cisight-single-file",
    enforce: "post",
    transformIndexHtml: {
      order: "pre",
      handler: (html) => replace(html, /\.\/www\/main\.ts/, "./www/single-file.ts"),
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const html = takeText(bundle, /\.html$/);
        const script = takeText(bundle, /\.js$/)
          .replaceAll("</script", "<\\/script")
          .replaceAll("<!--", "\\x3C!--");
        const style = takeText(bundle, /\.css$/);
        const left = Object.keys(bundle);
        if (left.length) this.error(`not part of the single file: ${left.join(", ")}`);
        this.emitFile({ type: "asset", fileName, source: assemble(html, script, style, models) });
      },
    },
  };
}

function assemble(html: string, script: string, style: string, models: string): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hash(script)}' 'wasm-unsafe-eval'`,
    `style-src '${hash(style)}'`,
    "worker-src blob:",
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const iconAddress = `data:image/svg+xml;base64,${readFileSync(icon).toString("base64")}`;
  const data = [...embeddedFiles(models)].map(
    ([name, bytes]) =>
      `<script type="application/octet-stream" data-file="${name}">${gzipSync(bytes, { level: 9 }).toString("base64")}</script>`,
  );
  let page = replace(html, /(?<=http-equiv="Content-Security-Policy"\s+content=")[^"]*/, policy);
  page = replace(page, /<script\b[^>]*\bsrc=[^>]*><\/script>/, "");
  page = replace(page, /<link\b[^>]*rel="stylesheet"[^>]*>/, `<style>${style}</style>`);
  page = replace(page, /<link\b[^>]*rel="apple-touch-icon"[^>]*>/, "");
  page = replace(page, /(?<=<link\b[^>]*rel="icon"[^>]*href=")[^"]*/, iconAddress);
  const end = `${data.join("\n")}\n<script type="module">${script}</script>\n</body>`;
  return replace(page, /<\/body>/, end);
}

/** Under the names that www/engine asks for. */
function* embeddedFiles(models: string): Iterable<[string, Uint8Array]> {
  const registry = JSON.parse(readFileSync(join(models, "registry.json"), "utf8")) as {
    id: string;
    default?: boolean;
  }[];
  const model = registry.find((entry) => entry.default) ?? registry[0];
  if (!model) throw new Error(`${models}/registry.json lists no model`);
  yield ["cpu.wasm", readFileSync("pkg/cpu/cisight_bg.wasm")];
  yield ["models/registry.json", Buffer.from(JSON.stringify([model]))];
  for (const name of readdirSync(join(models, model.id)))
    yield [`models/${model.id}/${name}`, readFileSync(join(models, model.id, name))];
}

function takeText(bundle: Rolldown.OutputBundle, name: RegExp): string {
  const found = Object.values(bundle).filter(({ fileName }) => name.test(fileName));
  const [file] = found;
  if (!file || found.length > 1) throw new Error(`expected one file ${String(name)}, found ${found.length}`);
  delete bundle[file.fileName];
  if (file.type === "chunk") return file.code;
  return typeof file.source === "string" ? file.source : Buffer.from(file.source).toString("utf8");
}

function replace(text: string, what: RegExp, by: string): string {
  if (!what.test(text)) throw new Error(`index.html has no ${String(what)}`);
  // A function, because a script is full of dollar signs.
  return text.replace(what, () => by);
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
