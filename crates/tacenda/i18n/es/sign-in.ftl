sign-in-title = Entrar
sign-in-name = Su nombre aquí
sign-in-password = Contraseña
sign-in-do = Entrar
sign-in-fault = No pudimos abrir su cuenta. Revise los dos datos o llame a la administración.
