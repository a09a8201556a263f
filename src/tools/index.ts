/** Steps outside the stages: they carry out a person's word on the workbook. */
import type { Step } from '../engine/types';
import { apply } from './apply';
import { decide } from './decide';
import { restore } from './restore';
import { undo } from './undo';

export const tools: readonly Step[] = [apply, decide, undo, restore];
