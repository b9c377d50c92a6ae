packets-title = What goes
packets-begin = Put together what goes
packet-does = the packet does this
packet-read-on = Read on
packet-names-next = Keep this and go on
packet-names-long = You read the rest on the finished paper, before it goes.
packet-items-next = Keep this and go on
packet-title = Packet
packet-state-open = being put together
packet-state-made = set on paper
packet-state-sent = sent

packet-items = Choose the records
packet-items-lead = The packet starts empty. Tick what answers each line, and nothing more.
packet-items-none = The file holds no record of this kind that you may send.
packet-items-each = They ask for each of these
packet-items-each-line = Tick this if more than one record goes.
packet-items-left = If some stay, why?
packet-items-count = { $going } of { $asked } chosen
packet-items-do = Keep this choice
packet-left-answered = What goes answers the line
packet-left-time = They are of another time
packet-left-others = They tell mostly of someone else
packet-left-not-asked = They are not what is asked for
packet-fault-left = Line { $number }: say why the other records stay
packet-fault-each = Line { $number }: send one record, or say that they ask for each
packet-fault-empty = Choose at least one record

packet-names = Hide other people
packet-names-lead = Look at each name, place and number that may be someone else's. What you hide is not in the paper at all.
packet-names-none = No name of someone else was found. Read the text below, and add what you find.
packet-names-found = This may be someone else
packet-names-known = named in the file
packet-names-hide = Put instead:
packet-names-keep = Leave it as it is
packet-names-more = Hide more words
packet-names-more-line = Type them as they are written. They are hidden wherever they stand.
packet-names-words = Words
packet-names-instead = Put instead
packet-names-do = Keep this
packet-names-again = Keep this and show the text again
packet-names-texts = How it reads now
packet-names-count = { $count } hidden
packet-stead-relative = a relative
packet-stead-member = another group member
packet-stead-client = another client
packet-stead-person = another person
packet-stead-place = a place
packet-stead-reach = a number or address

packet-whom = Say who gets it
packet-whom-lead = The paper names who gets it. It is made now, and read back to check it.
packet-whom-named = The permission names { $name }. It goes to them and to nobody else.
packet-whom-contact = From the address book
packet-whom-to = Or a name, if you hand it over
packet-whom-way = How it gets there
packet-whom-in = Language of the cover
packet-whom-do = Make the paper
packet-way-electronic = Secure mail
packet-way-fax = Fax
packet-way-mail = Letter
packet-way-hand = By hand
packet-way-line-electronic = To an address that someone checked.
packet-way-line-fax = To a number that someone checked.
packet-way-line-mail = To an address that someone checked.
packet-way-line-hand = They show who they are.
packet-fault-way = Choose how it gets there
packet-fault-to = Say who gets it
packet-fault-address = Choose someone from the address book whose number or address was checked
packet-slip-stands = “{ $words }” was to be hidden and still stands in the paper. Hide it in every spelling.
packet-slip-holds = The paper holds something that no paper of ours does: { $what }. Nothing goes.
packet-slip-nameless = The paper does not show whom it is about. Put the name and the birth date on the card first.
packet-slip-lacks = The paper does not show all that was chosen. Nothing goes. Tell whoever runs this system.

packet-proof = This is the least that answers
packet-proof-bounded = Each record lies within what a line asks for, and the law lets it go.
packet-proof-covering = Each line has an answer, or the reason why there is none.
packet-proof-least = No line has more than it needs.
packet-proof-pages = { $pages ->
    [one] 1 page
   *[other] { $pages } pages
    }. Hidden: { $hidden ->
    [one] 1 name, place or number
   *[other] { $hidden } names, places and numbers
    }. The finished paper was read back, and none of them is in it.
