/** The choices of a conflict in words. */
import type { Conflict } from '../api';

/** `Keep 1980-01-02`, `Take 1981-01-02 (Wikidata)`, `Ignore for good`. */
export function choiceWords(choice: string, { kept, others }: Pick<Conflict, 'kept' | 'others'>): string {
  const [verb = '', ...rest] = choice.split(' ');
  const named = rest.join(' ');
  const first = others[0]?.value ?? '';
  if (verb === 'keep' && named === '') return kept === '' ? 'Leave it blank' : `Keep ${kept}`;
  if (verb === 'take') {
    const value = named || first;
    const source = others.find((other) => other.value === value)?.source;
    return `Take ${value}${source ? ` (${source})` : ''}`;
  }
  if (verb === 'merge' && named === '') return 'Merge the rows';
  return choice.charAt(0).toUpperCase() + choice.slice(1);
}
