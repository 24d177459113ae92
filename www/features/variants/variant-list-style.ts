import { css } from "lit";

export const variantListStyle = css`
  .columns-5 {
    --least: 33.5rem;
    --columns: minmax(9rem, 1fr) 5.5rem 6.5rem 9.5rem 4.5rem;
  }
  .columns-6 {
    --least: 39rem;
    --columns: minmax(9rem, 1fr) 5.5rem 6.5rem 9.5rem 4.5rem 5.5rem;
  }
  .columns-7 {
    --least: 48rem;
    --columns: minmax(9rem, 1fr) 5.5rem 6.5rem 9.5rem 4.5rem 5.5rem 9rem;
  }
  @media (max-width: 40rem) {
    .columns-5 {
      --least: 22.5rem;
      --columns: minmax(6.5rem, 1fr) 4.25rem 4.75rem 4.25rem 3rem;
    }
    .columns-6 {
      --least: 27rem;
      --columns: minmax(6.5rem, 1fr) 4.25rem 4.75rem 4.25rem 3rem 4.5rem;
    }
    .columns-7 {
      --least: 35rem;
      --columns: minmax(6.5rem, 1fr) 4.25rem 4.75rem 4.25rem 3rem 4.5rem 8rem;
    }
  }
`;
