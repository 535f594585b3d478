import { type MemberRows, membersInPeriod } from "./collect/members-in-period.ts";
import type { Cut } from "./collect/snapshot.ts";
import type { Config } from "./config/schema/index.ts";
import type { EditionRequest, Effects, PublishedEdition } from "./publish.ts";

/** Which editions one run makes. */
export interface BurstSpec {
  /** Dimension each of whose members gets an edition; null = none but the whole. */
  each: string | null;
  andAll: boolean;
  minimumRows: number;
}

export interface BurstPlan {
  /** The whole first, then members with most rows first. */
  requests: EditionRequest[];
  /** Members with too few rows for an edition of their own. */
  skipped: MemberRows[];
}

/** What became of one edition. */
export type Outcome<Made> = { scope: Cut; made: Made } | { scope: Cut; error: unknown };

/**
 * The editions of a run, by the members that have rows in the period.
 *
 * @throws {PeriodicalError} SCOPE_UNKNOWN for a dimension no indicator knows; what the warehouse throws
 */
export async function planBurst(
  config: Config,
  request: EditionRequest,
  spec: BurstSpec,
  effects: Pick<Effects, "read">,
): Promise<BurstPlan> {
  const { each } = spec;
  const found = each === null ? [] : await effects.read((session) => membersInPeriod(config, request, each, session));
  const enough = found.filter(({ rows }) => rows >= spec.minimumRows);
  const ofMember = ({ member }: MemberRows): EditionRequest => ({
    ...request,
    scope: { ...request.scope, ...(each === null ? {} : { [each]: member }) },
  });
  return {
    requests: [...(spec.andAll ? [request] : []), ...enough.map(ofMember)],
    skipped: found.filter(({ rows }) => rows < spec.minimumRows),
  };
}

/**
 * Makes edition after edition with one browser and one warehouse; each takes its own snapshot. One that fails does not
 * stop the others; only a stop from outside does.
 *
 * @param summarise keeps what is wanted of an edition: a hundred of them would not fit into memory
 */
export async function publishEach<Made>(
  requests: readonly EditionRequest[],
  publish: (request: EditionRequest) => Promise<PublishedEdition>,
  summarise: (edition: PublishedEdition) => Made,
  signal: AbortSignal,
): Promise<Outcome<Made>[]> {
  const outcomes: Outcome<Made>[] = [];
  for (const request of requests) {
    signal.throwIfAborted();
    const { scope } = request;
    try {
      outcomes.push({ scope, made: summarise(await publish(request)) });
    } catch (error) {
      signal.throwIfAborted();
      outcomes.push({ scope, error });
    }
  }
  return outcomes;
}
