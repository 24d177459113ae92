/** A number with six digits behind the point; what rounds to 0 has no sign. */
export const six = (value: number) => value.toFixed(6).replace(/^-(?=0\.0{6}$)/, "");
