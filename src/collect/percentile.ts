/** 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/** First skewness term of the Cornish–Fisher expansion of a binomial's quantile, with the correction for continuity. */
const shift = (p: number): number => ((1 - 2 * p) * (Z * Z - 1)) / 6 + 0.5;

/**
 * Ranks (1 … n) of the order statistics between which the percentile of the population lies with at least 95 %
 * confidence. The number of values below it is binomial(n, p) (Conover, Practical Nonparametric Statistics, 3.2; Campbell
 * & Gardner, BMJ 1988;296:1454); its quantiles are taken from their Cornish–Fisher expansion, which a statement can
 * compute without a table: the exact ranks in 19 of 20 cases, else one rank wider.
 *
 * @returns null for an end that lies outside the sample: there are too few values to bound it
 */
export function intervalRanks(n: number, p: number): { low: number | null; high: number | null } {
  const spread = Z * Math.sqrt(n * p * (1 - p));
  const low = Math.floor(n * p - spread + shift(p));
  const high = Math.ceil(n * p + spread + shift(p) - 1) + 1;
  return { low: low >= 1 ? low : null, high: high <= n ? high : null };
}

/** The same ranks in SQL, as the fractions that make `percentile_disc` return exactly the value of that rank. */
export function intervalFractions(count: string, p: number): string {
  const spread = `${Z} * sqrt(${count} * ${p * (1 - p)}::float8)`;
  const low = `floor(${count} * ${p}::float8 - ${spread} + ${shift(p)})`;
  const high = `ceil(${count} * ${p}::float8 + ${spread} + ${shift(p) - 1}) + 1`;
  return [
    "array[",
    `  case when ${low} >= 1 then (${low} - 0.5) / ${count} end,`,
    `  case when ${high} <= ${count} then (${high} - 0.5) / ${count} end`,
    "]",
  ].join("\n");
}
