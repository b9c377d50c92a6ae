packets-title = Qué sale
packets-begin = Preparar lo que sale
packet-does = lo hace el paquete
packet-read-on = Seguir leyendo
packet-names-next = Guardar y seguir
packet-names-long = El resto lo lee en el papel ya hecho, antes de que salga.
packet-items-next = Guardar y seguir
packet-title = Paquete
packet-state-open = en preparación
packet-state-made = listo en papel
packet-state-sent = enviado

packet-items = Elegir los registros
packet-items-lead = El paquete empieza vacío. Marque lo que responde a cada punto, y nada más.
packet-items-none = El expediente no tiene registros de este tipo que usted pueda enviar.
packet-items-each = Piden cada uno de estos
packet-items-each-line = Márquelo si sale más de un registro.
packet-items-left = Si algunos se quedan, ¿por qué?
packet-items-count = { $going } de { $asked } elegidos
packet-items-do = Guardar esta elección
packet-left-answered = Lo que sale ya responde
packet-left-time = Son de otra época
packet-left-others = Hablan sobre todo de otra persona
packet-left-not-asked = No son lo que se pide
packet-fault-left = Punto { $number }: diga por qué se quedan los otros registros
packet-fault-each = Punto { $number }: envíe un registro, o diga que piden cada uno
packet-fault-empty = Elija al menos un registro

packet-names = Ocultar a otras personas
packet-names-lead = Mire cada nombre, lugar y número que pueda ser de otra persona. Lo que oculte no estará en el papel.
packet-names-none = No se halló ningún nombre de otra persona. Lea el texto de abajo y añada lo que vea.
packet-names-found = Esto puede ser de otra persona
packet-names-known = está en el expediente
packet-names-hide = Poner en su lugar:
packet-names-keep = Dejarlo como está
packet-names-more = Ocultar más palabras
packet-names-more-line = Escríbalas tal como están. Se ocultan en todas partes.
packet-names-words = Palabras
packet-names-instead = Poner en su lugar
packet-names-do = Guardar
packet-names-again = Guardar y ver el texto otra vez
packet-names-texts = Cómo se lee ahora
packet-names-count = Ocultos: { $count }
packet-stead-relative = un familiar
packet-stead-member = otra persona del grupo
packet-stead-client = otro cliente
packet-stead-person = otra persona
packet-stead-place = un lugar
packet-stead-reach = un número o dirección

packet-whom = Decir quién lo recibe
packet-whom-lead = El papel nombra a quien lo recibe. Se hace ahora y se vuelve a leer para revisarlo.
packet-whom-named = El permiso nombra a { $name }. Sale para esa persona y para nadie más.
packet-whom-contact = Del directorio
packet-whom-to = O un nombre, si lo entrega en mano
packet-whom-way = Cómo llega
packet-whom-in = Idioma de la portada
packet-whom-do = Hacer el papel
packet-way-electronic = Correo seguro
packet-way-fax = Fax
packet-way-mail = Carta
packet-way-hand = En mano
packet-way-line-electronic = A una dirección que alguien comprobó.
packet-way-line-fax = A un número que alguien comprobó.
packet-way-line-mail = A una dirección que alguien comprobó.
packet-way-line-hand = Muestran quiénes son.
packet-fault-way = Elija cómo llega
packet-fault-to = Diga quién lo recibe
packet-fault-address = Elija del directorio a alguien con número o dirección comprobada
packet-slip-stands = «{ $words }» debía ocultarse y sigue en el papel. Ocúltelo en todas sus formas.
packet-slip-holds = El papel tiene algo que ningún papel nuestro tiene: { $what }. No sale nada.
packet-slip-nameless = El papel no muestra de quién trata. Ponga antes el nombre y la fecha de nacimiento en la ficha.
packet-slip-lacks = El papel no muestra todo lo elegido. No sale nada. Avise a quien cuida este sistema.

packet-proof = Esto es lo mínimo que responde
packet-proof-bounded = Cada registro cabe en lo que pide un punto, y la ley lo deja salir.
packet-proof-covering = Cada punto tiene respuesta, o la razón de que no la tenga.
packet-proof-least = Ningún punto tiene más de lo que necesita.
packet-proof-pages = { $pages ->
    [one] 1 página
   *[other] { $pages } páginas
    }. Ocultos: { $hidden ->
    [one] 1 nombre, lugar o número
   *[other] { $hidden } nombres, lugares y números
    }. El papel se volvió a leer y ninguno está en él.
