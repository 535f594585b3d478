import { createHash } from "node:crypto";
import type { PdfFile } from "./file.ts";
import { pdfDate } from "./stable.ts";
import { decodeText, encodeText, isRef, isString, type PdfDict, type PdfValue, writeValue } from "./syntax.ts";

/** A file inside the document. */
export interface Attachment {
  name: string;
  mediaType: string;
  description: string;
  /** What it is to the document: the source it was made from, or data it shows (ISO 32000-2, 7.11.3). */
  relationship: "Source" | "Data";
  /** Bytes of the file before packing, and their MD5 in hexadecimal, which PDF asks for. */
  size: number;
  checksum: string;
  /** Packed with zlib. */
  packed: Buffer;
}

export interface DocumentInfo {
  title: string;
  author: string;
  subject: string;
  creator: string;
  producer: string;
  language: string;
  keywords: string;
  /** Written as the time of creation and of change. */
  date: Date;
}

/**
 * The document with its metadata and attachments, appended as an incremental update (ISO 32000-2, 7.5.6): the printed
 * pages keep their bytes, and the time does not depend on their number. Equal input gives equal bytes.
 */
export function appendToPdf(
  file: PdfFile,
  info: DocumentInfo,
  attachments: readonly Attachment[],
  headings: readonly string[] = [],
): Buffer {
  const { Root: root, Info: infoRef, Size: size } = file.trailer;
  if (!isRef(root) || typeof size !== "number") throw new Error("the PDF has no catalog");
  const objects = new Map<number, Buffer>();
  let next = size;
  const add = (body: string | Buffer): number => {
    objects.set(next, Buffer.isBuffer(body) ? body : Buffer.from(body, "latin1"));
    return next++;
  };

  const date = `(${pdfDate(info.date)})`;
  // Readers find attachments by binary search: their names must be in order.
  const sorted = [...attachments].sort((a, b) => (a.name < b.name ? -1 : 1));
  const specs = sorted.map((attachment) => {
    const { size, checksum, packed } = attachment;
    const embedded = add(
      packedStream(
        `/Type /EmbeddedFile /Subtype /${attachment.mediaType.replace("/", "#2F")} /Params <</Size ${size} /CreationDate ${date} /ModDate ${date} /CheckSum <${checksum}>>>`,
        packed,
      ),
    );
    const name = encodeText(attachment.name);
    return add(
      `<</Type /Filespec /F ${name} /UF ${name} /Desc ${encodeText(attachment.description)} /AFRelationship /${attachment.relationship} /EF <</F ${embedded} 0 R /UF ${embedded} 0 R>>>>`,
    );
  });
  const metadata = add(
    Buffer.concat([
      Buffer.from(`<</Type /Metadata /Subtype /XML /Length ${Buffer.byteLength(xmp(info))}>> stream\n`),
      Buffer.from(xmp(info), "utf8"),
      Buffer.from("\nendstream"),
    ]),
  );

  const catalog: PdfDict["dict"] = { ...file.dict(root) };
  catalog.Version = { name: "1.7" };
  catalog.Metadata = { ref: metadata };
  if (specs.length > 0) {
    const references: PdfValue[] = specs.map((ref) => ({ ref }));
    catalog.AF = references;
    const names = sorted.flatMap(({ name }, i): PdfValue[] => [utf16(name), references[i] ?? null]);
    catalog.Names = {
      dict: { ...file.dict(catalog.Names), EmbeddedFiles: { dict: { Names: names } } },
    };
  }
  for (const [ref, body] of outlineTitles(file, catalog, headings)) objects.set(ref, Buffer.from(body, "latin1"));
  objects.set(root.ref, Buffer.from(writeValue({ dict: catalog }), "latin1"));
  const infoNumber = isRef(infoRef) ? infoRef.ref : next++;
  objects.set(infoNumber, Buffer.from(infoObject(info, date), "latin1"));

  return withUpdate(file, objects, { size: next, root: root.ref, info: infoNumber });
}

