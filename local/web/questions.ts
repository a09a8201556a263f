/** Alerts and prompts: the script waits until the person at the page has answered. */
import type { Answer, Question } from '../host/host';
import type { Person } from '../host/people';
import type { Windows } from './windows';

interface Pending {
  window: string;
  settle(answer: Answer): void;
}

/** What a box says that is closed without a button. */
const CLOSED: Answer = { button: 'CLOSE' };
const BUTTONS = ['OK', 'CANCEL', 'YES', 'NO', 'CLOSE'];

export class Questions {
  private readonly pending = new Map<number, Pending>();
  private last = 0;

  ask(question: Question, person: Person, windows: Windows): Promise<Answer> {
    const id = (this.last += 1);
    return new Promise((settle) => {
      this.pending.set(id, { window: person.window, settle });
      if (!windows.send(person, { type: 'ask', id, ...question })) this.answer(id, CLOSED);
    });
  }

  answer(id: number, { button, text = '' }: Answer): void {
    const asked = this.pending.get(id);
    this.pending.delete(id);
    asked?.settle(BUTTONS.includes(button) ? { button, text: String(text) } : CLOSED);
  }

  /** The page is gone, and with it what it was asked. */
  closeOf(window: string): void {
    for (const [id, asked] of this.pending) if (asked.window === window) this.answer(id, CLOSED);
  }

  closeAll(): void {
    for (const id of [...this.pending.keys()]) this.answer(id, CLOSED);
  }
}
