/** 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Ranks (1 … n) of the order statistics between which the percentile of the population lies with 95 % confidence:
 * the number of values below it is binomial(n, p), here by its normal approximation rounded outwards
 * (Campbell & Gardner, BMJ 1988;296:1454; Conover, Practical Nonparametric Statistics, 3.2).
 *
 * @returns null for an end that lies outside the sample: there are too few values to bound it
 */
export function intervalRanks(n: number, p: number): { low: number | null; high: number | null } {
  const spread = Z * Math.sqrt(n * p * (1 - p));
  const low = Math.floor(n * p - spread);
  const high = Math.ceil(n * p + spread) + 1;
  return { low: low >= 1 ? low : null, high: high <= n ? high : null };
}

/** The same ranks in SQL, as the fractions that make `percentile_disc` return exactly the value of that rank. */
export function intervalFractions(count: string, p: number): string {
  const spread = `${Z} * sqrt(${count} * ${p} * ${1 - p})`;
  const low = `floor(${count} * ${p} - ${spread})`;
  const high = `ceil(${count} * ${p} + ${spread}) + 1`;
  return [
    "array[",
    `  case when ${low} >= 1 then (${low} - 0.5) / ${count} end,`,
    `  case when ${high} <= ${count} then (${high} - 0.5) / ${count} end`,
    "]::float8[]",
  ].join("\n");
}
