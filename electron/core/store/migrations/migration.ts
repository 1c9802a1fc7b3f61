/** One step of the schema; applied once, in the order of its number, in a transaction of its own. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}
