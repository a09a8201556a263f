/** axe-core in the documents of a page; its frames have an origin of their own. */
import { readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  violations: { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }[];
}

/** What is serious or worse: the rule and the first element that breaks it. */
export async function seriousIn(frames: readonly Frame[]): Promise<string[]> {
  const found: string[] = [];
  for (const frame of frames) {
    await frame.evaluate(source);
    const { violations } = (await frame.evaluate(
      "axe.run(document, { iframes: false, resultTypes: ['violations'] })",
    )) as Found;
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical') found.push(`${id}: ${nodes[0]?.html ?? ''}`);
  }
  return found;
}
