import { html, type TemplateResult } from "lit";

/**
 * The little Markdown that model cards use: headings, paragraphs, lists, tables, code. Everything ends up as text in an
 * element made here; markup inside the file stays visible as it was written.
 */
export function renderMarkdown(text: string): TemplateResult[] {
  const withoutFrontMatter = text.replace(/\r\n/g, "\n").replace(/^---\n[\s\S]*?\n---\n/, "");
  return blocks(withoutFrontMatter).map(renderBlock);
}

function blocks(text: string): string[] {
  const result: string[] = [];
  let fence: string[] | undefined;
  let current: string[] = [];
  const flush = () => {
    if (current.length) result.push(current.join("\n"));
    current = [];
  };
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) {
      if (fence) result.push(["```", ...fence].join("\n"));
      else flush();
      fence = fence ? undefined : [];
    } else if (fence) fence.push(line);
    else if (!line.trim()) flush();
    else if (/^#{1,6} /.test(line)) {
      flush();
      result.push(line);
    } else current.push(line);
  }
  flush();
  return result;
}

function renderBlock(block: string): TemplateResult {
  const lines = block.split("\n");
  const heading = /^(#{1,6}) (.*)/.exec(block);
  if (heading)
    return heading[1]!.length === 1
      ? html`<h3 class="top">${inline(heading[2]!)}</h3>`
      : html`<h3>${inline(heading[2]!)}</h3>`;
  if (block.startsWith("```")) return html`<pre tabindex="0">${lines.slice(1).join("\n")}</pre>`;
  if (lines[0]!.startsWith("|") && lines.length > 1) return renderTable(lines);
  if (/^\s*([-*]|\d+\.) /.test(lines[0]!))
    return html`<ul>
      ${items(lines).map((item) => html`<li>${inline(item)}</li>`)}
    </ul>`;
  return html`<p>${inline(lines.join(" "))}</p>`;
}

function items(lines: string[]): string[] {
  const result: string[] = [];
  for (const line of lines) {
    const start = /^\s*(?:[-*]|\d+\.) (.*)/.exec(line);
    if (start) result.push(start[1]!);
    else result[result.length - 1] += ` ${line.trim()}`;
  }
  return result;
}

function renderTable(lines: string[]): TemplateResult {
  const cells = (line: string) =>
    line
      .replace(/^\||\|\s*$/g, "")
      .split("|")
      .map((cell) => cell.trim());
  const [head = "", , ...body] = lines;
  return html`<div
    class="wide"
    tabindex="0"
    role="region"
    aria-label=${cells(head).filter(Boolean).join(", ")}
  >
    <table>
      <thead>
        <tr>
          ${cells(head).map((cell) => html`<th scope="col">${inline(cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body.map(
          (line) =>
            html`<tr>
              ${cells(line).map((cell) => html`<td>${inline(cell)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Bold and code; a link becomes its text and its address, since this page leads nowhere else. */
function inline(text: string): (string | TemplateResult)[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)\s]+\))/).map((part) => {
    if (/^\*\*.+\*\*$/.test(part)) return html`<b>${part.slice(2, -2)}</b>`;
    if (/^`.+`$/.test(part)) return html`<code>${part.slice(1, -1)}</code>`;
    const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part);
    return link ? (link[1] === link[2] ? link[1]! : `${link[1]} (${link[2]})`) : part;
  });
}
