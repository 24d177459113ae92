import wabt from "wabt";

/** Loop turns of one call. */
export const turns = 1_000_000;
/** How many independent chains to try: few do not hide the latency, many do not fit into the registers. */
export const chains = [6, 8, 10, 12];

/**
 * A module that does nothing but 4-lane multiplications and additions in registers: `run<n>(turns)` keeps n chains going, `x = x * a + b`,
 * that do not wait for each other, and `fused<n>(turns)` does so with relaxed SIMD's fused multiply-add. The better one is what wasm SIMD
 * can reach at most. The numbers stay near b / (1 - a) = 2: neither overflow nor denormals come in.
 */
export async function peakModule(): Promise<Uint8Array> {
  const assembler = await wabt();
  const parsed = assembler.parseWat(
    "peak.wat",
    `(module ${[apart, fused].flatMap((kind) => chains.map((count) => loop(kind, count))).join("\n")})`,
    { simd: true, relaxed_simd: true },
  );
  try {
    return parsed.toBinary({}).buffer.slice();
  } finally {
    parsed.destroy();
  }
}

interface Kind {
  name: string;
  step: (name: string) => string;
}

const apart: Kind = {
  name: "run",
  step: (name) => `(f32x4.add (f32x4.mul (local.get ${name}) (local.get $a)) (local.get $b))`,
};

const fused: Kind = {
  name: "fused",
  step: (name) => `(f32x4.relaxed_madd (local.get ${name}) (local.get $a) (local.get $b))`,
};

function loop(kind: Kind, count: number): string {
  const names = Array.from({ length: count }, (_, at) => `$x${at}`);
  const start = names.map((name, at) => `(local.set ${name} (f32x4.splat (f32.const ${1 + at / 16})))`);
  const step = names.map((name) => `(local.set ${name} ${kind.step(name)})`);
  const sum = names
    .map((name) => `(local.get ${name})`)
    .reduce((left, right) => `(f32x4.add ${left} ${right})`);
  return `(func (export "${kind.name}${count}") (param $turns i32) (result f32)
    (local $a v128) (local $b v128) ${names.map((name) => `(local ${name} v128)`).join(" ")}
    (local.set $a (f32x4.splat (f32.const 0.5)))
    (local.set $b (f32x4.splat (f32.const 1)))
    ${start.join("\n")}
    (loop $again
      ${step.join("\n")}
      (br_if $again (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (f32x4.extract_lane 0 ${sum}))`;
}
