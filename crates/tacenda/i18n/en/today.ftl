# Today.
today-title = Today
today-hello = Good day, { $name }
today-tasks = To do
today-tasks-none = Nothing is due. Tasks that colleagues give you will be here.
today-late = late since { $day }
today-due = by { $day }
today-later = { $count ->
    [one] One more is due later.
   *[other] { $count } more are due later.
  }
today-meetings = Meetings today
today-meetings-none = Nobody is booked for today.
today-next = In the next days
today-reviews = Emergency access to review
today-reviews-none = None waits. When someone breaks the glass, it will be here.
today-training = Your training is due by { $day }.
today-training-over = Your training ran out on { $day }. You can read your own clients' files. Finish it to do more.
today-holds = { $count ->
    [one] One hold stands: that file is not destroyed.
   *[other] { $count } holds stand: those files are not destroyed.
  }
today-health = Health
health-ledger = Ledger
health-ledger-says = { $leaves } lines, the last { $last }
health-ledger-missing = Something of the past is missing. Tell the administrator now.
health-backup = Backup
health-backup-none = There is none.
health-proof = Backup proved
health-proof-none = Never.
health-witness = Witness
health-witness-nobody = Nobody outside is named who would notice a ledger that was put back.
health-witness-silent = One has never signed.
health-law = Law
health-law-reviewed = All compared with its sources since { $day }
health-law-unreviewed = Compared with its sources since { $day }. { $count } packs wait for counsel's review.
health-law-none = No law is loaded.
health-well = well
health-look = look at it
