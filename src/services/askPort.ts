/** The way to the sources, as the memory of answers sees the HTTP layer. */
import type { Answer, Lookup, SourceId } from './types';

type OnAnswer = (index: number, answer: Answer<unknown>) => void;

export interface AskPort {
  /** As `fetchAll` of the HTTP layer, whose signals pass through. */
  fetch(lookups: readonly Lookup<unknown>[], onAnswer: OnAnswer, riders: readonly Lookup<unknown>[]): void;
  /** Asks some of these now and waits for nothing. @returns the positions of those that were asked and do not go on */
  ride(lookups: readonly Lookup<unknown>[], onAnswer: OnAnswer): number[];
  /** Lookups at most that an execution begins with, before it reads anything. */
  opening(source: SourceId): number;
  /**
   * How many requests could go out now to a source whose limit is what is waited for, in the course of a run or at its
   * end; 0 while it has enough to do.
   */
  room(source: SourceId): number;
  /** Requests to the source that so much time takes, as far as its limits go. */
  pace(source: SourceId, ms: number): number;
  /** How long this execution has had nothing to do but to wait for the source, ms. */
  waited(source: SourceId): number;
  /**
   * The last requests of its day's quota, where they find a place while other things are done; and when more may be
   * asked. Null: it has none, or more than that, or gets more soon.
   */
  last(source: SourceId): { requests: number; until: number } | null;
  /** Asked one by one, and not before all else is done (its `tail`). */
  tail(source: SourceId): boolean;
  ready(source: SourceId): boolean;
  /** False while the source is given up, paused or refuses its key. */
  healthy(source: SourceId): boolean;
  /** True while all of it is given up, or refuses its key. */
  gone(source: SourceId): boolean;
  /** Counts answers that needed no request. */
  hit(source: SourceId, answers: number): void;
}
