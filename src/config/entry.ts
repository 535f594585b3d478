/**
 * The entry of a record whose keys users choose, such as the members of a dimension: a member called `constructor` has no
 * label, goal or weight unless somebody wrote one.
 */
export function entryAt<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
