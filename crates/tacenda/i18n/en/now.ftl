now-title = Someone is in danger
now-danger = Call now
now-danger-call = Call 911. For thoughts of suicide, call or text 988.
caller-title = A caller asks about someone
caller-say = We can't say whether any person has ever been here. If you'd like help for yourself, I can tell you about services.
