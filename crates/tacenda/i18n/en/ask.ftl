menu-ask = May I share?
menu-ask-also = ask decide disclose release share may law
menu-consults = Questions
menu-consults-also = questions consult privacy officer reply sheet handed
yes = Yes

ask-danger-title = Is anyone in danger right now?
ask-danger-lead = This comes first, always. What you choose here is saved only if you go on.
ask-danger-yes = Yes, someone is in danger
ask-danger-yes-line = Go to the card: whom to call, and what to say.
ask-danger-no = No
ask-danger-no-line = I know of no threat, no abuse or neglect, no wound I would report, and no medical emergency.
ask-danger-some = Not right now, but there is a threat, abuse or a wound
ask-danger-some-line = We will ask about it.
ask-danger-unknown-line = Then talk to your supervisor now. You can go on here too.
ask-open = Not finished yet
ask-open-from = A question from { $when }
ask-open-handed = from { $name }

ask-step = Step { $number } of about { $about }
ask-saved = saved { $when }
ask-continue = Continue
ask-dont = I don't know
ask-more = Something else
ask-change = Change
ask-fault = Choose an answer. "I don't know" is one.
ask-hand = Hand this to a colleague
ask-who-sees = You see these answers, and whoever you hand them to. If you ask the privacy officer, they see them too.
ask-unsafe = The file names people who are not safe for this client. Check the name of the person asking against it.

ask-who = Who is asking?
ask-who-why = The law looks at who would get it before all else.
ask-who-client = The client
ask-who-client-line = Mostly yes: it is their own file.
ask-who-parent = A parent or guardian
ask-who-parent-line = It depends on the client's age and the kind of care.
ask-who-provider = A doctor or other provider
ask-who-provider-line = For treatment often yes, with limits.
ask-who-insurer = An insurance company
ask-who-insurer-line = Only what the payment needs.
ask-who-school = A school
ask-who-school-line = Mostly no, without a signed release.
ask-who-police = Police
ask-who-police-line = Mostly no, without an order from a judge.
ask-who-lawyer = A lawyer
ask-who-lawyer-line = A lawyer's paper alone is mostly not enough.
ask-who-court = A court
ask-who-court-line = An order that a judge signed counts, for what it names.
ask-who-probation = Probation or parole
ask-who-probation-line = Mostly no, without a release.
ask-who-family = Family or a friend
ask-who-family-line = Mostly no, if the client did not say yes.
ask-who-researcher = A researcher
ask-who-researcher-line = Only with consent or an approved study.
ask-who-other = Someone else
ask-who-other-line = An employer, a reporter, an agency, your own team and others.

ask-which = Which of these is it?
ask-which-why = Each of them has rules of its own.

ask-whom = Who is it about?
ask-whom-why = The file then answers for itself: age, place and program are not asked again.
ask-whom-letters = Two or more letters of the client's name.
ask-whom-find = Find
ask-whom-nobody = I'd rather not say
ask-whom-one = A client of yours
ask-whom-fault = Type two letters or more, or choose "I'd rather not say".
ask-whom-none = None of your clients has a name like that. Check the letters, or choose "I'd rather not say".

ask-what = What do they want?
ask-what-why = Each kind of information has its own rules. Choose the least that answers what they ask.
ask-what-status = Whether someone is or was a client
ask-what-attendance = Dates and attendance
ask-what-summary = A short report on the care
ask-what-billing = What a bill needs
ask-what-contact = Name, address or phone
ask-what-notes = Session notes
ask-what-whole = The whole file

ask-why = Why do they want it?
ask-why-why = The law may let you share for one reason and not for another.

ask-writing = What is there in writing?
ask-writing-why = A paper can open the way, but only the right one.
ask-writing-nothing = Nothing
ask-writing-nothing-line = A call, a visit, a question.
ask-writing-release = A release
ask-writing-release-line = A permission for this. We will ask what it says.
ask-writing-subpoena = A subpoena or another demand
ask-writing-subpoena-line = From a lawyer, a clerk or an agency.
ask-writing-order = An order with a judge's name
ask-writing-order-line = We will ask who signed it and what it names.
ask-writing-letter = A letter or e-mail
ask-writing-letter-line = It asks for something, and orders nothing.
ask-writing-several = More than one of these
ask-writing-several-line = We will ask about each.

ask-check = Check your answers
ask-check-file = What the file, your program and your role say ({ $count })
ask-check-file-mend = If something here is wrong, it is changed in the file, not here.
ask-check-nothing = Nothing is shared yet. Your question and its answer go into the ledger, whatever the answer is.
ask-check-do = See the answer
ask-said-person = you said so
ask-said-file = from the client's card
ask-said-program = from your program
ask-said-role = from your role here

ask-together = The plain questions on one page
ask-together-lead = Leave out what you don't have at hand: it is asked after this.
ask-together-blank = Leave it empty if you'd rather not say.
ask-together-offer = All on one page
ask-together-offer-line = You have asked often. The same questions, on one page.

ask-hand-title = Hand this to a colleague
ask-hand-text = Your answers go with it. If it is about a client, your colleague can open it only if their work lets them open that file.
ask-hand-to = To whom
ask-hand-do = Hand it over

ask-code = Sheet { $code }
ask-except = except what must not go
ask-in-force = The texts in force on { $day }:
ask-other-law = The law packs have changed since this was asked. This page shows what they say now about the same facts.
ask-rests = This answer rests on { $count } facts. They are kept with the sheet, each with who said it.
ask-perhaps = { $count ->
    [one] One more, if it applies
   *[other] { $count } more, if they apply
  }
ask-perhaps-text = These hang on things that nobody has said here. The sheet has them too.
ask-print = Print the sheet
ask-finish = Finish
ask-matter = See it through
ask-matter-line = It becomes a matter, with its clock, its letters and what is owed.
ask-matter-when = When did they ask, if not today?
ask-matter-open = Go to the matter
ask-matter-report = Make the report
ask-missing-more = There are more: { $count }. The interview asks them one by one.
ask-open-rules = { $count } more rules that hang on what is not known yet
ask-proof = A file to check the sheet by
ask-officer = The privacy officer
ask-officer-words = What do you want to ask?
ask-officer-hint = The privacy officer reads the same sheet. Leave out names.
ask-officer-do = Ask the privacy officer
ask-officer-waits = No reply yet.
ask-officer-fault = Write what you want to ask.
ask-sheet = Decision sheet
ask-sheet-check = To check this sheet: tacenda verify, then its code.
ask-sheet-guard = Printing makes a copy that you must guard.
ask-ledger = Ledger

decision-share = Share what the sheet lists
decision-wait = Do something first
decision-withhold = Do not share

consults-title = Questions
consults-waiting = Waiting for your reply
consults-none-waiting = Nobody waits for you.
consults-own = What you asked
consults-none-own = You have asked nothing yet. When you do, each answer is kept here.
consults-answered = answered by the rules
consults-asked = with the privacy officer
consults-replied = the privacy officer replied
consults-reply = Reply
consults-read = Read the sheet
consults-decision = What do you say?
consults-decision-fault = Choose what you say.
consults-words = In your words
consults-words-fault = Write a few words, so that they know why.
consults-do = Send the reply
ask-part-commands = commands it
ask-part-gives = allows it
ask-part-forbids = forbids it
ask-part-narrows = narrows it
ask-part-binds = adds duties
ask-part-open = not known yet
ask-part-weighed = not met
