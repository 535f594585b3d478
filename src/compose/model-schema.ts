import { z } from "zod";
import { Model } from "./model.ts";

/** JSON Schema of the document as data, published as `docs/schemas/model.json`. */
export function modelJsonSchema(): Record<string, unknown> {
  return { title: "Periodical model", ...z.toJSONSchema(Model, { io: "output" }) };
}
