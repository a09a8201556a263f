/**
 * What the sidebar shows until its script has made the rest: the run as it is, or the steps of the set-up. In the
 * words of the parts that then take its place.
 */
import type { Boot, RunView, Status, Walk } from '../api';
import { titleOf } from './choices';
import { headline, markOf, startedWords } from './runWords';
import { shownSteps, WALK_TITLE, WALK_TITLES, WALK_WORDS } from './walkWords';

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value: string): string => value.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);

/** HTML; empty for a page that has nothing to show before. */
export function firstSight({ page, walk, status, steps }: Boot): string {
  if (page !== 'sidebar') return '';
  const parts = [walk?.shown ? walkSight(walk) : '', status?.run ? runSight(status.run, status, steps) : ''];
  const known = parts.join('');
  return `<main>${known || '<section class="card"><h2>Run</h2></section>'}</main>`;
}

function walkSight(walk: Walk): string {
  const items = shownSteps(walk).map(
    ({ id, open }, i) =>
      `<li><span class="group"><span class="mark${open ? '' : ' done'}">${open ? i + 1 : '✓'}</span>${WALK_TITLES[id]}</span></li>`,
  );
  return `<section class="card walk"><h2>${WALK_TITLE}</h2><p class="quiet">${WALK_WORDS}</p><ol>${items.join('')}</ol></section>`;
}

function runSight(run: RunView, status: Status, steps: Boot['steps']): string {
  const { tone, title, text: more } = headline(run, status.next);
  const tag = run.dryRun ? '<span class="tag">dry run</span>' : '';
  return (
    `<section class="card run ${tone}"><h2>${text(titleOf(steps, run.step))}${tag}</h2>` +
    `<p class="state"><span class="mark">${markOf(tone)}</span><strong>${text(title)}</strong> ` +
    `<span class="where">${text(more)}</span></p>` +
    `<p class="quiet">${text(startedWords(run, status))}</p></section>`
  );
}
