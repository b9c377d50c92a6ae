# Papel para el día sin luz.
kit-title = Papel para un día sin luz
kit-title-also = juego de papel formularios en blanco imprimir sin luz tinta
kit-lead = Imprímalo hoy y guárdelo en un cajón. Tiene formularios en blanco y qué decir, y nada de nadie.
kit-print = Tomar el PDF
kit-holds = Qué trae
kit-after = Cuando vuelva la luz, anote lo que escribió. Cada hoja dice al pie con qué ley se imprimió. Hoy es { $law }: si dice otra, imprima de nuevo.
kit-code = Hoja { $form } · ley { $packs }
kit-glass = Se abrió un expediente en una emergencia
kit-glass-lead = Anote aquí cada mirada, y otra vez cuando vuelva la luz. Otra persona la revisa.
kit-told = Se dijo o se entregó algo
kit-told-lead = Anote cada cosa que salió, también de palabra.
kit-log-when = Día y hora
kit-log-file = Código del expediente
kit-log-to = A quién
kit-log-what = Qué
kit-log-why = Por qué, y por qué regla o papel
kit-log-who = Quién
