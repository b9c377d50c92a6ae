# Lo que dicen los correos. Palabras fijas: nada de nadie, nada de lo que hacemos. Ninguna línea nos nombra, y nada pide respuesta.
mail-ready-subject = Hay un documento listo para usted
mail-ready = Hay un documento listo para usted en esta dirección:
mail-ends-subject = Todavía hay un documento disponible para usted
mail-ends = Todavía hay un documento disponible para usted en esta dirección:
mail-link-code = Para abrirlo necesita un código. Lo recibe por otro medio, nunca por correo.
mail-link-ends = La dirección vale hasta el { $ends }.
mail-unexpected = Si no espera nada, no tiene que hacer nada: sin el código nadie puede abrirlo. Las respuestas a este correo no se leen.
mail-test-subject = Esto es una prueba
mail-test = Si puede leer esto, los correos salen.
