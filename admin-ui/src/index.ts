/** The console's entry. Empty until the console's own issue: this workspace only reserves its room. */
export {};
