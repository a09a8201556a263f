/** A world that goes on: it is as it was on the latest day that anybody has asked about. */
import type { World } from '../world';
import type { Calendar } from './life';
import { LATEST } from './shows';

const DAY_MS = 86_400_000;

export class LivingWorld {
  private day = 0;

  constructor(
    private world: World,
    private readonly calendar: Calendar,
  ) {}

  /** The world on the day of this instant. Indexes over a world are kept by its identity, which changes with it. */
  at(ms: number): World {
    const day = Math.min(Math.floor((ms - LATEST) / DAY_MS), this.calendar.length - 1);
    if (day <= this.day) return this.world;
    for (this.day++; this.day <= day; this.day++)
      for (const happen of this.calendar[this.day] ?? []) happen(this.world);
    this.day = day;
    this.world = { ...this.world };
    return this.world;
  }
}
