/**
 * The people who use the workbook: what Google keeps for each of them apart. The owner's stand in the
 * state itself; everybody else has a place of their own.
 */
import type { HostState } from './host';
import type { RangeBox, WorkbookModel } from './model';

/** Who runs an execution, and at which of their open windows what it shows appears. */
export interface Person {
  /** Empty: the owner of the workbook. */
  user: string;
  /** Empty: none; a trigger has nobody in front of it. */
  window: string;
}

/** The active tab and the selection on it, as a person at a browser has them. */
export interface Selection {
  sheetId: number;
  range?: RangeBox;
}

type Properties = Record<string, string>;
type Stores = NonNullable<HostState['people']>[string];

function storesOf(state: HostState, user: string): Stores {
  state.people ??= {};
  return (state.people[user] ??= { properties: {}, cache: {} });
}

/** The property store of a scope as that person's executions see it. */
export function propertiesOf(
  state: HostState,
  scope: keyof HostState['properties'],
  user: string,
): Properties {
  return scope === 'user' && user ? storesOf(state, user).properties : state.properties[scope];
}

export function setPropertiesOf(
  state: HostState,
  scope: keyof HostState['properties'],
  user: string,
  next: Properties,
): void {
  if (scope === 'user' && user) storesOf(state, user).properties = next;
  else state.properties[scope] = next;
}

export function cacheOf(state: HostState, scope: keyof HostState['cache'], user: string): Stores['cache'] {
  return scope === 'user' && user ? storesOf(state, user).cache : state.cache[scope];
}

/** Where everybody is in the workbook; who has not looked around yet is on its first visible tab. */
export class Selections {
  private readonly byPerson = new Map<string, Selection>();

  constructor(private readonly workbook: WorkbookModel) {}

  of(user: string): Selection {
    let selection = this.byPerson.get(user);
    if (!selection) {
      const visible = this.workbook.sheets.find((sheet) => !sheet.hidden) ?? this.workbook.sheets[0];
      selection = { sheetId: visible?.id ?? 0 };
      this.byPerson.set(user, selection);
    }
    return selection;
  }
}
