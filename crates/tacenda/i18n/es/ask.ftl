menu-ask = ¿Puedo compartir?
menu-ask-also = preguntar decidir compartir puedo ley permiso
menu-consults = Consultas
menu-consults-also = preguntas consultas privacidad respuesta hoja
yes = Sí

ask-danger-title = ¿Hay alguien en peligro ahora mismo?
ask-danger-lead = Esto siempre va primero. Lo que elija aquí se guarda solo si usted sigue.
ask-danger-yes = Sí, alguien está en peligro
ask-danger-yes-line = Ir a la tarjeta: a quién llamar y qué decir.
ask-danger-no = No
ask-danger-no-line = No sé de ninguna amenaza, abuso o descuido, ni de heridas por reportar, ni de una emergencia médica.
ask-danger-some = Ahora mismo no, pero hay una amenaza, abuso o una herida
ask-danger-some-line = Le preguntaremos sobre eso.
ask-danger-unknown-line = Entonces hable ya con quien le supervisa. También puede seguir aquí.
ask-open = Sin terminar
ask-open-from = Una pregunta del { $when }
ask-open-handed = de { $name }

ask-step = Paso { $number } de unos { $about }
ask-saved = guardado { $when }
ask-continue = Seguir
ask-dont = No sé
ask-more = Otra cosa
ask-change = Cambiar
ask-fault = Elija una respuesta. «No sé» también lo es.
ask-hand = Pasar esto a otra persona del equipo
ask-who-sees = Estas respuestas las ve usted y la persona a quien se las pase. Si consulta a la persona encargada de privacidad, también las ve.
ask-unsafe = El expediente nombra a personas que no son seguras para su cliente. Compare el nombre de quien pide.

ask-who = ¿Quién lo pide?
ask-who-why = La ley mira antes que nada quién lo recibiría.
ask-who-client = La persona atendida
ask-who-client-line = Casi siempre sí: es su propio expediente.
ask-who-parent = Madre, padre o tutor
ask-who-parent-line = Depende de la edad y del tipo de atención.
ask-who-provider = Un médico u otro profesional
ask-who-provider-line = Para el tratamiento, muchas veces sí, con límites.
ask-who-insurer = Una aseguradora
ask-who-insurer-line = Solo lo que el pago necesita.
ask-who-school = Una escuela
ask-who-school-line = Casi siempre no, sin un permiso firmado.
ask-who-police = La policía
ask-who-police-line = Casi siempre no, sin la orden de un juez.
ask-who-lawyer = Un abogado
ask-who-lawyer-line = El papel de un abogado casi nunca basta.
ask-who-court = Un tribunal
ask-who-court-line = Vale la orden que firmó un juez, para lo que nombra.
ask-who-probation = Libertad condicional
ask-who-probation-line = Casi siempre no, sin un permiso.
ask-who-family = Familia o amistades
ask-who-family-line = Casi siempre no, si su cliente no dijo que sí.
ask-who-researcher = Alguien que investiga
ask-who-researcher-line = Solo con permiso o con un estudio aprobado.
ask-who-other = Otra persona
ask-who-other-line = Un empleador, la prensa, una oficina, su propio equipo y otros.

ask-which = ¿Cuál de estas es?
ask-which-why = Cada una tiene sus propias reglas.

ask-whom = ¿De quién se trata?
ask-whom-why = Así el expediente responde: edad, lugar y programa no se preguntan otra vez.
ask-whom-letters = Dos o más letras del nombre de su cliente.
ask-whom-find = Buscar
ask-whom-nobody = Prefiero no decirlo
ask-whom-one = Alguien a quien usted atiende
ask-whom-fault = Escriba dos letras o más, o elija «Prefiero no decirlo».
ask-whom-none = Ninguno de sus clientes tiene un nombre así. Revise las letras o elija «Prefiero no decirlo».

ask-what = ¿Qué quieren?
ask-what-why = Cada tipo de dato tiene sus reglas. Elija lo mínimo que responde a lo pedido.
ask-what-status = Si alguien es o fue cliente
ask-what-attendance = Fechas y asistencia
ask-what-summary = Un informe breve de la atención
ask-what-billing = Lo que una factura necesita
ask-what-contact = Nombre, dirección o teléfono
ask-what-notes = Notas de las sesiones
ask-what-whole = Todo el expediente

ask-why = ¿Para qué lo quieren?
ask-why-why = La ley puede dejar compartir por un motivo y por otro no.

