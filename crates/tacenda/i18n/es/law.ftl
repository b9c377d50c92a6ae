menu-law = La ley
law-title = La biblioteca de leyes
law-lead = Cada respuesta se apoya en estas reglas. Cada una tiene su cita, el día en que alguien la revisó y casos que la prueban.
law-search = Buscar una regla
law-search-hint = Por ejemplo: subpoena, 164.512, child abuse (los títulos están en inglés)
law-search-do = Buscar
law-found = { $count ->
    [0] Ninguna regla tiene esas palabras
    [one] Una regla
   *[other] { $count } reglas
  }
law-found-more = Hay más. Agregue una palabra.
law-packs = Paquetes
law-pack = Paquete
law-kind = Qué es
law-rules = Reglas
law-count = { $count ->
    [one] 1 regla
   *[other] { $count } reglas
  }
law-review = Revisión
law-reviewed = Revisado por una persona abogada
law-not-reviewed = Sin revisión legal
law-not-reviewed-text = Nadie con título de abogacía ha revisado este paquete. Tome sus respuestas como las de una persona colega cuidadosa y consulte cuando importe mucho.
law-role-law = Ley o reglamento
law-role-policy = Norma de la agencia
law-role-doctrine = Principio
law-role-code = Código profesional
law-effect-permit = Se puede
law-effect-require = Se debe
law-effect-forbid = No se debe
law-effect-limit = Limita
law-version = versión { $version }
law-yields = Ante qué cede:
law-sources = Fuentes
law-source = Fuente
law-checked = revisado el { $day }
law-sure = Qué tan segura es
law-sure-high = Vista en el texto, o asentada hace tiempo
law-sure-medium = Se cree correcta; falta confirmar el lugar exacto
law-sure-low = Con dudas reales
law-recipients = A quién
law-categories = De qué habla
law-before = Antes se debe
law-after = Después se debe
law-unless = Cede ante
law-force = Vigencia
law-force-both = del { $from } al { $to }
law-force-from = desde el { $from }
law-force-to = hasta el { $to }
law-force-always = todos los días que cubre este paquete
law-when = Cuándo se aplica, exactamente
law-name = Su nombre aquí
law-decides = Casos que decide
law-near = Casos parecidos que no decide
law-changes-title = Qué cambió en la ley
law-coming = Lo que viene
law-coming-none = No se conoce ningún cambio con fecha.
law-past = En los últimos tres años
law-past-none = Nada cambió en una fecha que los paquetes conozcan.
law-begins = Empieza
law-ends = Termina
pages = Páginas
page-of = Página { $number } de { $last }
page-before = Página anterior
page-after = Página siguiente
law-exactly = Con exactitud, para quien lo revise
