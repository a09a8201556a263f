/**
 * Apps Script puts the whole address, key included, into its messages (apps-script.md §3); what goes to
 * a log, a cell or the sidebar shows neither.
 */
export function scrub(message: string, secrets: readonly string[]): string {
  let text = message;
  for (const secret of secrets) {
    for (const form of [secret, encodeURIComponent(secret)]) {
      if (form.length > 3) text = text.split(form).join('…');
    }
  }
  return text
    .replace(/https?:\/\/[^\s"'<>]+/gi, (url) => (/[.:]$/.test(url) ? 'its address.' : 'its address'))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}
