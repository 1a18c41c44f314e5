interface ActionFacts {
  text: string;
  due_on: string | null;
  done: boolean;
  carried: boolean;
}

/** Open actions from before come first, then this meeting's, then what is done; each by when it is due. */
export function sortActions<Action extends ActionFacts>(
  actions: Iterable<[string, Action]>
): { carried: [string, Action][]; agreed: [string, Action][] } {
  const all = [...actions].sort(
    ([, a], [, b]) => Number(a.done) - Number(b.done) || (a.due_on ?? '9').localeCompare(b.due_on ?? '9')
  );
  return {
    carried: all.filter(([, action]) => action.carried),
    agreed: all.filter(([, action]) => !action.carried)
  };
}

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'long' });
const withYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** "by Fri 12 December", or with the year where it is another. */
export function dueWords(due: string | null, today: Date): string {
  if (!due) return '';
  const date = new Date(`${due}T12:00:00`);
  return `by ${(date.getFullYear() === today.getFullYear() ? day : withYear).format(date)}`;
}

/** Whether a day lies before today where the reader is. */
export function overdue(due: string | null, today: Date): boolean {
  if (!due) return false;
  const two = (number: number) => String(number).padStart(2, '0');
  return due < `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;
}