ask-writing = ¿Qué hay por escrito?
ask-writing-why = Un papel puede abrir el camino, pero solo el papel correcto.
ask-writing-nothing = Nada
ask-writing-nothing-line = Una llamada, una visita, una pregunta.
ask-writing-release = Un permiso
ask-writing-release-line = Un permiso para esto. Le preguntaremos qué dice.
ask-writing-subpoena = Un citatorio u otra exigencia
ask-writing-subpoena-line = De un abogado, un secretario o una oficina.
ask-writing-order = Una orden con el nombre de un juez
ask-writing-order-line = Le preguntaremos quién la firmó y qué nombra.
ask-writing-letter = Una carta o un correo
ask-writing-letter-line = Pide algo y no ordena nada.
ask-writing-several = Más de uno de estos
ask-writing-several-line = Le preguntaremos por cada uno.

ask-check = Revise sus respuestas
ask-check-file = Lo que dicen el expediente, su programa y su función ({ $count })
ask-check-file-mend = Si algo está mal aquí, se cambia en el expediente.
ask-check-nothing = Todavía no se comparte nada. Su pregunta y la respuesta quedan en el registro, sea cual sea la respuesta.
ask-check-do = Ver la respuesta
ask-said-person = lo dijo usted
ask-said-file = de la ficha de su cliente
ask-said-program = de su programa
ask-said-role = de su función aquí

ask-together = Las preguntas simples en una página
ask-together-lead = Deje vacío lo que no tenga a mano: se pregunta después.
ask-together-blank = Déjelo vacío si prefiere no decirlo.
ask-together-offer = Todo en una página
ask-together-offer-line = Usted pregunta a menudo. Las mismas preguntas, en una página.

ask-hand-title = Pasar esto a otra persona del equipo
ask-hand-text = Sus respuestas van con la pregunta. Si se trata de un cliente, la otra persona solo puede abrirla si su trabajo le deja abrir ese expediente.
ask-hand-to = A quién
ask-hand-do = Pasarla

ask-code = Hoja { $code }
ask-except = salvo lo que no debe salir
ask-in-force = Los textos vigentes el { $day }:
ask-other-law = Los paquetes de leyes cambiaron desde esta pregunta. Esta página muestra lo que dicen ahora sobre los mismos datos.
ask-rests = Esta respuesta se apoya en { $count } datos. Se guardan con la hoja, y con quién dijo cada uno.
ask-perhaps = { $count ->
    [one] Una cosa más, si corresponde
   *[other] { $count } cosas más, si corresponden
  }
ask-perhaps-text = Dependen de algo que aquí nadie ha dicho. También están en la hoja.
ask-print = Imprimir la hoja
ask-finish = Terminar
ask-matter = Llevarlo hasta el final
ask-matter-line = Pasa a ser un asunto, con su plazo, sus cartas y lo que se debe.
ask-matter-when = ¿Cuándo lo pidieron, si no fue hoy?
ask-matter-open = Ir al asunto
ask-matter-report = Hacer el reporte
ask-missing-more = Hay más: { $count }. La entrevista las pregunta una por una.
ask-open-rules = { $count } reglas más que dependen de lo que aún no se sabe
ask-proof = Un archivo para comprobar la hoja
ask-officer = Persona encargada de privacidad
ask-officer-words = ¿Qué quiere consultar?
ask-officer-hint = Esa persona lee la misma hoja. No escriba nombres.
ask-officer-do = Consultar
ask-officer-waits = Aún no hay respuesta.
ask-officer-fault = Escriba lo que quiere consultar.
ask-sheet = Hoja de decisión
ask-sheet-check = Para comprobar esta hoja: tacenda verify y su código.
ask-sheet-guard = Al imprimir se crea una copia que usted debe cuidar.
ask-ledger = Registro

decision-share = Comparta lo que dice la hoja
decision-wait = Primero haga algo
decision-withhold = No comparta

consults-title = Consultas
consults-waiting = Esperan su respuesta
consults-none-waiting = Nadie espera su respuesta.
consults-own = Lo que usted preguntó
consults-none-own = Usted aún no ha preguntado nada. Cada respuesta se guardará aquí.
consults-answered = respondida por las reglas
consults-asked = en manos de privacidad
consults-replied = privacidad respondió
consults-reply = Responder
consults-read = Leer la hoja
consults-decision = ¿Qué dice usted?
consults-decision-fault = Elija qué dice.
consults-words = Con sus palabras
consults-words-fault = Escriba unas palabras para que sepan por qué.
consults-do = Enviar la respuesta
ask-part-commands = lo ordena
ask-part-gives = lo permite
ask-part-forbids = lo prohíbe
ask-part-narrows = lo limita
ask-part-binds = agrega deberes
ask-part-open = falta saberlo
ask-part-weighed = no se cumple
