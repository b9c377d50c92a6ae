# Today.
today-title = Hoy
today-hello = Buenos días, { $name }
today-tasks = Por hacer
today-tasks-none = No hay nada pendiente. Aquí estarán las tareas que le den.
today-late = atrasada desde { $day }
today-due = para el { $day }
today-link-ended = Un enlace terminó y nadie lo tomó
today-mail-not = Un correo sobre un enlace no salió: llame
today-later = { $count ->
    [one] Hay una más para después.
   *[other] Hay { $count } más para después.
  }
today-meetings = Citas de hoy
today-meetings-none = No hay citas para hoy.
today-next = En los próximos días
today-reviews = Accesos de emergencia por revisar
today-reviews-none = No hay ninguno. Cuando alguien use el acceso de emergencia, estará aquí.
today-training = Su capacitación vence el { $day }.
today-training-over = Su capacitación venció el { $day }. Puede leer los expedientes de sus clientes. Termínela para hacer más.
today-holds = { $count ->
    [one] Hay una retención: ese expediente no se destruye.
   *[other] Hay { $count } retenciones: esos expedientes no se destruyen.
  }
today-health = Estado del sistema
health-ledger = Registro
health-ledger-says = { $leaves } líneas, la última { $last }
health-ledger-missing = Falta algo del pasado. Avise ya a la administración.
health-backup = Copia de respaldo
health-backup-none = No hay ninguna.
health-proof = Copia comprobada
health-proof-none = Nunca.
health-witness = Testigo
health-witness-nobody = No hay nadie de fuera que note si el registro se cambió por uno viejo.
health-witness-silent = Uno no ha firmado nunca.
health-law = Leyes
health-law-reviewed = Todo comparado con sus fuentes desde el { $day }
health-law-unreviewed = Comparado con sus fuentes desde el { $day }. { $count } paquetes esperan revisión legal.
health-law-none = No hay leyes cargadas.
health-well = bien
health-look = revisar
today-questions = Preguntas por terminar
task-file = Expediente
task-by = De
task-due = Antes del
task-classes = Requiere
task-open = Abrir el expediente
task-done = Cuando esté hecha
task-words = Qué resultó
task-words-hint = Una o dos líneas. Las puede leer quien le dio la tarea.
task-do = Ya está hecha
task-fault = Diga qué resultó
task-is-done = La tarea está hecha.
task-by-review = Queda hecha cuando usted revisa el acceso.
task-by-two = Lo deciden dos personas, en la terminal: tacenda keep
task-by-team = El equipo del cliente o la persona encargada de privacidad se lo dice al cliente. Usted no tiene que hacer nada.
today-setup = { $count ->
    [one] Falta preparar una cosa.
   *[other] Falta preparar { $count } cosas.
  }
today-ask = ¿Alguien le pide algo sobre un cliente? Empiece aquí.
today-more = y { $count } más en el mismo asunto
