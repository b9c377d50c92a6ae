# Iniciar sesión, y la cuenta propia.
change = Cambiar
look = Ver
remove = Quitar
go-on = Continuar
since = Desde el { $day }
device-unknown = Un aparato

second-title = Un paso más
second-lost = ¿Perdió su teléfono o su llave?
second-fault = Eso no fue. Cada código vale una sola vez y medio minuto: espere el siguiente. Tras varios intentos, cada uno espera más.
code-label = Código de su aplicación
code-hint = Seis dígitos. Sale un código nuevo cada 30 segundos.
passkey-use-title = Su clave de acceso
passkey-use-hint = Su aparato le pide el dedo, la cara o el PIN. Nada de eso llega a nosotros.
passkey-use = Usar mi clave de acceso
passkey-script = La clave de acceso necesita el programa de esta página, y su navegador no lo ejecuta. Use un código de su aplicación o permita el programa.

prove-title = ¿Es usted?
prove-text = Lo que quiere hacer ahora es grave; muestre otra vez que es usted. Vale por cinco minutos.
prove-code = O un código de su aplicación
prove-provider = Mostrarlo con { $label }
prove-provider-text = Entre otra vez en { $label } y vuelva.
prove-fault = Eso no fue. Escriba su contraseña o un código nuevo. Tras varios intentos, cada uno espera más.

me-title = Mi cuenta
me-news = Desde la última vez que miró
me-news-hint = ¿No fue usted? Cambie su contraseña ahora y avise a la persona encargada de privacidad.
me-news-read = Ya lo leí
me-news-stop = No pedí ningún código: deténgalo
me-name = Nombre y trabajo
me-password = Contraseña
me-password-since = Elegida el { $day }
me-factor = Segundo paso
me-factor-none = Todavía ninguno
me-provider = Entrada con { $label }
me-provider-none = Sin preparar
me-provider-do = Preparar
me-vault = Sus notas privadas
me-vault-open = Abiertas en esta sesión
me-vault-shut = Cerradas en esta sesión
me-vault-none = No tiene frase de paso para notas privadas
me-vault-do = Abrir
me-vault-close = Cerrar
me-vault-make = Preparar
me-sessions = Sesiones y aparatos
me-sessions-count = { $count ->
    [one] Solo tiene sesión aquí.
   *[other] Tiene sesión en { $count } lugares.
}
me-devices-count = { $count ->
    [one] Se conoce un aparato.
   *[other] Se conocen { $count } aparatos.
}
me-opened = Lo que usted abrió
me-opened-text = Cada expediente que miró, día por día
me-language = Idioma

news-count = { $count ->
    [one] Hay algo nuevo sobre su cuenta.
   *[other] Hay { $count } cosas nuevas sobre su cuenta.
}
news-look = Verlo
news-device = Inició sesión desde un aparato nuevo: { $of }
news-moved = Una sesión suya se usa ahora desde otra red: { $of }
news-password = Se cambió su contraseña
news-factor = Se cambió su segundo paso
news-bound = Ahora entra con { $of }
news-unbound = Quitó la otra manera de entrar
news-unbound-by = { $of } quitó su otra manera de entrar. Use su nombre y contraseña.
news-stopped = { $of } terminó todas sus sesiones
news-regained = { $of } y quienes guardan el juego de recuperación le dieron una nueva frase de paso para sus notas privadas. Si usted no estuvo presente, avise ya a quien responde por la privacidad.
news-recovery = { $of } hizo un código para que usted vuelva a entrar. Si todavía puede entrar, no lo necesita.
news-recovery-of = Se hizo un código para que { $of } vuelva a entrar
news-recovered = Volvió a entrar con un código. Su segundo paso y sus aparatos se borraron.
news-recovered-of = { $of } volvió a entrar con un código

