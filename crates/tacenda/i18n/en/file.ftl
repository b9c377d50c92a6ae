# A client's file.
file-title = File { $code }
file-code = File code
file-closed = Closed
file-tabs = Parts of this file
tab-card = Card
tab-notes = Notes
tab-private = Private
tab-files = Files
tab-times = Appointments
tab-reach = Safe contact
tab-people = People
tab-limits = Limits
tab-team = Team
tab-seen = Who looked
tab-holdings = Held

file-done-saved = Saved.
file-done-note = Your note is in the file.
file-done-file = The file was put in.
file-done-time = The appointment is made.
file-done-team = They are on the team now.
file-done-limit = The limit stands from now on.
file-done-people = They can act for this client now.
file-done-glass = The file is open to you.
file-done-hold = Nothing of this file will be destroyed.
file-done-shared = Your colleague can read these notes now.
file-done-client = The file is begun. Enter how to reach them safely if you have not yet.
file-done-review = Your review is kept.
save = Save
answer-yes = Yes
answer-no = No
fault-day = Enter a day, such as 2001-02-03
minutes = { $count ->
    [one] One minute
   *[other] { $count } minutes
  }
pager = More pages
pager-newer = Newer
pager-newest = The newest
pager-older = Older
pager-before = Before
pager-after = Next
pager-count = { $count ->
    [one] One in all
   *[other] { $count } in all
  }

why-title = Why do you open this file?
why-lead = Choose what brings you here. It stands in the file's list of who looked, and the client can see it.
why-do = Open the file
why-kept = We ask again after 30 minutes.
why-typed = The half hour for your reason is over. Nothing was saved yet. Your words are below: copy them, say why you are here, and put them in again.
why-typed-label = What you wrote
why-fault = Choose a reason
why-task-hint = { $kind }, due { $due }, from { $by }
why-grant-hint = It ends { $until }
why-office-title = This file is not open to you
why-office-text = If there is such a file, its content opens for a task, or in an emergency.
why-office = What your office can see without opening the file
why-glass = Is it an emergency?
why-glass-text = If someone is in danger, or a client needs help and nobody on the team can be reached, you can break the glass. A colleague reviews it, and the client is told.
why-glass-do = Break the glass

glass-title = Break the glass
glass-lead = You open one file in an emergency. These are the terms. They cannot be changed later.
glass-term-time = It opens one level of one file for { $minutes } minutes.
glass-term-review = Someone else reviews it by the end of the next working day.
glass-term-client = The client is told, when that is safe, with your words.
glass-term-private = Private notes stay shut.
glass-reason = What is the emergency?
glass-class = What do you need to open?
glass-class-sud = For a medical emergency only (42 CFR 2.51)
glass-words = In your own words
glass-words-hint = Who is in danger, and why you need this file. The reviewer and the client will read it.
glass-do = Open for { $minutes } minutes
glass-not = No, go back
glass-fault-reason = Choose what the emergency is
glass-fault-class = Choose what you need to open
glass-fault-words = Say why, in your own words
glass-fault-sud = The alcohol and drug record opens for a medical emergency only
glass-banner = You broke the glass.
glass-banner-terms = { $class }, until { $until }.
glass-banner-review = A colleague reviews what you open, and the client is told.

review-title = Review an emergency access
review-who = Who broke the glass
review-when = When
review-words = In their words
review-seen = What they looked at
review-seen-nothing = They looked at nothing.
review-done = It was reviewed
review-own = Someone else must review this: it was you who broke the glass.
review-verdict = Was it proper?
review-proper = Yes, it was proper
review-improper = No, there was no emergency
review-found = What you found
review-found-hint = It is kept with the access.
review-do = Keep my review
review-fault-proper = Choose whether it was proper
review-fault-words = Say what you found

