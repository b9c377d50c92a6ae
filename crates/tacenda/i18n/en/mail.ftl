# What mails say. Fixed words: nothing of anybody, nothing of what we do. No line names us, and nothing asks for an answer.
mail-ready-subject = A document is ready for you
mail-ready = A document is ready for you at this address:
mail-ends-subject = A document is still waiting for you
mail-ends = A document is still waiting for you at this address:
mail-link-code = You need a code to open it. You get the code in another way, never by mail.
mail-link-ends = The address works until { $ends }.
mail-unexpected = If you expect nothing, you need do nothing: without the code nobody can open it. Answers to this mail are not read.
mail-test-subject = This is a test
mail-test = If you can read this, mails go out.
