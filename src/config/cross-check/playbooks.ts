import type { Config } from "../schema/index.ts";
import { reference } from "./reference.ts";
import type { Say } from "./say.ts";

/** Rules and verification standards name indicators and dimensions there are. */
export function checkPlaybooks(config: Config, say: Say): void {
  const dimensions = Object.assign({}, ...Object.values(config.datasets).map((dataset) => dataset.dimensions));
  for (const [id, playbook] of Object.entries(config.playbooks)) {
    for (const [index, rule] of playbook.rules.entries()) {
      const { indicator, dimension } = rule.when;
      if (indicator)
        reference(say, id, ["rules", index, "when", "indicator"], "indicator", indicator, config.indicators);
      if (dimension) reference(say, id, ["rules", index, "when", "dimension"], "dimension", dimension, dimensions);
      const { verification } = rule.measure;
      if (verification) {
        const at = ["rules", index, "measure", "verification"];
        if (verification.indicator)
          reference(say, id, [...at, "indicator"], "indicator", verification.indicator, config.indicators);
        for (const cut of Object.keys(verification.cut))
          reference(say, id, [...at, "cut", cut], "dimension", cut, dimensions);
      }
    }
  }
}
