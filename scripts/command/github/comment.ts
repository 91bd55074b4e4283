/** Writes one comment on a pull request, and updates it later. @module */
import { Failure } from "../../result/failure.ts";

/** Where the comment goes. */
export interface CommentTarget {
  /** `https://api.github.com`, or the API of another server. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Number of the pull request. */
  readonly number: number;
  readonly token: string;
}

/** How to reach the server. */
export interface Network {
  /** Makes a request. */
  readonly fetch: typeof fetch;
  /** Waits before a request is repeated. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 1000;
/** Longer waits for a rate limit are not worth it: the summary has the report, too. */
const LONGEST_WAIT_MS = 60_000;
const TIMEOUT_MS = 30_000;
const PAGE_SIZE = 100;
const MOST_PAGES = 30;

/**
 * Writes a comment, or updates a bot's comment that begins with the same marker.
 *
 * @param marker An HTML comment that identifies this comment.
 * @returns What happened.
 * @throws {Failure} If the server refuses, or cannot be reached.
 */
export async function upsertComment(
  target: CommentTarget,
  marker: string,
  text: string,
  network: Network,
): Promise<"created" | "updated"> {
  const { repository, number } = target;
  const body = JSON.stringify({ body: `${marker}\n${text}` });
  const existing = await findComment(target, marker, network);
  if (existing !== null) {
    await request(target, `PATCH /repos/${repository}/issues/comments/${existing}`, body, network);
    return "updated";
  }
  await request(target, `POST /repos/${repository}/issues/${number}/comments`, body, network);
  return "created";
}

interface Comment {
  readonly id: number;
  readonly body?: string | null;
  readonly user?: { readonly type?: string } | null;
}

async function findComment(
  target: CommentTarget,
  marker: string,
  network: Network,
): Promise<number | null> {
  const path = `GET /repos/${target.repository}/issues/${target.number}/comments`;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const query = `?per_page=${PAGE_SIZE}&page=${page}`;
    const answer = await request(target, path + query, null, network);
    if (!Array.isArray(answer)) {
      throw new Failure("Cannot read the comments: the server did not answer with a list");
    }
    const comments = answer as Comment[];
    // A person's comment is never changed, whatever it begins with.
    const mine = comments.find(({ body, user }) =>
      user?.type === "Bot" && body?.startsWith(marker) === true
    );
    if (mine !== undefined) return mine.id;
    if (comments.length < PAGE_SIZE) return null;
  }
  return null;
}

/** Makes a request, and repeats it after a while if that can help. */
async function request(
  { apiUrl, token }: CommentTarget,
  methodAndPath: string,
  body: string | null,
  { fetch, sleep }: Network,
): Promise<unknown> {
  const [method, path] = methodAndPath.split(" ") as [string, string];
  let reason = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    let wait = FIRST_WAIT_MS * 4 ** attempt;
    try {
      const response = await fetch(`${apiUrl}${path}`, {
        method,
        body,
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${token}`,
          "user-agent": "benchline",
          "x-github-api-version": "2022-11-28",
          ...(body === null ? {} : { "content-type": "application/json" }),
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      reason = `the server answers ${response.status}`;
      const asked = waitAskedFor(response);
      if (asked === null && response.status < 500) throw refusal(response.status, reason);
      wait = asked ?? wait;
    } catch (error) {
      // Waiting does not help if a permission is missing.
      if (error instanceof Failure || error instanceof Deno.errors.NotCapable) throw error;
      reason = error instanceof Error ? error.message : String(error);
    }
    if (attempt + 1 === ATTEMPTS || wait > LONGEST_WAIT_MS) break;
    await sleep(wait);
  }
  throw new Failure(`Cannot comment on the pull request: ${reason}`);
}

/** Milliseconds until a rate limit ends; null if there is none. */
function waitAskedFor({ status, headers }: Response): number | null {
  if (status !== 429 && status !== 403) return null;
  const after = Number(headers.get("retry-after") ?? NaN);
  if (Number.isFinite(after)) return after * 1000;
  if (headers.get("x-ratelimit-remaining") !== "0") return null;
  const reset = Number(headers.get("x-ratelimit-reset") ?? NaN) * 1000 - Date.now();
  return Number.isFinite(reset) ? Math.max(0, reset) : FIRST_WAIT_MS;
}

function refusal(status: number, reason: string): Failure {
  const hint = [401, 403, 404].includes(status)
    ? "; the token lacks the permission, as on pull requests from forks"
    : "";
  return new Failure(`Cannot comment on the pull request: ${reason}${hint}`);
}
