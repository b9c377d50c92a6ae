# Signing in, and one's own account.
change = Change
look = Look
remove = Remove
go-on = Go on
since = Since { $day }
device-unknown = A device

second-title = One more step
second-lost = Lost your phone or key?
second-fault = That was not it. A code counts once and for half a minute: wait for the next one. After several tries, each waits longer.
code-label = Code from your app
code-hint = Six digits. A new code comes every 30 seconds.
passkey-use-title = Your passkey
passkey-use-hint = Your device asks for your finger, face or PIN. None of these come to us.
passkey-use = Use my passkey
passkey-script = A passkey needs this page's script, which your browser does not run. Use a code from your app, or allow the script.

prove-title = Is it you?
prove-text = What you want to do next is grave, so show once more that it is you. It is good for five minutes.
prove-code = Or a code from your app
prove-provider = Show it with { $label }
prove-provider-text = Sign in once more at { $label }, and come back.
prove-fault = That was not it. Type your password or a fresh code. After several tries, each waits longer.

me-title = My account
me-news = Since you last looked
me-news-hint = Was it not you? Change your password now, and tell your privacy officer.
me-news-read = I have read this
me-news-stop = I did not ask for a code: stop it
me-name = Name and work
me-password = Password
me-password-since = Chosen on { $day }
me-factor = Second step
me-factor-none = None yet
me-provider = Sign-in with { $label }
me-provider-none = Not set up
me-provider-do = Set up
me-vault = Your private notes
me-vault-open = Open in this session
me-vault-shut = Closed in this session
me-vault-none = You have no passphrase for private notes
me-vault-do = Open
me-vault-close = Close
me-vault-make = Set up
me-sessions = Sessions and devices
me-sessions-count = { $count ->
    [one] You are signed in here alone.
   *[other] You are signed in at { $count } places.
}
me-devices-count = { $count ->
    [one] One device is known.
   *[other] { $count } devices are known.
}
me-opened = What you opened
me-opened-text = Every file you looked at, day by day
me-language = Language

news-count = { $count ->
    [one] There is something new about your account.
   *[other] There are { $count } new things about your account.
}
news-look = Look at it
news-device = You signed in from a new device: { $of }
news-moved = A session of yours is now used from another network: { $of }
news-password = Your password was changed
news-factor = Your second step was changed
news-bound = You now sign in with { $of }
news-unbound = You took off the other way to sign in
news-unbound-by = { $of } took off your other way to sign in. Use your name and password.
news-stopped = { $of } ended all your sessions
news-regained = { $of } and the keepers of the recovery kit gave you a new passphrase for private notes. If you were not there, tell the privacy officer now.
news-recovery = { $of } made a code to get you back in. If you can still sign in, you do not need it.
news-recovery-of = A code was made to get { $of } back in
news-recovered = You got back in with a code. Your second step and your devices were reset.
news-recovered-of = { $of } got back in with a code

password-title = Change your password
password-text = All your other sessions end when you change it. Your passphrase for private notes stays as it is.
password-rotation = Nobody asks you to change it every few months. People who must do so choose worse ones. Change it when somebody may know it.
password-days = Your agency is told to ask for a new one every { $days } days. Take four or five new words, not the old ones with a figure behind them.
password-new = New password
password-hint = At least { $least } letters, digits or spaces. Four or five words that do not belong together are good. You may paste it.
password-again = The same again
password-do = Change password
password-short = Use at least { $least } letters, digits or spaces.
password-long = That is longer than we can keep. Use a shorter one.
password-common = This one is easy to guess. Leave out names, well-known words and rows of keys, or make it longer.
password-same = This is the password you have now. Choose another one.
password-again-fault = The two are not the same. Type the new one twice.

factor-title = Your second step
factor-text = After your password you show something that you have with you. A stolen password alone then opens nothing.
factor-must-title = Set up your second step
factor-must-text = Before you can work here, set up something that you have with you when you sign in. It takes two minutes.
factor-passkey = Passkey
factor-passkey-text = Your phone, computer or security key, opened by your finger, face or PIN. The safest way: it knows our address, so no copied page can trick you.
factor-passkey-do = Add a passkey
factor-passkey-of = Passkey: { $label }
factor-app = App with codes
factor-app-text = An authenticator app on your phone shows a new code every 30 seconds. It works without a network.
factor-app-do = Set up an app
factor-app-again = Set up another app in its place
factor-last = This is the only one you have, so it stays. Add another one first to remove it.
app-title = Set up your app
app-step-1 = Open an authenticator app on your phone. Any one will do.
app-step-2 = Point it at this picture, or type the letters into it.
app-step-3 = Type the code that it shows now.
app-picture = Picture for your app. The letters beside it say the same.
app-letters = No camera? Type these letters into the app:
app-fault = That code was not it. Wait for the next one and type all six digits. Check that your phone shows the right time.
app-do = Keep this app
passkey-title = Add a passkey
passkey-text = Press the button. Your device then asks you whether it should keep a passkey for Tacenda.
passkey-do = Make it on this device
passkey-fault = The device did not make a passkey. Try again, or set up an app instead.

