help-title = Help
help-search = Find a page
help-search-hint = For example: caller, subpoena, danger
help-search-do = Find
help-found = { $count ->
    [0] No page has these words
    [one] One page
   *[other] { $count } pages
  }
