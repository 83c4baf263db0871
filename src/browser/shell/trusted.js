// Trusted Types, where the engine has them: this one policy, for what the portal's key opened and
// for the second script, whose bytes its `integrity` holds.

/**
 * @type {{ createHTML: (html: string) => string, createScriptURL: (url: string) => string }}
 */
export const trusted = (() => {
  const as = (/** @type {string} */ text) => text;
  const policy = { createHTML: as, createScriptURL: as };
  return /** @type {any} */ (globalThis).trustedTypes?.createPolicy('keyfolio', policy) ?? policy;
})();
