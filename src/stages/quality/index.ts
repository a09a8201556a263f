import type { StepContext } from '../../engine/types';
import { crossRules } from './crossRules';
import { rowRules } from './rowRules';
import type { QualityRule, RuleResult } from './types';

/** All quality rules, in the order in which the Quality tab shows them. */
export const qualityRules: readonly QualityRule[] = [...rowRules, ...crossRules];

/** Checks every rule over the tabs as they are in this execution. Pure: reads tables, writes nothing. */
export function checkQuality(context: StepContext): RuleResult[] {
  // An object of its own: what rules work out of the tabs together is kept by it.
  const own = Object.create(context) as StepContext;
  return qualityRules.map((rule) => ({ title: rule.title, ...rule.check(own) }));
}
