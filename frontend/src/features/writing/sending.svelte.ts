import type { DocumentConnection } from '#realtime/document-connection.svelte.ts';
import { plainError } from '#ui/loading.svelte.ts';
import { toasts } from '#ui/toast.svelte.ts';
import type { DraftEdit } from './draft.svelte.ts';
import { NotSaved } from './not-saved.ts';
import { askToPublish, type Audience, type Draft, type NextStep, stepDown, type Submission, withdraw } from './service.ts';
import { readers, upper } from './words.ts';

/** How long somebody who presses "Send" waits for the last words to be stored. */
const PATIENCE = 12_000;

/** Sending a draft on, and taking that back. */
export class Sending {
  /** The step whose dialog is open. */
  step = $state.raw<NextStep>();
  /** The submission that is being taken back. */
  withdrawing = $state<string>();

  constructor(
    private readonly edit: DraftEdit,
    private readonly connection: DocumentConnection,
    /** What else has to be saved before something is sent. */
    private readonly others: () => Promise<void> = () => Promise.resolve()
  ) {}

  /** Asks for a step with everything that is on the screen. Throws what stands against it, in words. */
  send = async (step: NextStep, message: string, confirmed: boolean): Promise<void> => {
    const { edit, connection } = this;
    if (step.revision !== null) {
      const draft = edit.draft;
      const sent = await askToPublish(draft.id, {
        audience: step.audience,
        revision: step.revision,
        message,
        confirmed
      });
      edit.take(sent);
      this.#tell(step, draft, sent);
      return;
    }
    await this.settle();
    const before = edit.draft;
    const after = await askToPublish(before.id, {
      audience: step.audience,
      stateVector: connection.stateVector(),
      message,
      confirmed
    });
    edit.take(after);
    this.#tell(step, before, after);
  };

  /** Has the server have everything that is on the screen. Throws what stands against it, in words. */
  settle = async (): Promise<void> => {
    const { edit, connection } = this;
    await this.others();
    await edit.saveTitle();
    if (edit.otherTitle !== undefined) throw new NotSaved('title');
    if (!(await connection.whenSaved(PATIENCE)) || edit.unsaved) throw new NotSaved('text');
  };

  withdraw = async (submission: Submission): Promise<void> => {
    this.withdrawing = submission.id;
    await this.#attempt(async () => {
      await withdraw(submission.id);
      toasts.show('You took it back. Nobody is asked to read it any more.');
    });
    this.withdrawing = undefined;
  };

  /** Says what has happened. It can be undone as long as it is the first time that these people read it. */
  #tell(step: NextStep, before: Draft, after: Draft): void {
    const submission = after.open_submissions.find((one) => one.audience === step.audience);
    const again = before.open_submissions.some((one) => one.audience === step.audience);
    const schoolReadsNow = before.audience.reach === 'draft' && after.audience.reach === 'school';
    const undo = schoolReadsNow ? () => this.#takeBack('school') : () => submission && this.withdraw(submission);
    if (!submission) {
      toasts.show(`${upper(readers(step, after))} can read it now.`, step.is_update ? undefined : undo);
      return;
    }
    const also = schoolReadsNow ? ' Your school can read it now.' : '';
    toasts.show(`Sent to ${submission.waiting_for || 'whoever decides'}.${also}`, again ? undefined : undo);
  }

  #takeBack(audience: Audience): Promise<void> {
    return this.#attempt(async () => {
      await stepDown(this.edit.draft.id, audience, 'Taken back straight after sharing it.');
      toasts.show('You took it back. It is a draft again.');
    });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const words = plainError(error);
      toasts.show(`${words.title}. ${words.advice}`);
    }
    await this.edit.refresh();
  }
}
