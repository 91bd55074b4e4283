/**
 * Connection strings of databases. They hold passwords, so no message may show any part of one.
 *
 * @module
 */

/**
 * Whether a text contains a PostgreSQL connection string, or a URL with a user in it.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * assert(holdsCredentials("json:postgres://u:secret@host/database"));
 * assert(holdsCredentials("https://token@host/benchline/"));
 * assert(holdsCredentials("host=h password=secret"));
 * assert(!holdsCredentials("https://esm.sh/@scope/name@1.0.0"));
 * ```
 */
export function holdsCredentials(text: string): boolean {
  return /postgres(?:ql)?:\/+[^\s/]|(?<![\w+.-])[a-z][\w+.-]*:\/\/[^\s/?#]*@/i.test(text) ||
    /\b(?:password|passwd)\s*=/i.test(text) && KEYWORD.test(text);
}

/** Keywords of the connection strings that PostgreSQL's own programs take. */
const KEYWORD = /(?:^|\s|')(?:host|hostaddr|port|dbname|user|service|sslmode)\s*=/i;

/** Whether a text is meant as the URL of a PostgreSQL database. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(text);
}

/** Whether a text is a URL, or a list of keywords as PostgreSQL's own programs take them. */
export function isConnection(text: string): boolean {
  return /^\s*[a-z][a-z\d+.-]+:/i.test(text) || holdsCredentials(text) || KEYWORD.test(text);
}

const PARTS =
  /^postgres(?:ql)?:\/\/(?<user>[\w.~%!$&'()*+,;=:-]*@)?(?<host>[a-z\d][a-z\d.-]*|\[[a-f\d:.]+\])(?<port>:\d{1,5})?\/(?<database>[\w.~%-]+)(?<query>\?[^@#]*)?$/i;

/** Parameters of a URL that override its parts. */
const REPLACED = /[?&](?:host|hostaddr|port|db|dbname|database|user|password)=/i;

/**
 * Names a PostgreSQL database in messages: host, port and database, if these parts of the URL are
 * certain. With an unencoded character in it, a part of the password could stand in their place.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(nameDatabase("postgres://u:secret@h.org:5432/d?sslmode=require"), "postgres://h.org:5432/d");
 * assertEquals(nameDatabase("postgres://u:sec/ret@h.org/d"), "the PostgreSQL database");
 * ```
 */
export function nameDatabase(url: string): string {
  const { user, host, port = "", database, query = "" } = PARTS.exec(url)?.groups ?? {};
  // Without a user in front, it could be a user whose host was forgotten.
  const isHost = user !== undefined || /[.[]|^localhost$/i.test(host ?? "");
  const isPort = port === "" || Number(port.slice(1)) <= 65_535;
  return host === undefined || !isHost || !isPort || REPLACED.test(query)
    ? "the PostgreSQL database"
    : `postgres://${host}${port}/${database}`;
}

/**
 * Removes users and passwords from the URLs in a text, and nearly everything from those of
 * databases.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const said = "unable to access 'https://u:se/cret@h/r.git'";
 * assertEquals(withoutCredentials(said), "unable to access 'https://h/r.git'");
 * assertEquals(withoutCredentials("psql postgres://u:se?cret@h/d -c x"), "psql postgres://… -c x");
 * assertEquals(withoutCredentials("http://h:80/@scope/x"), "http://h:80/@scope/x");
 * ```
 */
export function withoutCredentials(text: string): string {
  return text
    .replaceAll(
      /(postgres(?:ql)?:\/\/)(\S*)/gi,
      (whole, scheme: string, rest: string) => /[@?]/.test(rest) ? `${scheme}…` : whole,
    )
    .replaceAll(
      /(?<=\w:\/\/)[^\s'"<>]+/g,
      (rest) => isWithoutUser(rest) ? rest : rest.slice(rest.lastIndexOf("@") + 1),
    );
}

/**
 * Whether every at sign after the slashes of a URL is in its path. Anything may follow the colon
 * after a user, even what looks like a port and a path.
 */
function isWithoutUser(rest: string): boolean {
  const slash = rest.indexOf("/");
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  if (authority.includes("@")) return false;
  if (!authority.includes(":")) return true;
  return /:\d+$/.test(authority) && !/[^/]@/.test(rest.slice(authority.length));
}
