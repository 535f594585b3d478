/** Makes the median absolute deviation comparable to a standard deviation of a normal distribution. */
const MAD_TO_SD = 1.4826;

/** The middle value; the mean of the two in the middle. 0 without values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/**
 * Median absolute deviation about the median, times 1.4826. Distance from the median over it is the modified z-score
 * 0.6745 × (value − median) ÷ MAD of Iglewicz & Hoaglin, *How to Detect and Handle Outliers* (1993), who call 3.5 an
 * outlier; a page that looks at hundreds of days asks for more.
 */
export function robustSpread(values: readonly number[]): number {
  const centre = median(values);
  return MAD_TO_SD * median(values.map((value) => Math.abs(value - centre)));
}