password-title = Cambiar su contraseña
password-text = Al cambiarla terminan todas sus otras sesiones. Su frase de paso para notas privadas queda igual.
password-rotation = Nadie le pide cambiarla cada pocos meses. Quien tiene que hacerlo elige peores. Cámbiela cuando alguien pueda saberla.
password-days = A su agencia le exigen pedir una nueva cada { $days } días. Tome cuatro o cinco palabras nuevas, no las de antes con un número detrás.
password-new = Contraseña nueva
password-hint = Al menos { $least } letras, dígitos o espacios. Cuatro o cinco palabras que no van juntas sirven bien. Puede pegarla.
password-again = La misma otra vez
password-do = Cambiar contraseña
password-short = Use al menos { $least } letras, dígitos o espacios.
password-long = Es más larga de lo que podemos guardar. Use una más corta.
password-common = Esta es fácil de adivinar. No use nombres, palabras conocidas ni filas de teclas, o hágala más larga.
password-same = Esta es la contraseña que ya tiene. Elija otra.
password-again-fault = Las dos no son iguales. Escriba la nueva dos veces.

factor-title = Su segundo paso
factor-text = Después de la contraseña usted muestra algo que lleva consigo. Así una contraseña robada sola no abre nada.
factor-must-title = Prepare su segundo paso
factor-must-text = Antes de trabajar aquí, prepare algo que lleve consigo al iniciar sesión. Toma dos minutos.
factor-passkey = Clave de acceso
factor-passkey-text = Su teléfono, computadora o llave de seguridad, que se abre con su dedo, cara o PIN. Es lo más seguro: conoce nuestra dirección y ninguna página copiada le engaña.
factor-passkey-do = Agregar una clave de acceso
factor-passkey-of = Clave de acceso: { $label }
factor-app = Aplicación con códigos
factor-app-text = Una aplicación de autenticación en su teléfono muestra un código nuevo cada 30 segundos. Funciona sin red.
factor-app-do = Preparar una aplicación
factor-app-again = Preparar otra aplicación en su lugar
factor-last = Es el único que tiene, por eso se queda. Agregue otro antes de quitarlo.
app-title = Prepare su aplicación
app-step-1 = Abra una aplicación de autenticación en su teléfono. Cualquiera sirve.
app-step-2 = Apúntela a esta imagen, o escriba en ella las letras.
app-step-3 = Escriba el código que muestra ahora.
app-picture = Imagen para su aplicación. Las letras de al lado dicen lo mismo.
app-letters = ¿Sin cámara? Escriba estas letras en la aplicación:
app-fault = Ese código no fue. Espere el siguiente y escriba los seis dígitos. Revise que su teléfono tenga la hora correcta.
app-do = Guardar esta aplicación
passkey-title = Agregar una clave de acceso
passkey-text = Oprima el botón. Su aparato le pregunta entonces si debe guardar una clave de acceso para Tacenda.
passkey-do = Hacerla en este aparato
passkey-fault = El aparato no hizo la clave de acceso. Intente otra vez, o prepare una aplicación.

bound-text = Desde entonces puede entrar aquí con su cuenta en { $label }. La muestra allí una vez, ahora.
bound-only = Después su contraseña ya no le abre.
bound-ends = Terminan todas sus otras sesiones aquí.
bound-do = Entrar con { $label } desde ahora
bound-since = Entra con { $label } desde el { $day }.
bound-remove = Quitarla
bound-remove-text = Después entra solo con su nombre y contraseña. Terminan todas sus otras sesiones aquí.

sessions-title = Sesiones y aparatos
sessions-text = Usted tiene sesión en estos lugares. Una sesión termina sola tras 30 minutos sin uso, o tras 12 horas.
sessions-here = Esta
sessions-moved = Cambió de red
sessions-when = Desde el { $made }. Último uso: { $seen }.
sessions-more = { $count ->
    [one] Hay una más que no se muestra. Al terminar todas menos esta, también termina.
   *[other] Hay { $count } más que no se muestran. Al terminar todas menos esta, también terminan.
  }
sessions-end = Terminarla
sessions-end-others = Terminar todas menos esta
devices-title = Aparatos que le conocen
devices-text = Usted ya inició sesión desde estos. Desde aquí puede entrar aunque alguien pruebe su contraseña en otra parte.
devices-none = No se conoce ninguno.
devices-this = Este
devices-when = Desde el { $made }. Último uso: { $seen }.
devices-forget = Olvidarlo

