today-title = Today
today-hello = Good day, { $name }
today-nothing = Nothing is due.
