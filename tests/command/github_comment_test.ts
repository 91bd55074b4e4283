// Tests against a local server in place of GitHub's API.
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { type CommentTarget, upsertComment } from "../../scripts/command/github/comment.ts";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string | null;
  readonly authorization: string | null;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Starts a server that gives these answers in turn, and records the requests. */
async function withServer(
  answer: (asked: Asked, count: number) => Answer,
  use: (apiUrl: string, asked: Asked[], slept: number[]) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const url = new URL(request.url);
      const text = await request.text();
      const one = {
        method: request.method,
        path: url.pathname + url.search,
        body: text === "" ? null : JSON.parse(text).body,
        authorization: request.headers.get("authorization"),
      };
      asked.push(one);
      const { status, body = {}, headers = {} } = answer(one, asked.length);
      return new Response(JSON.stringify(body), { status, headers });
    },
  );
  try {
    await use(`http://127.0.0.1:${server.addr.port}`, asked, []);
  } finally {
    await server.shutdown();
  }
}

const MARKER = "<!-- benchline:test -->";

function target(apiUrl: string): CommentTarget {
  return { apiUrl, repository: "owner/name", number: 7, token: "secret" };
}

/** A network that does not wait, but records the waiting times. */
function network(slept: number[]) {
  const sleep = (milliseconds: number) => {
    slept.push(milliseconds);
    return Promise.resolve();
  };
  return { fetch, sleep };
}

const bot = (id: number, body: string) => ({ id, body, user: { type: "Bot" } });

Deno.test("upsertComment() creates a comment if there is none", async () => {
  await withServer(
    ({ method }) => ({ status: 200, body: method === "GET" ? [] : { id: 1 } }),
    async (apiUrl, asked, slept) => {
      assertEquals(await upsertComment(target(apiUrl), MARKER, "text", network(slept)), "created");
      assertEquals(asked.map(({ method, path }) => `${method} ${path}`), [
        "GET /repos/owner/name/issues/7/comments?per_page=100&page=1",
        "POST /repos/owner/name/issues/7/comments",
      ]);
      assertEquals(asked[1]!.body, `${MARKER}\ntext`);
      assertEquals(asked[1]!.authorization, "Bearer secret");
      assertEquals(slept, []);
    },
  );
});

Deno.test("upsertComment() replaces its own comment, on whatever page it is", async () => {
  const others = Array.from({ length: 100 }, (_, id) => bot(id, "something else"));
  const pages = [others, [
    { id: 500, body: `${MARKER}\nby a person`, user: { type: "User" } },
    bot(501, `quoting ${MARKER}`),
    bot(502, `${MARKER}\nold`),
  ]];
  await withServer(
    ({ method }, count) => ({ status: 200, body: method === "GET" ? pages[count - 1] : {} }),
    async (apiUrl, asked, slept) => {
      assertEquals(await upsertComment(target(apiUrl), MARKER, "new", network(slept)), "updated");
      assertEquals(asked.at(-1)!.method, "PATCH");
      assertEquals(asked.at(-1)!.path, "/repos/owner/name/issues/comments/502");
      assertEquals(asked.length, 3);
    },
  );
});

Deno.test("upsertComment() says why the server refuses, and does not retry", async (t) => {
  const rows: [what: string, status: number, reason: string][] = [
    [
      "the token of a fork",
      403,
      "answers 403; the token lacks the permission, as on pull requests from forks",
    ],
    ["a missing repository", 404, "answers 404; the token lacks the permission"],
    ["too long a comment", 422, "answers 422"],
  ];
  for (const [what, status, reason] of rows) {
    await t.step(what, async () => {
      await withServer(() => ({ status }), async (apiUrl, asked, slept) => {
        const error = await assertRejects(
          () => upsertComment(target(apiUrl), MARKER, "text", network(slept)),
          Failure,
        );
        assertStringIncludes(error.message, reason);
        assertEquals(asked.length, 1);
      });
    });
  }
});

Deno.test("upsertComment() waits for a rate limit as requested, and retries", async (t) => {
  const rows: [what: string, answer: Answer, waits: number[]][] = [
    ["retry-after", { status: 429, headers: { "retry-after": "3" } }, [3000]],
    ["a secondary limit", { status: 403, headers: { "retry-after": "0" } }, [0]],
    ["a server error", { status: 502 }, [1000]],
  ];
  for (const [what, answer, waits] of rows) {
    await t.step(what, async () => {
      await withServer(
        ({ method }, count) =>
          count === 1 ? answer : { status: 200, body: method === "GET" ? [] : {} },
        async (apiUrl, _asked, slept) => {
          assertEquals(await upsertComment(target(apiUrl), MARKER, "x", network(slept)), "created");
          assertEquals(slept, waits);
        },
      );
    });
  }
});

Deno.test("upsertComment() gives up if waiting takes too long or does not help", async (t) => {
  const limit = {
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": `${Date.now() / 1000 + 3600}`,
  };
  const rows: [what: string, answer: Answer, tries: number, reason: string][] = [
    ["an hour", { status: 403, headers: limit }, 1, "answers 403"],
    ["down", { status: 503 }, 4, "answers 503"],
    [
      "another error",
      { status: 200, body: { message: "hello" } },
      1,
      "did not answer with a list",
    ],
  ];
  for (const [what, answer, tries, reason] of rows) {
    await t.step(what, async () => {
      await withServer(() => answer, async (apiUrl, asked, slept) => {
        const error = await assertRejects(
          () => upsertComment(target(apiUrl), MARKER, "x", network(slept)),
          Failure,
        );
        assertStringIncludes(error.message, reason);
        assertEquals(asked.length, tries);
      });
    });
  }
});

Deno.test("upsertComment() says so if no server answers", async () => {
  const slept: number[] = [];
  // No server listens on this port.
  const error = await assertRejects(
    () => upsertComment(target("http://127.0.0.1:9"), MARKER, "x", network(slept)),
    Failure,
  );
  assertStringIncludes(error.message, "Cannot comment on the pull request: ");
  assertEquals(slept, [1000, 4000, 16000]);
});
