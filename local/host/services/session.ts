/** Session: who runs the script, and where. */
import type { Execution } from '../execution';
import { serviceClass } from '../registry';

export class User implements Pick<GoogleAppsScript.Base.User, 'getEmail'> {
  /** Empty for consumers and for triggers of others (apps-script.md §8). */
  getEmail(): string {
    return '';
  }
}

serviceClass(User, 'Session.User', { getEmail: '' });

type GasSession = GoogleAppsScript.Base.Session;

export class Session implements Pick<
  GasSession,
  'getActiveUserLocale' | 'getScriptTimeZone' | 'getTemporaryActiveUserKey'
> {
  constructor(private readonly execution: Execution) {}

  getActiveUser(): User {
    return new User();
  }

  getEffectiveUser(): User {
    return new User();
  }

  getActiveUserLocale(): string {
    return this.execution.host.options.locale ?? 'en';
  }

  getScriptTimeZone(): string {
    const { manifest, workbook } = this.execution.host;
    return manifest.timeZone ?? workbook.timeZone;
  }

  getTemporaryActiveUserKey(): string {
    const { user } = this.execution.person;
    return user ? `local-user-${user}` : 'local-user';
  }
}

serviceClass(Session, 'Session', {
  getActiveUser: '',
  getEffectiveUser: '',
  getActiveUserLocale: '',
  getScriptTimeZone: '',
  getTemporaryActiveUserKey: '',
});