card-chosen-name = Name to use
card-chosen-name-hint = The name the person chose. We use it everywhere.
card-legal-name = Name for papers
card-legal-name-hint = Only if it differs. Leave it empty to take it away.
card-pronouns = Pronouns
card-born = Birth date
card-age = { $years } years old
card-died = Day of death
card-died-hint = We keep their secrets all the same.
card-standing = Who acts for them
card-address = Address
card-protected = Protected: never printed or sent
card-safety = Safety
card-survivor = A survivor of violence or stalking
card-programs = Programs
card-since = since { $day }
card-until = until { $day }
card-jurisdictions = Whose law applies
card-limits = { $count ->
    [one] One limit that the client asked for stands on this file.
   *[other] { $count } limits that the client asked for stand on this file.
  }
card-reach-more = How to reach them safely
card-edit = Change the card
card-edit-title = Change the card
card-close = Close this file
card-close-text = Care has ended. The file is kept and can be opened again.
card-reopen = Open this file again
card-reopen-text = Care goes on.
card-fault-name = Enter the name to use
card-fault-value = Something here is empty or too long. Mend it and send it again.

stale-title = A colleague changed this too
stale-lead = Nothing was overwritten. Here are both versions.
stale-table = Both versions
stale-part = Part
stale-yours = What you typed
stale-theirs = What stands now
stale-differs = differs
stale-mine = Save what I typed
stale-keep = Keep what stands and look again

notes-title = Notes
notes-empty = No notes yet. What is written in the work with this client will be here.
notes-cut = You see what your work needs. There may be more.
note-title = A note
note-adds = addition
note-adds-to = See the note that this adds to
note-late = written late
note-late-on = written late, on { $day }
note-files = { $count ->
    [one] one file
   *[other] { $count } files
  }
note-third-party = from or about someone else
note-added = Added later
note-added-title = Addition to: { $title }
note-add = Add to this note
note-add-text = What is to be added
note-add-hint = The note itself stays as it is. Your addition stands beside it, with your name and the day.
note-add-do = Add it

write-title = Write a note
write-category = What kind of note
write-category-hint = It decides who can read it.
write-vault = For private notes, open your private key first.
write-program = In which program's work
write-happened = The day it happened
write-words = A few words for the list
write-words-hint = Leave it empty to use the kind.
write-text = Note
write-class = Keep it more private?
write-class-hint = Only where it is needed. A level only rises.
write-class-usual = As usual for this kind
write-others = Who else is named in it?
write-others-hint = One name a line. Whoever reads the note sees the list. If the file ever leaves, these names are looked for and proposed to be hidden.
note-others = Also named:
write-third-party = It comes from, or tells of, someone who is not the client
write-who-sees = The client can ask to read this. Notes are never overwritten: you can add to them later.
write-do = Put it in the file
write-fault-text = Write the note
write-fault-category = Choose what kind it is
write-fault-program = Choose a program that you and the client are in
write-fault-happened = Enter the day it happened
write-fault-others = Write one name a line, none longer than 1000 letters, and at most { $count } names
write-fault-class = Choose a level from the list

private-title = Private notes
private-lead = These notes are sealed to their writer and those the writer lets. Nobody else here can open them, not even in an emergency.
private-empty = You have no private notes here.
private-shut-title = Your private notes are locked
private-shut = They open with your own key. Open it first, then come back.
private-open = Open my private key
private-write = Write: { $kind }
private-shares = Who else may read yours
private-shares-text = You decide. You can stop at any time.
private-shares-none = Nobody else may.
private-share-class = Which notes
private-share-with = With whom
private-share-do = Let them read
private-share-end = Stop

files-title = Files
files-empty = No files yet. Scans, letters and recordings will be here.
files-lead = Each stands with the note it belongs to.
files-copy = Taking a file out makes a copy you must guard.
files-put = Put a file in
files-file = File
files-file-hint = PDF, picture, Word, sound or text. At most 20 MB, pictures and Word 10 MB.
files-text = What it is
files-do = Put it in
files-fault-none = Choose a file
files-fault-kind = Choose a PDF, picture, Word, sound or text file
files-fault-bytes = This file is not what its name says. Save it again as a PDF and try that.
files-fault-size = Choose a smaller file
files-fault-empty = This file is empty. Choose another.

