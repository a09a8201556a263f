/** The choices of a conflict in words. */
import type { Conflict } from '../api';

/** `Keep 1980-01-02`, `Take 1981-01-02 (Wikidata)`, `Ignore for good`. */
export function choiceWords(
  choice: string,
  { kind, kept, others }: Pick<Conflict, 'kind' | 'kept' | 'others'>,
): string {
  const [verb = '', ...rest] = choice.split(' ');
  const named = rest.join(' ');
  const first = others[0]?.value ?? '';
  if (kind === 'same' && verb === 'keep') return 'Keep both rows';
  if (kind === 'row' && verb === 'keep') return 'Keep the row';
  if (kind === 'row' && verb === 'take') return 'Remove the row';
  if (verb === 'keep' && named === '') return kept === '' ? 'Leave it blank' : `Keep ${kept}`;
  if (verb === 'take') {
    const value = named || first;
    const source = others.find((other) => other.value === value)?.source;
    return `Take ${value}${source ? ` (${source})` : ''}`;
  }
  if (verb === 'merge' && named === '') return 'Merge the rows';
  return choice.charAt(0).toUpperCase() + choice.slice(1);
}
