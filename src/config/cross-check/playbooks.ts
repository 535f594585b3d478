import type { Config } from "../schema/index.ts";
import type { Playbook, PlaybookRule, Verification } from "../schema/playbook.ts";
import { reference } from "./reference.ts";
import type { Say } from "./say.ts";

type SayOfRule = (path: readonly PropertyKey[], message: string, hint: string) => void;

/** Rules have ids of their own; they and their verification standards name indicators and dimensions there are. */
export function checkPlaybooks(config: Config, say: Say): void {
  for (const [id, playbook] of Object.entries(config.playbooks)) {
    checkIds(id, playbook, say);
    for (const [index, rule] of playbook.rules.entries()) {
      const here: SayOfRule = (path, message, hint) => say(id, ["rules", index, ...path], message, hint);
      checkWhen(config, rule, here);
      const { verification } = rule.measure;
      if (verification !== undefined)
        checkStandard(config, verification, (path, message, hint) =>
          here(["measure", "verification", ...path], message, hint),
        );
    }
  }
}

/** An action remembers the rule it came from by its id. */
function checkIds(id: string, { rules }: Playbook, say: Say): void {
  const ids = rules.map((rule) => rule.id);
  for (const [index, name] of ids.entries())
    if (ids.indexOf(name) !== index)
      say(id, ["rules", index, "id"], `Rule "${name}" is there twice.`, "Give each rule its own id.");
}

function checkWhen(config: Config, { when }: PlaybookRule, say: SayOfRule): void {
  const { indicator, dimension } = when;
  if (indicator !== undefined) known(say, ["when", "indicator"], "indicator", indicator, config.indicators);
  if (dimension !== undefined) known(say, ["when", "dimension"], ...dimensionsOf(config, indicator, dimension));
}

function checkStandard(config: Config, standard: Verification, say: SayOfRule): void {
  const { indicator, theme, threshold } = standard;
  const unit = theme === undefined ? config.indicators[indicator ?? ""]?.unit : "percent";
  if (indicator !== undefined) known(say, ["indicator"], "indicator", indicator, config.indicators);
  for (const dimension of Object.keys(standard.cut))
    known(say, ["cut", dimension], ...dimensionsOf(config, indicator, dimension));
  if (unit === "percent" && Math.abs(threshold) > 1.5)
    say(
      ["threshold"],
      `${threshold} is no share: percentages are written as fractions.`,
      `Write ${threshold / 100} for ${threshold} %.`,
    );
}

/** Kind, name and dimensions to find it among: those of the indicator's dataset, or of all where none is named. */
function dimensionsOf(config: Config, indicator: string | undefined, name: string): [string, string, object] {
  const dataset = config.indicators[indicator ?? ""]?.dataset;
  const own = dataset === undefined ? undefined : config.datasets[dataset]?.dimensions;
  if (own !== undefined) return [`dimension (in the dataset of ${indicator})`, name, own];
  return ["dimension", name, Object.assign({}, ...Object.values(config.datasets).map(({ dimensions }) => dimensions))];
}

const known = (say: SayOfRule, path: readonly PropertyKey[], kind: string, name: string, names: object): void =>
  reference((_id, at, message, hint) => say(at, message, hint), "", path, kind, name, names);
