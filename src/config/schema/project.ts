import { z } from "zod";
import { DeliveryConfig } from "./delivery.ts";
import { Locale, LocalText, ZoneName } from "./text.ts";

export const TlsConfig = z.strictObject({
  mode: z
    .enum(["disable", "require", "verify-full"])
    .default("verify-full")
    .describe("`require` encrypts without checking the certificate; `verify-full` checks chain and host name."),
  ca_file: z.string().optional().describe("PEM file of the certificate authority, relative to the project."),
  cert_file: z.string().optional().describe("PEM file of the client certificate."),
  key_file: z.string().optional().describe("PEM file of the client key."),
});
export type TlsConfig = z.infer<typeof TlsConfig>;

export const WarehouseConfig = z.strictObject({
  url_env: z
    .string()
    .default("DATABASE_URL")
    .describe("Environment variable holding a `postgres://` URL. When it is set it wins over the fields below."),
  host: z.string().optional().describe("Server name. Without it and without a URL, the embedded PostgreSQL is used."),
  port: z.int().min(1).max(65535).default(5432).describe("Server port."),
  database: z.string().optional().describe("Database name."),
  user: z.string().optional().describe("Role to log in as; it needs no more than SELECT."),
  password_env: z
    .string()
    .default("PGPASSWORD")
    .describe("Environment variable holding the password; never the password itself."),
  tls: TlsConfig.optional().describe("Encryption of the connection."),
  statement_timeout_s: z
    .number()
    .positive()
    .default(300)
    .describe("A statement that runs longer is cancelled (seconds)."),
  pool: z.int().min(1).max(50).default(4).describe("Connections at most."),
});
export type WarehouseConfig = z.infer<typeof WarehouseConfig>;

/** `periodical.yaml`. */
export const ProjectConfig = z.strictObject({
  organisation: LocalText.describe("Name printed at the head of every page."),
  timezone: ZoneName.describe("Zone in which days, months and quarters begin, unless a report names its own."),
  locales: z
    .array(Locale)
    .min(1)
    .default(["en"])
    .describe("Languages every report is printed in, unless it names its own."),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default("CNY")
    .describe("ISO 4217 code for indicators in `currency`."),
  week_starts: z.enum(["monday", "sunday"]).default("monday").describe("First day of a week."),
  fiscal_year_starts: z.int().min(1).max(12).default(1).describe("Month in which quarters and years are counted from."),
  warehouse: WarehouseConfig.prefault({}).describe("Where the figures come from."),
  archive: z
    .strictObject({
      folder: z.string().default("archive").describe("Folder of the filed revisions, relative to the project."),
    })
    .prefault({})
    .describe("Where editions are filed for good."),
  delivery: DeliveryConfig.optional().describe("How filed editions reach their readers; without it nothing is sent."),
  output: z.string().default("output").describe("Folder the documents are written to, relative to the project."),
});
export type ProjectConfig = z.infer<typeof ProjectConfig>;
