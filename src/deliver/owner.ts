import type { SendMailOptions } from "nodemailer";
import type { DeliveryConfig } from "../config/schema/delivery.ts";
import type { Delivery } from "../state/deliveries.ts";

/** The mail that tells the owner what was given up; null without an owner. */
export function ownerMail(
  settings: DeliveryConfig,
  deliveries: readonly Delivery[],
  organisation: string,
): SendMailOptions | null {
  if (settings.owner === undefined) return null;
  const editions = [...new Set(deliveries.map(({ edition, revision }) => `${edition} revision ${revision}`))];
  const count = deliveries.length === 1 ? "1 delivery was" : `${deliveries.length} deliveries were`;
  return {
    from: { address: settings.from.address, name: settings.from.name ?? "" },
    to: [{ address: settings.owner, name: "" }],
    envelope: { from: settings.from.address, to: [settings.owner] },
    subject: `Periodical: ${count} given up (${editions[0]}${editions.length > 1 ? ", …" : ""})`,
    text: [
      `${organisation}: ${count} given up.`,
      ...editions.flatMap((edition) => [
        "",
        edition,
        ...deliveries
          .filter((one) => `${one.edition} revision ${one.revision}` === edition)
          .map(({ recipient, channel, attempts, response }) => {
            const tries = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
            return `- ${recipient} (${channel}, ${tries}): ${response ?? "no answer"}`;
          }),
      ]),
      "",
      "When the cause is mended: periodical deliver <edition> --retry",
      "",
    ].join("\n"),
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
