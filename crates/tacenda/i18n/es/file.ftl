# A client's file.
file-title = Expediente { $code }
file-code = Código del expediente
file-closed = Cerrado
file-tabs = Partes de este expediente
tab-card = Ficha
tab-notes = Notas
tab-private = Privadas
tab-files = Archivos
tab-times = Citas
tab-reach = Contacto seguro
tab-people = Personas
tab-limits = Límites
tab-team = Equipo
tab-seen = Quién miró
tab-holdings = Guardado

file-done-saved = Guardado.
file-done-note = Su nota está en el expediente.
file-done-file = El archivo se guardó.
file-done-time = La cita está hecha.
file-done-team = Ya es parte del equipo.
file-done-limit = El límite vale desde ahora.
file-done-people = Ya puede actuar por esta persona.
file-done-glass = El expediente está abierto para usted.
file-done-hold = No se destruirá nada de este expediente.
file-done-shared = Su colega ya puede leer estas notas.
file-done-client = El expediente está abierto. Anote el contacto seguro si aún falta.
file-done-review = Su revisión quedó guardada.
save = Guardar
answer-yes = Sí
answer-no = No
fault-day = Escriba un día, como 2001-02-03
minutes = { $count ->
    [one] Un minuto
   *[other] { $count } minutos
  }
pager = Más páginas
pager-newer = Más recientes
pager-newest = Lo más reciente
pager-older = Más antiguas
pager-before = Anteriores
pager-after = Siguientes
pager-count = { $count ->
    [one] Una en total
   *[other] { $count } en total
  }

why-title = ¿Por qué abre este expediente?
why-lead = Elija por qué entra. Queda en la lista de quién miró, y la persona puede verlo.
why-do = Abrir el expediente
why-kept = Preguntamos otra vez a los 30 minutos.
why-typed = Pasó la media hora de su motivo. Aún no se guardó nada. Sus palabras están abajo: cópielas, diga por qué está aquí y vuelva a escribirlas.
why-typed-label = Lo que escribió
why-fault = Elija un motivo
why-task-hint = { $kind }, para { $due }, de { $by }
why-grant-hint = Termina { $until }
why-office-title = Este expediente no está abierto para usted
why-office-text = Si existe, su contenido se abre por una tarea o en una emergencia.
why-office = Lo que su oficina puede ver sin abrir el expediente
why-glass = ¿Es una emergencia?
why-glass-text = Si alguien está en peligro, o una persona necesita ayuda y no se encuentra a nadie del equipo, puede usar el acceso de emergencia. Otra persona lo revisa y se informa a la persona.
why-glass-do = Usar el acceso de emergencia

glass-title = Acceso de emergencia
glass-lead = Usted abre un solo expediente en una emergencia. Estas son las condiciones. Después no cambian.
glass-term-time = Abre un nivel de un expediente por { $minutes } minutos.
glass-term-review = Otra persona lo revisa antes de que acabe el siguiente día hábil.
glass-term-client = Se informa a la persona cuando sea seguro, con las palabras de usted.
glass-term-private = Las notas privadas siguen cerradas.
glass-reason = ¿Cuál es la emergencia?
glass-class = ¿Qué necesita abrir?
glass-class-sud = Solo en una emergencia médica (42 CFR 2.51)
glass-words = Con sus propias palabras
glass-words-hint = Quién está en peligro y por qué necesita este expediente. Lo leerán quien revisa y la persona.
glass-do = Abrir por { $minutes } minutos
glass-not = No, volver
glass-fault-reason = Elija cuál es la emergencia
glass-fault-class = Elija qué necesita abrir
glass-fault-words = Diga por qué, con sus palabras
glass-fault-sud = El registro de alcohol y drogas se abre solo en una emergencia médica
glass-banner = Usó el acceso de emergencia.
glass-banner-terms = { $class }, hasta { $until }.
glass-banner-review = Otra persona revisa lo que abre y se informa a la persona.

review-title = Revisar un acceso de emergencia
review-who = Quién lo usó
review-when = Cuándo
review-words = En sus palabras
review-seen = Qué miró
review-seen-nothing = No miró nada.
review-done = Ya se revisó
review-own = Otra persona debe revisarlo: usted lo usó.
review-verdict = ¿Fue correcto?
review-proper = Sí, fue correcto
review-improper = No, no había emergencia
review-found = Qué encontró
review-found-hint = Queda junto con el acceso.
review-do = Guardar mi revisión
review-fault-proper = Elija si fue correcto
review-fault-words = Diga qué encontró

