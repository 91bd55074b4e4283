/** Self-contained HTML pages: no network, and no inline code except their own. @module */
import { escapeTerminal } from "../escape.ts";

/** The parts of a page. */
export interface Page {
  /** Plain text. */
  readonly title: string;
  /** HTML. */
  readonly body: string;
  readonly style: string;
  readonly script: string;
}

/**
 * Renders a page whose policy lets the browser load nothing, and allows only its own script and
 * style sheet.
 */
export async function renderPage({ title, body, style, script }: Page): Promise<string> {
  const policy = [
    "default-src 'none'",
    `style-src ${await hashSource(style)}`,
    `script-src ${await hashSource(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
<script>${script}</script>
</body>
</html>
`;
}

async function hashSource(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${new Uint8Array(digest).toBase64()}'`;
}

/**
 * Text within HTML, in an attribute or between tags.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(escapeHtml("<b title='x'>"), "&lt;b title=&#39;x&#39;&gt;");
 * ```
 */
export function escapeHtml(text: string): string {
  return escapeTerminal(text).replace(/[&<>"']/g, (character) => `&${ENTITIES[character]};`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "#39",
};
