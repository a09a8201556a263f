import { playSchedules } from './fuzzing';

jest.setTimeout(900_000);

test('generated schedules leave the tabs as an undisturbed run does: part 2 of two', () => playSchedules(2));
