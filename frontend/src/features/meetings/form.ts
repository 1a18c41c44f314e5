import type { Meeting, Template } from './service.ts';
import { fieldsOf, momentOf } from './when.ts';

/** What the form holds. An empty template means the board that is planned already. */
export interface Filled {
  title: string;
  day: string;
  time: string;
  lasts: number;
  place: string;
  agenda: string;
  facilitator: string;
  template: string;
  anonymous: boolean;
  everybody: boolean;
}

/** As it stands when it is opened: `meeting` to be changed, or a new one that begins with `template`. */
export function begin(templates: readonly Template[], me: string, meeting?: Meeting, template?: string): Filled {
  if (meeting) {
    return {
      title: meeting.title,
      ...fieldsOf(meeting.starts_at),
      lasts: meeting.lasts_minutes,
      place: meeting.place,
      agenda: meeting.agenda,
      facilitator: meeting.facilitator.id,
      template: '',
      anonymous: meeting.anonymous,
      everybody: false
    };
  }
  const chosen = templates.find((one) => one.id === template) ?? templates[0];
  return {
    title: '',
    day: '',
    time: '16:00',
    lasts: 60,
    place: '',
    agenda: '',
    facilitator: me,
    template: chosen?.id ?? '',
    anonymous: chosen?.plan.anonymous ?? false,
    everybody: true
  };
}

/** What has to be mended, by field. */
export function problems(filled: Filled, now: Date = new Date()): Partial<Record<'title' | 'day' | 'time', string>> {
  const wrong: Partial<Record<'title' | 'day' | 'time', string>> = {};
  if (!filled.title.trim()) wrong.title = 'Give it a name, so that people know which one it is.';
  if (!filled.day) wrong.day = 'Choose a day.';
  if (!filled.time) wrong.time = 'Say when it begins.';
  const moment = momentOf(filled.day, filled.time);
  if (moment && Date.parse(moment) < now.getTime() - 12 * 3_600_000) wrong.day = 'This day is over. Choose another.';
  return wrong;
}