card-chosen-name = Nombre que usa
card-chosen-name-hint = El nombre que la persona eligió. Lo usamos siempre.
card-legal-name = Nombre en documentos
card-legal-name-hint = Solo si es otro. Déjelo vacío para quitarlo.
card-pronouns = Pronombres
card-born = Fecha de nacimiento
card-age = { $years } años
card-died = Día de fallecimiento
card-died-hint = Guardamos sus secretos igual.
card-standing = Quién actúa por la persona
card-address = Dirección
card-protected = Protegida: nunca se imprime ni se envía
card-safety = Seguridad
card-survivor = Sobreviviente de violencia o acoso
card-programs = Programas
card-since = desde { $day }
card-until = hasta { $day }
card-jurisdictions = Qué ley se aplica
card-limits = { $count ->
    [one] Este expediente tiene un límite pedido.
   *[other] Este expediente tiene { $count } límites pedidos.
  }
card-reach-more = Cómo hablarle sin riesgo
card-edit = Cambiar la ficha
card-edit-title = Cambiar la ficha
card-close = Cerrar este expediente
card-close-text = La atención terminó. El expediente se guarda y se puede reabrir.
card-reopen = Reabrir este expediente
card-reopen-text = La atención continúa.
card-fault-name = Escriba el nombre que usa
card-fault-value = Algo aquí está vacío o es muy largo. Corríjalo y envíelo otra vez.

stale-title = Otra persona también cambió esto
stale-lead = No se borró nada. Aquí están las dos versiones.
stale-table = Las dos versiones
stale-part = Parte
stale-yours = Lo que usted escribió
stale-theirs = Lo que hay ahora
stale-differs = distinto
stale-mine = Guardar lo que escribí
stale-keep = Dejar lo que hay y mirar otra vez

notes-title = Notas
notes-empty = Aún no hay notas. Aquí estará lo que se escriba en el trabajo con esta persona.
notes-cut = Usted ve lo que su trabajo necesita. Puede haber más.
note-title = Una nota
note-adds = agregado
note-adds-to = Ver la nota a la que agrega
note-late = escrita tarde
note-late-on = escrita tarde, el { $day }
note-files = { $count ->
    [one] un archivo
   *[other] { $count } archivos
  }
note-third-party = de otra persona o sobre ella
note-added = Agregado después
note-added-title = Agregado a: { $title }
note-add = Agregar a esta nota
note-add-text = Qué se agrega
note-add-hint = La nota queda como está. Lo que agregue queda a su lado, con su nombre y el día.
note-add-do = Agregar

write-title = Escribir una nota
write-category = Qué tipo de nota
write-category-hint = Decide quién puede leerla.
write-vault = Para notas privadas, abra antes su llave privada.
write-program = En el trabajo de qué programa
write-happened = El día en que ocurrió
write-words = Unas palabras para la lista
write-words-hint = Déjelo vacío para usar el tipo.
write-text = Nota
write-class = ¿Guardarla con más reserva?
write-class-hint = Solo si hace falta. El nivel solo sube.
write-class-usual = Lo normal para este tipo
write-others = ¿A quién más nombra?
write-others-hint = Un nombre por línea. Quien lea la nota verá la lista. Si el expediente sale algún día, se buscan estos nombres y se propone ocultarlos.
note-others = También nombra a:
write-third-party = Viene de otra persona o habla de ella
write-who-sees = La persona puede pedir leer esto. Las notas no se borran: después puede agregar.
write-do = Guardar en el expediente
write-fault-text = Escriba la nota
write-fault-category = Elija de qué tipo es
write-fault-program = Elija un programa en el que estén usted y la persona
write-fault-happened = Escriba el día en que ocurrió
write-fault-others = Escriba un nombre por línea, ninguno de más de 1000 letras, y { $count } nombres como máximo
write-fault-class = Elija un nivel de la lista

private-title = Notas privadas
private-lead = Estas notas están selladas para quien las escribió y para quien esa persona permita. Nadie más aquí puede abrirlas, ni en una emergencia.
private-empty = Usted no tiene notas privadas aquí.
private-shut-title = Sus notas privadas están cerradas
private-shut = Se abren con su propia llave. Ábrala primero y vuelva.
private-open = Abrir mi llave privada
private-write = Escribir: { $kind }
private-shares = Quién más puede leer las suyas
private-shares-text = Usted decide. Puede parar cuando quiera.
private-shares-none = Nadie más.
private-share-class = Qué notas
private-share-with = Con quién
private-share-do = Dejar que lea
private-share-end = Parar

files-title = Archivos
files-empty = Aún no hay archivos. Aquí estarán copias, cartas y grabaciones.
files-lead = Cada uno está con la nota a la que pertenece.
files-copy = Descargar un archivo crea una copia que usted debe cuidar.
files-put = Agregar un archivo
files-file = Archivo
files-file-hint = PDF, imagen, Word, sonido o texto. Hasta 20 MB; imágenes y Word, 10 MB.
files-text = Qué es
files-do = Agregar
files-fault-none = Elija un archivo
files-fault-kind = Elija un PDF, una imagen, Word, sonido o texto
files-fault-bytes = Este archivo no es lo que dice su nombre. Guárdelo como PDF e intente con ese.
files-fault-size = Elija un archivo más pequeño
files-fault-empty = Este archivo está vacío. Elija otro.

