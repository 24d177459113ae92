import { css } from "lit";

/** More columns than a list of variants has. */
export const callListStyle = css`
  [role="table"] {
    min-width: 48rem;
  }
  [role="row"] {
    grid-template-columns: 7rem minmax(10rem, 1fr) minmax(8rem, 1fr) 6.25rem 6.75rem 9.5rem;
  }
  .percentiles[role="table"] {
    min-width: 54rem;
  }
  .percentiles [role="row"] {
    grid-template-columns: 7rem minmax(10rem, 1fr) minmax(8rem, 1fr) 6.25rem 6.75rem 9.5rem 6rem;
  }
  [role="row"] > .text {
    text-align: start;
  }
  [role="row"] > [role="columnheader"]:nth-child(-n + 3) {
    text-align: start;
  }
  [role="rowheader"] button {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    padding: 0 0.125rem;
    font-weight: 600;
  }
  @media (max-width: 40rem) {
    [role="table"] {
      min-width: 36rem;
    }
    [role="row"] {
      grid-template-columns: 5rem minmax(9rem, 1fr) minmax(6.5rem, 1fr) 4.25rem 4.75rem 4.25rem;
    }
    .percentiles[role="table"] {
      min-width: 41rem;
    }
    .percentiles [role="row"] {
      grid-template-columns: 5rem minmax(9rem, 1fr) minmax(6.5rem, 1fr) 4.25rem 4.75rem 4.25rem 5rem;
    }
  }
`;