bound-text = From then on you can sign in here with your account at { $label }. You show it there once, now.
bound-only = Your password then no longer signs you in.
bound-ends = All your other sessions here end.
bound-do = Sign in with { $label } from now on
bound-since = You sign in with { $label } since { $day }.
bound-remove = Take it off
bound-remove-text = Then you sign in with your name and password alone. All your other sessions here end.

sessions-title = Sessions and devices
sessions-text = You are signed in at these places. A session ends by itself after 30 minutes without use, or after 12 hours.
sessions-here = This one
sessions-moved = Changed its network
sessions-when = Since { $made }. Last used { $seen }.
sessions-more = { $count ->
    [one] One more is not shown. Ending all but this one ends it too.
   *[other] { $count } more are not shown. Ending all but this one ends them too.
  }
sessions-end = End it
sessions-end-others = End all but this one
devices-title = Devices that know you
devices-text = You have signed in from these before. From here you get in even while somebody tries out your password elsewhere.
devices-none = None is known.
devices-this = This one
devices-when = Since { $made }. Last used { $seen }.
devices-forget = Forget it

vault-title = Open your private notes
vault-text = Psychotherapy notes and other most private notes open with your own passphrase alone. Everything else is open to you already.
vault-passphrase = Passphrase for private notes
vault-hint = Not your password. If you lost it, ask the director for a new one: it takes the recovery kit, and you in the room.
vault-fault = That did not open them. Type the passphrase for private notes, not your password. After several tries, each waits longer.
vault-open = Open my notes
vault-later = Not now
vault-is-open = Your private notes are open in this session.
vault-minutes = After { $minutes } minutes without use you are signed out, and they close.
vault-shut = Close them
vault-none = You have no passphrase for private notes yet.
vault-none-text = Psychotherapy notes are sealed so that only you can open them. For that you need a passphrase of your own, apart from your password. No one person can reset it: not the administrator, not us.
vault-new = New passphrase
vault-new-hint = At least { $least } letters. Four or five words that do not belong together are good. Write it down and keep it where you keep your passport.
vault-again = The same again
vault-make = Set it up
vault-short = Use at least { $least } letters.
vault-password = This is your password. The passphrase must be another one, or it protects nothing.

opened-title = What you opened
opened-text = The ledger keeps every look at a file. This is what it has of you.
opened-days = Days
opened-before = The day before
opened-after = The day after
opened-nothing = Nothing on this day.
opened-when = When
opened-what = What you did
opened-why = Why
opened-file = File
opened-open = Open the file
opened-refused = Not done: { $act }

join-title = Your first day here
join-text = You were handed a code. With it you choose your password, then a second step.
join-code = Code
join-code-hint = 26 letters and digits. Dashes and small letters do not matter.
join-do = Begin
join-fault = That code and name do not open anything, or not any more. Check both, or ask for another code.
recover-title = Get back in
recover-text = An administrator hands you a code in person. It starts to work a few hours later. With it you choose a new password; then you set up your second step again.
recover-do = Get back in

entry-title = How { $name } signs in
entry-link = How they sign in: sessions, and getting back in
entry-none = They have no account yet. They make one with the code that they were handed.
entry-sessions = { $count ->
    [0] They are signed in nowhere now.
    [one] They are signed in at one place.
   *[other] They are signed in at { $count } places.
}
entry-end = End their sessions
entry-end-text = When a device is lost, or somebody else may be at it. They can sign in again.
entry-end-do = End all sessions
entry-provider-text = Set up on { $day }. Take it off when they lost that account, or it is not theirs. They then sign in with name and password. All their sessions end, and they are told.
entry-recover = Get them back in
entry-recover-text = When they lost their phone or forgot their password. Make a code and hand it over in person: know the face. It starts to work after { $hours } hours. They and the privacy officer are told now. Their passphrase for private notes is not changed by it.
entry-recover-do = Make a code
entry-code = Hand this over in person. It is shown only now:
entry-code-text = It works from { $hours } hours on, for a day, at “I can't get in” on the sign-in page. Then they choose a new password and set up their second step again.
