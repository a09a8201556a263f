/** The undisturbed run that a disturbed one is compared with. */
import type { RunReport, RunState } from '../../../src/engine/report';
import type { Host } from '../../host/host';
import type { WorkbookModel } from '../../host/model';

const OVER: RunState[] = ['done', 'failed', 'stopped', 'confirm'];
const MOST_EXECUTIONS = 2_000;

export const isOver = ({ state }: RunReport): boolean => OVER.includes(state);

async function reportOf(host: Host): Promise<RunReport | null> {
  const { value } = await host.run('runReport', [], { kind: 'page' });
  return typeof value === 'string' ? (JSON.parse(value) as RunReport | null) : null;
}

/** Starts the run, or goes on with the one that is under way, up to its end; closes the host. */
export async function finishRun(
  host: Host,
  starter: { handler: string; args: unknown[]; kind: 'menu' | 'page' | 'simple'; user: string } | undefined,
): Promise<WorkbookModel> {
  try {
    if (starter) await host.run(starter.handler, starter.args, { kind: starter.kind, user: starter.user });
    for (let executions = 0; executions < MOST_EXECUTIONS; executions++) {
      const report = await reportOf(host);
      const trigger = host.nextTrigger();
      if (!report || isOver(report) || !trigger) return host.workbook;
      await host.fire(trigger);
    }
    throw new Error('The run does not end.');
  } finally {
    await host.close();
  }
}
