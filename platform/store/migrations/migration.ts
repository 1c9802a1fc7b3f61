/** One step of the schema; `name` orders it and is remembered in the database. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}