packet-proof-stay = Estos registros se quedan aquí.
packet-read = Lo que leerá { $to }
packet-read-line = Estas palabras se leyeron del papel ya hecho.
packet-page = Página { $number }
packet-stale = Algo cambió desde que se hizo el papel. Hágalo de nuevo.
packet-check = Otra persona lo lee primero
packet-check-words = Qué vio usted
packet-check-do = Puede salir como está
packet-check-no = Devolverlo
packet-check-other = Un colega debe leerlo antes de que salga. Pídaselo: está en esta solicitud.
packet-check-fine = puede salir
packet-check-back = devuelto
packet-fault-words = Diga qué vio
packet-owed = Haga esto primero
packet-send = Enviarlo
packet-send-line = Mire la solicitud, no esta página. ¿De quién es el expediente que piden?
packet-send-name = Nombre, como está en la solicitud
packet-send-born = Fecha de nacimiento, como está en la solicitud
packet-send-do = Enviar a { $to }
packet-fault-who = Escriba el nombre y la fecha de nacimiento de la solicitud
packet-fault-other = No es la persona de este papel. No salió nada. Mire la solicitud otra vez.
packet-sent = Ya salió
packet-sent-line = Para { $to }, { $when }. Está en la lista de quién recibió qué.
packet-sent-by = Lo envió
packet-sent-law = Según esta ley
packet-sent-digest = Huella del papel (SHA-256)
packet-sent-paper = Tomar el papel
packet-then = Qué sigue
packet-then-line = Imprímalo, mándelo por fax o por correo ahora. Luego avise al cliente, si la solicitud lo dice.
packet-then-matter = Volver a la solicitud
packet-receipt = Prueba de que llegó
packet-receipt-words = ¿Qué muestra que llegó?
packet-receipt-do = Guardar esta prueba
packet-fault-receipt = Diga qué muestra que llegó

packet-paper-name = Registros
packet-paper-day = Fecha
packet-paper-to = Para
packet-paper-about = Sobre
packet-paper-born = Nacimiento
packet-paper-asked = Pedido el
packet-paper-purpose = Para qué
packet-paper-law = Según esta ley
packet-paper-permission = El permiso termina el
packet-paper-covers = El permiso abarca
packet-paper-holds = Contiene
packet-paper-count = { $count ->
    [one] 1 registro
   *[other] { $count } registros
    }
packet-paper-mistake = Si esto no es para usted, no siga leyendo. Avísenos y destrúyalo.
packet-paper-happened = Fecha
packet-paper-author = Escrito por
packet-paper-title = Título
packet-paper-late = Escrito más tarde, el
packet-paper-line = Punto { $number }: { $words }
packet-paper-contents = Contenido
packet-paper-manifest = Qué contiene este paquete
packet-paper-withheld = Qué se queda, y por qué
packet-paper-withheld-none = No se queda nada de lo pedido.
packet-paper-page = página { $n } de { $m }
packet-paper-ledger = Registro { $size } · { $code }
packet-stay-law = La ley lo guarda aquí.
packet-stay-part = Solo puede salir una parte.
packet-stay-none = No hay registros de este tipo.
packet-stay-files = Los archivos adjuntos a este registro se quedan aquí.

tab-shared = Salidas
shared-title = Quién recibió qué
shared-lead = Cada línea la escribió el mismo acto con el que salió.
shared-empty = Nadie de fuera ha recibido nada sobre este cliente.
shared-when = Cuándo
shared-to = Quién
shared-what = Qué
shared-why = Por qué
shared-owed = en la lista del cliente
shared-recalled = Retirado: nadie lo tuvo
shared-sort-packet = Paquete
shared-sort-report = Aviso a una autoridad
shared-sort-warning = Aviso de un peligro
shared-sort-taken = Se lo llevó la policía
shared-honest = Esta lista es lo que consta aquí. No puede mostrar que nadie habló de más.

link-title = Le espera un archivo
link-lead = Quien lo envió le dice un código por teléfono. Escríbalo aquí y tome el archivo.
link-name = Su nombre
link-code = El código
link-code-hint = Ocho dígitos.
link-do = Tomar el archivo
link-mistake = ¿No es para usted? Cierre esta página y avise a quien lo envió.
link-over = Aquí no hay nada
link-over-lead = Este enlace no abre nada, o ya no abre nada. Pida otro a quien lo envió.
link-fault-both = Escriba su nombre y el código
link-fault-code = Ese no es el código. Pregunte a quien lo envió, a un número que usted conozca. Tras cinco códigos falsos se cierra el enlace.

packet-link = El enlace
packet-link-line = Envíe esta dirección por correo a { $to }. Sin el código no abre nada.
packet-link-code = El código
packet-link-tell = Dígalo por teléfono, al { $number }. Nunca en el mismo correo.
packet-link-wait = Puede decir el código desde { $when }. Hasta entonces, y mientras nadie lo tome, puede retirarlo.
packet-link-ends = Vale hasta { $when }.
packet-link-tries = { $count ->
    [one] Llegó 1 código falso.
   *[other] Llegaron { $count } códigos falsos.
    }
packet-link-taken = { $name } lo tomó, { $when }.
packet-link-shut = Este enlace está cerrado: llegaron demasiados códigos falsos, o la ley ya no lo permite.
packet-link-over = El plazo de este enlace terminó. Nadie lo tomó.
packet-link-again = Hacer otro enlace
packet-link-again-line = El anterior ya no abre nada. Es el mismo papel, y no es otra divulgación.
packet-recall = Retirarlo
packet-recall-line = Mientras nadie lo tome, nada ha salido de la casa.
packet-recall-words = ¿Qué está mal?
packet-recall-do = Retirarlo ahora
packet-fault-recall = Diga qué está mal
packet-recalled = Se retiró, { $when }, por { $who }: { $words }
packet-receipt-link = Tomado del enlace
packet-then-link = Envíe el enlace y diga el código por teléfono. Después avise al cliente, si la solicitud lo dice.
packet-way-link = Enlace sellado
packet-way-line-link = A una dirección de correo. El código va por teléfono. Alguien comprobó ambos.
packet-take-proof = Tomar también la prueba
packet-take-proof-line = Con ella cualquiera puede comprobar, sin nosotros, que este papel salió de aquí y cuándo.
