import { playSchedules } from './fuzzing';

jest.setTimeout(900_000);

test('generated schedules leave the tabs as an undisturbed run does: part 1 of two', () => playSchedules(1));
