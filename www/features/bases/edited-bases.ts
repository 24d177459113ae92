/** Stretches (half-open, from the promoter's first base) of an edited promoter that are not the original's; empty ones are places where bases are gone. */
export type EditedStretch = [from: number, to: number];

// Two promoters that have less in common are taken as different from the first change to the last.
const mostDifferences = 400;

/** What of `after` was changed or inserted, and where bases of `before` are missing, by the shortest way from one to the other. */
export function editedStretches(before: string, after: string): EditedStretch[] {
  let [left, right] = [0, 0];
  const shorter = Math.min(before.length, after.length);
  while (left < shorter && before[left] === after[left]) left++;
  while (right < shorter - left && before.at(-1 - right) === after.at(-1 - right)) right++;
  const [old, now] = [before.slice(left, before.length - right), after.slice(left, after.length - right)];
  if (!old && !now) return [];
  const inside = old.length === now.length ? changed(old, now) : inserted(old, now);
  return inside.map(([from, to]) => [from + left, to + left]);
}

function changed(old: string, now: string): EditedStretch[] {
  const stretches: EditedStretch[] = [];
  for (let at = 0; at < now.length; at++) {
    if (old[at] === now[at]) continue;
    const last = stretches.at(-1);
    if (last?.[1] === at) last[1]++;
    else stretches.push([at, at + 1]);
  }
  return stretches;
}

/** Myers' shortest edit script (1986), walked back from its end. */
function inserted(old: string, now: string): EditedStretch[] {
  const reached = new Map([[1, 0]]);
  const steps: Map<number, number>[] = [];
  const most = Math.min(old.length + now.length, mostDifferences);
  for (let differences = 0; differences <= most; differences++) {
    steps.push(new Map(reached));
    for (let line = -differences; line <= differences; line += 2) {
      const [below, above] = [reached.get(line - 1) ?? -1, reached.get(line + 1) ?? -1];
      const isInsertion = line === -differences || (line !== differences && below < above);
      let x = isInsertion ? above : below + 1;
      while (x < old.length && x - line < now.length && old[x] === now[x - line]) x++;
      reached.set(line, x);
      if (x >= old.length && x - line >= now.length) return walkBack(steps, old.length, now.length);
    }
  }
  return [[0, now.length]];
}

function walkBack(steps: Map<number, number>[], oldLength: number, nowLength: number): EditedStretch[] {
  const stretches: EditedStretch[] = [];
  let [x, y] = [oldLength, nowLength];
  for (let differences = steps.length - 1; differences > 0; differences--) {
    const reached = steps[differences] ?? new Map<number, number>();
    const line = x - y;
    const [below, above] = [reached.get(line - 1) ?? -1, reached.get(line + 1) ?? -1];
    const isInsertion = line === -differences || (line !== differences && below < above);
    const beforeX = isInsertion ? above : below;
    const beforeY = beforeX - (isInsertion ? line + 1 : line - 1);
    stretches.push(isInsertion ? [beforeY, beforeY + 1] : [beforeY, beforeY]);
    [x, y] = [beforeX, beforeY];
  }
  return merged(stretches.reverse());
}

function merged(stretches: EditedStretch[]): EditedStretch[] {
  const result: EditedStretch[] = [];
  for (const [from, to] of stretches) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
