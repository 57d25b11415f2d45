/** What people need, and how it is asked for. */
export const REPORT_EXAMPLES = `
Examples:
  a quarter            sohoso report appendix --period 2020-Q1
  two weeks            sohoso report appendix --from 2020-04-01 --to 2020-04-15
  the 15th to the 14th sohoso report ii-06a --period 2020-Q1@vpcp      (15 Dec 2019 – 14 Mar 2020)
  districts only       sohoso report appendix --period 2020-04 --scope district
  by field             sohoso report ii-06a --period 2020 --by field
  as known on a day    sohoso report appendix --period 2020-Q1 --as-known-at 2020-04-05
  two periods compared sohoso report comparison --period 2020-Q1 --baseline 2019-Q1
  who is behind a cell sohoso report appendix --period 2020-Q1 --cell so-tu-phap/pending.overdue
  … of the total row   sohoso report appendix --period 2020-Q1 --cell total/pending.overdue --all -o overdue.csv
  a letter to sign     sohoso report appendix --from 2020-04-01 --to 2020-04-15 -o report.docx
  for Excel            sohoso report extended --period 2020-Q1 -o q1.xlsx
  in English           sohoso report extended --period 2020-Q1 --lang en
  kept as it is        sohoso issue appendix --period 2020-Q1 --title "Quý I/2020"

Exit codes: 0 done, 1 figures of the report do not balance (it says which), 2 something in what was asked is to be mended.`;
