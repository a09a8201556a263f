/** What is used of the parsers' libraries. Load it by ./parse. */
import { DomHandler, Parser } from 'htmlparser2';

export { selectAll, selectOne } from 'css-select';
export { getAttributeValue, textContent } from 'domutils';
export { default as wtf } from 'wtf_wikipedia';

/** Elements within each other; real pages have some dozens. */
const MOST_LEVELS = 400;

class ShallowHandler extends DomHandler {
  override onopentag(name: string, attributes: Record<string, string>): void {
    if (this.tagStack.length > MOST_LEVELS) throw new Error('a page nested too deeply');
    super.onopentag(name, attributes);
  }
}

/** @throws for a page that is nested beyond all bounds: the time to read it grows with the square of that */
export function parseDocument(html: string): DomHandler['root'] {
  const handler = new ShallowHandler();
  new Parser(handler).end(html);
  return handler.root;
}