times-title = Citas
times-coming = Por venir
times-coming-none = No hay nada reservado.
times-past = Pasadas
times-past-none = Aún ninguna.
times-held = Se hizo
times-did-not-come = No vino
times-call-off = Cancelar
times-walk-in-tag = vino sin cita
times-make = Hacer una cita
times-day = Día
times-hour = Hora
times-minutes = Minutos
times-kind = Tipo
times-with = Con quién
times-walk-in = Está aquí sin cita
times-do = Hacer la cita
times-fault-day = Escriba el día y la hora
times-fault-minutes = Escriba cuántos minutos, de 1 a 1440
times-fault-program = Elija un programa en el que estén usted y la persona
times-codes = Cerrar para cobrar
times-codes-change = Cambiar los códigos
times-codes-line = Quien cobra ve estas cuatro líneas y ninguna nota.
times-service = Código del servicio
times-service-hint = Por ejemplo 90834
times-diagnosis = Código del diagnóstico
times-diagnosis-hint = Por ejemplo F43.23
times-label = Cómo lo llama el seguro
times-label-hint = El nombre corto del código, nunca lo que se dijo
times-price = Precio en dólares
times-price-hint = Por ejemplo 145.00
times-codes-do = Cerrar la visita
times-fault-service = Escriba el código del servicio
times-fault-diagnosis = Escriba códigos de letras, números y puntos, con al menos un número
times-fault-label = Escriba el nombre corto del código
times-fault-price = Escriba el precio, por ejemplo 145.00
times-fault-with = Elija con quién es la cita

reach-title = Cómo comunicarse sin riesgo
reach-edit-title = Cambiar el contacto seguro
reach-edit = Cambiar esto
reach-none = Aún no hay un contacto seguro. No envíe nada ni llame hasta que lo haya.
reach-none-short = Aún sin contacto seguro
reach-lines = Formas de contacto
reach-lines-hint = Pregunte qué es seguro. Lo que no es seguro queda anotado para que nadie lo use por error. Vacíe la casilla para quitarlo.
reach-line = Forma { $n }
reach-channel = Cómo
reach-place = Número, dirección o persona
reach-is-safe = ¿Es seguro?
reach-safe = Seguro
reach-unsafe = No es seguro
reach-never = Nunca lo use
reach-from = Desde, hora
reach-to = Hasta, hora
reach-hours = De { $from }:00 a { $to }:00.
reach-any-hour = A cualquier hora.
reach-voicemail = Se puede dejar un mensaje
reach-voicemail-yes = Se puede dejar un mensaje.
reach-voicemail-no = No deje mensaje.
reach-ask-for = Pregunte por
reach-ask-for-hint = El nombre que se dice por teléfono.
reach-if-another-answers = Si contesta otra persona, diga
reach-if-another-answers-hint = Palabras que no revelen nada.
reach-code-word = Palabra clave
reach-code-word-hint = Lo que dice la persona para mostrar que es ella.
reach-languages = Idiomas
reach-languages-hint = Primero el preferido, separados por comas.
reach-unsafe-people = Personas que no son seguras
reach-unsafe-people-hint = Un nombre por línea. Nunca actúan por la persona y nunca se les dice nada.
reach-survivor = ¿Sobreviviente de violencia o acoso?
reach-address-protected = Proteger la dirección
reach-address-protected-hint = Nunca se imprime, se envía ni se muestra a quien no deba saberla.
reach-fault-channel = Elija cómo, de la lista
reach-fault-hours = Escriba dos horas, como 8 y 12

around-title = Personas alrededor
around-standing = { $standing }.
around-unsafe = No seguras
around-unsafe-none = No hay nadie anotado.
around-unsafe-tag = nunca le diga nada
around-unsafe-text = No pueden actuar por la persona y no se les envía nada.
around-unsafe-edit = Cambiar quién no es seguro
around-acting = Quién puede actuar por la persona
around-acting-none = Nadie. La persona actúa por sí misma.
around-proof = Documento visto: { $proof }
around-never = nunca:
around-end = Terminar ahora
around-add = Anotar a quien puede actuar
around-name = Nombre
around-authority = Qué le da el derecho
around-paper = El documento que vio
around-paper-hint = Por ejemplo: orden del juez del 3 mar 2026.
around-limits = Hasta dónde llega
around-limits-hint = En pocas palabras, si hay límites.
around-until = Hasta
around-until-hint = Déjelo vacío si no se sabe.
around-do = Anotar
around-fault-name = Escriba su nombre
around-fault-authority = Elija qué le da el derecho
around-fault-proof = Diga qué documento vio
around-fault-until = Escriba un día o déjelo vacío
around-fault-unsafe = El expediente dice que esta persona no es segura. Consulte a quien le supervisa.