packet-proof-stay = These records stay here.
packet-read = What { $to } will read
packet-read-line = These words were read back from the finished paper.
packet-page = Page { $number }
packet-stale = Something has changed since the paper was made. Make it again.
packet-check = Someone else reads it first
packet-check-words = What you found
packet-check-do = It may go as it is
packet-check-no = Send it back
packet-check-other = A colleague has to read this before it goes. Ask one: they find it in this request.
packet-check-fine = may go
packet-check-back = sent back
packet-fault-words = Say what you found
packet-owed = Do this first
packet-send = Send it
packet-send-line = Look at the request again, not at this page. Whose record do they ask for?
packet-send-name = Name, as the request writes it
packet-send-born = Birth date, as the request has it
packet-send-do = Send it to { $to }
packet-fault-who = Type the name and the birth date from the request
packet-fault-other = That is not the person in this paper. Nothing went. Look at the request again.
packet-sent = It went
packet-sent-line = To { $to }, { $when }. It stands in the list of who got what.
packet-sent-by = Sent by
packet-sent-law = By this law
packet-sent-digest = Digest of the paper (SHA-256)
packet-sent-paper = Take the paper
packet-then = What comes next
packet-then-line = Print it, fax it or mail it now. Then tell the client, if the request says so.
packet-then-matter = Back to the request
packet-receipt = Proof that it came
packet-receipt-words = What shows that it came?
packet-receipt-do = Keep this proof
packet-fault-receipt = Say what shows that it came

packet-paper-name = Records
packet-paper-day = Date
packet-paper-to = To
packet-paper-about = About
packet-paper-born = Born
packet-paper-asked = Asked for on
packet-paper-purpose = Purpose
packet-paper-law = By this law
packet-paper-permission = The permission ends on
packet-paper-covers = The permission covers
packet-paper-holds = Holds
packet-paper-count = { $count ->
    [one] 1 record
   *[other] { $count } records
    }
packet-paper-mistake = If this is not for you, do not read on. Tell us, and destroy it.
packet-paper-happened = Date
packet-paper-author = Written by
packet-paper-title = Title
packet-paper-late = Written later, on
packet-paper-line = Line { $number }: { $words }
packet-paper-contents = Contents
packet-paper-manifest = What this packet holds
packet-paper-withheld = What stays, and why
packet-paper-withheld-none = Nothing that was asked for stays.
packet-paper-page = page { $n } of { $m }
packet-paper-ledger = Ledger { $size } · { $code }
packet-stay-law = The law keeps this here.
packet-stay-part = Only a part may go.
packet-stay-none = There is no record of this kind.
packet-stay-files = The files attached to this record stay here.

tab-shared = Shared
shared-title = Who got what
shared-lead = Each line was written by the act by which it went.
shared-empty = Nobody outside has received anything about this client.
shared-when = When
shared-to = Who
shared-what = What
shared-why = Why
shared-owed = on the client's list
shared-recalled = Taken back: nobody had it
shared-sort-packet = Packet
shared-sort-report = Report to an authority
shared-sort-warning = Warning of a danger
shared-sort-taken = Taken by officers
shared-honest = This list is what our records hold. It cannot show that nobody spoke out of turn.

link-title = A file waits for you
link-lead = Whoever sent it tells you a code by phone. Type it here and take the file.
link-name = Your name
link-code = The code
link-code-hint = Eight digits.
link-do = Take the file
link-mistake = Not meant for you? Close this page, and tell whoever sent it.
link-over = Nothing is here
link-over-lead = This link opens nothing, or nothing any more. Ask whoever sent it for another one.
link-fault-both = Type your name and the code
link-fault-code = That is not the code. Ask whoever sent it, at a number that you know. After five wrong codes the link is shut.

packet-link = The link
packet-link-line = Send this address by mail to { $to }. It opens nothing without the code.
packet-link-code = The code
packet-link-tell = Tell it by phone, at { $number }. Never in the same mail.
packet-link-wait = You can tell the code from { $when } on. Until then, and as long as nobody took it, you can take it back.
packet-link-ends = It stands until { $when }.
packet-link-tries = { $count ->
    [one] 1 wrong code came.
   *[other] { $count } wrong codes came.
    }
packet-link-taken = { $name } took it, { $when }.
packet-link-shut = This link is shut: too many wrong codes came, or the law does not let it go any more.
packet-link-over = The days of this link are over. Nobody took it.
packet-link-again = Make another link
packet-link-again-line = The one before opens nothing any more. It is the same paper, and no second disclosure.
packet-recall = Take it back
packet-recall-line = As long as nobody took it, nothing has left the house.
packet-recall-words = What is wrong?
packet-recall-do = Take it back now
packet-fault-recall = Say what is wrong
packet-recalled = It was taken back, { $when }, by { $who }: { $words }
packet-receipt-link = Taken from the link
packet-then-link = Send the link, and tell the code by phone. Then tell the client, if the request says so.
packet-way-link = Sealed link
packet-way-line-link = To a mail address. The code goes by phone. Somebody checked both.
packet-take-proof = Take the proof along
packet-take-proof-line = With it anybody can check, without us, that this paper left us, and when.
