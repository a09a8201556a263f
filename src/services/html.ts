/** Pages, read with kept parsers. */
import { parsers, type Parsers } from './parse';

type Document = ReturnType<Parsers['parseDocument']>;

/** A node as far as its text matters. */
interface Node {
  name?: string;
  data?: string;
  type: string;
  children?: Node[];
}

const HIDDEN = new Set(['script', 'style', 'noscript', 'template']);

/** Texts one by one: what stands in neighbouring elements does not run together. */
function piecesOf(node: Node): string[] {
  if (HIDDEN.has(node.name ?? '')) return [];
  return node.type === 'text' ? [node.data ?? ''] : (node.children ?? []).flatMap(piecesOf);
}

export class Page {
  private readonly document: Document;

  constructor(html: string) {
    this.document = parsers().parseDocument(html);
  }

  /** Texts of all elements that fit the selector. */
  texts(selector: string): string[] {
    const { selectAll, textContent } = parsers();
    return selectAll(selector, this.document).map((element) => tidy(textContent(element)));
  }

  /** Text of the first element that fits; '' if none does. */
  text(selector: string): string {
    const { selectOne, textContent } = parsers();
    const element = selectOne(selector, this.document);
    return element ? tidy(textContent(element)) : '';
  }

  /** Values of an attribute on the elements that fit. */
  attributes(selector: string, name: string): string[] {
    const { getAttributeValue, selectAll } = parsers();
    const elements = selectAll(selector, this.document) as unknown as Parameters<
      typeof getAttributeValue
    >[0][];
    return elements.flatMap((element) => getAttributeValue(element, name) ?? []);
  }

  /** What scripts of this kind hold as JSON; what does not parse is left out. */
  json(selector: string): unknown[] {
    const { selectAll, textContent } = parsers();
    return selectAll(selector, this.document).flatMap((element) => {
      try {
        return [JSON.parse(textContent(element)) as unknown];
      } catch {
        return [];
      }
    });
  }

  /** What a reader sees, scripts and styles left out. */
  visibleText(): string {
    const body = parsers().selectOne('body', this.document) ?? this.document;
    return tidy(piecesOf(body as unknown as Node).join(' '));
  }
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** `Tom &amp; Jerry` → `Tom & Jerry`: names in embedded data are escaped a second time. */
export function unescaped(text: string): string {
  const { parseDocument, textContent } = parsers();
  return textContent(parseDocument(text));
}
