import { css } from "lit";

export const callListStyle = css`
  .columns-6 {
    --least: 48rem;
    --columns: 7rem minmax(10rem, 1fr) minmax(8rem, 1fr) 6.25rem 6.75rem 9.5rem;
  }
  .columns-7 {
    --least: 50rem;
    --columns: 6rem minmax(9.5rem, 1fr) minmax(7.5rem, 1fr) 5.75rem 6.5rem 9rem 5.75rem;
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
    .columns-6 {
      --least: 36rem;
      --columns: 5rem minmax(9rem, 1fr) minmax(6.5rem, 1fr) 4.25rem 4.75rem 4.25rem;
    }
    .columns-7 {
      --least: 41rem;
      --columns: 5rem minmax(9rem, 1fr) minmax(6.5rem, 1fr) 4.25rem 4.75rem 4.25rem 5rem;
    }
  }
`;
