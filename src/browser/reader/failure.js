// Everything that can keep a portal or a part of it from being opened, told apart so that each can
// be answered with what to do.

/** What a host answers where there is nothing. Object storage says 403 where listing is not allowed. */
export const ABSENT = [403, 404, 410];

/**
 * @typedef {'wrong-link' | 'wrong-code' | 'wrong-pair'
 *   | 'offline' | 'no-portal' | 'missing' | 'damaged'
 *   | 'outdated' | 'rollback' | 'expired' | 'too-large'
 *   | 'unsupported' | 'insecure'} Kind
 */

/**
 * - `wrong-link`, `wrong-code`, `wrong-pair`: no slot has the name that comes from the link, the
 *   code, or the two together
 * - `offline`: the host cannot be reached, or fails
 * - `no-portal`: there is no portal at this address
 * - `missing`: the portal is there, but one of its files is not
 * - `damaged`: something is there and is not what the agency sealed
 * - `outdated`: the portal is of a later version than this reader
 * - `rollback`: the host went back to an older state while the portal was open
 * - `expired`: the last day of this person's access has passed
 * - `too-large`: larger than this browser is asked to hold in memory
 * - `unsupported`, `insecure`: the browser, or an address without HTTPS, cannot open any portal
 */
export class Failure extends Error {
  /**
   * @param {Kind} kind
   * @param {string} [detail] - for the console and for tests, never for the page
   * @param {string} [date] - the day on which access ended
   */
  constructor(kind, detail, date) {
    super(detail ? `${kind}: ${detail}` : kind);
    this.name = 'Failure';
    this.kind = kind;
    this.date = date;
  }
}

/**
 * What an error means; one that nobody thought of, that something is not as it was sealed.
 *
 * @param {unknown} error
 */
export const kindOf = (error) => /** @type {Failure | undefined} */ (error)?.kind ?? 'damaged';

/**
 * Refuses what breaks a rule of the format. Which rule is told by the line in the trace.
 *
 * @param {unknown} holds
 * @returns {asserts holds}
 */
export function must(holds) {
  if (!holds) throw new Failure('damaged');
}
