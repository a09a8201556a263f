/** The Schedules dialog: what runs by itself, and when. */
import { useState } from 'preact/hooks';
import type { Boot, Runnable, Said, Schedule, Schedules as Listed } from '../api';
import { at } from '../words';
import { titleOf } from './choices';
import { call } from './google';
import { useAnswer } from './hooks';
import { ScheduleForm } from './ScheduleForm';
import { rhythmWords, newSchedule } from './scheduleWords';
import { Button, Note, Switch } from './ui';

export function Schedules({ boot }: { boot: Boot }) {
  const { value, error, again } = useAnswer<Listed>('listSchedules', {});
  const [edited, setEdited] = useState<Schedule | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const send = (name: string, request: object) =>
    call<Said>(name, request)
      .catch((problem: Error): Said => ({ ok: false, message: problem.message }))
      .then((answer) => {
        setSaid(answer);
        if (answer.ok) setEdited(null);
        again();
      });
  return (
    <main class="dialog text">
      <h1 class="hidden">Schedules</h1>
      <p class="quiet">
        Times are in the workbook’s time zone{value ? ` (${value.timeZone})` : ''}. Google starts a schedule
        within its hour, whether the workbook is open or not.
      </p>
      {value?.isCopy && (
        <Note>
          This workbook is a copy. Schedules do not come along with a copy: switch on here what is to run
          here.
        </Note>
      )}
      {error && <Note tone="bad">{error}</Note>}
      {said && <Note tone={said.ok ? 'good' : 'bad'}>{said.message}</Note>}
      {value?.schedules.length === 0 && !edited && <p>Nothing runs by itself yet.</p>}
      <ul class="items">
        {value?.schedules.map((schedule) => (
          <Line
            key={schedule.id}
            schedule={schedule}
            steps={boot.steps}
            timeZone={value.timeZone}
            onSwitch={(on) => void send('saveSchedule', { ...bare(schedule), on })}
            onEdit={() => setEdited(schedule)}
            onRemove={() => void send('removeSchedule', { id: schedule.id })}
          />
        ))}
      </ul>
      {edited ? (
        <ScheduleForm
          key={edited.id ?? 'new'}
          schedule={edited}
          steps={boot.steps}
          onSave={(schedule) => void send('saveSchedule', bare(schedule))}
          onCancel={() => setEdited(null)}
        />
      ) : (
        <div class="actions">
          <Button kind="primary" onClick={() => setEdited(newSchedule)}>
            New schedule
          </Button>
        </div>
      )}
    </main>
  );
}

/** What the script keeps of a schedule. */
function bare({ id, step, every, hours, weekday, hour, on, notify }: Schedule): Schedule {
  return { id: id ?? '', step, every, hours, weekday, hour, on, notify };
}

interface LineProps {
  schedule: Schedule;
  steps: Runnable[];
  timeZone: string;
  onSwitch: (on: boolean) => void;
  onEdit: () => void;
  onRemove: () => void;
}

function Line({ schedule, steps, timeZone, onSwitch, onEdit, onRemove }: LineProps) {
  const title = titleOf(steps, schedule.step);
  const next = schedule.on && schedule.nextRun ? Date.parse(schedule.nextRun) : NaN;
  return (
    <li>
      <Switch label={title} hint={rhythmWords(schedule)} checked={schedule.on} onChange={onSwitch} />
      <p class="quiet">
        {schedule.on
          ? Number.isNaN(next)
            ? ''
            : `Next at about ${at(next, Date.now(), timeZone)}. `
          : 'Off. '}
        {schedule.notify && 'Google mails you when it fails or needs you. '}
        {schedule.lastResult}
      </p>
      <div class="links">
        <Button kind="link" onClick={onEdit} label={`Change: ${title}`}>
          Change
        </Button>
        <Button kind="link" onClick={onRemove} label={`Remove: ${title}`}>
          Remove
        </Button>
      </div>
    </li>
  );
}
