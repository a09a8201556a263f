import type { Boot, Walk } from '../../src/sidebar/api';
import { firstSight } from '../../src/sidebar/client/firstSight';
import { run, statusOf } from './runView';

const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const ended = run({
  step: 'showinfo',
  dryRun: true,
  state: 'failed',
  message: 'The tab <b>ShowInfo</b> & "CastInfo" …',
  endedAt: '2026-03-10T13:05:00.000Z',
  startedBy: 'schedule',
  live: false,
  stageTitle: '',
});
const status = statusOf(ended, Date.parse('2026-03-10T14:00:00Z'));
const walk: Walk = {
  shown: true,
  rows: 0,
  steps: [
    { id: 'keys', open: false },
    { id: 'contact', open: true },
    { id: 'rows', open: true },
    { id: 'run', open: true },
  ],
};
const boot = (change: Partial<Boot>): Boot => ({
  page: 'sidebar',
  steps: [{ id: 'showinfo', title: 'Shows', kind: 'stage', tab: 'ShowInfo' }],
  functions: [],
  ...change,
});

describe('what the sidebar shows at first', () => {
  test('the last run, and nothing of a text as markup', () => {
    const html = firstSight(boot({ status }));
    expect(words(html)).toBe(
      'Shows dry run ✕ Ended with an error The tab &lt;b&gt;ShowInfo&lt;/b&gt; &amp; &quot;CastInfo&quot; … ' +
        'Started 13:00 by a schedule, ended 13:05',
    );
    expect(html).not.toContain('<b>');
  });

  test('the steps of the set-up that are to be seen, and which are done', () => {
    expect(words(firstSight(boot({ walk })))).toMatch(
      /^Set up Realitease A few steps .* ✓ Keys 2 Contact address 3 Run$/,
    );
    expect(firstSight(boot({ walk: { ...walk, rows: 7 } }))).toContain('Rows that are there already');
  });

  test('the form to come where nothing has run; nothing in a dialog', () => {
    expect(words(firstSight(boot({ walk: { ...walk, shown: false } })))).toBe('Run');
    expect(firstSight(boot({ page: 'help', status }))).toBe('');
  });
});
