/** The documents of sidebars and dialogs: what HtmlService returned, with google.script put into it. */
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Documents that are kept: a page that loads again asks for its own once more. */
const MOST_FRAMES = 40;

/** Nothing from elsewhere, and no way out: what Google's own frames allow beyond that the add-on does without. */
export const FRAME_POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data: https:',
  'font-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox',
].join('; ');

/** Names of the functions that a page may call: declared at the top level, not ending in `_`. */
export function callableFunctions(bundleDir: string): string[] {
  const scripts = readdirSync(bundleDir).filter((file) => /\.(?:js|gs)$/.test(file));
  const names = scripts.flatMap((file) => {
    const code = readFileSync(path.join(bundleDir, file), 'utf8');
    const declared = code.matchAll(/(?:^|\b)function ([A-Za-z]\w*)\(\)\{\}|^function ([A-Za-z]\w*)\(/gm);
    return [...declared].map(([, stub, written]) => stub ?? written ?? '');
  });
  return [...new Set(names)].filter((name) => !name.endsWith('_'));
}

export class Frames {
  private readonly documents = new Map<string, string>();

  constructor(
    private readonly shim: string,
    private readonly functions: readonly string[],
  ) {}

  /** Keeps a document; gives the name under which it is served. */
  add(html: string): string {
    const id = randomBytes(16).toString('base64url');
    this.documents.set(id, this.withGoogle(html));
    for (const oldest of this.documents.keys()) {
      if (this.documents.size <= MOST_FRAMES) break;
      this.documents.delete(oldest);
    }
    return id;
  }

  get(id: string): string | undefined {
    return this.documents.get(id);
  }

  /** google.script must be there before the first script of the document runs. */
  private withGoogle(html: string): string {
    const script = `<script data-functions="${this.functions.join(' ')}">${this.shim}</script>`;
    const head = /<head(?:\s[^>]*)?>/i.exec(html);
    if (!head) return /^\s*<!doctype/i.test(html) ? html.replace(/>/, () => `>${script}`) : script + html;
    const at = head.index + head[0].length;
    return html.slice(0, at) + script + html.slice(at);
  }
}
