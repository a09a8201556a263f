/** The `env-example` command: prints `.env.example` from the settings that the bundle declares. */
import { createHost, emptyState, newWorkbook, simulatedClock } from '../host';
import { describeSettings } from './bundle';
import { envExample } from './settings';

export async function printEnvExample(bundleDir: string): Promise<number> {
  const host = await createHost({
    bundleDir,
    workbook: newWorkbook('Settings'),
    state: emptyState(),
    clock: simulatedClock(0),
    account: 'consumer',
  });
  try {
    process.stdout.write(envExample((await describeSettings(host)).settings));
  } finally {
    await host.close();
  }
  return 0;
}
