import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import type { Model } from "../compose/model.ts";
import { documentTitle } from "./html.ts";
import { type Attachment, appendToPdf, type DocumentInfo } from "./pdf/append.ts";
import { openPdf } from "./pdf/file.ts";
import { stabilise } from "./pdf/stable.ts";

const deflateAsync = promisify(deflate);

/** A JSON file for a document, packed outside the main thread: a snapshot takes longer to pack than a page to print. */
export async function packJson(
  name: string,
  value: unknown,
  description: string,
  relationship: Attachment["relationship"],
): Promise<Attachment> {
  const bytes = Buffer.from(`${JSON.stringify(value)}\n`, "utf8");
  const packed = await deflateAsync(bytes, { level: 6 });
  return {
    name,
    mediaType: "application/json",
    description,
    relationship,
    size: bytes.length,
    checksum: createHash("md5").update(bytes).digest("hex"),
    packed,
  };
}

/**
 * The browser's print made the edition's document: stable bytes, metadata from the model, attachments.
 *
 * @param headings text of every heading of the printed page, in order
 */
export function finishPdf(
  printed: Uint8Array,
  model: Model,
  attachments: readonly Attachment[],
  headings: readonly string[],
): Buffer {
  const info = documentInfo(model);
  return appendToPdf(openPdf(stabilise(printed, info.date)), info, attachments, headings);
}

/** Facts about the document; its dates are those of the data, so that equal data give equal bytes. */
export function documentInfo(model: Model): DocumentInfo {
  const { edition } = model;
  const summary = model.sections[0]?.heading.text ?? "";
  return {
    title: documentTitle(model),
    author: edition.organisation,
    subject: summary,
    creator: `Periodical ${edition.periodical}`,
    producer: `Periodical ${edition.periodical} (Chromium, Skia/PDF)`,
    language: edition.locale,
    keywords: `${edition.id}, revision ${edition.revision}`,
    date: new Date(edition.dataAsOfIso),
  };
}
