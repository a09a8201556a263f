/** Guests of an episode: who counts as one, and how names and ids are written. */
import { isHostRole } from '../../rules/credits';
import { joinAligned, joinList } from '../../rules/lists';
import { normaliseName, tidyName } from '../../rules/names';
import { isStaff } from '../../rules/wwhl';
import type { WwhlInfo } from '../../workbook/tabs';
import type { Cells } from '../../workbook/types';

export interface Guest {
  name: string;
  imdbId: string;
  tmdbId: string;
}

/** The host and staff are no guests (stages.md §4). */
export function isGuest(name: string, role: string, host: string): boolean {
  return normaliseName(name) !== normaliseName(host) && !isHostRole(role) && !isStaff(role);
}

/** Each guest once, in the given order. */
export function unique(guests: readonly Guest[]): Guest[] {
  const seen = new Set<string>();
  return guests
    .map((guest) => ({ ...guest, name: tidyName(guest.name) }))
    .filter((guest) => {
      const key = normaliseName(guest.name);
      if (!key || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

export function guestCells(guests: readonly Guest[], source: string): Cells<WwhlInfo> {
  return {
    GuestNames: { value: joinList(guests.map((guest) => guest.name)), source },
    IMDbCastIDs: { value: joinAligned(guests.map((guest) => guest.imdbId)), source },
    TMDbCastIDs: { value: joinAligned(guests.map((guest) => guest.tmdbId)), source },
  };
}