times-title = Appointments
times-coming = To come
times-coming-none = Nothing is booked.
times-past = Past
times-past-none = None yet.
times-held = Held
times-did-not-come = Did not come
times-call-off = Call it off
times-walk-in-tag = came without one
times-make = Make an appointment
times-day = Day
times-hour = Time
times-minutes = Minutes
times-kind = Kind
times-with = With whom
times-walk-in = They are here without an appointment
times-do = Make it
times-fault-day = Enter the day and the time
times-fault-minutes = Enter how many minutes, 1 to 1440
times-fault-program = Choose a program that you and the client are in
times-codes = Close for billing
times-codes-change = Change the codes
times-codes-line = Whoever bills sees these four lines and no note.
times-service = Service code
times-service-hint = Such as 90834
times-diagnosis = Diagnosis code
times-diagnosis-hint = Such as F43.23
times-label = The payer's word for it
times-label-hint = The code's own short name, never what was said
times-price = Price in dollars
times-price-hint = Such as 145.00
times-codes-do = Close the visit
times-fault-service = Enter the service code
times-fault-diagnosis = Enter codes of letters, digits and dots, with at least one digit
times-fault-label = Enter the short name of the code
times-fault-price = Enter the price, such as 145.00
times-fault-with = Choose who meets them

reach-title = How to reach them safely
reach-edit-title = Change how to reach them
reach-edit = Change this
reach-none = No safe way is entered yet. Send nothing and call nobody until there is one.
reach-none-short = No safe way entered yet
reach-lines = Ways to reach them
reach-lines-hint = Ask the client what is safe. A way that is not safe stays on the card, so that nobody uses it by mistake. Empty the box to take one away.
reach-line = Way { $n }
reach-channel = How
reach-place = Number, address or person
reach-is-safe = Is it safe?
reach-safe = Safe
reach-unsafe = Not safe
reach-never = Never use this
reach-from = From, hour
reach-to = To, hour
reach-hours = From { $from }:00 to { $to }:00.
reach-any-hour = At any hour.
reach-voicemail = A message may be left
reach-voicemail-yes = A message may be left.
reach-voicemail-no = Leave no message.
reach-ask-for = Ask for
reach-ask-for-hint = The name to say on the phone.
reach-if-another-answers = If someone else answers, say
reach-if-another-answers-hint = Words that tell nothing.
reach-code-word = Code word
reach-code-word-hint = What the client says to show that it is them.
reach-languages = Languages
reach-languages-hint = The preferred one first, with commas between.
reach-unsafe-people = People who are not safe for them
reach-unsafe-people-hint = One name a line. They never act for the client and are never told anything.
reach-survivor = A survivor of violence or stalking?
reach-address-protected = Protect the address
reach-address-protected-hint = It is never printed, sent, or shown beyond those who must know.
reach-fault-channel = Choose how, from the list
reach-fault-hours = Enter two hours, such as 8 and 12

around-title = People around this client
around-standing = { $standing }.
around-unsafe = Not safe
around-unsafe-none = Nobody is named.
around-unsafe-tag = never tell them anything
around-unsafe-text = They cannot act for the client, and nothing goes to them.
around-unsafe-edit = Change who is not safe
around-acting = Who may act for them
around-acting-none = Nobody. The client acts for themselves.
around-proof = Paper seen: { $proof }
around-never = never:
around-end = End it now
around-add = Enter someone who may act
around-name = Name
around-authority = What gives them the right
around-paper = The paper you saw
around-paper-hint = Such as: court order of 3 Mar 2026.
around-limits = How far it goes
around-limits-hint = In a few words, if there are limits.
around-until = Until
around-until-hint = Leave it empty if no end is known.
around-do = Enter them
around-fault-name = Enter their name
around-fault-authority = Choose what gives them the right
around-fault-proof = Say which paper you saw
around-fault-until = Enter a day, or leave it empty
around-fault-unsafe = The file names this person as not safe for the client. Ask your supervisor.

