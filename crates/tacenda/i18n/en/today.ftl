# Today.
today-title = Today
today-hello = Good day, { $name }
today-tasks = To do
today-tasks-none = Nothing is due. Tasks that colleagues give you will be here.
today-late = late since { $day }
today-due = by { $day }
today-link-ended = A link ended, and nobody took it
today-mail-not = A mail about a link did not go: call them
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
today-questions = Questions to finish
task-file = File
task-by = From
task-due = By
task-classes = It needs
task-open = Open the file
task-done = When it is done
task-words = What came of it
task-words-hint = A line or two. Whoever gave you the task can read it.
task-do = It is done
task-fault = Say what came of it
task-is-done = The task is done.
task-by-review = It is done when you have reviewed the access.
task-by-two = Two people decide on it, at the terminal: tacenda keep
task-by-team = The client's team or the privacy officer tells the client. You need not do anything.
today-setup = { $count ->
    [one] One thing is still to be set up here.
   *[other] { $count } things are still to be set up here.
  }
today-ask = Somebody asks you for something about a client? Start here.
today-more = and { $count } more in the same matter
