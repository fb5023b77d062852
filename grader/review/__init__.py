"""A class's texts read and marked on one page, in the browser, by one person or several."""
