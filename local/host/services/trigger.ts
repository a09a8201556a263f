/** A project trigger as the script sees it. */
import { enumValue } from '../enums';
import type { TriggerRecord } from '../host';
import { serviceClass } from '../registry';

type GasTrigger = GoogleAppsScript.Script.Trigger;

export class Trigger implements GasTrigger {
  constructor(readonly record: TriggerRecord) {}

  getHandlerFunction(): string {
    return this.record.handler;
  }

  getUniqueId(): string {
    return this.record.id;
  }

  getEventType(): GoogleAppsScript.Script.EventType {
    return enumValue('ScriptApp.EventType', 'CLOCK');
  }

  getTriggerSource(): GoogleAppsScript.Script.TriggerSource {
    return enumValue('ScriptApp.TriggerSource', 'CLOCK');
  }

  getTriggerSourceId(): string {
    return null as unknown as string;
  }

  /** Not in the types, but there (apps-script.md §7). */
  isDisabled(): boolean {
    return this.record.disabled;
  }
}

serviceClass(Trigger, 'ScriptApp.Trigger', {
  getHandlerFunction: '',
  getUniqueId: '',
  getEventType: '',
  getTriggerSource: '',
  getTriggerSourceId: '',
  isDisabled: '',
});
