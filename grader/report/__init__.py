"""A graded class in figures: one page that stands alone.

- `gathered` reads what `grader batch` wrote; `figures` are those of items and sheet, each by a
  formula with a name;
- `wrong` ranks the mistakes that were named, and looks for one behind what nobody has named;
- `harder` holds variants beside each other, `agreement` wrong answers beside other people's sheets;
- `plots` draws, `page` puts everything down as HTML.
"""
