/** What the service worker tells the page when it could not store everything. */
export interface NotStored {
  type: "not-stored";
  storageFull: boolean;
}
