/** ScriptApp: the project's triggers and identity. */
import { enumValue } from '../enums';
import type { Execution } from '../execution';
import { serviceClass } from '../registry';
import { Trigger } from './trigger';
import { TriggerBuilder } from './trigger-builder';

type GasScriptApp = GoogleAppsScript.Script.ScriptApp;

export class AuthorizationInfo implements GoogleAppsScript.Script.AuthorizationInfo {
  getAuthorizationStatus(): GoogleAppsScript.Script.AuthorizationStatus {
    return enumValue('ScriptApp.AuthorizationStatus', 'NOT_REQUIRED');
  }

  getAuthorizationUrl(): string {
    return null as unknown as string;
  }
}

serviceClass(AuthorizationInfo, 'ScriptApp.AuthorizationInfo', {
  getAuthorizationStatus: '',
  getAuthorizationUrl: '',
});

export class ScriptApp implements Pick<
  GasScriptApp,
  'getProjectTriggers' | 'getScriptId' | 'getAuthorizationInfo'
> {
  constructor(private readonly execution: Execution) {}

  newTrigger(functionName: string): TriggerBuilder {
    return new TriggerBuilder(this.execution, functionName);
  }

  /** Those of the person who runs the script; nobody sees another's. */
  getProjectTriggers(): Trigger[] {
    const { host, person } = this.execution;
    const own = host.state.triggers.filter(({ creator = '' }) => creator === person.user);
    return own.map((record) => new Trigger(record));
  }

  getUserTriggers(): Trigger[] {
    return this.getProjectTriggers();
  }

  deleteTrigger(trigger: Trigger): void {
    const { triggers } = this.execution.host.state;
    const index = triggers.findIndex((record) => record.id === trigger.record.id);
    if (index >= 0) triggers.splice(index, 1);
  }

  getScriptId(): string {
    return `script-of-${this.execution.host.workbook.id}`;
  }

  getAuthorizationInfo(): AuthorizationInfo {
    return new AuthorizationInfo();
  }
}

serviceClass(ScriptApp, 'ScriptApp', {
  newTrigger: 'str',
  getProjectTriggers: '',
  getUserTriggers: 'Spreadsheet',
  deleteTrigger: 'Trigger',
  getScriptId: '',
  getAuthorizationInfo: 'ScriptApp.AuthMode',
});