limits-title = Limits the client asked for
limits-lead = We agreed to these (45 CFR 164.522(a)). The program keeps to them by itself.
limits-empty = The client has asked for no limits.
limits-outside-team = Only the team may open this
limits-program = Not for the people of { $name }
limits-role = Not for: { $name }
limits-payer = Not for the health plan { $name }
limits-outsider = Not for { $name }
limits-all = the whole file
limits-ended = ended { $day }
limits-end = End it
limits-add = Agree to a limit
limits-against = Whom does it keep out?
limits-against-outside-team = Everybody but the team
limits-against-program = The people of a program
limits-against-role = Everybody in a role
limits-against-payer = A health plan
limits-against-outsider = Someone outside
limits-which-program = Which program
limits-which-role = Which role
limits-name = Name of the plan or the person
limits-words = In the client's words
limits-words-hint = What they asked for, as they said it.
limits-classes = Of which parts?
limits-classes-hint = None is the whole file.
limits-do = Agree to it
limits-fault-against = Choose whom it keeps out, and say who that is
limits-fault-words = Write what the client asked for

team-title = Team
team-empty = Nobody is on the team yet.
team-off = Take off the team
team-put = Put someone on the team
team-worker = Who
team-function = As what
team-do = Put on the team
walls-title = Kept out
walls-text = Keep someone out of this file who knows the client or should not see it. It holds at once, also in an emergency.
walls-none = Nobody is kept out.
walls-worker = Who
walls-me = me
walls-why = Why
walls-do = Keep them out
walls-down = Let them in again

seen-title = Who looked
seen-lead = Everybody who opened something here, when and why. The client can ask for this list.
seen-empty = Nobody has looked yet.
seen-system = The program itself
seen-proof = Nobody can take a line out of this list without it being noticed.

holdings-title = What could we be made to hand over?
holdings-lead = If a judge ordered it today, this is all there is. It is counted from the file itself.
holdings-have = What we have
holdings-have-none = Nothing is written yet.
holdings-level = Part
holdings-count = How much, by year
holdings-who = Who can open it
holdings-records = { $count ->
    [one] one entry
   *[other] { $count } entries
  }
holdings-goes = When it goes
holdings-goes-held = Not while a hold stands
holdings-goes-asked = { $name } asked on { $day } that it go. Somebody else decides.
holdings-goes-two = When two people decide so
holdings-only = Only:
holdings-agency = The agency
holdings-appointments = { $count ->
    [one] One appointment
   *[other] { $count } appointments
  }
holdings-versions = { $count ->
    [one] One version of the card
   *[other] { $count } versions of the card
  }
holdings-looks = { $count ->
    [one] One line of who did what
   *[other] { $count } lines of who did what
  }
holdings-card = On the card: { $parts }
holdings-part-legal-name = legal name
holdings-part-born = birth date
holdings-part-address = address
holdings-part-phone = phone number
holdings-part-mail = email address
holdings-part-unsafe = names of people who are not safe
holdings-part-representatives = who may act for them
holdings-kept = All this is kept until two people decide to destroy it. What you do not write down, nobody can ask for.
holdings-private = What only one person can open
holdings-private-text = Private notes are sealed to the people named above. We can hand over the sealed boxes, but the agency has no key to them. The recovery pages can open them only if enough custodians bring theirs together.
holdings-lack = What we do not have
holdings-lack-card = Not on the card: { $parts }
holdings-lack-voice = Recordings of calls or voicemail
holdings-lack-place = Where the client's phone or computer was
holdings-lack-search = What anybody typed to find a client

hold-title = Holds
hold-none = No hold stands.
hold-why = Stop destruction of this file, because
hold-why-hint = The paper, the lawsuit or the audit.
hold-do = Put a hold on it
hold-release = Release it
hold-fault-why = Say why it must be kept
file-done-coded = The visit is closed for billing.