limits-title = Límites que pidió la persona
limits-lead = Los aceptamos (45 CFR 164.522(a)). El programa los cumple solo.
limits-empty = La persona no ha pedido límites.
limits-outside-team = Solo el equipo puede abrir esto
limits-program = No para quienes trabajan en { $name }
limits-role = No para: { $name }
limits-payer = No para el seguro { $name }
limits-outsider = No para { $name }
limits-all = todo el expediente
limits-ended = terminó el { $day }
limits-end = Terminar
limits-add = Aceptar un límite
limits-against = ¿A quién deja fuera?
limits-against-outside-team = A todos menos al equipo
limits-against-program = A quienes trabajan en un programa
limits-against-role = A todos los de una función
limits-against-payer = A un seguro de salud
limits-against-outsider = A alguien de fuera
limits-which-program = Qué programa
limits-which-role = Qué función
limits-name = Nombre del seguro o de la persona
limits-words = En palabras de la persona
limits-words-hint = Lo que pidió, como lo dijo.
limits-classes = ¿De qué partes?
limits-classes-hint = Ninguna es todo el expediente.
limits-do = Aceptar
limits-fault-against = Elija a quién deja fuera y diga quién es
limits-fault-words = Escriba lo que pidió la persona

team-title = Equipo
team-empty = Aún no hay nadie en el equipo.
team-off = Quitar del equipo
team-put = Sumar a alguien al equipo
team-worker = Quién
team-function = Como qué
team-do = Sumar al equipo
walls-title = Sin acceso
walls-text = Cierre el paso a quien conoce a la persona o no debe ver este expediente. Vale de inmediato, también en una emergencia.
walls-none = No hay nadie sin acceso.
walls-worker = Quién
walls-me = yo
walls-why = Por qué
walls-do = Cerrar el paso
walls-down = Dejar entrar otra vez

seen-title = Quién miró
seen-lead = Todas las personas que abrieron algo aquí, cuándo y por qué. La persona puede pedir esta lista.
seen-empty = Nadie ha mirado todavía.
seen-system = El programa mismo
seen-proof = Nadie puede quitar una línea de esta lista sin que se note.

holdings-title = ¿Qué nos podrían obligar a entregar?
holdings-lead = Si un juez lo ordenara hoy, esto es todo lo que hay. Se cuenta del expediente mismo.
holdings-have = Qué tenemos
holdings-have-none = Aún no hay nada escrito.
holdings-level = Parte
holdings-count = Cuánto, por año
holdings-who = Quién puede abrirlo
holdings-records = { $count ->
    [one] una entrada
   *[other] { $count } entradas
  }
holdings-goes = Cuándo se borra
holdings-goes-held = No mientras haya una retención
holdings-goes-asked = { $name } pidió el { $day } que se borre. Decide otra persona.
holdings-goes-two = Cuando dos personas lo decidan
holdings-only = Solo:
holdings-agency = La agencia
holdings-appointments = { $count ->
    [one] Una cita
   *[other] { $count } citas
  }
holdings-versions = { $count ->
    [one] Una versión de la ficha
   *[other] { $count } versiones de la ficha
  }
holdings-looks = { $count ->
    [one] Una línea de quién hizo qué
   *[other] { $count } líneas de quién hizo qué
  }
holdings-card = En la ficha: { $parts }
holdings-part-legal-name = nombre legal
holdings-part-born = fecha de nacimiento
holdings-part-address = dirección
holdings-part-phone = número de teléfono
holdings-part-mail = correo electrónico
holdings-part-unsafe = nombres de personas no seguras
holdings-part-representatives = quién puede actuar por la persona
holdings-kept = Todo esto se guarda hasta que dos personas decidan destruirlo. Lo que no se escribe, nadie lo puede pedir.
holdings-private = Lo que solo una persona puede abrir
holdings-private-text = Las notas privadas están selladas para las personas de arriba. Podemos entregar las cajas selladas, pero la agencia no tiene su llave. Las hojas de recuperación las abren solo si se juntan suficientes custodios.
holdings-lack = Lo que no tenemos
holdings-lack-card = No está en la ficha: { $parts }
holdings-lack-voice = Grabaciones de llamadas o mensajes de voz
holdings-lack-place = Dónde estaba el teléfono o la computadora de la persona
holdings-lack-search = Lo que alguien escribió para buscar a una persona

hold-title = Retenciones
hold-none = No hay ninguna retención.
hold-why = Detener la destrucción de este expediente, porque
hold-why-hint = El documento, la demanda o la auditoría.
hold-do = Retener
hold-release = Levantar
hold-fault-why = Diga por qué debe guardarse
file-done-coded = La visita quedó lista para cobrar.
