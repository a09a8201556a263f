/** A schedule being typed. */
import { useState } from 'preact/hooks';
import type { Runnable, Schedule } from '../api';
import { StepOptions } from './StepOptions';
import { hourWords, WEEKDAYS } from './scheduleWords';
import { Button, NumberField, Switch } from './ui';

interface Props {
  schedule: Schedule;
  steps: Runnable[];
  onSave: (schedule: Schedule) => void;
  onCancel: () => void;
}

export function ScheduleForm({ schedule, steps, onSave, onCancel }: Props) {
  const [typed, setTyped] = useState(schedule);
  const set = (change: Partial<Schedule>) => setTyped({ ...typed, ...change });
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(typed);
      }}
    >
      <h2>{schedule.id ? 'Change the schedule' : 'New schedule'}</h2>
      <label class="field">
        <span>What</span>
        <select value={typed.step} onChange={(event) => set({ step: event.currentTarget.value })}>
          <StepOptions steps={steps} />
        </select>
      </label>
      <div class="pair">
        <label class="field">
          <span>How often</span>
          <select
            value={typed.every}
            onChange={(event) => set({ every: event.currentTarget.value as Schedule['every'] })}
          >
            <option value="day">Every day</option>
            <option value="week">Every week</option>
            <option value="hours">Every few hours</option>
          </select>
        </label>
        {typed.every === 'week' && (
          <label class="field">
            <span>On</span>
            <select
              value={typed.weekday}
              onChange={(event) => set({ weekday: Number(event.currentTarget.value) })}
            >
              {WEEKDAYS.map((day, i) => (
                <option value={i}>{day}</option>
              ))}
            </select>
          </label>
        )}
        {typed.every === 'hours' ? (
          <NumberField
            label="Hours between"
            min={1}
            value={String(typed.hours)}
            onChange={(hours) => set({ hours: Number(hours) })}
          />
        ) : (
          <label class="field">
            <span>At</span>
            <select value={typed.hour} onChange={(event) => set({ hour: Number(event.currentTarget.value) })}>
              {Array.from({ length: 24 }, (_, hour) => (
                <option value={hour}>{hourWords(hour)}</option>
              ))}
            </select>
          </label>
        )}
      </div>
      <Switch
        label="Tell me when it fails or needs me"
        hint="Google mails the owner of the schedule; no permission to send mail is needed."
        checked={typed.notify}
        onChange={(notify) => set({ notify })}
      />
      <div class="actions">
        <Button kind="primary" submit>
          Save
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
