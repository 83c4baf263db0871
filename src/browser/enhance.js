// @ts-check
// What depends on today is worked out here, in the browser, from the dates that the page holds:
// a built portal never goes stale. Without this script every date still reads well on its own.
// A plain portal runs it once (`plain.js`), a sealed one for every page that it shows.

const DAY = 86_400_000;
/** From how many days on a distance is told in weeks, in months, and not at all. */
const WEEKS = 14;
const MONTHS = 60;
const TOO_LONG_AGO = 31;

/**
 * The number of a calendar day; days that follow each other differ by one.
 * @param {string} date as `2026-03-31`
 * @returns {number} `NaN` when it is not a day
 */
const dayNumber = (date) => Date.parse(`${date}T00:00:00Z`) / DAY;

/**
 * Today where the agency is, whatever the clock of the reader's device says about zones.
 * @param {string | undefined} timeZone IANA name
 * @returns {number}
 */
function today(timeZone) {
  /** @param {string} [zone] */
  const inZone = (zone) =>
    new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }).format(new Date());
  try {
    return dayNumber(inZone(timeZone));
  } catch {
    return dayNumber(inZone());
  }
}

/**
 * "tomorrow", "in 3 weeks", "2 days ago".
 * @param {Intl.RelativeTimeFormat} words
 * @param {number} days from today; negative in the past
 */
function distance(words, days) {
  const size = Math.abs(days);
  if (size < WEEKS) return words.format(days, 'day');
  if (size < MONTHS) return words.format(Math.round(days / 7), 'week');
  return words.format(Math.round(days / 30.44), 'month');
}

/**
 * @param {string} text
 * @param {string} className
 * @param {keyof HTMLElementTagNameMap} [tag]
 */
function element(text, className, tag = 'span') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * Puts the distance after the day, and a word before it when a due day has passed.
 * @param {HTMLTimeElement} time
 * @param {string} far
 * @param {boolean} overdue
 */
function tell(time, far, overdue) {
  const text = time.textContent ?? '';
  const { overdue: word = '', day = text } = time.dataset;
  time.title = text;
  time.replaceChildren(element(overdue ? day : text, 'date'), ' ', element(far, 'far'));
  if (overdue) {
    time.classList.add('overdue');
    time.prepend(element(word, 'overdue-word', 'strong'), ' ');
  }
}

/** Tells the distances on the page that is shown. */
export function enhance() {
  const root = document.documentElement;
  const now = today(root.dataset.timeZone);
  const words = new Intl.RelativeTimeFormat(root.lang || undefined, { numeric: 'auto' });

  for (const time of document.querySelectorAll('time')) {
    const days = dayNumber(time.dateTime) - now;
    if (Number.isNaN(days)) continue;
    const due = 'due' in time.dataset;
    const recent = 'ago' in time.dataset && days <= 0 && days > -TOO_LONG_AGO;
    if (due || recent) tell(time, distance(words, days), due && days < 0);
  }
}
