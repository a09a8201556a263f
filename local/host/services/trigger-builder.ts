/** Makes clock triggers (apps-script.md §7). */
import { enumName } from '../enums';
import type { Execution } from '../execution';
import { ServiceError } from '../errors';
import type { TriggerRecord } from '../host';
import { DISABLED_TRIGGER_DELAY_MS, MAX_TRIGGERS } from '../limits';
import { serviceClass } from '../registry';
import { hashOf } from '../util/random';
import { wallToInstant } from '../../xlsx/zone';
import { Trigger } from './trigger';
import { nextTime } from './trigger-times';

type GasClockBuilder = GoogleAppsScript.Script.ClockTriggerBuilder;
type ClockMethods = Exclude<keyof GasClockBuilder, 'onMonthDay'>;

const MINUTES = [1, 5, 10, 15, 30];
const WEEK_DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

export class ClockTriggerBuilder implements Pick<GasClockBuilder, ClockMethods> {
  private readonly wanted: Partial<TriggerRecord> = {};

  constructor(
    private readonly execution: Execution,
    private readonly handler: string,
  ) {}

  private set(wanted: Partial<TriggerRecord>): GasClockBuilder {
    Object.assign(this.wanted, wanted);
    return this as unknown as GasClockBuilder;
  }

  after(durationMilliseconds: number): GasClockBuilder {
    return this.set({ kind: 'after', nextAt: this.execution.now() + Math.max(0, durationMilliseconds) });
  }

  at(date: GoogleAppsScript.Base.Date): GasClockBuilder {
    return this.set({ kind: 'at', nextAt: Math.max(this.execution.now(), date.getTime()) });
  }

  atDate(year: number, month: number, day: number): GasClockBuilder {
    const wall = Date.UTC(year, month - 1, day);
    return this.set({ kind: 'at', nextAt: wallToInstant(wall, this.zone()) });
  }

  everyMinutes(n: number): GasClockBuilder {
    if (!MINUTES.includes(n)) {
      throw new ServiceError(
        'The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.',
      );
    }
    return this.set({ kind: 'everyMinutes', every: n });
  }

  private setEvery(kind: 'everyHours' | 'everyDays' | 'everyWeeks', n: number): GasClockBuilder {
    if (n < 1) throw new ServiceError(`The value you passed to ${kind} was invalid. It must be at least 1.`);
    return this.set({ kind, every: n });
  }

  everyHours(n: number): GasClockBuilder {
    return this.setEvery('everyHours', n);
  }

  everyDays(n: number): GasClockBuilder {
    return this.setEvery('everyDays', n);
  }

  everyWeeks(n: number): GasClockBuilder {
    return this.setEvery('everyWeeks', n);
  }

  atHour(hour: number): GasClockBuilder {
    if (hour < 0 || hour > 23)
      throw new ServiceError('The value you passed to atHour was invalid. It must be between 0 and 23.');
    return this.set({ atHour: hour });
  }

  nearMinute(minute: number): GasClockBuilder {
    return this.set({ nearMinute: minute });
  }

  onWeekDay(day: GoogleAppsScript.Base.Weekday): GasClockBuilder {
    return this.set({ kind: this.wanted.kind ?? 'everyWeeks', weekDay: WEEK_DAYS.indexOf(enumName(day)) });
  }

  inTimezone(timezone: string): GasClockBuilder {
    return this.set({ timeZone: timezone });
  }

  private zone(): string {
    const { manifest, workbook } = this.execution.host;
    return this.wanted.timeZone ?? manifest.timeZone ?? workbook.timeZone;
  }

  create(): Trigger {
    const { host, person } = this.execution;
    const { kind } = this.wanted;
    if (!kind) throw new ServiceError('The clock trigger needs a time: call at, after or every first.');
    const own = host.state.triggers.filter(({ creator = '' }) => creator === person.user);
    if (own.length >= MAX_TRIGGERS) {
      host.violated();
      throw new ServiceError(
        'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
      );
    }
    const record: TriggerRecord = {
      ...this.wanted,
      timeZone: this.zone(),
      id: this.newId(),
      handler: this.handler,
      kind,
      nextAt: this.wanted.nextAt ?? 0,
      fired: false,
      disabled: false,
      ...(person.user && { creator: person.user }),
    };
    if (kind !== 'after' && kind !== 'at') record.nextAt = nextTime(record, this.execution.now());
    record.disabled = this.bornDisabled(record.nextAt);
    host.state.triggers.push(record);
    return new Trigger(record);
  }

  private bornDisabled(nextAt: number): boolean {
    if (this.execution.kind !== 'trigger') return false;
    const soon = nextAt - this.execution.now() <= DISABLED_TRIGGER_DELAY_MS;
    return soon || this.execution.host.options.strictTriggers === true;
  }

  private newId(): string {
    const { host } = this.execution;
    for (;;) {
      const id = `${hashOf(`${host.random()}`)}${hashOf(`${host.random()} ${this.handler}`)}`;
      if (!host.state.triggers.some((trigger) => trigger.id === id)) return id;
    }
  }
}

serviceClass(ClockTriggerBuilder, 'ScriptApp.ClockTriggerBuilder', {
  after: 'int',
  at: 'date',
  atDate: 'int,int,int',
  everyMinutes: 'int',
  everyHours: 'int',
  everyDays: 'int',
  everyWeeks: 'int',
  atHour: 'int',
  nearMinute: 'int',
  onWeekDay: 'ScriptApp.WeekDay',
  inTimezone: 'str',
  create: '',
});

export class TriggerBuilder implements Record<'timeBased', unknown> {
  constructor(
    private readonly execution: Execution,
    private readonly handler: string,
  ) {}

  timeBased(): ClockTriggerBuilder {
    return new ClockTriggerBuilder(this.execution, this.handler);
  }
}

serviceClass(TriggerBuilder, 'ScriptApp.TriggerBuilder', { timeBased: '' });