vault-title = Abra sus notas privadas
vault-text = Las notas de psicoterapia y otras muy privadas se abren solo con su propia frase de paso. Todo lo demás ya está abierto para usted.
vault-passphrase = Frase de paso para notas privadas
vault-hint = No es su contraseña. Si la perdió, pida a la dirección una nueva: hace falta el juego de recuperación y que usted esté presente.
vault-fault = Eso no las abrió. Escriba la frase de paso para notas privadas, no su contraseña. Tras varios intentos, cada uno espera más.
vault-open = Abrir mis notas
vault-later = Ahora no
vault-is-open = Sus notas privadas están abiertas en esta sesión.
vault-minutes = Tras { $minutes } minutos sin uso se cierra su sesión, y con ella las notas.
vault-shut = Cerrarlas
vault-none = Todavía no tiene frase de paso para notas privadas.
vault-none-text = Las notas de psicoterapia se sellan de modo que solo usted las abre. Para eso necesita una frase de paso propia, aparte de su contraseña. Ninguna persona sola puede restablecerla: ni quien administra, ni nosotros.
vault-new = Frase de paso nueva
vault-new-hint = Al menos { $least } letras. Cuatro o cinco palabras que no van juntas sirven bien. Escríbala y guárdela donde guarda su pasaporte.
vault-again = La misma otra vez
vault-make = Prepararla
vault-short = Use al menos { $least } letras.
vault-password = Esta es su contraseña. La frase de paso debe ser otra, o no protege nada.

opened-title = Lo que usted abrió
opened-text = El libro guarda cada mirada a un expediente. Esto es lo que tiene de usted.
opened-days = Días
opened-before = El día anterior
opened-after = El día siguiente
opened-nothing = Nada en este día.
opened-when = Cuándo
opened-what = Qué hizo
opened-why = Por qué
opened-file = Expediente
opened-open = Abrir el expediente
opened-refused = No se hizo: { $act }

join-title = Su primer día aquí
join-text = Le entregaron un código. Con él elige su contraseña, y después un segundo paso.
join-code = Código
join-code-hint = 26 letras y dígitos. Los guiones y las minúsculas no importan.
join-do = Comenzar
join-fault = Ese código y ese nombre no abren nada, o ya no. Revise los dos, o pida otro código.
recover-title = Volver a entrar
recover-text = Quien administra le entrega un código en persona. Empieza a servir unas horas después. Con él elige una contraseña nueva; luego prepara otra vez su segundo paso.
recover-do = Volver a entrar

entry-title = Cómo inicia sesión { $name }
entry-link = Cómo inicia sesión: sesiones y volver a entrar
entry-none = Todavía no tiene cuenta. La hace con el código que se le entregó.
entry-sessions = { $count ->
    [0] Ahora no tiene sesión en ningún lugar.
    [one] Tiene sesión en un lugar.
   *[other] Tiene sesión en { $count } lugares.
}
entry-end = Terminar sus sesiones
entry-end-text = Si se perdió un aparato, o si otra persona puede estar en él. Puede iniciar sesión de nuevo.
entry-end-do = Terminar todas las sesiones
entry-provider-text = Preparada el { $day }. Quítela si perdió esa cuenta o no es suya. Después entra con nombre y contraseña. Terminan todas sus sesiones y se le avisa.
entry-recover = Ayudarle a volver a entrar
entry-recover-text = Si perdió su teléfono u olvidó su contraseña. Haga un código y entréguelo en persona: conozca la cara. Empieza a servir tras { $hours } horas. Se avisa ahora a esa persona y a quien cuida la privacidad. Su frase de paso para notas privadas no cambia.
entry-recover-do = Hacer un código
entry-code = Entréguelo en persona. Se muestra solo ahora:
entry-code-text = Sirve desde dentro de { $hours } horas, por un día, en “No puedo entrar” en la página de inicio. Luego elige una contraseña nueva y prepara otra vez su segundo paso.
