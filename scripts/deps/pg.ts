import type * as Pg from "./pg.d.ts";

export type { Client as PgClient } from "./pg.d.ts";

// Named at run time, so that it is fetched only for who keeps results in PostgreSQL.
const name = "npm:pg@8.23.1";
export const { default: { Client } }: { default: typeof Pg } = await import(name);
