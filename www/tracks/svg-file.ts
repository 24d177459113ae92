/** What stands above and below a chart that is looked at away from its page. */
export interface Caption {
  title: string;
  notes: string[];
}

const space = "http://www.w3.org/2000/svg";
const kept = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
];
const margin = 12;
const [titleLine, noteLine] = [18, 15];

/** A chart as a file of its own: colours and fonts as the page resolves them, with its title, its notes and a ground. */
export function svgFile(chart: SVGSVGElement, { title, notes }: Caption): string {
  const { width, height } = chart.viewBox.baseVal;
  const style = getComputedStyle(chart);
  const letters = Math.floor(width / 6.6);
  const [above, below] = [wrap(title, letters - 6), notes.flatMap((note) => wrap(note, letters))];
  const top = margin + above.length * titleLine + 4;
  const whole = top + height + below.length * noteLine + margin;
  const file = make("svg", { viewBox: `0 0 ${width + 2 * margin} ${whole}`, width: width + 2 * margin });
  file.setAttribute("height", String(whole));
  file.append(Object.assign(make("title", {}), { textContent: title }));
  file.append(
    make("rect", { width: "100%", height: "100%", fill: style.getPropertyValue("background-color") }),
  );
  const text = { fill: style.color, "font-family": style.fontFamily };
  above.forEach((line, at) => {
    const place = { x: margin, y: margin + (at + 0.75) * titleLine, "font-size": 14, "font-weight": 600 };
    file.append(Object.assign(make("text", { ...text, ...place }), { textContent: line }));
  });
  const drawing = make("g", { transform: `translate(${margin} ${top})` });
  for (const part of chart.children) drawing.append(copy(part));
  file.append(drawing);
  below.forEach((line, at) => {
    const place = { x: margin, y: top + height + (at + 0.8) * noteLine, "font-size": 11 };
    file.append(Object.assign(make("text", { ...text, ...place }), { textContent: line }));
  });
  return new XMLSerializer().serializeToString(file);
}

function copy(part: Element): Element {
  const { children } = part;
  const plain = document.createElementNS(space, part.localName);
  const style = getComputedStyle(part);
  for (const { name, value } of part.attributes)
    if (!/^(class|style|tabindex|role|id|aria-.*)$/.test(name)) plain.setAttribute(name, value);
  if (part.localName !== "g" && part.localName !== "title")
    for (const name of kept) plain.setAttribute(name, style.getPropertyValue(name));
  if (part.localName === "g") plain.setAttribute("opacity", style.opacity);
  if (children.length) plain.append(...[...children].map(copy));
  else plain.textContent = part.textContent;
  return plain;
}

function make(name: string, attributes: Record<string, string | number>): Element {
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > letters) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
