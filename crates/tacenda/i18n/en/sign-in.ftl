sign-in-title = Sign in
sign-in-name = Your name here
sign-in-password = Password
sign-in-do = Sign in
sign-in-fault = We couldn't sign you in. Check both boxes, or call your administrator.
