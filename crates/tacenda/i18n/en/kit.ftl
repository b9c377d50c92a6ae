# Paper for the day without power.
kit-title = Paper for a day without power
kit-title-also = paper kit blank forms print offline outage wet ink
kit-lead = Print it today and keep it in a drawer. It holds blank forms and what to say, and nothing about anyone.
kit-print = Take the PDF
kit-holds = What is in it
kit-after = When the power is back, enter what you wrote. Each sheet says at its foot which law it was printed by. Today that is { $law }: with another one, print the kit again.
kit-code = Form { $form } · law { $packs }
kit-glass = A file was opened in an emergency
kit-glass-lead = Enter each look here, and again when the power is back. Someone else reviews it.
kit-told = Something was told or given
kit-told-lead = Enter each thing that left, even by word of mouth.
kit-log-when = Day and time
kit-log-file = File code
kit-log-to = To whom
kit-log-what = What
kit-log-why = Why, and by which rule or paper
kit-log-who = Who
