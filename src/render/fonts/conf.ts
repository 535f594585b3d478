import { FONT_FAMILY } from "./faces.ts";

/** Fontconfig file under which the shipped fonts are the only ones there are, whatever the machine has installed. */
export function fontsConf(fontsDir: string, cacheDir: string): string {
  const families = [...FONT_FAMILY.matchAll(/"([^"]+)"/g)].map(([, family]) => `<family>${family}</family>`).join("");
  const aliases = ["sans-serif", "serif", "monospace", "system-ui"].map(
    (generic) => `  <alias binding="strong"><family>${generic}</family><prefer>${families}</prefer></alias>`,
  );
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    "<fontconfig>",
    `  <dir>${escapeXml(fontsDir)}</dir>`,
    `  <cachedir>${escapeXml(cacheDir)}</cachedir>`,
    ...aliases,
    "</fontconfig>",
    "",
  ].join("\n");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
