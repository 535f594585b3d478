/** The part of jstat that Periodical uses; the package ships no types. */
declare module "jstat" {
  interface Distribution {
    cdf(x: number, ...parameters: number[]): number;
    inv(probability: number, ...parameters: number[]): number;
  }
  /** A CommonJS module: its exports are one default object to Node. */
  const jstat: {
    jStat: { normal: Distribution; studentt: Distribution; chisquare: Distribution; centralF: Distribution };
  };
  export default jstat;
}
