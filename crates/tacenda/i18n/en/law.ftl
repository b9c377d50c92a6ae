menu-law = The law
law-title = The law library
law-lead = Every answer rests on these rules. Each one has its citation, the day somebody last checked it, and cases that test it.
law-search = Find a rule
law-search-hint = For example: subpoena, 164.512, child abuse
law-search-do = Find
law-found = { $count ->
    [0] No rule has these words
    [one] One rule
   *[other] { $count } rules
  }
law-found-more = There are more. Add a word to narrow it.
law-packs = Packs
law-pack = Pack
law-kind = What it is
law-rules = Rules
law-count = { $count ->
    [one] 1 rule
   *[other] { $count } rules
  }
law-review = Review
law-reviewed = Reviewed by counsel
law-not-reviewed = Not reviewed by counsel
law-not-reviewed-text = A lawyer has not yet checked this pack. Use its answers as a careful colleague's, and ask counsel where much hangs on it.
law-role-law = Statute or regulation
law-role-policy = Agency policy
law-role-doctrine = Principle
law-role-code = Professional code
law-effect-permit = May
law-effect-require = Must
law-effect-forbid = Must not
law-effect-limit = Limits
law-version = version { $version }
law-yields = What it yields to:
law-sources = Sources
law-source = Source
law-checked = checked { $day }
law-sure = How sure we are
law-sure-high = Seen in the text, or long settled
law-sure-medium = Believed right; the exact place is to be confirmed
law-sure-low = In real doubt
law-recipients = To whom
law-categories = What it speaks of
law-before = Owed before
law-after = Owed after
law-unless = Gives way to
law-force = In force
law-force-both = from { $from } to { $to }
law-force-from = since { $from }
law-force-to = until { $to }
law-force-always = on every day this pack covers
law-when = When it applies, exactly
law-name = Its name here
law-decides = Cases that it decides
law-near = Cases that come close, and that it does not decide
law-changes-title = What changed in the law
law-coming = Still to come
law-coming-none = No change with a date is known.
law-past = In the last three years
law-past-none = Nothing changed on a date that the packs know.
law-begins = Begins
law-ends = Ends
pages = Pages
page-of = Page { $number } of { $last }
page-before = Page before
page-after = Next page
law-exactly = Exactly, for whoever checks it