/**
 * Bookmarks as the headings say. The browser puts them together from the lines it draws: without the blank between two
 * lines, and with a line twice where a heading was moved to the next page.
 */
function* outlineTitles(
  file: PdfFile,
  catalog: PdfDict["dict"],
  headings: readonly string[],
): Generator<readonly [ref: number, body: string]> {
  const items = [...outlineItems(file, file.dict(catalog.Outlines).First)];
  if (items.length !== headings.length) return;
  for (const [index, ref] of items.entries()) {
    const item = file.dict({ ref });
    const heading = headings[index] ?? "";
    if (isString(item.Title) && decodeText(item.Title) !== heading)
      yield [ref, writeValue({ dict: { ...item, Title: utf16(heading) } })];
  }
}

/** Object numbers of the bookmarks, in the order in which they are shown. */
function* outlineItems(file: PdfFile, first: PdfValue | undefined): Generator<number> {
  for (let item = first; isRef(item); ) {
    const { First, Next }: PdfDict["dict"] = file.dict(item);
    yield item.ref;
    yield* outlineItems(file, First);
    item = Next;
  }
}

function withUpdate(
  file: PdfFile,
  objects: ReadonlyMap<number, Buffer>,
  { size, root, info }: { size: number; root: number; info: number },
): Buffer {
  const printed = Buffer.from(file.source, "latin1");
  const parts: Buffer[] = [printed];
  let length = printed.length;
  const push = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  if (printed.at(-1) !== 0x0a) push(Buffer.from("\n"));
  const numbers = [...objects.keys()].sort((a, b) => a - b);
  const entries: string[] = [];
  for (const number of numbers) {
    entries.push(`${number} 1\n${String(length).padStart(10, "0")} 00000 n \n`);
    push(Buffer.from(`${number} 0 obj\n`));
    push(objects.get(number) ?? Buffer.alloc(0));
    push(Buffer.from("\nendobj\n"));
  }
  const startXref = length;
  const digest = createHash("md5");
  for (const part of parts) digest.update(part);
  const id = digest.digest("hex").toUpperCase();
  push(
    Buffer.from(
      `xref\n${entries.join("")}trailer\n<</Size ${size} /Root ${root} 0 R /Info ${info} 0 R /Prev ${file.startXref} /ID [<${id}> <${id}>]>>\nstartxref\n${startXref}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts, length);
}

function packedStream(entries: string, packed: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<<${entries} /Filter /FlateDecode /Length ${packed.length}>> stream\n`, "latin1"),
    packed,
    Buffer.from("\nendstream", "latin1"),
  ]);
}

function infoObject(info: DocumentInfo, date: string): string {
  return `<</Title ${encodeText(info.title)} /Author ${encodeText(info.author)} /Subject ${encodeText(info.subject)} /Keywords ${encodeText(info.keywords)} /Creator ${encodeText(info.creator)} /Producer ${encodeText(info.producer)} /CreationDate ${date} /ModDate ${date}>>`;
}

/** The same facts as XMP (ISO 16684-1), for readers that look there first. */
function xmp(info: DocumentInfo): string {
  const instant = `${info.date.toISOString().slice(0, 19)}+00:00`;
  const text = (value: string) => `<rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(value)}</rdf:li></rdf:Alt>`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title>${text(info.title)}</dc:title>
<dc:creator><rdf:Seq><rdf:li>${escapeXml(info.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description>${text(info.subject)}</dc:description>
<dc:language><rdf:Bag><rdf:li>${escapeXml(info.language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>${escapeXml(info.creator)}</xmp:CreatorTool>
<xmp:CreateDate>${instant}</xmp:CreateDate>
<xmp:ModifyDate>${instant}</xmp:ModifyDate>
<pdf:Keywords>${escapeXml(info.keywords)}</pdf:Keywords>
<pdf:Producer>${escapeXml(info.producer)}</pdf:Producer>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function utf16(text: string): PdfValue {
  return { bytes: `\xfe\xff${Buffer.from(text, "utf16le").swap16().toString("latin1")}` };
}
